import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_recognizer.inspection import Patch, Unit, receptive_fields, receptive_patch, stages_of
from digit_recognizer.lenet.architectures import TABLE_I, lenet5, lenet5_1998
from digit_recognizer.nn.architecture import Architecture
from tests.inspection.networks import random_network
from tests.nn.engine.architectures import architectures

NAMES = ("input", "C1", "S2", "C3", "S4", "C5", "F6", "output")


def field(stage: str, row: int = 0, column: int = 0) -> Patch:
    """The receptive field in the input of a unit of LeNet-5."""
    stages = stages_of(lenet5())
    return receptive_fields(stages, Unit(NAMES.index(stage), 0, row, column))[0]


def test_receptive_fields_grow_from_layer_to_layer() -> None:
    sides = [field(stage).height for stage in NAMES[1:]]
    assert sides == [5, 6, 14, 16, 32, 32, 32]


def test_a_neighbour_sees_the_neighbouring_place() -> None:
    assert field("C1", 5, 7) == Patch((0,), 5, 7, 5, 5)
    assert field("S2", 5, 7) == Patch((0,), 10, 14, 6, 6)
    assert field("C3", 1, 2) == Patch((0,), 2, 4, 14, 14)


def test_a_unit_of_the_input_sees_nothing() -> None:
    assert receptive_patch(stages_of(lenet5()), Unit(0, 0, 3, 3)) is None


def test_c3_sees_the_maps_of_table_i() -> None:
    stages = stages_of(lenet5_1998())
    for channel, row in enumerate(TABLE_I):
        patch = receptive_patch(stages, Unit(3, channel, 2, 3))
        assert patch == Patch(tuple(sorted(row)), 2, 3, 5, 5)


@pytest.mark.parametrize("stage", range(1, 8))
def test_what_lies_outside_changes_nothing_and_what_lies_inside_does(stage: int) -> None:
    for described in (lenet5(), lenet5_1998()):
        check_field(described, stage, seed=stage)


@given(architectures(), st.integers(0, 2**16))
@settings(max_examples=40)
def test_that_holds_for_a_network_of_any_layers(described: Architecture, seed: int) -> None:
    for stage in range(1, len(stages_of(described))):
        check_field(described, stage, seed=seed)


def check_field(described: Architecture, stage: int, seed: int) -> None:
    """Change the input outside and inside the receptive field of a unit chosen by chance."""
    network, stages = random_network(described, seed), stages_of(described)
    generator = np.random.default_rng(seed)
    unit = Unit(stage, *(int(generator.integers(size)) for size in stages[stage].shape))
    patch = receptive_fields(stages, unit)[0]
    inside = np.zeros((*described.input_shape, 1), bool)
    inside[list(patch.channels), patch.rows, patch.columns] = True
    before = generator.normal(size=inside.shape).astype(np.float32)

    def value(inputs: NDArray[np.float32]) -> float:
        outputs = network.forward(inputs)[stages[stage].last]
        return float(outputs[unit.channel, unit.row, unit.column, 0])

    other = generator.normal(size=inside.shape).astype(np.float32)
    assert value(np.where(inside, before, other)) == pytest.approx(value(before), abs=1e-5)
    assert value(np.where(inside, before + 9 * other, before)) != value(before)
