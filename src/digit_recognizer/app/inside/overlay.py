"""Paints what a unit sees: lines to it, and its receptive field in every layer below."""

from __future__ import annotations

from PyQt6.QtCore import QLineF, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from digit_recognizer.app.inside.arrangement import Arrangement
from digit_recognizer.app.inside.scale import colour_of
from digit_recognizer.app.widgets.theme import Theme
from digit_recognizer.inspection import Patch, Stage, Sum, Term, receptive_fields

__all__ = ["outline", "paint_focus"]

_SMALLEST = 7.0
_STRONGEST = 16
"""So many lines lead to a unit that sees single values: those that move it most."""


def paint_focus(
    painter: QPainter,
    arrangement: Arrangement,
    stages: tuple[Stage, ...],
    focus: Sum,
    theme: Theme,
) -> None:
    """Paint the unit that is looked at and all that it sees."""
    unit = focus.unit
    fields = receptive_fields(stages, unit)
    place = _at_least(arrangement.unit_rect(unit), _SMALLEST)
    if unit.stage == len(stages) - 1 and stages[-1].is_vector:
        place = arrangement.unit_rect(unit).adjusted(0, 1, 0, -1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if focus.patch is not None:
        single = [term for term in focus.terms if len(term.channels) > 1]
        if single:
            _paint_strongest(painter, arrangement, unit.stage - 1, single[0], place, theme)
        else:
            _paint_sources(painter, arrangement, focus, place, theme)
    for stage, patch in enumerate(fields):
        is_seen_directly = stage == unit.stage - 1
        if is_seen_directly and stages[stage].is_vector:
            continue
        if stage == 0 or is_seen_directly or not _is_whole(stages[stage], patch):
            strong = stage == 0 or is_seen_directly
            outline(painter, arrangement.patch_rects(stage, patch), theme, strong=strong)
    outline(painter, [place], theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_sources(
    painter: QPainter, arrangement: Arrangement, focus: Sum, place: QRectF, theme: Theme
) -> None:
    """Show from where the unit comes: beams from its patches, or the template of its class."""
    assert focus.patch is not None
    if arrangement.templates:
        outline(painter, [arrangement.templates[focus.unit.channel]], theme)
    else:
        sources = arrangement.patch_rects(focus.unit.stage - 1, focus.patch)
        _paint_beams(painter, sources, place, theme)


def _paint_beams(painter: QPainter, sources: list[QRectF], unit: QRectF, theme: Theme) -> None:
    """Paint a beam from each patch to the unit."""
    colour = QColor(theme.text)
    painter.setPen(Qt.PenStyle.NoPen)
    colour.setAlphaF(0.16 / len(sources) ** 0.6)
    painter.setBrush(colour)
    for source in sources:
        painter.drawPolygon(
            QPolygonF([source.topRight(), source.bottomRight(), unit.bottomLeft(), unit.topLeft()])
        )
    colour.setAlphaF(0.55 / len(sources) ** 0.35)
    painter.setPen(QPen(colour, 1))
    for source in sources:
        painter.drawLine(QLineF(source.topRight(), unit.topLeft()))
        painter.drawLine(QLineF(source.bottomRight(), unit.bottomLeft()))


def _paint_strongest(
    painter: QPainter,
    arrangement: Arrangement,
    stage: int,
    term: Term,
    unit: QRectF,
    theme: Theme,
) -> None:
    """Paint a line from each value that moves the unit most, in the colour of what it adds."""
    sizes = abs(term.products)
    limit = float(sizes.max()) or 1.0
    end = QPointF(unit.left(), unit.center().y())
    for index in sizes.argsort()[::-1][:_STRONGEST][::-1]:
        product = float(term.products[index])
        source = arrangement.columns[stage].rect(term.channels[index], 0, 0)
        strength = abs(product) / limit
        colour = colour_of(0.8 * limit if product > 0 else -0.8 * limit, limit, theme)
        colour.setAlphaF(0.25 + 0.75 * strength)
        line = QLineF(QPointF(source.right() - 2, source.center().y()), end)
        casing = QColor(theme.card)
        casing.setAlphaF(0.6)
        for ink, width in ((casing, 3.0 + 2 * strength), (colour, 0.75 + 2 * strength)):
            painter.setPen(QPen(ink, width))
            painter.drawLine(line)
        outline(painter, [source.adjusted(0.5, 0.5, -1.5, -1.5)], theme, strong=False)


def outline(painter: QPainter, rects: list[QRectF], theme: Theme, *, strong: bool = True) -> None:
    """Outline rectangles, with a halo so that the line is seen on any colour."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    halo, line = QColor(theme.card), QColor(theme.text)
    if not strong:
        halo.setAlphaF(0.5)
        line.setAlphaF(0.55)
    for colour, width in ((halo, 3.5 if strong else 2.0), (line, 1.5 if strong else 1.0)):
        pen = QPen(colour, width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        for rect in rects:
            painter.drawRect(rect)


def _at_least(rect: QRectF, side: float) -> QRectF:
    across, down = max(side - rect.width(), 0) / 2, max(side - rect.height(), 0) / 2
    return rect.adjusted(-across, -down, across, down)


def _is_whole(stage: Stage, patch: Patch) -> bool:
    return (patch.height, patch.width) == stage.shape[1:]
