"""Training as one call: a recipe and data in, a network with its story out."""

from collections.abc import Callable
from dataclasses import replace
from os import PathLike, fspath

import numpy as np
from numpy.typing import ArrayLike

from digit_recognizer.data.dataset import Dataset, DatasetError
from digit_recognizer.networks.checkpoint import Checkpoint
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.recipes import recipe as find_recipe
from digit_recognizer.training.run import TrainingRun
from digit_recognizer.training.trainer import Event
from digit_recognizer.training.training_data import TrainingData, divide, load_training_data

__all__ = ["train"]

ARRAYS = "arrays"
"""What images that come without a name are called in messages and checkpoints."""


def train(
    recipe: Recipe | str = "sprint",
    data: "Dataset | tuple[ArrayLike, ArrayLike] | str | PathLike[str] | None" = None,
    *,
    seed: int | None = None,
    architecture: Architecture | None = None,
    on_event: Callable[[Event], object] | None = None,
) -> Checkpoint:
    """Train a network and return the best one: that of the best validation accuracy after an epoch.

    Parameters
    ----------
    recipe : Recipe or str
        How; or the name of a recipe in ``RECIPES``.
    data : (images, labels), Dataset, str or path, optional
        Images of uint8, (n, 28, 28), white ink on black, with whole numbers from 0 to 9, (n,); or
        the name of a data set or the path of one. By default that of the recipe. Of images that
        are handed over, a tenth is set aside for validation where the recipe would set aside more.
    seed : int, optional
        Of the first weights, the order of the images and their distortions; by default the
        recipe's. The same seed ends in the same weights, bit for bit.
    architecture : Architecture, optional
        What is trained; by default what the recipe names.
    on_event : callable, optional
        Called with every ``StepDone`` and ``EpochDone``; what it raises ends the training.

    Returns
    -------
    Checkpoint
        For ``Recognizer`` and ``save_checkpoint``.

    Raises
    ------
    DigitRecognizerError
        If recipe and data do not fit together, data are not there, or the loss diverges.

    Examples
    --------
    >>> import numpy as np
    >>> from dataclasses import replace
    >>> from digit_recognizer import RECIPES, train
    >>> random = np.random.default_rng(0)
    >>> labels = random.integers(0, 10, 400)
    >>> images = np.zeros((400, 28, 28), np.uint8)
    >>> for image, label in zip(images, labels):
    ...     image[4 + 2 * label : 7 + 2 * label, 4:24] = 255
    >>> quick = replace(RECIPES["classic"], epochs=2)
    >>> trained = train(quick, (images, labels), seed=1)
    >>> trained.recipe_name, len(trained.history)
    ('classic', 2)
    """
    followed = find_recipe(recipe) if isinstance(recipe, str) else recipe
    if seed is not None:
        followed = replace(followed, seed=seed)
    if architecture is not None:
        followed = replace(followed, architecture=architecture.name)
    if isinstance(data, str | PathLike):
        followed, data = replace(followed, data=fspath(data)), None
    if data is None:
        divided = load_training_data(followed)
    else:
        whole = data if isinstance(data, Dataset) else _from_arrays(*data)
        size = min(followed.validation_size, max(1, len(whole) // 10))
        followed = replace(followed, data=whole.name, validation_size=size)
        training, validation, records = divide(followed, whole)
        divided = TrainingData(training, validation, None, records)
    with TrainingRun(followed, None, divided, reports=False, made_of=architecture) as run:
        for event in run.events():
            if on_event is not None:
                on_event(event)
    assert run.best is not None  # a recipe has at least one epoch
    return run.best


def _from_arrays(images: ArrayLike, labels: ArrayLike) -> Dataset:
    said = np.asarray(labels)
    if not np.issubdtype(said.dtype, np.integer) or (said.size and not said.min() >= 0):
        raise DatasetError(
            f"labels: expected whole numbers from 0 to 9, got {said.dtype} from "
            f"{said.min() if said.size else 'nothing'}",
            "give the digit of each image",
        )
    return Dataset(ARRAYS, np.asarray(images), np.minimum(said, 255).astype(np.uint8))
