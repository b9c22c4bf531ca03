"""From unit to unit by keys."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PyQt6.QtCore import QRectF

from digit_recognizer.app.inside.arrangement import Arrangement, arrange
from digit_recognizer.app.inside.keys import next_in_map, step, step_layer, step_map
from digit_recognizer.inspection import Unit, stages_of
from digit_recognizer.lenet.architectures import lenet5
from digit_recognizer.nn.architecture import Architecture
from tests.nn.engine.architectures import architectures

LENET5 = arrange(stages_of(lenet5()), QRectF(0, 0, 1000, 400))
DIRECTIONS = st.sampled_from(["left", "right", "up", "down"])


def exists(arrangement: Arrangement, unit: Unit) -> bool:
    column = arrangement.columns[unit.stage]
    inside = 0 <= unit.row < column.rows and 0 <= unit.column < column.columns
    return inside and 0 <= unit.channel < len(column.tiles)


def test_within_a_map_a_step_leads_to_the_neighbour() -> None:
    here = Unit(1, 2, 5, 7)
    assert step(LENET5, here, "left") == Unit(1, 2, 5, 6)
    assert step(LENET5, here, "right") == Unit(1, 2, 5, 8)
    assert step(LENET5, here, "up") == Unit(1, 2, 4, 7)
    assert step(LENET5, here, "down") == Unit(1, 2, 6, 7)


def test_below_a_map_the_next_map_begins() -> None:
    assert step(LENET5, Unit(1, 2, 27, 7), "down") == Unit(1, 3, 0, 7)
    assert step(LENET5, Unit(1, 3, 0, 7), "up") == Unit(1, 2, 27, 7)


def test_beside_a_layer_the_next_layer_begins() -> None:
    assert step(LENET5, Unit(1, 2, 14, 27), "right") == Unit(2, 2, 7, 0)
    assert step(LENET5, Unit(2, 2, 7, 0), "left") == Unit(1, 2, 15, 27)


def test_at_the_outer_edges_a_step_leads_nowhere() -> None:
    assert step(LENET5, Unit(1, 0, 0, 3), "up") == Unit(1, 0, 0, 3)
    assert step(LENET5, Unit(0, 0, 9, 0), "left") == Unit(0, 0, 9, 0)
    assert step(LENET5, Unit(7, 9), "right") == Unit(7, 9)


def test_units_of_a_grid_are_neighbours_as_they_stand() -> None:
    assert step(LENET5, Unit(5, 0), "right") == Unit(5, 1)
    assert step(LENET5, Unit(5, 0), "down") == Unit(5, 8)
    assert step(LENET5, Unit(5, 7), "right").stage == 6


def test_maps_and_layers_can_be_passed_over() -> None:
    assert step_map(LENET5, Unit(1, 2, 5, 7), "down") == Unit(1, 3, 5, 7)
    assert step_map(LENET5, Unit(3, 4, 5, 7), "right") == Unit(3, 5, 5, 7)
    assert step_map(LENET5, Unit(1, 2, 5, 7), "right").stage == 2
    assert step_layer(LENET5, Unit(1, 2, 14, 14), 1) == Unit(2, 2, 7, 7)
    assert step_layer(LENET5, Unit(1, 2, 14, 14), 99).stage == 7


def test_a_sweep_passes_every_unit_of_a_map_once() -> None:
    unit: Unit | None = Unit(4, 3)
    passed = []
    while unit is not None:
        passed.append(unit)
        unit = next_in_map(LENET5, unit)
    assert passed == [Unit(4, 3, row, column) for row in range(5) for column in range(5)]


@given(architectures(), st.integers(0, 2**16), st.lists(DIRECTIONS, max_size=30))
@settings(max_examples=50)
def test_no_walk_leaves_the_network(
    described: Architecture, seed: int, directions: list[str]
) -> None:
    stages = stages_of(described)
    arrangement = arrange(stages, QRectF(0, 0, 1000, 400))
    generator = np.random.default_rng(seed)
    stage = int(generator.integers(len(stages)))
    unit = Unit(stage, *(int(generator.integers(size)) for size in stages[stage].shape))
    for direction in directions:
        walk = step_map if generator.integers(2) else step
        unit = walk(arrangement, unit, direction)  # type: ignore[arg-type]
        assert exists(arrangement, unit)
