"""The drawing: strokes on a fixed square, with undo and redo. Plain Python, no window needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digit_recognizer.app.core.eraser import erase_along

if TYPE_CHECKING:
    from digit_recognizer.app.core.pictures import Picture

__all__ = ["SHAPES", "SIDE", "Drawing", "Point", "Sheet", "Stroke"]

SIDE = 280.0
"""Height of every drawing, and width of a square one, whatever the size of the window."""

SHAPES = (1, 2, 4)
"""How many times as wide as high a drawing can be."""

UNDO_DEPTH = 200

Point = tuple[float, float]


@dataclass(frozen=True)
class Stroke:
    """One line of the pen.

    Parameters
    ----------
    points
        Where the pen went: x to the right and y down, from 0 to the width and height of the sheet.
    width
        Width of the pen in the same unit.
    pressures
        How hard it was pressed at each point, from 0 to 1, by a pen that can tell; else empty.
    """

    points: tuple[Point, ...]
    width: float
    pressures: tuple[float, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """What lies on the canvas at one moment: strokes, or one picture in their place.

    Parameters
    ----------
    strokes
        In the order of writing.
    picture
        In place of strokes.
    shape
        How many times as wide as high the sheet is, one of ``SHAPES``.
    """

    strokes: tuple[Stroke, ...] = ()
    picture: Picture | None = None
    shape: int = 1

    @property
    def width(self) -> float:
        """How wide it is; it is ``SIDE`` high."""
        return SIDE * self.shape

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

    def begin_stroke(self, point: Point, width: float, pressure: float | None = None) -> None:
        """Put the pen down. A picture on the sheet gives way to the drawing."""
        self.end_gesture()
        self._before = self.sheet
        pressures = () if pressure is None else (pressure,)
        stroke = Stroke((self._inside(point),), width, pressures)
        self._show(replace(self.sheet, strokes=(*self.sheet.strokes, stroke), picture=None))

    def extend_stroke(self, point: Point, pressure: float | None = None) -> None:
        """Move the pen to `point`, which is ignored where it is the last one again."""
        *others, live = self.sheet.strokes
        point = self._inside(point)
        if point != live.points[-1]:
            pressures = live.pressures
            if pressures:
                pressures = (*pressures, pressures[-1] if pressure is None else pressure)
            longer = Stroke((*live.points, point), live.width, pressures)
            self._show(replace(self.sheet, strokes=(*others, longer)))

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
        left = tuple(
            part
            for stroke in self.sheet.strokes
            for part in _erased(stroke, start, point, radius + stroke.width / 2)
        )
        if left != self.sheet.strokes:
            self._show(replace(self.sheet, strokes=left))

    def end_gesture(self) -> None:
        """Lift the pen or the eraser; what it did becomes one step of undo."""
        before, self._before, self._erasing_from = self._before, None, None
        if before is not None and before != self.sheet:
            self._remember(before)
            self._tell()

    def clear(self) -> None:
        """Empty the sheet."""
        self._replace_by(Sheet(shape=self.sheet.shape))

    def place(self, picture: Picture) -> None:
        """Lay `picture` on the sheet in place of what is there."""
        self._replace_by(Sheet(picture=picture, shape=self.sheet.shape))

    def widen(self) -> None:
        """Make the sheet wider; after the widest, as narrow as its ink allows. The ink stays."""
        shape = self.sheet.shape
        if shape != SHAPES[-1]:
            self._replace_by(replace(self.sheet, shape=SHAPES[SHAPES.index(shape) + 1]))
            return
        right = max((x for stroke in self.sheet.strokes for x, _ in stroke.points), default=0.0)
        narrowest = next(shape for shape in SHAPES if right <= SIDE * shape)
        self._replace_by(replace(self.sheet, shape=narrowest))

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

    def _inside(self, point: Point) -> Point:
        x, y = point
        return min(max(x, 0.0), self.sheet.width), min(max(y, 0.0), SIDE)

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


def _erased(stroke: Stroke, start: Point, end: Point, reach: float) -> list[Stroke]:
    """Return what is left of `stroke` after a sweep of the eraser; pressure goes with its ink."""
    if not stroke.pressures:
        lines = erase_along(stroke.points, start, end, reach)
        return [Stroke(points, stroke.width) for points in lines]
    pressed = tuple(
        (*point, pressure) for point, pressure in zip(stroke.points, stroke.pressures, strict=True)
    )
    return [
        Stroke(tuple((x, y) for x, y, _ in line), stroke.width, tuple(p for _, _, p in line))
        for line in erase_along(pressed, start, end, reach)
    ]
