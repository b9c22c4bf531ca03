"""The two controls that change a setting: a choice among words, and a field for numbers."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QLineEdit, QWidget

from digit_recognizer.app.train.explanations import in_words
from digit_recognizer.app.widgets.combo_box import ComboBox
from digit_recognizer.app.widgets.theme import CONTROL
from digit_recognizer.training.settings import Setting, Value

__all__ = ["ChoiceEditor", "NumberEditor", "written"]

_ARROW_ROOM = 24


class ChoiceEditor(ComboBox):
    """Chooses among words; what it shows in words it tells by name."""

    edited = pyqtSignal(object)
    """The name of what the user chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.activated.connect(lambda index: self.edited.emit(self.itemData(index)))

    def show_choices(self, choices: tuple[str, ...], chosen: str) -> None:
        """Offer `choices` and show the one that is taken."""
        if choices != tuple(self.itemData(index) for index in range(self.count())):
            self.clear()
            for choice in choices:
                self.addItem(in_words(choice), choice)
            view = self.view()
            if view is not None:
                view.setMinimumWidth(view.sizeHintForColumn(0) + _ARROW_ROOM)
        self.setCurrentIndex(choices.index(chosen))

    def show_setting(self, setting: Setting) -> None:
        """Show what a setting is."""
        self.show_choices(setting.choices, str(setting.value))


class NumberEditor(QLineEdit):
    """A field for a number, several of them, or none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(CONTROL)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def show_setting(self, setting: Setting) -> None:
        """Show what a setting is."""
        if setting.optional:
            self.setPlaceholderText("off")
        if self.text() != written(setting.value):
            self.setText(written(setting.value))

    def value(self, setting: Setting) -> Value:
        """Return the value that is written in the field for `setting`.

        Raises
        ------
        RecipeError
            If it is no such number; the message says what was expected.
        """
        if self.text() == written(setting.value):
            return setting.value
        return setting.value_of(self.text())


def written(value: Value) -> str:
    """Return a value as a person would write it."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " ".join(written(part) for part in value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)
