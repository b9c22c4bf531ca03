"""Formats in the window: a box to choose one, a menu for the columns of the table, their names."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QInputDialog, QMenu, QWidget

from digit_recognizer.app.widgets.combo_box import ComboBox
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.sheets.cell_formats import CHOICES, check_format

__all__ = ["FormatBox", "ask_for_format", "format_menu", "in_words"]

_OTHER = "Other …"
_WORDS = {
    "": "any number",
    "digits": "digits",
    "integer": "whole number",
    "decimal": "decimal",
    "amount": "amount",
    "date": "date",
    "date:dmy": "date, day first",
    "date:mdy": "date, month first",
    "date:ymd": "date, year first",
    "time": "time",
    "words": "words",
}


def in_words(name: str) -> str:
    """Return what a format is called in the window."""
    kind, _, count = name.partition(":")
    if kind == "digits" and count:
        return f"{count} digit{'s' * (count != '1')}"
    return _WORDS.get(name, name)


class FormatBox(ComboBox):
    """A format to choose; those that are not in the list are asked for."""

    chosen = pyqtSignal(str)
    """A format, or nothing for any number."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("format")
        self.setToolTip("What stands there")
        self._now = ""
        self.show_format("")
        self.activated.connect(self._choose)

    def show_format(self, name: str) -> None:
        """Show which format is chosen."""
        self._now = name
        names = ["", *CHOICES]
        if name not in names:
            names.append(name)
        blocked = self.blockSignals(True)
        self.clear()
        for each in names:
            self.addItem(in_words(each), each)
        self.addItem(_OTHER)
        self.setCurrentIndex(names.index(name))
        self.blockSignals(blocked)

    def _choose(self, index: int) -> None:
        wanted = self.itemData(index)
        if wanted is None:
            wanted = ask_for_format(self, self._now)
            if wanted is None:
                self.show_format(self._now)
                return
        self.chosen.emit(wanted)


def format_menu(
    parent: QWidget, title: str, now: str, inferred: str | None, choose: Callable[[str], object]
) -> QMenu:
    """Return a menu of formats for a column or field.

    Parameters
    ----------
    parent
        Owns the menu.
    title
        Which column it is.
    now
        Its format; empty for none.
    inferred
        The format that its numbers have, if they have one.
    choose
        Called with another format.
    """
    menu = QMenu(parent)
    heading = menu.addAction(title)
    assert heading is not None
    heading.setEnabled(False)
    menu.addSeparator()
    names = ["", *([inferred] if inferred and inferred not in CHOICES else []), *CHOICES]
    for name in names if now in names else [*names, now]:
        words = in_words(name) + (" (as its numbers are)" if name and name == inferred else "")
        action = QAction(words, menu)
        action.setCheckable(True)
        action.setChecked(name == now)
        action.triggered.connect(lambda _, name=name: choose(name))
        menu.addAction(action)
    other = menu.addAction(_OTHER)
    assert other is not None

    def ask() -> None:
        wanted = ask_for_format(parent, now)
        if wanted is not None:
            choose(wanted)

    other.triggered.connect(ask)
    return menu


def ask_for_format(parent: QWidget, now: str) -> str | None:
    """Let the user type a format until it is one; None where the dialog was left."""
    label = "A pattern: 9 is a digit, # one or more, (…)? may be missing, | is or."
    text = now
    while True:
        text, is_taken = QInputDialog.getText(parent, "Format", label, text=text)
        if not is_taken:
            return None
        try:
            check_format(text.strip())
        except DigitRecognizerError as error:
            label = str(error)
        else:
            return text.strip()
