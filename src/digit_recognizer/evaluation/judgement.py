"""A network on a data set: what it read, of whom, and what it knew before."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digit_recognizer.evaluation.contamination import FairPart, fair_part
from digit_recognizer.evaluation.measured_sets import MeasuredSet
from digit_recognizer.evaluation.picture_folders import Unread, unread_in_words
from digit_recognizer.evaluation.readings import Readings, read_digits

if TYPE_CHECKING:
    from digit_recognizer.networks.checkpoint import Checkpoint

__all__ = ["Judgement", "judge"]

MOST_NAMED = 3
"""Pictures that could not be read and are named; the others are counted."""


@dataclass(frozen=True, eq=False)
class Judgement:
    """What a network read of a set.

    Attributes
    ----------
    readings : Readings
        Of the digits that it can be measured on.
    fair : FairPart
        Which these are.
    unread : tuple of Unread
        What of the set could not be read.
    read : int
        How many digits of the set could be, those that it was trained on included.
    """

    readings: Readings
    fair: FairPart
    unread: tuple[Unread, ...] = ()
    read: int = 0

    @property
    def note(self) -> str:
        """What must be known to trust the figures, in sentences; empty where all is well."""
        return " ".join(filter(None, (self._unfair, self._left_out)))

    @property
    def _unfair(self) -> str:
        if not self.fair.is_fair:
            return (
                "The network was trained on these very digits: "
                "the figures say nothing about how it reads others."
            )
        if self.fair.seen:
            left_out = len(self.fair.seen)
            everybody = left_out + len(self.fair.digits.all_writers)
            return (
                f"{left_out} of the {everybody} writers are left out, "
                "because the network was trained on their digits."
            )
        return ""

    @property
    def _left_out(self) -> str:
        if not self.unread:
            return ""
        names = [each.path.name for each in self.unread[:MOST_NAMED]]
        if more := len(self.unread) - len(names):
            names.append(f"and {more:,} more")
        return f"{unread_in_words(self.unread, self.read)}: {', '.join(names)}."


def judge(checkpoint: "Checkpoint", measured: MeasuredSet) -> Judgement:
    """Let a network read the digits of a set that it was not trained on.

    Where it was trained on all of them, it reads all, and the judgement's note says so.
    """
    fair = fair_part(measured.digits, checkpoint.data)
    readings = read_digits(checkpoint.network, fair.digits, checkpoint.rule)
    return Judgement(readings, fair, measured.unread, len(measured.digits.labels))
