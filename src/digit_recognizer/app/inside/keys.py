"""What the keys do to the state: walk, let the kernel slide, ask about a class, let go."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent

from digit_recognizer.app.inside.arrangement import Arrangement
from digit_recognizer.app.inside.state import InsideState
from digit_recognizer.app.inside.walking import Direction, step, step_layer, step_map
from digit_recognizer.inspection import Snapshot, Unit, strongest_unit

__all__ = ["press"]

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
