"""The card that the curves are drawn on, with what is said where there are none."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PyQt6.QtCore import QRect, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QFont, QResizeEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from digit_recognizer.app.theme import LIGHT, SPACING, Theme, font
from digit_recognizer.app.train.studio import Phase, Studio
from digit_recognizer.app.train.words import plural

if TYPE_CHECKING:
    from digit_recognizer.app.train.curves import Curves
    from digit_recognizer.training.checkpoint import Checkpoint
    from digit_recognizer.training.chores import Fetched

__all__ = ["CurvesCard"]

_REDRAW_MILLISECONDS = 100
_WIDEST_WORDS = 340
_MEGABYTE = 1_000_000
_WELCOME = "Watch it learn"
_BEGIN = (
    "Press Start. The network begins with random weights. It sees the images again and again, "
    "and after every few its weights move a little, so that it errs less."
)


class CurvesCard(QFrame):
    """Draws the studio's curves at most ten times a second; the plots come when they are loaded."""

    fetch_wanted = pyqtSignal()
    folder_wanted = pyqtSignal()
    _loaded = pyqtSignal()

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("train-card")
        self._studio = studio
        self._theme = LIGHT
        self._other: Checkpoint | None = None
        self._other_name = ""
        self._stage = ""
        self.curves: Curves | None = None
        self._legend = QLabel()
        self._legend.setFont(font(11))
        self._legend.setAccessibleName("which line is which")
        self.words = _Words(self)
        self.words.fetch.clicked.connect(self.fetch_wanted)
        self.words.folder.clicked.connect(self.folder_wanted)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACING[3], SPACING[2], SPACING[1], SPACING[1])
        self._column.setSpacing(0)
        self._column.addWidget(self._legend, 0, Qt.AlignmentFlag.AlignRight)
        self._column.addStretch(1)
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(_REDRAW_MILLISECONDS)
        self._redraw.timeout.connect(self._draw)
        self._observe()
        self._loaded.connect(self._take_curves)
        # Loading the plots takes longer than a frame, so it happens beside the window.
        self._loader = threading.Thread(target=self._load, name="plots loader", daemon=True)
        self._loader.start()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        if self.curves is not None:
            self.curves.set_theme(theme)
        self._show_legend()

    def show_other(self, name: str, checkpoint: Checkpoint | None) -> None:
        """Show the curves of a kept network beside, or none."""
        self._other = checkpoint
        self._other_name = name
        if self.curves is not None:
            self.curves.show_other(checkpoint)
        self._show_range()
        self._show_legend()
        self._choose_side()

    def close_down(self) -> None:
        """Stop drawing, and wait for what is being loaded."""
        self._redraw.stop()
        self._loader.join()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep the words in the middle."""
        self.words.settle(self.rect())

    def _observe(self) -> None:
        studio = self._studio
        studio.phase_changed.connect(self._follow_phase)
        studio.recipe_changed.connect(self._show_range)
        studio.progressed.connect(self._redraw_soon)
        studio.glimpsed.connect(self._redraw_soon)
        studio.staged.connect(self._show_stage)
        studio.fetched.connect(self._show_fetched)
        self._follow_phase()

    def _load(self) -> None:
        import digit_recognizer.app.train.curves  # noqa: F401

        try:
            self._loaded.emit()
        except RuntimeError:
            # The window is gone without having been closed: there is no one left to tell.
            return

    def _take_curves(self) -> None:
        from digit_recognizer.app.train.curves import Curves

        self.curves = Curves()
        self.curves.set_theme(self._theme)
        self._column.takeAt(self._column.count() - 1)
        self._column.addWidget(self.curves, 1)
        self._choose_side()
        self._show_range()
        self.curves.show_other(self._other)
        self._draw()

    def _redraw_soon(self) -> None:
        if not self._redraw.isActive():
            self._redraw.start()

    def _draw(self) -> None:
        if self.curves is not None:
            self.curves.show_seen(self._studio.seen)

    def _show_range(self) -> None:
        if self.curves is None:
            return
        seen = self._studio.seen
        passes = [seen.passes if seen.glimpses else self._studio.recipe.epochs]
        if self._other is not None:
            passes += [line.epoch for line in self._other.history]
        self.curves.show_range(max(passes))

    def _show_legend(self) -> None:
        theme = self._theme
        parts = [(theme.muted, "─ training"), (theme.accent, "─●─ validation")]
        if self._other is not None:
            parts.append((theme.caution, f"╌╌ {self._other_name}"))
        spans = (f'<span style="color: {colour}">{words}</span>' for colour, words in parts)
        self._legend.setText("&nbsp;&nbsp;&nbsp;".join(spans))
        self._legend.setToolTip(
            "Training: the images it learns from, as it sees them, distorted where the recipe "
            "does so.\nValidation: images set aside, which it never learns from."
        )

    def _follow_phase(self) -> None:
        phase = self._studio.phase
        if phase in (Phase.PREPARING, Phase.FETCHING):
            self._stage = ""
            self._show_range()
            self._draw()
        words = self.words
        if phase is Phase.MISSING and self._studio.missing is not None:
            words.show_missing(self._studio.missing.dataset)
        elif phase is Phase.IDLE:
            words.say(_WELCOME, _BEGIN)
        elif phase is Phase.PREPARING:
            words.say("Getting ready", self._stage)
        elif phase is Phase.FETCHING:
            words.say("Fetching the images", "Looking for a server that has them")
        self._choose_side()

    def _choose_side(self) -> None:
        """Show words where there is nothing to draw."""
        nothing = not self._studio.seen.glimpses
        offers = self._studio.phase in (Phase.MISSING, Phase.FETCHING)
        speaks = offers or (nothing and (self._studio.busy or self._other is None))
        self.words.setVisible(speaks)
        self.words.settle(self.rect())
        self._legend.setHidden(speaks)
        if self.curves is not None:
            self.curves.setHidden(speaks)

    def _show_stage(self, stage: str) -> None:
        self._stage = stage
        if self._studio.phase is Phase.PREPARING:
            self.words.say("Getting ready", f"{stage} …")
            self.words.settle(self.rect())

    def _show_fetched(self, fetched: Fetched) -> None:
        done, whole = fetched.received / _MEGABYTE, fetched.total / _MEGABYTE
        self.words.say("Fetching the images", f"{fetched.name}: {done:.1f} of {whole:.1f} MB")
        self.words.settle(self.rect())


class _Words(QWidget):
    """A heading, a few lines, and what can be done, in the middle of the card."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("train-words")
        self.heading, self.text = QLabel(), QLabel()
        self.heading.setFont(font(20, QFont.Weight.DemiBold))
        self.heading.setObjectName("train-heading")
        self.text.setFont(font(13))
        self.text.setObjectName("train-text")
        self.text.setProperty("tone", "muted")
        for label in (self.heading, self.text):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.fetch = _button("fetch", "Fetch them")
        self.folder = _button("choose-folder", "Choose a folder…")
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING[1])
        buttons.addStretch(1)
        buttons.addWidget(self.fetch)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING[2])
        column.addWidget(self.heading)
        column.addWidget(self.text)
        column.addLayout(buttons)

    def say(self, heading: str, text: str) -> None:
        """Say something."""
        self._show(heading, text, offers=False)

    def show_missing(self, dataset: str) -> None:
        """Say that images are missing, and offer to bring them."""
        from digit_recognizer.app.train.explanations import in_words
        from digit_recognizer.data.catalogue import find_public_dataset

        public = find_public_dataset(dataset)
        name = in_words(dataset)
        count = plural(len(public.training or public.test), "image")
        self._show(
            f"{name}: not on this computer",
            f"The recipe learns from the {count} of {name}. They can be fetched over the net, "
            "or taken from a folder that has them.",
            offers=True,
        )

    def settle(self, card: QRect) -> None:
        """Take the place in the middle of the card that the words need."""
        width = min(card.width() - 2 * SPACING[4], _WIDEST_WORDS)
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        self.setGeometry((card.width() - width) // 2, (card.height() - height) // 2, width, height)

    def _show(self, heading: str, text: str, *, offers: bool) -> None:
        self.heading.setText(heading)
        self.text.setText(text)
        self.fetch.setVisible(offers)
        self.folder.setVisible(offers)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(text)


def _button(name: str, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setFont(font(13))
    return button
