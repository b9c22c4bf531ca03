"""A hand at the mouse: it draws the strokes of real people, as fast as they did."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import dist
from time import perf_counter

from PyQt6.QtCore import QEvent, QEventLoop, QPointF, Qt, QTimer
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QApplication, QWidget

__all__ = ["SECONDS_BETWEEN", "click", "draw", "fitted", "wait", "wait_for"]

Point = tuple[float, float]
Strokes = Sequence[Sequence[Point]]

SECONDS_BETWEEN = 0.008
"""Between two movements: 125 a second, as a plain mouse reports them."""


def fitted(strokes: Strokes, place: tuple[float, float, float]) -> list[list[Point]]:
    """Bring strokes of any unit into the square (left, top, side), keeping their proportions."""
    xs = [x for stroke in strokes for x, _ in stroke]
    ys = [y for stroke in strokes for _, y in stroke]
    left, top, side = place
    scale = side / (max(max(xs) - min(xs), max(ys) - min(ys)) or 1)
    right = left + (side - scale * (max(xs) - min(xs))) / 2
    lower = top + (side - scale * (max(ys) - min(ys))) / 2
    return [
        [(right + scale * (x - min(xs)), lower + scale * (y - min(ys))) for x, y in stroke]
        for stroke in strokes
    ]


def draw(
    canvas: QWidget,
    strokes: Strokes,
    *,
    step: float = 6.0,
    before_each: Callable[[], None] = lambda: None,
) -> None:
    """Draw `strokes`, in logical pixels of `canvas`, one movement each few milliseconds."""
    for stroke in strokes:
        line = list(_steps(stroke, step))
        kinds = [QEvent.Type.MouseButtonPress] + [QEvent.Type.MouseMove] * (len(line) - 1)
        due = perf_counter()
        for kind, point in zip(kinds, line, strict=True):
            before_each()
            send(canvas, kind, point)
            due += SECONDS_BETWEEN
            wait(due - perf_counter())
        send(canvas, QEvent.Type.MouseButtonRelease, line[-1])


def click(widget: QWidget, place: Point | None = None) -> None:
    """Click in the middle of `widget`, or at a place in it."""
    middle = widget.rect().center()
    point = place or (float(middle.x()), float(middle.y()))
    for kind in (
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
    ):
        send(widget, kind, point)
    QApplication.processEvents()


def send(widget: QWidget, kind: QEvent.Type, point: Point) -> None:
    """Send `widget` a mouse event at a point in logical pixels."""
    here = QPointF(*point)
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.LeftButton
    if kind == QEvent.Type.MouseButtonRelease:
        held = Qt.MouseButton.NoButton
    event = QMouseEvent(
        kind, here, widget.mapToGlobal(here), button, held, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, event)


def wait(seconds: float) -> None:
    """Let the window do its work for so long, asleep while there is none."""
    QApplication.processEvents()
    if seconds > 0:
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), Qt.TimerType.PreciseTimer, loop.quit)
        loop.exec()


def wait_for(what: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the window do its work until `what` is true.

    Raises
    ------
    TimeoutError
        If it does not become true in time.
    """
    end = perf_counter() + seconds
    while not what():
        wait(0.005)
        if perf_counter() > end:
            raise TimeoutError(f"waited {seconds:.0f} s in vain")


def _steps(stroke: Sequence[Point], step: float) -> Iterator[Point]:
    """Yield points along `stroke` that are about `step` apart."""
    yield stroke[0]
    for (x0, y0), (x1, y1) in pairwise(stroke):
        count = max(1, round(dist((x0, y0), (x1, y1)) / step))
        for number in range(1, count + 1):
            yield x0 + (x1 - x0) * number / count, y0 + (y1 - y0) * number / count
