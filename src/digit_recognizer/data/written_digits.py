"""Digits with their writers, so that whole writers can be left out of training.

Who is measured on must not have been trained on, and neither must anyone's other digits: a writer
is either on one side or on the other.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.dataset import Dataset, DatasetError

__all__ = ["WrittenDigits"]


@dataclass(frozen=True, eq=False)
class WrittenDigits:
    """Images of digits, prepared as the network's input, and who wrote each.

    Attributes
    ----------
    name : str
        Where they come from.
    images : (n, 28, 28) uint8
        White ink (255) on black (0); all black where no ink was found.
    labels : (n,) uint8
        Values 0 to 9.
    writers : (n,) str
        Who wrote each.
    collection : str
        Whose digits they are: sets of one collection have their writers in common. Empty where
        no other set is known to have the same writers.
    """

    name: str
    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    writers: NDArray[np.str_]
    collection: str = ""

    @cached_property
    def dataset(self) -> Dataset:
        """The digits without their writers."""
        return Dataset(self.name, self.images, self.labels)

    @property
    def all_writers(self) -> tuple[str, ...]:
        """Every writer once, in order."""
        return tuple(map(str, np.unique(self.writers)))

    def only(self, writers: Collection[str]) -> "WrittenDigits":
        """Return the digits of these writers, in the order they have.

        Raises
        ------
        DatasetError
            If there is no such writer.
        """
        self._check(writers)
        return self.chosen(np.isin(self.writers, list(writers)))

    def without(self, writers: Collection[str]) -> "WrittenDigits":
        """Return the digits of all writers but these, in the order they have.

        Raises
        ------
        DatasetError
            If there is no such writer.
        """
        self._check(writers)
        return self.chosen(~np.isin(self.writers, list(writers)))

    def chosen(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "WrittenDigits":
        """Return the digits that a mask of shape (n,) or a list of indices chooses."""
        return replace(
            self,
            images=self.images[chosen],
            labels=self.labels[chosen],
            writers=self.writers[chosen],
        )

    def _check(self, writers: Collection[str]) -> None:
        for writer in writers:
            if self.all_writers == ("",) != (writer,):
                raise DatasetError(
                    f"{self.name}: no writers are known, got {writer!r}", "take all of the digits"
                )
            if writer not in self.all_writers:
                raise DatasetError(
                    f"{self.name}: expected writers from {self.all_writers[0]} to "
                    f"{self.all_writers[-1]}, got {writer!r}",
                    "name one of these",
                )
