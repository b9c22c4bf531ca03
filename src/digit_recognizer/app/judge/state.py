"""What is being result, and what came of it: observed by the panels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.app.core.jobs import Worker
from digit_recognizer.app.judge.measuring import Measuring
from digit_recognizer.app.judge.messages import (
    Failed,
    Finished,
    Measured,
    Message,
    Request,
    Result,
    Stage,
)
from digit_recognizer.training.preparation import Readiness

if TYPE_CHECKING:
    from digit_recognizer.evaluation.robustness import CurvePoint

__all__ = ["Cell", "JudgeState", "Phase"]

Phase = Literal["empty", "running", "done", "cancelled", "failed"]
Cell = tuple[int, int]
"""A digit and what it was read as."""


class JudgeState(QObject):
    """Follows the worker; emits only on change."""

    phase_changed = pyqtSignal(str)
    stage_changed = pyqtSignal(object)
    """The ``Stage`` that the work has reached."""
    result_changed = pyqtSignal()
    """There are other readings, and no curves yet."""
    points_changed = pyqtSignal()
    """One more point of a curve."""
    cell_changed = pyqtSignal()
    """Another cell of the confusion matrix is looked at."""

    def __init__(self, readiness: Readiness, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.phase: Phase = "empty"
        self.stage = Stage("")
        self.result: Result | None = None
        self.earlier: Result | None = None
        self.points: tuple[CurvePoint, ...] = ()
        self.failure: Failed | None = None
        self.cell: Cell | None = None
        self._readiness = readiness
        self._request: Request | None = None
        self.has_new_readings = False
        """Whether ``result`` came of the latest request."""
        self._worker = Worker("judge", self)
        self._worker.reported.connect(self.take)
        self._worker.failed.connect(self._fail)
        self._worker.ended.connect(self._end)

    def start(self, request: Request) -> None:
        """Measure; what was shown stays until there is something new."""
        self._worker.cancel()
        self._request = request
        self.has_new_readings = False
        measuring = Measuring(request, self._readiness, self._worker.report)
        self._worker.submit(measuring.run, stop=measuring.stop)
        self.failure = None
        self._set_stage(Stage("Beginning"))
        self._set_phase("running")

    def cancel(self) -> None:
        """End the work; what is measured already stays."""
        if self.phase == "running":
            self._worker.cancel()
            self._set_phase("cancelled")

    def look_at(self, cell: Cell | None) -> None:
        """Look at one cell of the confusion matrix, or at all mistakes."""
        if cell != self.cell:
            self.cell = cell
            self.cell_changed.emit()

    def take(self, message: Message) -> None:
        """Follow a message of the work."""
        match message:
            case Stage():
                self._set_stage(message)
            case Result():
                self._take_result(message)
            case Measured(point):
                self.points = (*self.points, point)
                self.points_changed.emit()
            case Finished():
                self._set_phase("done")
            case Failed():
                self.failure = message
                self._set_phase("failed")

    def _fail(self, words: str) -> None:
        assert self._request is not None
        self.take(Failed(words, "", self._request.source))

    def _end(self) -> None:
        """Show what there is, where the work said no last word."""
        if self.phase == "running":
            self._set_phase("done" if self.result is not None else "empty")

    def _take_result(self, result: Result) -> None:
        if self.result is not None and self.result.network != result.network:
            self.earlier = self.result
        self.result = result
        self.has_new_readings = True
        self.points = ()
        self.cell = None
        self.result_changed.emit()

    def _set_phase(self, phase: Phase) -> None:
        if phase != self.phase:
            self.phase = phase
            self.phase_changed.emit(phase)

    def _set_stage(self, stage: Stage) -> None:
        if stage != self.stage:
            self.stage = stage
            self.stage_changed.emit(stage)
