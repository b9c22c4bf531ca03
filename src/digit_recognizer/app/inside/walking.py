"""From unit to unit by keys: within a map, on to the next one, and from layer to layer."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from digit_recognizer.app.inside.arrangement import Arrangement, Column
from digit_recognizer.inspection import Unit

__all__ = ["Direction", "next_in_map", "step", "step_layer", "step_map"]

Direction = Literal["left", "right", "up", "down"]


def step(arrangement: Arrangement, unit: Unit, direction: Direction) -> Unit:
    """Return the unit's neighbour; at the edge of a map one in the next map, or the next layer."""
    column = arrangement.columns[unit.stage]
    row = unit.row + {"up": -1, "down": 1}.get(direction, 0)
    across = unit.column + {"left": -1, "right": 1}.get(direction, 0)
    if 0 <= row < column.rows and 0 <= across < column.columns:
        return replace(unit, row=row, column=across)
    return _cross(arrangement, unit, direction)


def step_map(arrangement: Arrangement, unit: Unit, direction: Direction) -> Unit:
    """Return the same unit of the next map in a direction, or the nearest of the next layer."""
    channel = _neighbour(arrangement.columns[unit.stage], unit.channel, direction)
    if channel is not None:
        return replace(unit, channel=channel)
    if direction in ("up", "down"):
        return unit
    return step_layer(arrangement, unit, 1 if direction == "right" else -1)


def step_layer(arrangement: Arrangement, unit: Unit, layers: int) -> Unit:
    """Return the unit at the same height some layers further on."""
    stage = min(max(unit.stage + layers, 0), len(arrangement.columns) - 1)
    if stage == unit.stage:
        return unit
    old, new = arrangement.columns[unit.stage], arrangement.columns[stage]
    here = arrangement.unit_rect(unit).center()
    side = new.area.left() if layers > 0 else new.area.right()
    channel = min(
        range(len(new.tiles)),
        key=lambda each: (
            abs(new.tiles[each].center().y() - here.y())
            + 0.01 * abs(new.tiles[each].center().x() - side)
        ),
    )
    # The same place of the picture, whatever the size of the map.
    row = min(int((unit.row + 0.5) * new.rows / old.rows), new.rows - 1)
    across = min(int((unit.column + 0.5) * new.columns / old.columns), new.columns - 1)
    return Unit(stage, channel, row, across)


def next_in_map(arrangement: Arrangement, unit: Unit) -> Unit | None:
    """Return the unit after this one, row by row; None after the last of its map."""
    column = arrangement.columns[unit.stage]
    if unit.column + 1 < column.columns:
        return replace(unit, column=unit.column + 1)
    if unit.row + 1 < column.rows:
        return replace(unit, row=unit.row + 1, column=0)
    return None


def _cross(arrangement: Arrangement, unit: Unit, direction: Direction) -> Unit:
    column = arrangement.columns[unit.stage]
    channel = _neighbour(column, unit.channel, direction)
    if channel is not None:
        entered = {
            "left": {"column": column.columns - 1},
            "right": {"column": 0},
            "up": {"row": column.rows - 1},
            "down": {"row": 0},
        }[direction]
        return replace(unit, channel=channel, **entered)
    if direction in ("up", "down"):
        return unit
    layers = 1 if direction == "right" else -1
    found = step_layer(arrangement, unit, layers)
    if found.stage == unit.stage:
        return unit
    edge = 0 if direction == "right" else arrangement.columns[found.stage].columns - 1
    return replace(found, column=edge)


def _neighbour(column: Column, channel: int, direction: Direction) -> int | None:
    across = channel % column.across
    match direction:
        case "left":
            return channel - 1 if across > 0 else None
        case "right":
            after = channel + 1
            inside = across + 1 < column.across and after < len(column.tiles)
            return after if inside else None
        case "up":
            return channel - column.across if channel >= column.across else None
        case "down":
            below = channel + column.across
            return below if below < len(column.tiles) else None
