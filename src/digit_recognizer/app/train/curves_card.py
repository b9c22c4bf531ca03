"""The card that the curves are drawn on, with what is said where there are none."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PyQt6.QtCore import QEvent, Qt, QTimer
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QLabel, QVBoxLayout, QWidget

from digit_recognizer.app.train.card_words import CardWords
from digit_recognizer.app.train.curves import Curves
from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.train.state import TrainState
from digit_recognizer.app.widgets.card import Card
from digit_recognizer.app.widgets.theme import SPACING, current_theme, font
from digit_recognizer.data.known_sets import find_known_set
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.training.stored import history_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digit_recognizer.networks.checkpoint import Checkpoint
    from digit_recognizer.training.history import HistoryLine

__all__ = ["CurvesCard"]

_REDRAW_MILLISECONDS = 100
_WELCOME = "Watch it learn"
_BEGIN = (
    "Press Start. The network begins with random weights. It sees the images again and again, "
    "and after every few its weights move a little, to err less."
)


class CurvesCard(Card):
    """Draws the state's curves at most ten times a second."""

    def __init__(self, state: TrainState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("train-card")
        self._state = state
        self._other: Sequence[HistoryLine] = ()
        self._other_name = ""
        self._stage = ""
        self.curves = Curves()
        self._legend = QLabel()
        self._legend.setFont(font(11))
        self._legend.setAccessibleName("which line is which")
        self.words = CardWords(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACING[3], SPACING[2], SPACING[1], SPACING[1])
        self._column.setSpacing(0)
        self._column.addWidget(self._legend, 0, Qt.AlignmentFlag.AlignRight)
        self._column.addWidget(self.curves, 1)
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(_REDRAW_MILLISECONDS)
        self._redraw.timeout.connect(self._draw)
        self._observe()
        self._show_legend()
        self._show_range()

    def changeEvent(self, event: QEvent | None) -> None:
        """Write the legend in other colours."""
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.PaletteChange:
            self._show_legend()

    def show_other(self, name: str, checkpoint: Checkpoint | None) -> None:
        """Show the curves of a stored network beside, or none."""
        self._other = ()
        if checkpoint is not None:
            # With a history that is not ours there are no curves; the network reads all the same.
            with suppress(DigitRecognizerError):
                self._other = history_of(checkpoint)
        self._other_name = name
        self.curves.show_other(self._other)
        self._show_range()
        self._show_legend()
        self._choose_side()

    def close_down(self) -> None:
        """Stop drawing."""
        self._redraw.stop()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep the words in the middle."""
        self.words.setGeometry(self.rect())

    def _observe(self) -> None:
        state = self._state
        state.phase_changed.connect(self._follow_phase)
        state.recipe_changed.connect(self._show_range)
        state.progressed.connect(self._redraw_soon)
        state.snapshot_taken.connect(self._redraw_soon)
        state.staged.connect(self._show_stage)
        self._follow_phase()

    def _redraw_soon(self) -> None:
        if not self._redraw.isActive():
            self._redraw.start()

    def _draw(self) -> None:
        self.curves.show_seen(self._state.seen)

    def _show_range(self) -> None:
        seen = self._state.seen
        passes = [seen.passes if seen.snapshots else self._state.recipe.epochs]
        passes += [line.epoch for line in self._other]
        self.curves.show_range(max(passes))

    def _show_legend(self) -> None:
        theme = current_theme()
        parts = [(theme.muted, "─ training"), (theme.accent, "─●─ validation")]
        if self._other:
            parts.append((theme.caution, f"╌╌ {self._other_name}"))
        spans = (f'<span style="color: {colour}">{words}</span>' for colour, words in parts)
        self._legend.setText("&nbsp;&nbsp;&nbsp;".join(spans))
        self._legend.setToolTip(
            "Training: the images it learns from, as it sees them, distorted where the recipe "
            "does so.\nValidation: images set aside, which it never learns from."
        )
        self._legend.setAccessibleDescription(self._legend.toolTip().replace("\n", " "))

    def _follow_phase(self) -> None:
        phase = self._state.phase
        if phase in (Phase.PREPARING, Phase.FETCHING):
            self._stage = ""
            self._show_range()
            self._draw()
        words, state = self.words, self._state
        if phase is Phase.MISSING and state.missing is not None:
            words.say_missing(
                find_known_set(state.missing.dataset), "The recipe learns from these digits"
            )
        elif phase is Phase.UNFINISHED and state.unfinished is not None:
            words.say_unfinished(state.unfinished)
        elif phase is Phase.IDLE:
            words.say(_WELCOME, _BEGIN)
        elif phase is Phase.PREPARING:
            words.say("Getting ready", self._stage)
        elif phase is Phase.FETCHING:
            words.say("Fetching the images", "Looking for a server that has them")
        self._choose_side()

    def _choose_side(self) -> None:
        """Show words where there is nothing to draw."""
        nothing = not self._state.seen.snapshots
        offers = self._state.phase in (Phase.MISSING, Phase.FETCHING)
        speaks = offers or (nothing and (self._state.busy or not self._other))
        self.words.setVisible(speaks)
        self._legend.setHidden(speaks)
        self.curves.setHidden(speaks)

    def _show_stage(self) -> None:
        self._stage = self._state.stage.text
        if self._state.phase is Phase.PREPARING:
            self.words.say("Getting ready", f"{self._stage} …")
        elif self._state.phase is Phase.FETCHING:
            self.words.say("Fetching the images", self._stage)
