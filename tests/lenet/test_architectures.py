import pytest

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.lenet.architectures import (
    ARCHITECTURES,
    TABLE_I,
    architecture,
    lenet5,
    lenet5_1998,
)


def test_lenet5_has_the_shapes_of_the_paper() -> None:
    described = lenet5()
    shapes = dict(
        zip((layer.name for layer in described.layers), described.shapes[1:], strict=True)
    )
    assert described.input_shape == (1, 32, 32)
    assert shapes["C1"] == (6, 28, 28)
    assert shapes["S2"] == (6, 14, 14)
    assert shapes["C3"] == (16, 10, 10)
    assert shapes["S4"] == (16, 5, 5)
    assert shapes["C5"] == (120, 1, 1)
    assert shapes["F6"] == (84, 1, 1)
    assert shapes["output"] == (10, 1, 1)


def test_lenet5_has_61706_parameters_one_bias_a_feature_map() -> None:
    described = lenet5()
    counts = {layer.name: described.parameters_of(layer) for layer in described.layers}
    assert {name: count for name, count in counts.items() if count} == {
        "C1": 156,
        "C3": 2_416,
        "C5": 48_120,
        "F6": 10_164,
        "output": 850,
    }
    assert described.size == 61_706


def test_connections_are_counted_as_the_paper_counts() -> None:
    described = lenet5()
    connections = {
        layer.name: layer.connections(shape)
        for layer, shape in zip(described.layers, described.shapes, strict=False)
    }
    assert connections["C1"] == 122_304
    assert connections["S2"] == 5_880
    assert connections["S4"] == 2_000
    assert connections["C5"] == 48_120
    assert connections["F6"] == 10_164


def test_lenet5_1998_has_the_60000_parameters_of_the_paper() -> None:
    described = lenet5_1998()
    counts = {layer.name: described.parameters_of(layer) for layer in described.layers}
    assert {name: count for name, count in counts.items() if count} == {
        "C1": 156,
        "S2": 12,
        "C3": 1_516,
        "S4": 32,
        "C5": 48_120,
        "F6": 10_164,
    }
    assert described.size == 60_000


def test_lenet5_1998_has_the_340908_connections_of_the_paper() -> None:
    described = lenet5_1998()
    pairs = zip(described.layers, described.shapes, strict=False)
    counts = {layer.name: layer.connections(shape) for layer, shape in pairs}
    assert {name: count for name, count in counts.items() if count} == {
        "C1": 122_304,
        "S2": 5_880,
        "C3": 151_600,
        "S4": 2_000,
        "C5": 48_120,
        "F6": 10_164,
        "output": 840,
    }
    assert sum(counts.values()) == 340_908


def test_table_i_has_60_kernels_and_treats_the_maps_of_s2_alike() -> None:
    assert [len(row) for row in TABLE_I] == [3] * 6 + [4] * 9 + [6]
    assert all(sum(channel in row for row in TABLE_I) == 10 for channel in range(6))


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_architectures_are_found_by_their_own_names(name: str) -> None:
    assert architecture(name).name == name


def test_width_multiplies_the_feature_maps() -> None:
    assert lenet5(width=2).shapes[1] == (12, 28, 28)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(DigitRecognizerError, match="no network is called 'lenet6': .* lenet5"):
        architecture("lenet6")
