"""The bar below the page while frames are drawn: what the chosen ones are called and hold."""

from __future__ import annotations

from dataclasses import replace

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from digit_recognizer.app.sheets.formats import FormatBox
from digit_recognizer.app.widgets.parts import new_button, new_label
from digit_recognizer.app.widgets.theme import SPACING
from digit_recognizer.sheets.templates.drawing import Frame, Frames
from digit_recognizer.sheets.templates.template import FieldFrame

__all__ = ["FrameBar"]

_HINT = (
    "Drag draws a frame · Tab goes through them · arrows move, with Shift they resize · N adds · "
    "Delete removes"
)
_LONGEST_NAME = 200


class FrameBar(QFrame):
    """Names the frames that are chosen, and gives them a format.

    Parameters
    ----------
    height
        As that of the review bar, in whose place it is.
    """

    changed = pyqtSignal(object)
    """Other ``Frames``."""
    merge_wanted = pyqtSignal()
    remove_wanted = pyqtSignal()
    read_wanted = pyqtSignal()
    leaving_wanted = pyqtSignal()

    def __init__(self, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("frame-bar")
        self.setAccessibleName("frames")
        self.setFixedHeight(height)
        self._frames = Frames()
        self._chosen: tuple[int, ...] = ()
        self.name = QLineEdit()
        self.name.setObjectName("frame-name")
        self.name.setAccessibleName("name of the frame")
        self.name.setPlaceholderText("name")
        self.name.setMaxLength(_LONGEST_NAME)
        self.name.editingFinished.connect(self._rename)
        self.format = FormatBox("frame-format")
        self.format.chosen.connect(self._set_format)
        self.merge = new_button("frame-merge", "Merge", "Make one field of the chosen frames (M)")
        self.merge.clicked.connect(self.merge_wanted)
        self.remove = new_button("frame-remove", "Remove", "Remove the chosen frames (Delete)")
        self.remove.clicked.connect(self.remove_wanted)
        self.read = new_button(
            "frame-read", "Read in frames", "Read this file anew, in these frames", look="primary"
        )
        self.read.clicked.connect(self.read_wanted)
        leave = new_button("frame-leave", "Done", "Go on with the review (Escape)")
        leave.clicked.connect(self.leaving_wanted)
        self._hint = new_label(_HINT, name="frame-hint", pixels=11, tone="muted", wraps=True)
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout()
        row.setSpacing(SPACING[1])
        row.addWidget(self.name, 3)
        row.addWidget(self.format, 2)
        for button in (self.merge, self.remove):
            row.addWidget(button)
        row.addSpacing(SPACING[2])
        for button in (leave, self.read):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING[3], SPACING[1], SPACING[3], SPACING[1])
        column.setSpacing(SPACING[0])
        column.addLayout(row)
        column.addWidget(self._hint)

    def show_frames(self, frames: Frames, chosen: tuple[int, ...]) -> None:
        """Show what is chosen."""
        self._frames, self._chosen = frames, chosen
        one = frames.frames[chosen[0]] if len(chosen) == 1 else None
        self.name.setEnabled(one is not None)
        if not self.name.hasFocus() or one is None or self.name.text() != one.name:
            self.name.setText("" if one is None else one.name)
        self.format.setEnabled(bool(chosen))
        formats = {form for index in chosen for form in _formats(frames.frames[index])}
        self.format.show_format(formats.pop() if len(formats) == 1 else "")
        self.merge.setEnabled(len(chosen) > 1)
        self.remove.setEnabled(bool(chosen))
        self.read.setEnabled(bool(frames.frames))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Leave by Escape."""
        assert event is not None
        if event.key() == Qt.Key.Key_Escape:
            self.leaving_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _rename(self) -> None:
        if len(self._chosen) != 1:
            return
        index, name = self._chosen[0], self.name.text().strip()
        frame = self._frames.frames[index]
        others = {each.name for at, each in enumerate(self._frames.frames) if at != index}
        if not name or name in others or not name.isprintable():
            self.name.setText(frame.name)
        elif name != frame.name:
            self.changed.emit(self._frames.with_frame(index, replace(frame, name=name)))

    def _set_format(self, wanted: str) -> None:
        frames = self._frames
        for index in self._chosen:
            frames = frames.with_frame(index, _with_format(frames.frames[index], wanted))
        if frames != self._frames:
            self.changed.emit(frames)


def _formats(frame: Frame) -> set[str]:
    if isinstance(frame, FieldFrame):
        return {frame.format}
    return {column.format for column in frame.columns}


def _with_format(frame: Frame, wanted: str) -> Frame:
    if isinstance(frame, FieldFrame):
        return replace(frame, format=wanted)
    columns = tuple(replace(column, format=wanted) for column in frame.columns)
    return replace(frame, columns=columns)
