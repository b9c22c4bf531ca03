"""The settings of a recipe in one column: label, control, and a sentence that explains it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from digit_recognizer.app.train.explanations import sections
from digit_recognizer.app.train.setting_row import (
    OTHER_DATA,
    ChoiceEditor,
    NumberEditor,
    SettingRow,
)
from digit_recognizer.app.train.state import TrainState
from digit_recognizer.app.train.words import in_short
from digit_recognizer.app.widgets.parts import new_button, new_label
from digit_recognizer.app.widgets.scroll_area import ScrollArea
from digit_recognizer.app.widgets.theme import SPACING
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.recipes import RECIPES
from digit_recognizer.training.settings import Setting, Value, changed, settings

__all__ = ["SettingsColumn"]

_CONTROL_WIDTH, _NARROW_CONTROL = 148, 116
_NARROW = 280


class SettingsColumn(ScrollArea):
    """Shows the state's recipe, and changes it."""

    path_wanted = pyqtSignal()
    """Images of one's own shall be chosen."""
    changed = pyqtSignal(str, object)
    """What was done to settings that somebody had written, and a function that takes it back."""

    def __init__(self, state: TrainState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.setAccessibleName("settings of the training")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._state = state
        self._rows: dict[str, SettingRow] = {}
        self.recipe = ChoiceEditor()
        self.recipe.setObjectName("recipe")
        self.recipe.setAccessibleName("recipe")
        self.recipe.setToolTip("A training as it was tried out; every setting below can be changed")
        self.recipe.edited.connect(self._choose)
        self._summary = new_label(pixels=11, tone="muted", wraps=True)
        self.back = new_button(
            "back-to-recipe",
            "Back to the recipe",
            "Take every setting as the recipe has it",
            look="quiet",
        )
        self.back.clicked.connect(self._go_back)
        self.fold = new_button(
            "all-settings", "All settings", "Show or hide what is seldom changed", look="quiet"
        )
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._unfold)
        self._sheet = QWidget()
        self._rest = QWidget()
        self._rest.hide()
        # What is seldom looked at is not made before: it would slow down every change of colours.
        self._all_made = False
        self._writing = False
        self._changed_here: Recipe | None = None
        self._build()
        self._follow()
        state.recipe_changed.connect(self._follow)
        state.phase_changed.connect(self._follow_phase)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Leave the labels the room that they need."""
        super().resizeEvent(event)
        width = _NARROW_CONTROL if self.width() < _NARROW else _CONTROL_WIDTH
        for editor in (self.recipe, *(row.editor for row in self._rows.values())):
            editor.setFixedWidth(width)

    def row(self, name: str) -> SettingRow:
        """Return the row of a setting."""
        if name not in self._rows:
            self._make_all()
        return self._rows[name]

    def settle(self) -> str:
        """Take what is written in every field, so that what runs is what is shown.

        Returns
        -------
        The name of the first setting whose field holds what cannot be; empty where there is none.
        Its row says what was expected.
        """
        for name in list(self._rows):
            self._commit(name)
        return next((row.name for row in self._rows.values() if row.problem), "")

    def go_to(self, name: str) -> None:
        """Bring a setting's field into view and the focus into it."""
        row = self._rows[name]
        if self._rest.isAncestorOf(row):
            self.fold.setChecked(True)
        self.ensureWidgetVisible(row)
        row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(row.editor, NumberEditor):
            row.editor.selectAll()

    def _build(self) -> None:
        head = QGridLayout()
        head.setContentsMargins(0, 0, 0, SPACING[1])
        head.setColumnStretch(0, 1)
        head.setHorizontalSpacing(SPACING[1])
        head.setVerticalSpacing(SPACING[0])
        head.addWidget(new_label("Recipe"), 0, 0)
        head.addWidget(self.recipe, 0, 1)
        head.addWidget(self._summary, 1, 0, 1, 2)
        head.addWidget(self.back, 2, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self.recipe.setFixedWidth(_CONTROL_WIDTH)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, SPACING[1], SPACING[1], SPACING[4])
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._first, self._others = QVBoxLayout(), QVBoxLayout(self._rest)
        for layout in (self._first, self._others):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        self._column.addLayout(self._first)
        self._column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._rest)
        self._column.addStretch(1)
        self._sheet.setLayout(self._column)
        self.setWidget(self._sheet)

    def _follow(self) -> None:
        recipe = self._state.recipe
        if not self._writing and recipe != self._changed_here:
            self._offer_back()
        # A training of an earlier session may follow a recipe that this version lacks.
        self.recipe.show_choices(tuple(dict.fromkeys([*RECIPES, recipe.name])), recipe.name)
        self._summary.setText(in_short(recipe))
        arranged = sections(recipe)
        made = arranged if self._all_made else arranged[:1]
        listed = [setting for _, group in made for setting in group]
        if [setting.name for setting in listed] != list(self._rows):
            self._rebuild(made)
        for setting in listed:
            row = self._rows[setting.name]
            # While one field is changed, another one's wrong text waits to be corrected.
            row.show_setting(setting, keep_text=self._writing and bool(row.problem))
        self._mark(arranged)

    def _mark(self, arranged: list[tuple[str, list[Setting]]]) -> None:
        """Mark what differs from the recipe of this name, and offer the way back to it."""
        recipe = self._state.recipe
        known = RECIPES.get(recipe.name, recipe)
        of_recipe = {setting.name: setting for setting in settings(known)}
        different = {
            setting.name
            for _, group in arranged
            for setting in group
            if setting.name not in of_recipe or setting.value != of_recipe[setting.name].value
        }
        for name, row in self._rows.items():
            row.mark(of_recipe.get(name), changed=name in different)
        folded = len(different - {setting.name for setting in arranged[0][1]})
        arrow = "▾" if self.fold.isChecked() else "▸"
        self.fold.setText(f"{arrow} All settings{f' ({folded} changed)' if folded else ''}")
        self.back.setVisible(recipe != known)

    def _make_all(self) -> None:
        self._all_made = True
        self._follow()

    def _unfold(self, unfolded: bool) -> None:
        if not self._all_made:
            self._make_all()
        self._rest.setVisible(unfolded)
        self._mark(sections(self._state.recipe))

    def _rebuild(self, arranged: list[tuple[str, list[Setting]]]) -> None:
        focused = next((row.name for row in self._rows.values() if row.editor.hasFocus()), None)
        rows, self._rows = self._rows, {}
        for layout in (self._first, self._others):
            while (item := layout.takeAt(0)) is not None:
                if isinstance(widget := item.widget(), QLabel):
                    widget.hide()
                    widget.deleteLater()
        for title, group in arranged:
            layout = self._others if title else self._first
            if title:
                layout.addWidget(_heading(title))
            for setting in group:
                row = rows.pop(setting.name, None) or self._new_row(setting)
                self._rows[setting.name] = row
                layout.addWidget(row)
        for row in rows.values():
            row.hide()
            row.deleteLater()
        if focused in self._rows:
            self._rows[focused].editor.setFocus()
        self._follow_phase()

    def _new_row(self, setting: Setting) -> SettingRow:
        row = SettingRow(setting, self._sheet)
        row.editor.setFixedWidth(self.recipe.width())
        if isinstance(row.editor, NumberEditor):
            row.editor.editingFinished.connect(partial(self._commit, setting.name))
            row.editor.textEdited.connect(partial(self._review, setting.name))
        else:
            row.editor.edited.connect(partial(self._take_choice, setting.name))
        return row

    def use_images(self, folder: Path) -> None:
        """Learn from images of one's own in this folder."""
        self._attempt("data", lambda: self._change("data", str(folder)))

    def _choose(self, name: str) -> None:
        self._state.choose(name)
        self._follow()

    def _go_back(self) -> None:
        """Take the recipe as it was written; the settings that it replaces can be had again."""
        before, self._changed_here = self._state.recipe, None
        self._state.choose(before.name)
        self.changed.emit(
            f"The settings are those of the recipe {before.name} again.",
            partial(self._take_back, before),
        )

    def _offer_back(self) -> None:
        """Where a whole recipe replaced settings that were changed here, let these be had again."""
        changed_here, self._changed_here = self._changed_here, None
        if changed_here is None or changed_here in (*RECIPES.values(), self._state.recipe):
            return
        self.changed.emit(
            f"The recipe {self._state.recipe.name} replaced the settings that you had changed.",
            partial(self._take_back, changed_here),
        )

    def _take_back(self, recipe: Recipe) -> None:
        if self._state.busy:
            raise DigitRecognizerError(
                "The settings cannot be changed while a training is under way.", "Stop it first."
            )
        self._state.take(recipe)
        self._changed_here = recipe

    def _take_choice(self, name: str, value: Value) -> None:
        if name == "data" and value == OTHER_DATA:
            self._follow()
            self.path_wanted.emit()
        else:
            self._attempt(name, lambda: self._change(name, value))

    def _commit(self, name: str) -> None:
        """Let the recipe have what is written in a field, if that can be."""
        self._attempt(name, lambda: self._change(name, self._rows[name].value()))

    def _review(self, name: str, *_: object) -> None:
        """Say at once what can only get worse, and take it back as soon as it is corrected."""
        row = self._rows[name]
        if row.problem or row.is_too_large():
            self._attempt(name, lambda: changed(self._state.recipe, name, row.value()))

    def _attempt(self, name: str, deed: Callable[[], object]) -> None:
        try:
            deed()
        except DigitRecognizerError as error:
            self._rows[name].complain(str(error))
        else:
            self._rows[name].calm()

    def _change(self, name: str, value: Value) -> None:
        row = self._rows[name]
        row.calm()
        if value == row.setting.value:
            return
        self._writing = True
        try:
            self._state.change(name, value)
            self._changed_here = self._state.recipe
        finally:
            self._writing = False
        # What could not be before may be possible with what has just changed.
        for other in [row.name for row in self._rows.values() if row.problem]:
            self._commit(other)

    def _follow_phase(self) -> None:
        free = not self._state.busy
        if not free:
            self._follow()
        self.recipe.setEnabled(free)
        self.back.setEnabled(free)
        for row in self._rows.values():
            row.editor.setEnabled(free)


def _heading(title: str) -> QLabel:
    heading = new_label(title, bold=True)
    heading.setContentsMargins(0, SPACING[3], 0, SPACING[0])
    return heading
