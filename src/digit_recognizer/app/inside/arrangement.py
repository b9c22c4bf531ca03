"""Where every layer, map and unit of a network stands."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PyQt6.QtCore import QPointF, QRectF, QSizeF

from digit_recognizer.inspection import Patch, Stage, Unit, has_templates

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["HEADING", "Arrangement", "Column", "arrange", "grid_columns"]

HEADING = 36
"""Height of a layer's name and of what it is made of."""
_BETWEEN = 46.0
"""From the canvas to the input below it: the input's heading stands there."""
_MAP_ROWS = 8
_MAP_GAP = 4
_CELL_ROWS = 20
_CELLS = (8.0, 44.0)
_WHOLE = 10.0
_OUTPUT_ROWS = (20.0, 72.0)
_OUTPUT = (96.0, 320.0)
_GAPS = (12.0, 56.0)
_TEMPLATE_LABEL, _NARROWEST_TEMPLATES, _TEMPLATES_SHARE = 16.0, 200.0, 0.45


@dataclass(frozen=True)
class Column:
    """One stage: a grid of maps, or of single units.

    Attributes
    ----------
    stage : int
        Its number.
    area : QRectF
        All of its maps.
    tiles : tuple of QRectF
        Each map.
    rows, columns : int
        Units of a map.
    across : int
        Maps beside each other.
    """

    stage: int
    area: QRectF
    tiles: tuple[QRectF, ...]
    rows: int
    columns: int
    across: int

    def rect(self, channel: int, top: int, left: int, height: int = 1, width: int = 1) -> QRectF:
        """Return the place of some units of a map."""
        tile = self.tiles[channel]
        unit = QSizeF(tile.width() / self.columns, tile.height() / self.rows)
        return QRectF(
            tile.x() + left * unit.width(),
            tile.y() + top * unit.height(),
            width * unit.width(),
            height * unit.height(),
        )

    def unit_at(self, point: QPointF) -> Unit | None:
        """Return the unit at a point, or None between the maps."""
        for channel, tile in enumerate(self.tiles):
            if tile.contains(point):
                row = int((point.y() - tile.y()) * self.rows / tile.height())
                column = int((point.x() - tile.x()) * self.columns / tile.width())
                row, column = min(row, self.rows - 1), min(column, self.columns - 1)
                return Unit(self.stage, channel, row, column)
        return None

    def heading(self) -> QRectF:
        """Return the place of its name."""
        return QRectF(self.area.x(), self.area.y() - HEADING, self.area.width(), HEADING)


@dataclass(frozen=True)
class Arrangement:
    """The places of all stages, of the canvas above the first, and of the classes' templates.

    Attributes
    ----------
    columns : tuple of Column
        A column a stage.
    canvas : QRectF
        The canvas; empty where the input is no single map.
    templates : tuple of QRectF
        What each class weighs the image with, between input and output; empty where layers lie
        between them.
    """

    columns: tuple[Column, ...]
    canvas: QRectF
    templates: tuple[QRectF, ...] = ()

    def unit_rect(self, unit: Unit) -> QRectF:
        """Return the place of a unit."""
        return self.columns[unit.stage].rect(unit.channel, unit.row, unit.column)

    def patch_rects(self, stage: int, patch: Patch) -> list[QRectF]:
        """Return the places of a patch, one a map."""
        column = self.columns[stage]
        return [
            column.rect(channel, patch.top, patch.left, patch.height, patch.width)
            for channel in patch.channels
        ]

    def unit_at(self, point: QPointF) -> Unit | None:
        """Return the unit at a point."""
        for column in self.columns:
            unit = column.unit_at(point)
            if unit is not None:
                return unit
        for digit, template in enumerate(self.templates):
            if template.contains(point):
                return Unit(len(self.columns) - 1, digit)
        return None


def arrange(stages: Sequence[Stage], area: QRectF) -> Arrangement:
    """Fit all stages into an area, from left to right, as large as they go."""
    if has_templates(tuple(stages)):
        found = _with_templates(stages, area)
        if found is not None:
            return found
    low, high = 60.0, max(area.height() - HEADING, 60.0)
    if _width(stages, high) > area.width():
        for _ in range(24):
            middle = (low + high) / 2
            low, high = (middle, high) if _width(stages, middle) <= area.width() else (low, middle)
        high = low
    spare = area.width() - _width(stages, high) + _GAPS[0] * (len(stages) - 1)
    gap = min(spare / max(len(stages) - 1, 1), _GAPS[1])
    used = _width(stages, high) + (gap - _GAPS[0]) * (len(stages) - 1)
    x = area.x() + (area.width() - used) / 2
    top = area.y() + HEADING + (area.height() - HEADING - high) / 2
    columns: list[Column] = []
    canvas = QRectF()
    for number, stage in enumerate(stages):
        size = _size(stage, number, len(stages), high)
        y = top
        if number == 0 and stage.shape[0] == 1:
            canvas = QRectF(x, top, size.width(), size.width())
            y = top + high - size.height()
        columns.append(_column(stage, number, len(stages), QRectF(QPointF(x, y), size)))
        x += size.width() + gap
    return Arrangement(tuple(columns), canvas)


def _with_templates(stages: Sequence[Stage], area: QRectF) -> Arrangement | None:
    """Fit the templates as large as they go between input and output, if there is room."""
    high, gap = max(area.height() - HEADING, 60.0), _GAPS[0] * 2
    while True:
        first, last = (_size(stage, number, 2, high) for number, stage in enumerate(stages))
        width = area.width() - first.width() - last.width() - 2 * gap
        if width >= max(_NARROWEST_TEMPLATES, area.width() * _TEMPLATES_SHARE):
            break
        high *= 0.95
        if high < 60:
            return None
    top = area.y() + HEADING + (area.height() - HEADING - high) / 2
    _, rows, columns = stages[0].shape
    grid = _template_grid(stages[1].shape[0], QSizeF(width, high), columns / rows)
    spare = (width - max(tile.right() for tile in grid)) / 2
    canvas = QRectF(area.x() + spare, top, first.width(), first.width())
    below = QPointF(canvas.x(), top + high - first.height())
    corner = QPointF(canvas.right() + gap, top)
    right = QPointF(area.right() - spare - last.width(), top)
    return Arrangement(
        (
            _column(stages[0], 0, 2, QRectF(below, first)),
            _column(stages[1], 1, 2, QRectF(right, last)),
        ),
        canvas,
        tuple(tile.translated(corner) for tile in grid),
    )


def _template_grid(count: int, room: QSizeF, shape: float) -> list[QRectF]:
    """Return where so many images stand in a room, each below a line that names it."""

    def size(across: int) -> QSizeF:
        down = math.ceil(count / across)
        width = (room.width() - _MAP_GAP * (across - 1)) / across
        height = (room.height() - _MAP_GAP * (down - 1)) / down - _TEMPLATE_LABEL
        width = max(min(width, height * shape), 1.0)
        return QSizeF(width, width / shape)

    across = max(range(1, count + 1), key=lambda each: size(each).width())
    tile = size(across)
    step = QSizeF(tile.width() + _MAP_GAP, tile.height() + _TEMPLATE_LABEL + _MAP_GAP)
    return [
        QRectF(
            QPointF(
                (number % across) * step.width(),
                (number // across) * step.height() + _TEMPLATE_LABEL,
            ),
            tile,
        )
        for number in range(count)
    ]


def grid_columns(count: int) -> int:
    """Return how many of `count` units stand beside each other, so that a tall grid is full.

    >>> grid_columns(84), grid_columns(120), grid_columns(10), grid_columns(37)
    (7, 8, 2, 5)
    """
    wanted = math.sqrt(count / 1.8)
    whole = [columns for columns in range(1, count + 1) if count % columns == 0]
    best = min(whole, key=lambda columns: abs(columns - wanted))
    return best if abs(best - wanted) <= wanted / 3 else math.ceil(wanted)


def _width(stages: Sequence[Stage], height: float) -> float:
    sizes = [_size(stage, n, len(stages), height).width() for n, stage in enumerate(stages)]
    return sum(sizes) + _GAPS[0] * (len(stages) - 1)


def _across(stage: Stage) -> int:
    if stage.is_vector:
        return grid_columns(stage.shape[0])
    return math.ceil(stage.shape[0] / _MAP_ROWS)


def _size(stage: Stage, number: int, count: int, height: float) -> QSizeF:
    """Return the size of a stage's grid where all are at most `height` high."""
    channels, rows, columns = stage.shape
    if number == 0 and channels == 1:
        side = (height - _BETWEEN) / 2
        return QSizeF(side * columns / rows, side)
    across = _across(stage)
    down = math.ceil(channels / across)
    if number == count - 1 and stage.is_vector:
        row = min(max(height / channels, _OUTPUT_ROWS[0]), _OUTPUT_ROWS[1], height / channels)
        return QSizeF(min(max(height * 0.42, _OUTPUT[0]), _OUTPUT[1]), row * channels)
    if stage.is_vector:
        cell = min(max(height / _CELL_ROWS, _CELLS[0]), _CELLS[1], height / down)
        # In whole pixels, so that all squares are alike.
        cell = float(int(cell)) if cell >= _WHOLE else cell
        return QSizeF(cell * across, cell * down)
    side = (height - _MAP_GAP * (down - 1)) / down
    side = min(side, (height - _MAP_GAP * 5) / 6)
    breadth = side * columns / rows
    return QSizeF(breadth * across + _MAP_GAP * (across - 1), side * down + _MAP_GAP * (down - 1))


def _column(stage: Stage, number: int, count: int, area: QRectF) -> Column:
    channels, rows, columns = stage.shape
    across = 1 if number == count - 1 and stage.is_vector else _across(stage)
    down = math.ceil(channels / across)
    gap = 0 if stage.is_vector else _MAP_GAP
    width = (area.width() - gap * (across - 1)) / across
    height = (area.height() - gap * (down - 1)) / down
    tiles = tuple(
        QRectF(
            area.x() + (channel % across) * (width + gap),
            area.y() + (channel // across) * (height + gap),
            width,
            height,
        )
        for channel in range(channels)
    )
    return Column(number, area, tiles, rows, columns, across)
