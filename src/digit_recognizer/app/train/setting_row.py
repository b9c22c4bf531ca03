"""One setting in the column: its label, its control, and a sentence below."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from digit_recognizer.app.train.explanations import in_words, value_in_words
from digit_recognizer.app.widgets.combo_box import ComboBox
from digit_recognizer.app.widgets.parts import new_label
from digit_recognizer.app.widgets.style_sheet import set_look
from digit_recognizer.app.widgets.theme import CONTROL, SPACING
from digit_recognizer.training.known_settings import ANY, known_setting
from digit_recognizer.training.recipe import RecipeError
from digit_recognizer.training.settings import Setting, Value

__all__ = ["OTHER_DATA", "ChoiceEditor", "NumberEditor", "SettingRow", "written"]


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


OTHER_DATA = "another folder or file…"
"""The choice of images that asks for a path."""


class SettingRow(QWidget):
    """One setting: its label, its control, and below them what it does or what is wrong."""

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = setting.name
        self.setting = setting
        """What it is now."""
        self._known = known_setting(setting.name)
        choice = setting.kind == "choice"
        self.editor: ChoiceEditor | NumberEditor = ChoiceEditor() if choice else NumberEditor()
        self.editor.setObjectName(f"setting-{setting.name}")
        self.editor.setAccessibleName(self._known.label)
        self.setWhatsThis(f"{self._known.label}\n{self._known.help}")
        self.problem = ""
        """What is wrong with what is written; empty while nothing is."""
        label = QLabel(_wrapped_before_brackets(self._known.label))
        label.setBuddy(self.editor)
        label.setWordWrap(True)
        label.setMinimumWidth(0)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._help = new_label(pixels=11, tone="muted", wraps=True)
        self._change = new_label(pixels=11, tone="accent", wraps=True)
        self._change.setObjectName(f"changed-{setting.name}")
        self._change.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, SPACING[0], 0, SPACING[1])
        grid.setHorizontalSpacing(SPACING[1])
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.editor, 0, 1)
        grid.addWidget(self._change, 1, 0, 1, 2)
        grid.addWidget(self._help, 2, 0, 1, 2)
        self.calm()

    @property
    def label(self) -> str:
        """What the setting is called."""
        return self._known.label

    def show_setting(self, setting: Setting, *, keep_text: bool = False) -> None:
        """Show what the setting is now, or leave what is written as it is, with what is wrong."""
        self.setting = setting
        if keep_text:
            return
        self.calm()
        if setting.name == "data" and isinstance(self.editor, ChoiceEditor):
            self.editor.show_choices((*setting.choices, OTHER_DATA), str(setting.value))
            return
        self.editor.show_setting(setting)

    def mark(self, of_recipe: Setting | None, *, changed: bool) -> None:
        """Say whether the setting differs from the recipe's, and what that one is."""
        before = "does not have it" if of_recipe is None else value_in_words(of_recipe.value)
        has = before if of_recipe is None else f"has {before}"
        self._change.setText(f"● Changed: the recipe {has}" if changed else "")
        self._change.setVisible(changed)

    def value(self) -> Value:
        """Return what is written or chosen.

        Raises
        ------
        RecipeError
            If it is no value of such a setting; the message says what was expected.
        """
        if isinstance(self.editor, NumberEditor):
            return self.editor.value(self.setting)
        return self.setting.value

    def is_too_large(self) -> bool:
        """Return whether what is written is more than the setting takes, whatever follows."""
        try:
            value = self.value()
        except RecipeError:
            return False
        return isinstance(value, int | float) and self._known.bounds.is_below(value)

    def help(self) -> str:
        """Return what stands below."""
        return self._help.text()

    def calm(self) -> None:
        """Say what the setting does."""
        self.problem = ""
        bounds = self._known.bounds
        allowed = "" if bounds == ANY else f" {str(bounds)[:1].upper()}{str(bounds)[1:]}."
        self._say(f"{self._known.help}{allowed}", "muted")

    def complain(self, text: str) -> None:
        """Say what is wrong with what was written; a choice that cannot be is given up."""
        text = text.removeprefix(f"{self.label}: ")
        if isinstance(self.editor, ChoiceEditor):
            self.show_setting(self.setting)
        else:
            self.problem = text
        self._say(text[:1].upper() + text[1:], "caution")

    def _say(self, text: str, tone: str) -> None:
        self._help.setText(text)
        self._help.setVisible(bool(text))
        self.editor.setAccessibleDescription(text)
        set_look(self._help, "tone", tone)


def _wrapped_before_brackets(label: str) -> str:
    plain, bracket, common = label.partition(" (")
    return plain + bracket + common.replace(" ", "\N{NO-BREAK SPACE}")
