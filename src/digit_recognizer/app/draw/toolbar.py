"""The toolbar: what one holds over the canvas, what one does to it, and what the reading took."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QAction, QActionGroup, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.core.pictures import turned
from digit_recognizer.app.core.session import Session
from digit_recognizer.app.draw.actions import DrawingActions
from digit_recognizer.app.draw.opening import Opening
from digit_recognizer.app.draw.tools import ERASER, PENS, Tool
from digit_recognizer.app.widgets.combo_box import ComboBox
from digit_recognizer.app.widgets.icons import icon
from digit_recognizer.app.widgets.parts import new_label
from digit_recognizer.app.widgets.theme import SPACING
from digit_recognizer.app.widgets.tool_row import ToolRow, new_action

__all__ = ["FORMATS", "Toolbar"]

_ICON = 20
_LONGEST = "888.8 ms"
_WITH_WORDS = 820
_WITH_SIGN = 560
"""From this width on, there is room for what is only looked at, or has a key."""
_WITH_FORMAT, _WITH_CHOSEN = 1000, 720
FORMATS = ("digits", "integer", "decimal", "amount", "date", "time")
"""The formats that can be chosen; the library knows more, and patterns."""


class Toolbar(ToolRow):
    """Shows the tools and the actions on the drawing."""

    tool_taken = pyqtSignal(object)
    """A ``Tool`` was taken in hand."""
    crop_wanted = pyqtSignal(bool)
    """A frame shall be drawn over the picture, or no longer."""
    copy_wanted = pyqtSignal()
    save_wanted = pyqtSignal()

    def __init__(self, session: Session, opening: Opening, parent: QWidget | None = None) -> None:
        super().__init__(_WITH_WORDS, parent=parent)
        self._drawing = session.drawing
        self._settings = session.settings
        self._reader = session.reader
        self._sign = _Sign("pen")
        self._row.addWidget(self._sign)
        self._tools = QActionGroup(self)
        for tool in (*PENS, ERASER):
            self._add_tool(tool)
        actions = DrawingActions(session, opening, ("Delete", "Escape"), self)
        self._row.addSpacing(SPACING[1])
        actions.add_history(self)
        self._row.addSpacing(SPACING[1])
        actions.add_content(self)
        self.addAction(actions.widen)  # its key works without its button
        self._add_picture_tools()
        self._add_menu(actions)
        self._row.addStretch(1)
        self._format = self._new_format()
        self._row.addWidget(self._format)
        self._row.addSpacing(SPACING[2])
        self._time = new_label(name="time", pixels=11, tone="muted")
        self._time.setAccessibleName("time of the last reading")
        self._time.setToolTip("How long the last reading took")
        # What is beside it shall stay where it is.
        self._time.setMinimumWidth(QFontMetrics(self._time.font()).horizontalAdvance(_LONGEST))
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._time.setWhatsThis("Time\nFrom the strokes to the ten probabilities.")
        self._row.addWidget(self._time)
        self._drawing.listen(self._follow_drawing)
        self._follow_drawing()

    @property
    def last(self) -> QWidget:
        """The last of its parts that Tab reaches."""
        return self._format

    @property
    def tool(self) -> Tool:
        """What is in hand."""
        checked = self._tools.checkedAction()
        return next(
            tool for tool in (*PENS, ERASER) if checked is self._buttons[tool.name].defaultAction()
        )

    def show_time(self, milliseconds: float | None) -> None:
        """Show how long the last reading took, or nothing."""
        text = "" if milliseconds is None else f"{milliseconds:.1f} ms"
        self._time.setText(text)
        self._time.setAccessibleDescription(
            f"{text}, from strokes to probabilities" if text else ""
        )

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Leave out what is only looked at, or has a key, where there is no room for it."""
        super().resizeEvent(event)
        for part in (self._sign, self._time, self._buttons["wider"]):
            part.setVisible(self.width() >= _WITH_SIGN)
        chosen = self._format.currentIndex() > 0
        self._format.setVisible(self.width() >= (_WITH_CHOSEN if chosen else _WITH_FORMAT))
        self._show_picture_tools()

    def _new_format(self) -> ComboBox:
        """Return the choice of what numbers are read."""
        box = ComboBox()
        box.setObjectName("format")
        box.setAccessibleName("format of the number")
        box.setToolTip("Which numbers may be written here")
        box.setWhatsThis(
            "Format\nWhich numbers may be written here: a time has a colon or a point after one or "
            "two digits, an amount two digits after a point at its end, and so on. Nothing else "
            "is read then."
        )
        box.addItem("any number", None)
        for name in FORMATS:
            box.addItem(name, name)
        box.activated.connect(lambda _: self._reader.expect(box.currentData()))
        return box

    def _add_tool(self, tool: Tool) -> None:
        action = new_action(self, tool.label, tool.purpose, (tool.key,), lambda: self._take(tool))
        action.setCheckable(True)
        action.setChecked(tool.name == self._settings.now.pen or tool is PENS[1])
        self._tools.addAction(action)
        self.add(tool.name, action, in_words=tool.erases)

    def _take(self, tool: Tool) -> None:
        self.tool_taken.emit(tool)
        if not tool.erases:
            self._settings.change(pen=tool.name)

    def show_cropping(self, shown: bool) -> None:
        """Show whether a frame is drawn."""
        self._crop.setChecked(shown)

    def _add_picture_tools(self) -> None:
        self._crop = new_action(
            self,
            "Crop the picture",
            "Lets you draw a frame around the digit, and cuts off the rest. Undo brings it back.",
            ("C",),
            lambda: self.crop_wanted.emit(self._crop.isChecked()),
        )
        self._crop.setCheckable(True)
        self._turn = new_action(
            self,
            "Turn the picture",
            "Turns the picture by a quarter to the right.",
            ("T",),
            self._turn_picture,
        )
        self._picture_tools = self.add("crop", self._crop), self.add("turn", self._turn)

    def _turn_picture(self) -> None:
        picture = self._drawing.sheet.picture
        if picture is not None:
            self._drawing.place(turned(picture))

    def _show_picture_tools(self) -> None:
        """Show the buttons where there is a picture and room; else keys and menu do the same."""
        there = self._drawing.sheet.picture is not None
        for button in self._picture_tools:
            button.setVisible(there and self.width() >= _WITH_SIGN)

    def _add_menu(self, actions: DrawingActions) -> None:
        self._save = new_action(
            self,
            "Save as PNG …",
            "Saves the drawing as a picture, white on black.",
            ("Ctrl+S",),
            self.save_wanted.emit,
        )
        self._copy = new_action(
            self,
            "Copy the answer",
            "Copies the digit or number that was read, as text.",
            ("Ctrl+C",),
            self.copy_wanted.emit,
        )
        separator = QAction(self)
        separator.setSeparator(True)
        self.add_menu(
            "more",
            "More",
            "Save the drawing, copy the answer, paste a picture",
            (
                *(self._save, self._copy, actions.paste),
                *(self._crop, self._turn, separator, actions.box),
            ),
        )

    def _follow_drawing(self) -> None:
        for action in (self._save, self._copy):
            action.setEnabled(not self._drawing.sheet.is_blank)
        for action in (self._crop, self._turn):
            action.setEnabled(self._drawing.sheet.picture is not None)
        self._show_picture_tools()


class _Sign(QWidget):
    """An icon that is only looked at."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFixedSize(_ICON + SPACING[0], _ICON)
        self._icon = icon(name, "muted")

    def paintEvent(self, event: QPaintEvent | None) -> None:
        self._icon.paint(QPainter(self), 0, 0, _ICON, _ICON)
