"""The text equivalent of what is painted."""

import math

import numpy as np
import pytest

from digit_recognizer.app.draw.words import percent
from digit_recognizer.app.inside.state import InsideState
from digit_recognizer.app.inside.words import caption, idea, number, outcome, power, unit_name
from digit_recognizer.inspection import Unit, find_evidence, stages_of, sum_of, take_snapshot
from digit_recognizer.lenet.architectures import architecture
from tests.inspection.networks import bar, random_network


def looking_at(unit: Unit, name: str = "lenet5") -> InsideState:
    state = InsideState()
    state.show_snapshot(take_snapshot(random_network(name), bar()))
    state.look_at(unit)
    return state


def test_a_unit_of_c1_is_told_with_its_sum() -> None:
    state = looking_at(Unit(1, 2, 4, 6))
    assert state.snapshot is not None
    value = number(state.snapshot.value(Unit(1, 2, 4, 6)))
    told = caption(state)
    assert told.startswith("C1, map 3, row 5, column 7: sees a 5×5 patch of the input; sum ")
    assert told.endswith(f", squashed to {value}.")
    assert " + bias " in told


@pytest.mark.parametrize(
    ("name", "unit", "told"),
    [
        ("lenet5", Unit(0, 0, 4, 6), "input, row 5, column 7: value "),
        ("lenet5", Unit(2, 2, 0, 1), "S2, map 3, row 1, column 2: averages a 2×2 square of map 3"),
        ("lenet5", Unit(3, 0, 1, 1), "sees a 5×5 patch in each of 6 maps of S2"),
        ("lenet5", Unit(5, 44), "C5, unit 45: sees a 5×5 patch in each of 16 maps of S4"),
        ("lenet5", Unit(6, 40), "F6, unit 41: weighs all 120 values of C5"),
        ("lenet5", Unit(7, 3), "output, class 3: weighs all 84 values of F6"),
        ("lenet5-1998", Unit(2, 2, 0, 1), "sees a 2×2 patch of map 3 of C1; sum "),
        ("lenet5-1998", Unit(3, 0, 1, 1), "sees a 5×5 patch in each of 3 maps of S2"),
        ("lenet5-1998", Unit(7, 3), "compares all 84 values of F6 with the pattern of a 3"),
    ],
)
def test_every_kind_of_unit_is_told(name: str, unit: Unit, told: str) -> None:
    assert told in caption(looking_at(unit, name))


def test_at_the_output_all_classes_are_told_in_one_go() -> None:
    state = looking_at(Unit(7, 3))
    assert state.snapshot is not None
    shares = state.snapshot.probabilities
    rows = ", ".join(f"{digit}: {percent(float(shares[digit]))}" for digit in range(10))
    assert f"All classes: {rows}." in caption(state)
    assert "All classes" not in caption(looking_at(Unit(6, 3)))


def test_at_the_output_of_1998_all_distances_are_told_in_one_go() -> None:
    state = looking_at(Unit(7, 3), "lenet5-1998")
    assert state.snapshot is not None
    nearest = int(state.snapshot.probabilities.argmax())
    least = number(float(state.snapshot.values[-1].min()), 1)
    assert "All distances: 0: " in caption(state)
    assert f"{nearest}: {least}" in caption(state)


def test_a_blank_sheet_and_a_missing_network_are_told() -> None:
    state = InsideState()
    assert caption(state) == "The network is being loaded."
    blank = np.zeros((28, 28), np.uint8)
    state.show_snapshot(take_snapshot(random_network("lenet5"), blank))
    assert caption(state) == "Nothing to see yet: the sheet is blank."


def test_evidence_is_told() -> None:
    state = looking_at(Unit(7, 3))
    state.ask(3)
    assert "What speaks for a 3?" in caption(state)
    assert state.snapshot is not None
    state.show_evidence(find_evidence(state.snapshot.network, bar(), 3))
    assert "Orange ink speaks for a 3, blue ink against it." in caption(state)


@pytest.mark.parametrize("name", ["lenet5", "lenet5-1998"])
def test_every_layer_has_its_idea_in_one_line(name: str) -> None:
    snapshot = take_snapshot(random_network(name), bar())
    ideas = {idea(snapshot, Unit(stage, 0)) for stage in range(len(stages_of(architecture(name))))}
    assert len(ideas) >= 7
    assert all(len(each) <= 110 for each in ideas)


def test_maps_rows_and_columns_are_counted_from_one_and_classes_are_digits() -> None:
    snapshot = take_snapshot(random_network("lenet5"), bar())
    assert unit_name(snapshot, Unit(1, 0, 0, 0)) == "C1, map 1, row 1, column 1"
    assert unit_name(snapshot, Unit(7, 0)) == "output, class 0"


def test_a_class_tells_softmax_with_its_numbers() -> None:
    snapshot = take_snapshot(random_network("lenet5"), bar(), temperature=1.37)
    unit = Unit(len(snapshot.stages) - 1, 3)
    told = outcome(snapshot, sum_of(snapshot, unit))[-1]
    score, share = float(snapshot.values[-1].ravel()[3]), float(snapshot.probabilities[3])
    total = np.exp(snapshot.values[-1].ravel().astype(float)).sum()
    assert told == (
        f"softmax: e to the power of {number(score)} is {power(score)}, divided by the sum of "
        f"all classes, {power(math.log(total))}, gives {percent(share)}; "
        "the score includes a division by the temperature, 1.37"
    )


def test_a_class_of_the_1998_network_tells_equation_9_with_its_numbers() -> None:
    snapshot = take_snapshot(random_network("lenet5-1998"), bar())
    unit = Unit(len(snapshot.stages) - 1, 3)
    told = outcome(snapshot, sum_of(snapshot, unit))[-1]
    assert told.startswith("equation 9: e to the power of −")
    assert " times 10 to the power of −" in told
    assert "divided by the sum of all classes and of rubbish, " in told
