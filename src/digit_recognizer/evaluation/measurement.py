"""How well a network reads a data set: the one answer that every page and command gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digit_recognizer.data.picture_folders import unread_in_words
from digit_recognizer.data.pictures_below import Unread
from digit_recognizer.evaluation.contamination import writers_trained_on
from digit_recognizer.evaluation.measured_sets import MeasuredSet, through_the_pipeline
from digit_recognizer.evaluation.readings import Readings, read_digits
from digit_recognizer.evaluation.robustness import CurvePoint, robustness, sample

if TYPE_CHECKING:
    from digit_recognizer.networks.checkpoint import Checkpoint

__all__ = ["Measurement", "measure"]

MOST_NAMED = 3
"""Pictures that could not be read and are named; the others are counted."""


@dataclass(frozen=True, eq=False)
class Measurement:
    """What a network read of a set, and what must be known to trust the figures.

    Attributes
    ----------
    checkpoint : Checkpoint
        The network, and what it was trained on.
    measured : MeasuredSet
        The whole set.
    readings : Readings
        Of the digits that the network was not trained on; of all where there are none.
    trained_on : tuple of str
        The writers of the set that it was trained on; the empty name stands for all where none
        are known.
    """

    checkpoint: "Checkpoint"
    measured: MeasuredSet
    readings: Readings
    trained_on: tuple[str, ...]

    @property
    def is_fair(self) -> bool:
        """Whether the network was trained on none of the digits it read."""
        return not set(self.trained_on) & set(self.readings.digits.all_writers)

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What of the set could not be read."""
        return self.measured.unread

    @property
    def contamination(self) -> str:
        """What the network knew of the set before, in a sentence; empty if nothing."""
        if not self.trained_on:
            return ""
        if not self.is_fair:
            return (
                "The network was trained on these very digits: "
                "the figures say nothing about how it reads others."
            )
        left_out, everybody = len(self.trained_on), len(self.measured.digits.all_writers)
        return (
            f"{left_out} of the {everybody} writers are left out, "
            "because the network was trained on their digits."
        )

    @property
    def note(self) -> str:
        """What must be known to trust the figures, in sentences; empty where all is well."""
        return " ".join(filter(None, (self.contamination, self._unread_in_words)))

    def as_pictures(self) -> Readings | None:
        """Read the same digits through the pipeline, as the pictures they are.

        Returns
        -------
        Readings or None
            None where the set has gone through the pipeline already.
        """
        if not self.measured.in_mnists_form:
            return None
        pictures = through_the_pipeline(self.readings.digits)
        return read_digits(self.checkpoint.network, pictures, self.checkpoint.rule)

    def robustness(self) -> Iterator[CurvePoint]:
        """Read some of the digits made worse, step by step; see ``evaluation.robustness``."""
        return robustness(self.checkpoint.network, sample(self.readings.digits))

    @property
    def _unread_in_words(self) -> str:
        if not self.unread:
            return ""
        names = [each.path.name for each in self.unread[:MOST_NAMED]]
        if more := len(self.unread) - len(names):
            names.append(f"and {more:,} more")
        read = len(self.measured.digits.labels)
        return f"{unread_in_words(self.unread, read)}: {', '.join(names)}."


def measure(checkpoint: "Checkpoint", measured: MeasuredSet) -> Measurement:
    """Let a network read the digits of a set that it was not trained on.

    Where it was trained on all of them, it reads all, and the measurement says so.

    Parameters
    ----------
    checkpoint : Checkpoint
        The network, its rule for answers, and what it was trained on.
    measured : MeasuredSet
        What it reads.
    """
    digits = measured.digits
    trained_on = writers_trained_on(digits, checkpoint.data)
    if 0 < len(trained_on) < len(digits.all_writers):
        digits = digits.without(trained_on)
    readings = read_digits(checkpoint.network, digits, checkpoint.rule)
    return Measurement(checkpoint, measured, readings, trained_on)
