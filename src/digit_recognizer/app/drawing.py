"""The drawing: strokes on a fixed square, with undo and redo. Plain Python, no window needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digit_recognizer.app.eraser import erase_along

if TYPE_CHECKING:
    from digit_recognizer.app.pictures import Picture

__all__ = ["SIDE", "Drawing", "Point", "Sheet", "Stroke"]

SIDE = 280.0
"""Side of the square that every drawing lives on, whatever the size of the window."""

UNDO_DEPTH = 200

Point = tuple[float, float]


@dataclass(frozen=True)
class Stroke:
    """One line of the pen.

    Parameters
    ----------
    points
        Where the pen went: x to the right and y down, each from 0 to ``SIDE``.
    width
        Width of the pen in the same unit.
    """

    points: tuple[Point, ...]
    width: float


@dataclass(frozen=True)
class Sheet:
    """What lies on the canvas at one moment: strokes, or one picture in their place."""

    strokes: tuple[Stroke, ...] = ()
    picture: Picture | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing lies on the sheet."""
        return not self.strokes and self.picture is None


class Drawing:
    """A sheet that changes by gestures, each of which can be undone.

    A gesture (one stroke of the pen, one sweep of the eraser) begins, goes on and ends; between
    its beginning and its end the sheet already shows it. Listeners are called after each change
    of the sheet, and only then.
    """

    def __init__(self) -> None:
        self.sheet = Sheet()
        self._undone: list[Sheet] = []
        self._done: list[Sheet] = []
        self._before: Sheet | None = None
        self._erasing_from: Point | None = None
        self._listeners: list[Callable[[], None]] = []

    @property
    def in_gesture(self) -> bool:
        """Whether the pen or the eraser is down."""
        return self._before is not None

    @property
    def is_erasing(self) -> bool:
        """Whether the eraser is down."""
        return self._erasing_from is not None

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to make again."""
        return bool(self._undone)

    def listen(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each change of the sheet."""
        self._listeners.append(listener)

    def begin_stroke(self, point: Point, width: float) -> None:
        """Put the pen down. A picture on the sheet gives way to the drawing."""
        self.end_gesture()
        self._before = self.sheet
        strokes = self.sheet.strokes
        self._show(Sheet(strokes=(*strokes, Stroke((_inside(point),), width))))

    def extend_stroke(self, point: Point) -> None:
        """Move the pen to `point`, which is ignored where it is the last one again."""
        *others, live = self.sheet.strokes
        point = _inside(point)
        if point != live.points[-1]:
            longer = replace(live, points=(*live.points, point))
            self._show(Sheet(strokes=(*others, longer)))

    def begin_erasing(self, point: Point, radius: float) -> None:
        """Put the eraser down at `point`."""
        self.end_gesture()
        self._before = self.sheet
        self._erasing_from = point
        self.erase_to(point, radius)

    def erase_to(self, point: Point, radius: float) -> None:
        """Sweep the eraser to `point`; ink that it touches on the way is cut out."""
        start = self._erasing_from or point
        self._erasing_from = point
        kept = tuple(
            Stroke(points, stroke.width)
            for stroke in self.sheet.strokes
            for points in erase_along(stroke.points, start, point, radius + stroke.width / 2)
        )
        if kept != self.sheet.strokes:
            self._show(replace(self.sheet, strokes=kept))

    def end_gesture(self) -> None:
        """Lift the pen or the eraser; what it did becomes one step of undo."""
        before, self._before, self._erasing_from = self._before, None, None
        if before is not None and before != self.sheet:
            self._remember(before)
            self._tell()

    def clear(self) -> None:
        """Empty the sheet."""
        self._replace_by(Sheet())

    def place(self, picture: Picture) -> None:
        """Lay `picture` on the sheet in place of what is there."""
        self._replace_by(Sheet(picture=picture))

    def restore(self, sheet: Sheet) -> None:
        """Go on from `sheet`, which an earlier session left behind."""
        self._replace_by(sheet)

    def undo(self) -> None:
        """Take back the last change."""
        self.end_gesture()
        if self._done:
            self._undone.append(self.sheet)
            self._show(self._done.pop())

    def redo(self) -> None:
        """Make the change again that was last taken back."""
        self.end_gesture()
        if self._undone:
            self._done.append(self.sheet)
            self._show(self._undone.pop())

    def _replace_by(self, sheet: Sheet) -> None:
        self.end_gesture()
        if sheet != self.sheet:
            self._remember(self.sheet)
            self._show(sheet)

    def _remember(self, sheet: Sheet) -> None:
        self._done = [*self._done, sheet][-UNDO_DEPTH:]
        self._undone.clear()

    def _show(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()


def _inside(point: Point) -> Point:
    x, y = point
    return min(max(x, 0.0), SIDE), min(max(y, 0.0), SIDE)
