"""What stands in place of results: how to begin, or why there are none and what to do."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QFont
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from digit_recognizer.app.judge.messages import Failed
from digit_recognizer.app.widgets.parts import new_button
from digit_recognizer.app.widgets.theme import SPACING, font

__all__ = ["MessagePanel"]

_WIDEST = 520
_BEGIN = (
    "Choose a network and digits of which the truth is known, then press Measure. You will see "
    "how many it reads right, what it takes for what, every mistake, whether its confidence can "
    "be trusted, and how much noise, turning and shrinking it bears."
)


class MessagePanel(QWidget):
    """A heading, a few lines and what can be done."""

    folder_wanted = pyqtSignal()
    """The data shall be looked for in another folder."""
    fetch_wanted = pyqtSignal()
    """The data shall come over the net."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("judge-message")
        self.heading = QLabel()
        self.heading.setFont(font(20, QFont.Weight.DemiBold))
        self.text = QLabel()
        self.text.setObjectName("judge-message-text")
        self.detail = QLabel()
        for label, pixels, tone in ((self.text, 13, ""), (self.detail, 11, "muted")):
            label.setFont(font(pixels))
            label.setWordWrap(True)
            label.setProperty("tone", tone)
        for label in (self.heading, self.text, self.detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.fetch = new_button("fetch", "Fetch", "Bring the data set over the net and keep it")
        self.folder = new_button(
            "choose-data-folder",
            "Choose the data folder…",
            "The folder that has the file, or the subfolder with it",
        )
        self.fetch.clicked.connect(self.fetch_wanted)
        self.folder.clicked.connect(self.folder_wanted)
        self._build()
        self.show_beginning()

    def show_beginning(self) -> None:
        """Say how to begin."""
        self._show("How well does it read?", _BEGIN, "")
        self.fetch.hide()
        self.folder.hide()

    def show_cancelled(self) -> None:
        """Say that nothing was measured, because the user has cancelled."""
        self._show("Cancelled", "Nothing is measured. Press Measure to begin again.", "")
        self.fetch.hide()
        self.folder.hide()

    def show_failure(self, failure: Failed) -> None:
        """Say what went wrong and what to do."""
        if failure.is_missing:
            heading = f"{failure.source.title}: not on this computer"
            self._show(heading, failure.remedy, failure.reason)
        else:
            self._show("Not measured", failure.reason, failure.remedy)
        self.folder.setVisible(failure.is_missing)
        self.fetch.setVisible(failure.is_missing and failure.source.megabytes > 0)
        self.fetch.setText(f"Fetch {failure.source.title} ({failure.source.megabytes} MB)")

    def _show(self, heading: str, text: str, detail: str) -> None:
        self.heading.setText(heading)
        # Long paths without a space would not wrap: let them break after any separator.
        self.text.setText(text.replace("/", "/\u200b"))
        self.detail.setText(detail.replace("/", "/\u200b"))
        self.detail.setVisible(bool(detail))
        self.setAccessibleName(heading)
        self.setAccessibleDescription(f"{text} {detail}".strip())

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING[1])
        buttons.addWidget(self.fetch)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        block = QWidget()
        block.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING[2])
        column.addStretch(2)
        for label in (self.heading, self.text, self.detail):
            column.addWidget(label)
        column.addLayout(buttons)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING[4], SPACING[4], SPACING[4], SPACING[4])
        row.addWidget(block)
