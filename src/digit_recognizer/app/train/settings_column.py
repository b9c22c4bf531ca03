"""The settings of a recipe in one column: label, control, and a sentence that explains it."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QFont, QResizeEvent
from PyQt6.QtWidgets import QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from digit_recognizer.app.steady_bar import keep_room_for_bar
from digit_recognizer.app.theme import LIGHT, SPACING, Theme, font
from digit_recognizer.app.train.editors import ChoiceEditor, NumberEditor
from digit_recognizer.app.train.explanations import explanation, sections
from digit_recognizer.app.train.studio import Studio
from digit_recognizer.app.train.words import in_short
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.training.recipes import RECIPES
from digit_recognizer.training.settings import Setting, Value

__all__ = ["OTHER_DATA", "SettingsColumn"]

OTHER_DATA = "another folder or file…"
"""The choice of images that asks for a path."""
_CONTROL_WIDTH, _NARROW_CONTROL = 148, 116
_NARROW = 280


class SettingsColumn(QScrollArea):
    """Shows the studio's recipe, and changes it."""

    path_wanted = pyqtSignal()
    """Images of one's own shall be chosen."""

    def __init__(self, studio: Studio, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.setAccessibleName("settings of the training")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        keep_room_for_bar(self)
        self._studio = studio
        self._theme = LIGHT
        self._rows: dict[str, _Row] = {}
        self.recipe = ChoiceEditor()
        self.recipe.setObjectName("recipe")
        self.recipe.setAccessibleName("recipe")
        self.recipe.setToolTip("A training as it was tried out; every setting below can be changed")
        self.recipe.edited.connect(studio.choose)
        self._summary = _small_label()
        self._sheet = QWidget()
        self._build()
        self._follow()
        studio.recipe_changed.connect(self._follow)
        studio.phase_changed.connect(self._follow_phase)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._theme = theme
        self.recipe.set_theme(theme)
        for row in self._rows.values():
            row.editor.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Leave the labels the room that they need."""
        super().resizeEvent(event)
        width = _NARROW_CONTROL if self.width() < _NARROW else _CONTROL_WIDTH
        for editor in (self.recipe, *(row.editor for row in self._rows.values())):
            editor.setFixedWidth(width)

    def row(self, name: str) -> _Row:
        """Return the row of a setting."""
        return self._rows[name]

    def _build(self) -> None:
        heading = QLabel("Recipe")
        heading.setFont(font(13))
        head = QGridLayout()
        head.setColumnStretch(0, 1)
        head.setHorizontalSpacing(SPACING[1])
        head.setVerticalSpacing(SPACING[0])
        head.addWidget(heading, 0, 0)
        head.addWidget(self.recipe, 0, 1)
        head.addWidget(self._summary, 1, 0, 1, 2)
        self.recipe.setFixedWidth(_CONTROL_WIDTH)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, SPACING[1], SPACING[1], SPACING[4])
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._settings = QVBoxLayout()
        self._settings.setSpacing(0)
        self._column.addLayout(self._settings)
        self._column.addStretch(1)
        self._sheet.setObjectName("settings-sheet")
        self._sheet.setLayout(self._column)
        self.setWidget(self._sheet)

    def _follow(self) -> None:
        recipe = self._studio.recipe
        # A training of an earlier session may follow a recipe that this version lacks.
        self.recipe.show_choices(tuple(dict.fromkeys([*RECIPES, recipe.name])), recipe.name)
        self._summary.setText(in_short(recipe))
        arranged = sections(recipe)
        listed = [setting for _, group in arranged for setting in group]
        if [setting.name for setting in listed] != list(self._rows):
            self._rebuild(arranged)
        for setting in listed:
            self._rows[setting.name].show_setting(setting)

    def _rebuild(self, arranged: list[tuple[str, list[Setting]]]) -> None:
        focused = next((row.name for row in self._rows.values() if row.editor.hasFocus()), None)
        kept, self._rows = self._rows, {}
        while (item := self._settings.takeAt(0)) is not None:
            if isinstance(widget := item.widget(), QLabel):
                widget.hide()
                widget.deleteLater()
        for title, group in arranged:
            self._settings.addWidget(_heading(title))
            for setting in group:
                row = kept.pop(setting.name, None) or self._new_row(setting)
                self._rows[setting.name] = row
                self._settings.addWidget(row)
        for row in kept.values():
            row.hide()
            row.deleteLater()
        if focused in self._rows:
            self._rows[focused].editor.setFocus()
        self._follow_phase()

    def _new_row(self, setting: Setting) -> _Row:
        row = _Row(setting, self._sheet)
        row.editor.set_theme(self._theme)
        row.editor.setFixedWidth(self.recipe.width())
        row.editor.edited.connect(partial(self._change, setting.name))
        return row

    def _change(self, name: str, value: Value) -> None:
        if name == "data" and value == OTHER_DATA:
            self._follow()
            self.path_wanted.emit()
            return
        try:
            self._studio.change(name, value)
        except (DigitRecognizerError, ValueError) as error:
            self._rows[name].complain(str(error))
        else:
            self._rows[name].calm()

    def _follow_phase(self) -> None:
        free = not self._studio.busy
        self.recipe.setEnabled(free)
        for row in self._rows.values():
            row.editor.setEnabled(free)


class _Row(QWidget):
    """One setting: its label, its control, and below them what it does or what is wrong."""

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = setting.name
        self._explanation = explanation(setting.name)
        choice = setting.kind == "choice"
        self.editor: ChoiceEditor | NumberEditor = ChoiceEditor() if choice else NumberEditor()
        self.editor.setObjectName(f"setting-{setting.name}")
        self.editor.setAccessibleName(self._explanation.label)
        self.setWhatsThis(f"{self._explanation.label}\n{self._explanation.help}")
        if isinstance(self.editor, NumberEditor):
            self.editor.misunderstood.connect(self.complain)
        label = QLabel(self._explanation.label)
        label.setFont(font(13))
        label.setBuddy(self.editor)
        label.setMinimumWidth(0)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._help = _small_label()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, SPACING[0], 0, SPACING[1])
        grid.setHorizontalSpacing(SPACING[1])
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.editor, 0, 1)
        grid.addWidget(self._help, 1, 0, 1, 2)
        self.calm()

    def show_setting(self, setting: Setting) -> None:
        """Show what the setting is now."""
        if setting.name == "data" and isinstance(self.editor, ChoiceEditor):
            self.editor.show_choices((*setting.choices, OTHER_DATA), str(setting.value))
            return
        self.editor.show_setting(setting)

    def help(self) -> str:
        """Return what stands below."""
        return self._help.text()

    def calm(self) -> None:
        """Say what the setting does."""
        self._say(self._explanation.help, "muted")

    def complain(self, text: str) -> None:
        """Say what is wrong with what was written."""
        self._say(text[:1].upper() + text[1:], "caution")

    def _say(self, text: str, tone: str) -> None:
        self._help.setText(text)
        self._help.setVisible(bool(text))
        self.editor.setAccessibleDescription(text)
        if self._help.property("tone") != tone:
            self._help.setProperty("tone", tone)
            style = self._help.style()
            if style is not None:
                style.polish(self._help)


def _small_label() -> QLabel:
    label = QLabel()
    label.setFont(font(11))
    label.setProperty("tone", "muted")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _heading(title: str) -> QLabel:
    heading = QLabel(title)
    heading.setFont(font(13, QFont.Weight.DemiBold))
    heading.setContentsMargins(0, SPACING[3], 0, SPACING[0])
    return heading
