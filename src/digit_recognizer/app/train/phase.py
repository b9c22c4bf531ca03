"""What goes on in a training, and what was seen of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from digit_recognizer.training.unfinished import UnfinishedTraining
from digit_recognizer.training.watching import Point, Progress, ValidationSnapshot

__all__ = ["Phase", "Seen"]


class Phase(Enum):
    """What is going on."""

    IDLE = "idle"
    UNFINISHED = "unfinished"
    """A training of an earlier session waits to go on."""
    PREPARING = "preparing"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    ENDED = "ended"
    MISSING = "missing"
    FETCHING = "fetching"


@dataclass
class Seen:
    """What was seen of a training so far, for the curves; it has so many passes in all.

    Where it goes on, what was seen ``before`` is part of it.
    """

    passes: int = 0
    before: UnfinishedTraining | None = None
    progress: list[Progress] = field(default_factory=list)
    snapshots: list[ValidationSnapshot] = field(default_factory=list)

    @property
    def best_error(self) -> float | None:
        """The validation error of the network that can be used, 0 to 1; None before a step.

        It is the best of those at the ends of passes; in the first pass, the latest.
        """
        measured = [point for point in self.validation_curve if point.passes]
        ends = [point.error for point in measured if point.passes.is_integer()]
        return min(ends) if ends else measured[-1].error if measured else None

    def learned_from(self, start: int) -> list[Point]:
        """Return the curve of the training images without its first ``start`` points."""
        before = self.before.training_curve if self.before is not None else ()
        new = self.progress[max(start - len(before), 0) :]
        return [*before[start:], *(progress.point for progress in new)]

    @property
    def validation_curve(self) -> list[Point]:
        """The curve of the validation images."""
        before = self.before.validation_curve if self.before is not None else ()
        return [*before, *(snapshot.point for snapshot in self.snapshots)]
