"""Picks a digit to read: one of MNIST's test images, or a bundled sample where MNIST is absent."""

from __future__ import annotations

from importlib.resources import files
from random import Random
from typing import TYPE_CHECKING

from digit_recognizer.errors import DigitRecognizerError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from digit_recognizer.data.dataset import Dataset

__all__ = ["ABSENT", "RandomDigits"]

ABSENT = (
    "MNIST is not on this computer, so you get the few samples that come with the program. "
    "To have its 10,000 test digits, fetch it or choose its folder."
)


class RandomDigits:
    """Picks one digit after another, never the same twice in a row.

    Parameters
    ----------
    random
        Decides which.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._dataset: Dataset | None = None
        self._last = ""
        self.is_absent = False
        """Whether MNIST was looked for and is not there."""

    def pick(self) -> tuple[NDArray[np.uint8] | bytes, str]:
        """Return a picture and its name; the data are loaded at the first call."""
        if self._dataset is None and not self.is_absent:
            self._load()
        picture, name = self._pick()
        while name == self._last:
            picture, name = self._pick()
        self._last = name
        return picture, name

    def look_again(self) -> None:
        """Look for MNIST once more with the next digit: it may be here now."""
        self.is_absent = False

    def _load(self) -> None:
        from digit_recognizer.data.dataset import load_dataset

        try:
            self._dataset = load_dataset("mnist", "test", download=False)
        except DigitRecognizerError:
            self.is_absent = True

    def _pick(self) -> tuple[NDArray[np.uint8] | bytes, str]:
        if self._dataset is None:
            folder = files("digit_recognizer.samples").iterdir()
            samples = sorted((each for each in folder if each.name.endswith(".png")), key=str)
            sample = self._random.choice(samples)
            return sample.read_bytes(), sample.name
        number = self._random.randrange(len(self._dataset))
        digit = int(self._dataset.labels[number])
        return self._dataset.images[number], f"MNIST test image {number}, written as {digit}"
