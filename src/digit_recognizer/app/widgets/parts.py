"""Labels and buttons with what each must have, and what is asked of the focus."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QFocusEvent, QFont, QMouseEvent
from PyQt6.QtWidgets import QLabel, QPushButton

from digit_recognizer.app.widgets.theme import font

__all__ = ["came_by_key", "new_button", "new_label"]

_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class _StartStopButton(QPushButton):
    """A button whose next click takes back what this one does."""

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        """Take a double click as one: its second half would stop what the first has started."""


def new_button(
    name: str,
    text: str,
    explanation: str = "",
    *,
    look: str = "",
    pixels: int = 13,
    starts_and_stops: bool = False,
) -> QPushButton:
    """Return a button.

    Parameters
    ----------
    name
        Its object name.
    text
        What it says, to the eye and to a screen reader.
    explanation
        What it does, in a sentence.
    look
        ``"primary"``, ``"quiet"``, ``"small"`` or ``"tab"``, as the style sheet knows them.
    pixels
        Height of its text.
    starts_and_stops
        Whether its next click takes back what this one does: a double click is one then.
    """
    button = _StartStopButton(text) if starts_and_stops else QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setToolTip(explanation)
    button.setAccessibleDescription(explanation)
    if look:
        button.setProperty(look, "true")
    if pixels != 13:
        button.setFont(font(pixels))
    return button


def new_label(
    text: str = "",
    *,
    name: str = "",
    pixels: int = 13,
    bold: bool = False,
    tone: str = "",
    wraps: bool = False,
) -> QLabel:
    """Return a label of plain text.

    Parameters
    ----------
    text
        What it says.
    name
        Its object name; a screen reader reads the text, which a name would hide.
    pixels
        Height of its text.
    bold
        Whether it is a heading.
    tone
        Its colour: ``"muted"``, ``"accent"`` or ``"caution"``; by default that of text.
    wraps
        Whether it may take several lines.
    """
    label = QLabel(text)
    label.setObjectName(name)
    label.setFont(font(pixels, QFont.Weight.DemiBold if bold else QFont.Weight.Normal))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("tone", tone)
    label.setWordWrap(wraps)
    return label


def came_by_key(event: QFocusEvent) -> bool:
    """Return whether the keyboard brought the focus: then it is shown, the mouse needs no ring."""
    return event.reason() in _BY_KEY
