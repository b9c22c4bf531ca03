"""How a number was read: the drawing, the segmentation graph above its pieces, the readings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PyQt6.QtWidgets import QToolTip, QWidget

from digit_recognizer.app.core.session import Session
from digit_recognizer.app.draw.canvas import Canvas
from digit_recognizer.app.inside.graph_picture import (
    arc_rects,
    paint_graph,
    paint_readings,
    rows_that_fit,
)
from digit_recognizer.app.inside.sweep_picture import paint_sweep, sweep_height
from digit_recognizer.app.widgets.theme import SPACING, current_theme, font

if TYPE_CHECKING:
    from digit_recognizer.numbers.layout import ArcPlace, GraphLayout
    from digit_recognizer.numbers.reading import NumberRecognition
    from digit_recognizer.numbers.segmentation import Character, Segmentation

__all__ = ["NumberView"]

_HELP = """How the number was read
The ink is cut into pieces, more than there are digits. Each box is up to four neighbouring pieces \
taken for one character, above the cuts that it lies between; in it, what it most probably is, and \
how probable it is that the number is cut so. A way from the first cut to the last that uses each \
piece once is one reading; the blue one is the best.
Below is the second reader: the network swept over the whole line, and what it says in every \
fourth pixel. Where both readers agree, the number is sure.
Point at a box to see more. A click, or the arrow keys, look at a digit of the best reading."""
_HINT = "Draw a number of two digits or more, and see how it is cut and read."
_HEADING = 26
_LEFT = (200, 340)
"""The least and the most width of canvas and readings."""
_ROOM_FOR_SWEEP = 360
"""Of the view's height, from which on the second reader is shown too."""
_MOST_OF_SWEEP = 0.24
"""Of the view's height, for the second reader."""


class NumberView(QWidget):
    """Shows the segmentation graph of what is on the canvas, following the pen.

    Parameters
    ----------
    session
        Its drawing, and what was read of it.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("number-view")
        self.setAccessibleName("how the number was read")
        self.setWhatsThis(_HELP)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._drawing = session.drawing
        self._characters = session.characters
        self.canvas = Canvas(session.drawing, self, characters=session.characters)
        self.canvas.setObjectName("number-canvas")
        self.canvas.setMinimumSize(0, 0)
        self._layout: GraphLayout | None = None
        self._line: NumberRecognition | None = None
        session.characters.changed.connect(self._take_number)
        session.drawing.listen(self._arrange)
        self._take_number()

    @property
    def graph(self) -> GraphLayout | None:
        """The graph that is shown."""
        return self._layout

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which a graph can be read."""
        return QSize(400, 180)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Arrange the parts anew."""
        self._arrange()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw headings, readings and graph."""
        theme = current_theme()
        painter = QPainter(self)
        graph, readings = self._graph_area(), self._readings_area()
        if self._layout is None or self._line is None:
            painter.setFont(font(13))
            painter.setPen(QColor(theme.muted))
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(graph, wrapped, _HINT)
            return
        for area, words in ((graph, _title(self._layout)), (readings, "readings")):
            painter.setFont(font(13, painter.font().Weight.DemiBold))
            painter.setPen(QColor(theme.text))
            heading = QRectF(area.x(), area.y() - _HEADING, area.width(), _HEADING)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            elide = Qt.TextElideMode.ElideRight
            words = painter.fontMetrics().elidedText(words, elide, round(area.width()))
            painter.drawText(heading, left, words)
        paint_readings(painter, readings, self._line.alternatives, theme)
        paint_graph(painter, graph, self._layout, theme, self._characters.looked_at)
        if self._line.second is not None and (height := self._sweep_height()):
            below = QRectF(graph.x(), graph.bottom(), graph.width(), height)
            paint_sweep(painter, below, self._line.second, theme)

    def event(self, event: QEvent | None) -> bool:
        """Say more of the box under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            arc = self._arc_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if arc is None else _in_words(arc), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Look at a digit of the best reading."""
        assert event is not None
        arc = self._arc_at(event.position())
        if arc is not None and arc.on_path and arc.character in self._characters.all:
            self._characters.choose(self._characters.all.index(arc.character))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Look at the digit beside."""
        assert event is not None
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._characters.step(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def _take_number(self) -> None:
        number = self._characters.number
        line = None if number is None else self._line_looked_at(number)
        if line is not self._line:
            self._line, self._layout = line, None
            if line is not None and line.segmentation is not None:
                self._layout = self._layout_of(line.segmentation, line.characters)
        self.setAccessibleDescription(
            _HINT if line is None else f"{line.text}: {'; '.join(_reading(line))}"
        )
        self.update()

    def _layout_of(
        self, segmentation: Segmentation, characters: tuple[Character, ...]
    ) -> GraphLayout:
        """Return all arcs where there is room for them, else the probable ones."""
        from digit_recognizer.numbers.layout import graph_layout

        whole = graph_layout(segmentation, characters, least=0)
        if whole.rows <= rows_that_fit(self._graph_area().height()):
            return whole
        return graph_layout(segmentation, characters)

    def _line_looked_at(self, number: NumberRecognition) -> NumberRecognition:
        """Return the line that the character that is looked at is in."""
        looked_at = self._characters.looked_at
        return next((line for line in number.lines if looked_at in line.characters), number)

    def _arc_at(self, point: QPointF) -> ArcPlace | None:
        if self._layout is None:
            return None
        rects = arc_rects(self._layout, self._graph_area())
        return next(
            (
                arc
                for arc, rect in zip(self._layout.arcs, rects, strict=True)
                if rect.contains(point)
            ),
            None,
        )

    def _arrange(self) -> None:
        shape = self._drawing.sheet.shape
        width = self._left()
        side = min(width // shape, self.height() - _HEADING) if shape > 1 else width
        side = min(side, round((self.height() - _HEADING) * 0.55))
        self.canvas.setGeometry(0, _HEADING, side * shape, side)
        self.update()

    def _left(self) -> int:
        return min(max(round(self.width() * 0.28), _LEFT[0]), _LEFT[1])

    def _readings_area(self) -> QRectF:
        top = self.canvas.geometry().bottom() + SPACING[3] + _HEADING
        return QRectF(0, top, self._left(), self.height() - top)

    def _graph_area(self) -> QRectF:
        left = self._left() + SPACING[5]
        height = self.height() - _HEADING - self._sweep_height()
        return QRectF(left, _HEADING, self.width() - left, height)

    def _sweep_height(self) -> float:
        """Return the height of the second reader's row; 0 where none is shown."""
        second = None if self._line is None else self._line.second
        if second is None or self.height() < _ROOM_FOR_SWEEP:
            return 0.0
        width = self.width() - self._left() - SPACING[5]
        return min(sweep_height(second, width), _MOST_OF_SWEEP * self.height())


def _title(layout: GraphLayout) -> str:
    count = len(layout.arcs) + layout.left_out
    left_out = f", {layout.left_out} below 0.1 % not shown" if layout.left_out else ""
    return f"{layout.pieces} pieces, {count} ways to join neighbours{left_out}"


def _in_words(arc: ArcPlace) -> str:
    """Return what an arc stands for."""
    source, target = arc.character.segment
    pieces = f"piece {source + 1}" if target == source + 1 else f"pieces {source + 1} to {target}"
    name = f"“{arc.character.text}”" if arc.character.text else "no part of the number"
    return (
        f"{pieces}: {name}\n"
        f"The number is cut so with a probability of {100 * arc.share:.1f} %,\n"
        f"and this is {name} with one of {100 * arc.character.posterior:.1f} %."
    )


def _reading(line: NumberRecognition) -> list[str]:
    return [f"{text} with {100 * posterior:.1f} %" for text, posterior in line.alternatives]
