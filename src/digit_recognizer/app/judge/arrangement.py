"""Where the panels stand on a page of any size."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PyQt6.QtCore import QRect, QSize

from digit_recognizer.app.judge.gallery import picture_side, tile_size
from digit_recognizer.app.widgets.theme import SPACING, margin

__all__ = ["CHARTS", "Arrangement", "arrange"]

CHARTS = 6
"""Reliability and five curves."""

_HEADLINE = 128
_HEADING = 32
_MATRIX_SMALLEST, _MATRIX_LARGEST = 300, 1100
_CHART_LOWEST, _CHART_TALLEST = 132, 320
_GALLERY_LOWEST = 132
"""A row of the largest tiles."""
_RIGHT_NARROWEST = 520
"""Room for three charts side by side."""
_WIDE, _SLIM = 900, 700
_GAP, _GUTTER = SPACING[3], SPACING[4]


@dataclass(frozen=True)
class Arrangement:
    """The places of all panels, and how high the page is that holds them."""

    headline: QRect
    matrix: QRect
    gallery_heading: QRect
    gallery: QRect
    curves_heading: QRect
    charts: tuple[QRect, ...]
    height: int


def arrange(size: QSize) -> Arrangement:
    """Return the places for a viewport of `size`.

    On a wide page headline and matrix stand on the left, the gallery and the charts on the right;
    on a narrower one the charts stand below; on a slim one all stand below each other. Where there
    is not height enough, the page is higher than the viewport.
    """
    edge = margin(size.width())
    page = QRect(edge, edge, size.width() - 2 * edge, size.height() - 2 * edge)
    if size.width() >= _WIDE:
        return _wide(page)
    return _narrow(page) if size.width() >= _SLIM else _slim(page)


def _wide(page: QRect) -> Arrangement:
    least = 2 * _HEADING + _GALLERY_LOWEST + 2 * _CHART_LOWEST + 2 * _GAP
    side = min(
        round(0.42 * page.width()),
        page.height() - _HEADLINE,
        page.width() - _GUTTER - _RIGHT_NARROWEST,
    )
    side = max(min(side, _MATRIX_LARGEST), _MATRIX_SMALLEST)
    bottom = page.top() + max(page.height(), _HEADLINE + side, least)
    left = page.left() + side + _GUTTER
    right = QRect(left, page.top(), page.width() - side - _GUTTER, bottom - page.top())
    curves = right.height() - 2 * _HEADING - _GAP - _gallery_height(right)
    return _placed(
        # The matrix ends with the charts; what is left is the headline's.
        headline=QRect(page.left(), page.top(), side, bottom - side - page.top()),
        matrix=QRect(page.left(), bottom - side, side, side),
        mistakes=QRect(left, page.top(), right.width(), right.height() - curves - _HEADING - _GAP),
        curves=QRect(left, bottom - curves - _HEADING, right.width(), curves + _HEADING),
    )


def _gallery_height(room: QRect) -> int:
    """Return about half of a room with six charts below, as whole rows of tiles."""
    row = _row(room.width())
    shared = room.height() - 2 * _HEADING - _GAP
    chart = min(max((shared - _GAP) // 4, _CHART_LOWEST), _CHART_TALLEST)
    most = shared - 2 * _CHART_LOWEST - _GAP
    rows = round((shared - 2 * chart - _GAP) / row)
    return max(min(rows, most // row), 1) * row


def _row(width: int) -> int:
    """Return how high a row of the gallery is."""
    return tile_size(picture_side(width)).height()


def _narrow(page: QRect) -> Arrangement:
    side = min(round(0.42 * page.width()), page.height() - _HEADLINE)
    side = max(side, _MATRIX_SMALLEST)
    left = page.left() + side + _GUTTER
    height = _HEADLINE + side
    curves = 2 * _CHART_LOWEST + _GAP + _HEADING
    return _placed(
        headline=QRect(page.left(), page.top(), side, _HEADLINE),
        matrix=QRect(page.left(), page.top() + _HEADLINE, side, side),
        mistakes=QRect(left, page.top(), page.width() - side - _GUTTER, height),
        curves=QRect(page.left(), page.top() + height + _GAP, page.width(), curves),
    )


def _slim(page: QRect) -> Arrangement:
    side = max(page.width(), _MATRIX_SMALLEST)
    mistakes_top = page.top() + _HEADLINE + side + _GAP
    mistakes = _HEADING + 2 * _row(page.width())
    curves = 3 * _CHART_LOWEST + 2 * _GAP + _HEADING
    return _placed(
        headline=QRect(page.left(), page.top(), side, _HEADLINE),
        matrix=QRect(page.left(), page.top() + _HEADLINE, side, side),
        mistakes=QRect(page.left(), mistakes_top, page.width(), mistakes),
        curves=QRect(page.left(), mistakes_top + mistakes + _GAP, page.width(), curves),
        columns=2,
    )


def _placed(
    *, headline: QRect, matrix: QRect, mistakes: QRect, curves: QRect, columns: int = 3
) -> Arrangement:
    # A tile's picture stands on the edge, not the ground around it.
    gallery = mistakes.adjusted(-SPACING[1], _HEADING, 0, 0)
    row = _row(gallery.width())
    gallery.setHeight(gallery.height() // row * row)
    return Arrangement(
        headline,
        matrix,
        QRect(mistakes.left(), mistakes.top(), mistakes.width(), _HEADING),
        gallery,
        QRect(curves.left(), curves.top(), curves.width(), _HEADING),
        _grid(curves.adjusted(0, _HEADING, 0, 0), columns),
        curves.bottom() + 1 + headline.top(),
    )


def _grid(room: QRect, columns: int) -> tuple[QRect, ...]:
    """Divide a room into rows of so many columns."""
    rows = CHARTS // columns
    across = _divided(room.left(), room.width(), columns)
    down = _divided(room.top(), room.height(), rows)
    return tuple(QRect(x, y, width, height) for y, height in down for x, width in across)


def _divided(start: int, length: int, parts: int) -> list[tuple[int, int]]:
    """Return start and length of each part; the last one ends where the whole does."""
    edges = [start + number * (length + _GAP) // parts for number in range(parts + 1)]
    return [(edge, after - _GAP - edge) for edge, after in pairwise(edges)]
