"""The bar below: start, pause, resume and stop; how far it is; and what to do with the network."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.train.state import TrainState
from digit_recognizer.app.train.words import duration, error_percent, speed
from digit_recognizer.app.widgets.parts import new_button, new_label
from digit_recognizer.app.widgets.progress import ProgressLine
from digit_recognizer.app.widgets.theme import SPACING, margin
from digit_recognizer.training.unfinished import UnfinishedTraining
from digit_recognizer.training.watching import Progress

__all__ = ["Bar"]

_HEIGHT = 64
_PRIMARY, _STOP = 96, 72
_NARROW, _TIGHT = 960, 680

_PRIMARY_WORDS = {
    Phase.RUNNING: ("Pause", "Let the training wait"),
    Phase.PAUSED: ("Resume", "Let the training go on"),
    Phase.PREPARING: ("Pause", "The training is about to begin"),
    Phase.STOPPING: ("Start", "The training is about to end"),
    Phase.FETCHING: ("Start", "The images are being fetched"),
}
_START = ("Start", "Train a new network with these settings")
_NOTHING_YET = (
    *(Phase.IDLE, Phase.UNFINISHED, Phase.PREPARING),
    *(Phase.MISSING, Phase.FETCHING),
)
_GO_ON = ("Resume", "Let the training that waits go on where it stopped")


class Bar(QFrame):
    """Shows the state's phase and figures, and tells it what to do."""

    start_wanted = pyqtSignal()
    """A new training shall begin."""
    use_wanted = pyqtSignal()
    """The network shall read what is drawn."""
    save_wanted = pyqtSignal()
    """The network shall be saved."""

    def __init__(self, state: TrainState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("train-bar")
        self.setFixedHeight(_HEIGHT)
        self._state = state
        self.primary = new_button("train-primary", "Start", look="primary", starts_and_stops=True)
        self.primary.setFixedWidth(_PRIMARY)
        self.stop = new_button(
            "train-stop", "Stop", "End the training; what was learned until then can be used"
        )
        self.stop.setMinimumWidth(_STOP)
        self.use = new_button(
            "use-network",
            "Use this network",
            "Let the best network of this training read what you draw",
        )
        self.save = new_button(
            "save-network",
            "Save",
            "Give the best network of this training a name of its own among the networks",
        )
        self.figures = [_Figure(*words) for words in _FIGURES]
        self.progress = ProgressLine("train-progress", "progress of the training")
        self._row = QHBoxLayout()
        self._row.setSpacing(SPACING[1])
        self._row.addWidget(self.primary)
        self._row.addWidget(self.stop)
        self._row.addSpacing(SPACING[3])
        for figure in self.figures:
            self._row.addWidget(figure, 1)
        self._row.addSpacing(SPACING[1])
        self._row.addWidget(self.save)
        self._row.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.progress)
        column.addLayout(self._row, 1)
        self.primary.clicked.connect(self.press_primary)
        self.stop.clicked.connect(state.stop)
        self.use.clicked.connect(self.use_wanted)
        self.save.clicked.connect(self.save_wanted)
        state.phase_changed.connect(self._follow_phase)
        state.progressed.connect(self._show_progress)
        state.snapshot_taken.connect(self._show_best)
        self._follow_phase()

    def press_primary(self) -> None:
        """Do what the primary button says."""
        state = self._state
        if state.phase is Phase.RUNNING:
            state.pause()
        elif state.phase is Phase.PAUSED or state.can_go_on:
            state.resume()
        else:
            self.start_wanted.emit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep to the edges of what is above; leave out what has no room."""
        edge = margin(self.width())
        self._row.setContentsMargins(edge, 0, edge, 0)
        self.use.setText("Use it" if self.width() < _NARROW else "Use this network")
        for figure in self.figures[:-1]:
            figure.setHidden(self.width() < _TIGHT)

    def _follow_phase(self) -> None:
        state = self._state
        text, help_ = _PRIMARY_WORDS.get(state.phase, _GO_ON if state.can_go_on else _START)
        self.primary.setText(text)
        self.primary.setAccessibleName(text)
        self.primary.setToolTip(help_)
        waits = (Phase.PREPARING, Phase.STOPPING, Phase.FETCHING)
        self.primary.setEnabled(state.phase not in waits)
        stoppable = state.busy or state.phase is Phase.MISSING
        self.stop.setEnabled(stoppable and state.phase is not Phase.STOPPING)
        rests = state.phase is Phase.PAUSED or not state.busy
        has_network = state.best is not None and rests
        self.use.setEnabled(has_network)
        self.save.setEnabled(has_network)
        if state.phase in _NOTHING_YET:
            self.progress.show_progress("", 0, 0)
            for figure in self.figures:
                figure.show_value("–")
        if state.phase is Phase.UNFINISHED and state.unfinished is not None:
            self._show_unfinished(state.unfinished)
        if state.phase is Phase.ENDED:
            self.progress.show_progress("", 0, 0)
            self.figures[1].show_value("done" if state.complete else "stopped")
        if state.phase is Phase.PAUSED:
            self.figures[0].show_value("paused")

    def _show_unfinished(self, training: UnfinishedTraining) -> None:
        self.progress.show_progress("waits", training.passes, training.recipe.epochs)
        if training.best_error is not None:
            self.figures[2].show_value(f"{error_percent(training.best_error)} error")

    def _show_progress(self, progress: Progress) -> None:
        words = duration(progress.seconds_left)
        self.progress.show_progress(f"{words} left", progress.step, progress.steps)
        self.figures[0].show_value(speed(progress.images_a_second))
        self.figures[1].show_value(words)

    def _show_best(self) -> None:
        seen = self._state.seen
        if seen.best_error is not None:
            count = seen.snapshots[-1].validation.count
            self.figures[2].show_value(f"{error_percent(seen.best_error, count)} error")


_FIGURES = (
    ("Speed", "Images that it learns from in a second"),
    ("Time left", "To the last step, at the speed so far"),
    ("Best so far", "Least share of mistakes on the images set aside"),
)


class _Figure(QWidget):
    """A figure with what it is."""

    def __init__(self, name: str, help_: str) -> None:
        super().__init__()
        self.setToolTip(help_)
        self.setMinimumWidth(0)
        self._name, self._value = new_label(name, pixels=11, tone="muted"), new_label()
        self._value.setAccessibleName(name)
        for label in (self._name, self._value):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._name)
        column.addWidget(self._value)
        column.addStretch(1)

    def show_value(self, text: str) -> None:
        """Show a value."""
        if text != self._value.text():
            self._value.setText(text)
            self._value.setAccessibleDescription("nothing yet" if text == "–" else text)

    def value(self) -> str:
        """Return what is shown."""
        return self._value.text()
