"""LeNet-5 as an estimator of scikit-learn: for pipelines, grid searches and cross-validation.

An image of 28×28 is what the network reads; a row of fewer numbers is laid into one.
"""

from collections.abc import Mapping
from dataclasses import replace
from math import ceil, sqrt
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digit_recognizer.extras import require

require("sklearn", "LeNetClassifier")

from sklearn.base import BaseEstimator, ClassifierMixin  # noqa: E402
from sklearn.utils import check_random_state  # noqa: E402
from sklearn.utils.multiclass import (  # noqa: E402
    check_classification_targets,
    unique_labels,
)
from sklearn.utils.validation import check_is_fitted, validate_data  # noqa: E402

from digit_recognizer.data.dataset import Dataset  # noqa: E402
from digit_recognizer.lenet.architectures import architecture  # noqa: E402
from digit_recognizer.networks.checkpoint import Network  # noqa: E402
from digit_recognizer.nn.architecture import Architecture  # noqa: E402
from digit_recognizer.nn.layers import Dense  # noqa: E402
from digit_recognizer.nn.optimizers import AdamW  # noqa: E402
from digit_recognizer.nn.reader import ENGINE_FROM, Reader  # noqa: E402
from digit_recognizer.nn.schedules import Constant, Cosine  # noqa: E402
from digit_recognizer.training.recipe import Recipe  # noqa: E402
from digit_recognizer.training.recipes import recipe as find_recipe  # noqa: E402
from digit_recognizer.training.settings import changed  # noqa: E402
from digit_recognizer.training.trainer import Trainer  # noqa: E402
from digit_recognizer.training.training_state import TrainingState, first_state  # noqa: E402

__all__ = ["LeNetClassifier"]

SIDE = 28
MOST_CLASSES = 10
RECIPE = Recipe(
    "classifier",
    data="arrays",
    validation_size=1,
    epochs=10,
    batch_size=32,
    optimizer=AdamW(weight_decay=0.05),
    schedule=Cosine(learning_rate=0.003, epochs=10),
    initializer="fan-in-root",
    measures_training=False,
)
"""For some hundred to some ten thousand images."""
NAMES = {"learning_rate": "schedule.learning_rate"}
"""Parameters whose setting of the recipe is called otherwise."""


class LeNetClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """LeNet-5, or one of its relatives, trained by a recipe.

    Images are (n, 28, 28) or (n, 784), white ink on black: uint8 as they are, other numbers by the
    range that the first fit sees. A table of fewer than 784 numbers is laid into such images, each
    number a block of pixels; that is for tables that are pictures of another size, and for
    scikit-learn's own checks. There are at most ten classes, of any kind. Sample weights are not
    taken: a step of the engine counts all images of its batch alike.

    Parameters
    ----------
    recipe : Recipe or str, optional
        How it is trained, before what follows changes it: also a name of
        ``digit_recognizer.RECIPES``. By default ten passes by AdamW.
    architecture : Architecture or str, optional
        What is trained; by default what the recipe names.
    epochs, batch_size, learning_rate, optimizer, schedule, initializer, augmentation, averaging
        Settings of the recipe, by the values that the command ``train`` takes; by default what the
        recipe has.
    settings : mapping of str to value, optional
        Any other settings by their names, such as ``{"optimizer.momentum": 0.8}``.
    random_state : int, RandomState instance or None
        Of the first weights, the order of the images and their distortions.
    compiled : bool or "auto"
        Whether the engine makes the steps, which is compiled first, some seconds for each new
        number of classes, or the NumPy layers. By itself the engine does from 10,000 images on,
        all passes counted, and for recipes that only it can follow.

    Attributes
    ----------
    classes_ : ndarray
        The classes, sorted; outputs and probabilities are in this order.
    network_ : Network
        What was trained. With ten digits as classes, ``Recognizer`` reads with it.
    n_features_in_ : int
        Numbers of each image.
    range_ : tuple of float
        What became background and ink.

    Examples
    --------
    >>> import numpy as np
    >>> from digit_recognizer.sklearn import LeNetClassifier
    >>> random = np.random.default_rng(0)
    >>> labels = random.integers(0, 3, 200)
    >>> images = np.zeros((200, 28, 28), np.uint8)
    >>> for image, label in zip(images, labels):
    ...     image[4 + 6 * label : 9 + 6 * label, 4:24] = 255
    >>> classifier = LeNetClassifier(epochs=4, random_state=0)
    >>> classifier.fit(images, labels).score(images, labels)
    1.0
    """

    def __init__(
        self,
        recipe: Recipe | str | None = None,
        *,
        architecture: Architecture | str | None = None,
        epochs: int | None = None,
        batch_size: int | None = None,
        learning_rate: float | None = None,
        optimizer: str | None = None,
        schedule: str | None = None,
        initializer: str | None = None,
        augmentation: str | None = None,
        averaging: float | None = None,
        settings: Mapping[str, Any] | None = None,
        random_state: int | np.random.RandomState | None = None,
        compiled: bool | str = "auto",
    ) -> None:
        self.recipe = recipe
        self.architecture = architecture
        self.epochs = epochs
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.optimizer = optimizer
        self.schedule = schedule
        self.initializer = initializer
        self.augmentation = augmentation
        self.averaging = averaging
        self.settings = settings
        self.random_state = random_state
        self.compiled = compiled

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:  # noqa: N803 # scikit-learn's own names
        """Train from the first weights on.

        Parameters
        ----------
        X : (n, 28, 28), or (n, features) of up to 784
            Images.
        y : (n,)
            Their classes, at most ten.

        Raises
        ------
        DigitRecognizerError
            If a setting is none of the recipe's, or out of range.
        """
        images, labels = self._checked(X, y, first=True)
        self._begin(labels)
        recipe = self._recipe()
        state = first_state(recipe, self._architecture(recipe))
        self._learn(recipe, state, images, labels)
        return self

    def partial_fit(
        self,
        X: ArrayLike,  # noqa: N803
        y: ArrayLike,
        classes: ArrayLike | None = None,
    ) -> Self:
        """Go on with one pass over more images, at the recipe's highest learning rate.

        Parameters
        ----------
        X, y
            As ``fit`` takes them.
        classes : array, optional
            All classes there will be; the first call needs them.
        """
        first = not hasattr(self, "classes_")
        images, labels = self._checked(X, y, first=first)
        if first:
            if classes is None:
                raise ValueError("classes: expected all classes at the first call of partial_fit")
            self._begin(classes)
        elif classes is not None and not np.array_equal(self.classes_, unique_labels(classes)):
            raise ValueError(
                f"classes: expected those of the first call, {self.classes_}, got {classes}"
            )
        whole = self._recipe()
        rate = max(whole.schedule(epoch / 10) for epoch in range(10 * whole.epochs))
        recipe = replace(whole, epochs=1, schedule=Constant(rate))
        state = first_state(recipe, self._architecture(recipe)) if first else self._state
        self._learn(recipe, replace(state, step=0), images, labels)
        return self

    def predict(self, X: ArrayLike) -> NDArray[Any]:  # noqa: N803
        """Return the likeliest class of each image, ``(n,)``."""
        likeliest = self.predict_proba(X).argmax(axis=1)
        found: NDArray[Any] = self.classes_[likeliest]
        return found

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """Return the probability of each class for each image, ``(n, classes)``."""
        check_is_fitted(self)
        given = validate_data(self, _in_rows(X), reset=False)
        network = self.network_
        if len(given) < ENGINE_FROM:
            # Rounding by float32 would depend on where among the others an image stands.
            network = Network(network.architecture, network.parameters.astype(np.float64))
        reader = Reader(network)
        reader.expect(len(given))
        shares = reader.probabilities(self._images(given)).astype(np.float64)
        total: NDArray[np.float64] = shares / shares.sum(axis=1, keepdims=True)
        return total

    def _checked(
        self,
        X: ArrayLike,  # noqa: N803
        y: ArrayLike,
        *,
        first: bool,
    ) -> tuple[NDArray[np.uint8], NDArray[Any]]:
        """Return images of 28×28 bytes and their classes, as they were given."""
        given, labels = validate_data(self, _in_rows(X), y, reset=first)
        check_classification_targets(labels)
        if given.shape[1] > SIDE**2:
            raise ValueError(f"expected at most 784 features, got {given.shape[1]}")
        if first:
            self.range_ = (0.0, 255.0)
            if given.dtype != np.uint8:
                self.range_ = float(given.min()), float(given.max())
        return self._images(given), labels

    def _begin(self, labels: ArrayLike) -> None:
        """Take note of the classes."""
        self.classes_ = unique_labels(labels)
        if len(self.classes_) > MOST_CLASSES:
            raise ValueError(f"expected at most ten classes, got {len(self.classes_)}")

    def _recipe(self) -> Recipe:
        """Return the recipe with the parameters that were given, and a seed."""
        found = find_recipe(self.recipe) if isinstance(self.recipe, str) else self.recipe or RECIPE
        seed = int(check_random_state(self.random_state).randint(2**31))
        found = replace(found, data="arrays", validation_size=1, measures_training=False, seed=seed)
        parameters = ("optimizer", "schedule", "initializer", "augmentation", "epochs",
                      "batch_size", "learning_rate", "averaging")  # fmt: skip
        wanted = {NAMES.get(name, name): getattr(self, name) for name in parameters}
        for name, value in {**wanted, **(self.settings or {})}.items():
            if value is not None:
                found = changed(found, name, value)
        return found

    def _architecture(self, recipe: Recipe) -> Architecture:
        """Return the architecture with an output for each class."""
        made = self.architecture or recipe.architecture
        described = architecture(made) if isinstance(made, str) else made
        classes, outputs = len(self.classes_), described.shapes[-1][0]
        if classes == outputs:
            return described
        *layers, last = described.layers
        if not isinstance(last, Dense):
            raise ValueError(
                f"{described.name}: expected {outputs} classes for its outputs, got {classes}"
            )
        return replace(described, layers=(*layers, Dense(last.name, classes)))

    def _learn(
        self,
        recipe: Recipe,
        state: TrainingState,
        images: NDArray[np.uint8],
        labels: NDArray[Any],
    ) -> None:
        """Follow the recipe, and keep what it ends with."""
        places = np.searchsorted(self.classes_, labels)
        places = np.minimum(places, len(self.classes_) - 1)
        if (self.classes_[places] != labels).any():
            raise ValueError(f"y: expected classes of {self.classes_}, got others")
        recipe = replace(recipe, batch_size=min(recipe.batch_size, len(images)))
        data = Dataset("arrays", images, places.astype(np.uint8))
        one = Dataset("arrays", images[:1], data.labels[:1])  # nothing is chosen by it
        compiled = self.compiled
        if compiled == "auto":
            many = len(images) * recipe.epochs >= ENGINE_FROM
            compiled = many or recipe.augmentation is not None
        trainer = Trainer(
            recipe,
            data,
            one,
            state,
            compiled=bool(compiled),
            made_of=self._architecture(recipe),
        )
        for _ in trainer.run():
            pass
        self._state = trainer.state
        self.network_: Network = trainer.network

    def _images(self, given: NDArray[Any]) -> NDArray[np.uint8]:
        """Lay each row of numbers into an image, each a block of pixels as large as there is room.

        784 numbers are the pixels themselves.
        """
        low, high = self.range_
        share = (given.astype(np.float64) - low) / ((high - low) or 1.0)
        grey = np.rint(255 * share.clip(0, 1)).astype(np.uint8)
        across = ceil(sqrt(given.shape[1]))
        block = SIDE // across
        table = np.zeros((len(given), across**2), np.uint8)
        table[:, : given.shape[1]] = grey
        images = np.zeros((len(given), SIDE, SIDE), np.uint8)
        blocks = table.reshape(-1, across, across).repeat(block, axis=1).repeat(block, axis=2)
        margin = (SIDE - across * block) // 2
        images[:, margin : margin + across * block, margin : margin + across * block] = blocks
        return images


def _in_rows(X: Any) -> Any:  # noqa: N803
    """Return pictures (n, 28, 28) as rows of 784 numbers, and anything else as it is."""
    if getattr(X, "ndim", 0) == 3 and X.shape[1:] == (SIDE, SIDE):
        return np.asarray(X).reshape(len(X), -1)
    return X
