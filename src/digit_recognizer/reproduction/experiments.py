"""What the 1998 paper measured on MNIST, and the recipe that measures it here."""

from dataclasses import dataclass, replace

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.nn.optimizers import GradientDescent
from digit_recognizer.nn.schedules import OneCycle
from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.recipes import recipe

__all__ = ["EXPERIMENTS", "Experiment", "experiment"]


@dataclass(frozen=True)
class Experiment:
    """One bar of Figure 9.

    Attributes
    ----------
    name : str
        Its name in commands.
    title : str
        What the paper calls it.
    recipe : Recipe
        How the network is trained, on all 60,000 images.
    paper_test, paper_training : float, optional
        Error in percent that the paper reports; None if it reports none.
    """

    name: str
    title: str
    recipe: Recipe
    paper_test: float | None
    paper_training: float | None = None


RELATIVE = Recipe(
    "relative",
    epochs=12,
    batch_size=16,
    optimizer=GradientDescent(momentum=0.9),
    schedule=OneCycle(learning_rate=0.01, epochs=12, warm_up=1, first=0.001),
    initializer="fan-in-root",
    measures_training=False,
)
"""How the relatives are trained: today's way, in a minute."""

EXPERIMENTS: dict[str, Experiment] = {
    made.name: made
    for made in (
        Experiment("linear", "linear", replace(RELATIVE, architecture="linear"), 12.0),
        Experiment("300-100", "28×28-300-100-10", replace(RELATIVE, architecture="300-100"), 3.05),
        Experiment("lenet1", "LeNet-1", replace(RELATIVE, architecture="lenet1"), 1.7),
        Experiment("lenet4", "LeNet-4", replace(RELATIVE, architecture="lenet4"), 1.1),
        Experiment("lenet5", "LeNet-5", recipe("paper-1998"), 0.95, 0.35),
        Experiment("lenet5-distorted", "LeNet-5, distortions", recipe("paper-1998-distorted"), 0.8),
        Experiment(
            "lenet5-today", "LeNet-5, trained today's way", recipe("paper-1998-today"), None
        ),
    )
}
"""By name, in the order of Figure 9."""


def experiment(name: str) -> Experiment:
    """Return the experiment of that name.

    Raises
    ------
    DigitRecognizerError
        If there is none; names those there are.
    """
    if name not in EXPERIMENTS:
        known = ", ".join(EXPERIMENTS)
        raise DigitRecognizerError(f"no experiment is called {name!r}: expected one of {known}")
    return EXPERIMENTS[name]
