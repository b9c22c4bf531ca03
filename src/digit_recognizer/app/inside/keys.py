"""What the keys do: walk from unit to unit, let the kernel slide, ask about a class, let go."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent

from digit_recognizer.app.inside.arrangement import Arrangement, Column
from digit_recognizer.app.inside.state import InsideState
from digit_recognizer.inspection import Snapshot, Unit, strongest_unit

__all__ = ["Direction", "next_in_map", "press", "step", "step_layer", "step_map"]

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


_DIRECTIONS: dict[int, Direction] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
_FAR = 1000
_LAYERS: dict[int, int] = {
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Home: -_FAR,
    Qt.Key.Key_End: _FAR,
}
"""How many layers a key leads on; beyond the last there is no further."""


def press(event: QKeyEvent, state: InsideState, arrangement: Arrangement) -> bool:
    """Do what a key is for and return whether it is for anything."""
    snapshot = state.snapshot
    if snapshot is None or state.is_blank:
        return False
    unit = state.unit or strongest_unit(snapshot, 1)
    walked = _walk(event, arrangement, unit)
    if walked is not None:
        state.sweep(False)
        state.look_at(walked)
        return True
    match event.key():
        case Qt.Key.Key_Space:
            state.sweep(not state.is_sweeping)
        case Qt.Key.Key_Escape:
            return state.let_go()
        case Qt.Key.Key_Return | Qt.Key.Key_Enter if state.is_class(unit):
            state.ask_or_leave(unit)
        case _:
            return _ask_by_digit(event.text(), state, snapshot)
    return True


def _walk(event: QKeyEvent, arrangement: Arrangement, unit: Unit) -> Unit | None:
    """Return where a key leads, or None if it leads nowhere at all."""
    if event.key() in _DIRECTIONS:
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        walk = step_map if shifted else step
        return walk(arrangement, unit, _DIRECTIONS[event.key()])
    if event.key() in _LAYERS:
        return step_layer(arrangement, unit, _LAYERS[event.key()])
    return None


def _ask_by_digit(text: str, state: InsideState, snapshot: Snapshot) -> bool:
    last = len(snapshot.stages) - 1
    for channel in range(snapshot.stages[last].shape[0]):
        unit = Unit(last, channel)
        if text == str(channel) and state.is_class(unit):
            state.ask_or_leave(unit)
            return True
    return False
