"""What was seen of a training so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from digit_recognizer.training.unfinished import UnfinishedTraining
from digit_recognizer.training.watching import Glimpse, Point, Progress

__all__ = ["Seen"]


@dataclass
class Seen:
    """What was seen of a training so far, for the curves; it has so many passes in all.

    Where it goes on, what was seen ``before`` is part of it.
    """

    passes: int = 0
    before: UnfinishedTraining | None = None
    progress: list[Progress] = field(default_factory=list)
    glimpses: list[Glimpse] = field(default_factory=list)

    @property
    def best_error(self) -> float | None:
        """The least validation error after the first step, 0 to 1; None before."""
        return min((point.error for point in self.judged if point.passes), default=None)

    @property
    def learned(self) -> list[Point]:
        """The curve of the training images."""
        before = self.before.learned if self.before is not None else ()
        return [*before, *(progress.point for progress in self.progress)]

    @property
    def judged(self) -> list[Point]:
        """The curve of the validation images."""
        before = self.before.judged if self.before is not None else ()
        return [*before, *(glimpse.point for glimpse in self.glimpses)]
