import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digit_recognizer.inspection import (
    Snapshot,
    Sum,
    Unit,
    patterns,
    sum_of,
    take_snapshot,
    templates,
)
from digit_recognizer.lenet.architectures import ARCHITECTURES, TABLE_I
from digit_recognizer.lenet.bitmaps import DIGIT_BITMAPS
from digit_recognizer.nn.architecture import Architecture
from tests.inspection.networks import random_image, random_network
from tests.nn.engine.architectures import architectures


def total_of(found: Sum) -> float:
    return sum(term.total for term in found.terms) + (found.bias or 0)


def random_unit(snapshot: Snapshot, stage: int, generator: np.random.Generator) -> Unit:
    shape = snapshot.stages[stage].shape
    return Unit(stage, *(int(generator.integers(size)) for size in shape))


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_the_terms_and_the_bias_add_up_to_what_the_network_computes(name: str) -> None:
    snapshot = take_snapshot(random_network(name), random_image())
    generator = np.random.default_rng(0)
    for stage in range(1, len(snapshot.stages)):
        for _ in range(10):
            unit = random_unit(snapshot, stage, generator)
            found = sum_of(snapshot, unit)
            assert total_of(found) == pytest.approx(found.total, rel=1e-4, abs=1e-4)
            assert found.total == snapshot.sums[stage][unit.channel, unit.row, unit.column]
            assert found.value == snapshot.value(unit)


@given(architectures(), st.integers(0, 2**16))
@settings(max_examples=40)
def test_they_do_so_in_a_network_of_any_layers(described: Architecture, seed: int) -> None:
    margin = 2 * described.encoding.margin
    generator = np.random.default_rng(seed)
    shape = (described.input_shape[1] - margin, described.input_shape[2] - margin)
    image = generator.integers(0, 256, shape, dtype=np.uint8)
    snapshot = take_snapshot(random_network(described, seed), image)
    for stage in range(1, len(snapshot.stages)):
        found = sum_of(snapshot, random_unit(snapshot, stage, generator))
        assert total_of(found) == pytest.approx(found.total, rel=1e-3, abs=1e-3)


def test_squashing_the_sum_gives_the_value() -> None:
    snapshot = take_snapshot(random_network("lenet5"), random_image())
    found = sum_of(snapshot, Unit(1, 3, 5, 7))
    assert found.squashing is not None
    expected = found.squashing.amplitude * np.tanh(found.squashing.slope * found.total)
    assert found.value == pytest.approx(expected, rel=1e-5)


def test_a_unit_of_c1_multiplies_a_patch_of_the_input_with_its_kernel() -> None:
    network = random_network("lenet5")
    snapshot = take_snapshot(network, random_image())
    (term,) = sum_of(snapshot, Unit(1, 3, 5, 7)).terms
    kernels = network.views(network.parameters)["C1"]["kernels"]
    assert np.array_equal(term.inputs, snapshot.values[0][0, 5:10, 7:12])
    assert np.array_equal(term.weights, kernels[3, 0])
    assert np.array_equal(term.products, term.inputs * term.weights)


def test_a_unit_of_c3_has_a_term_for_each_map_that_table_i_gives_it() -> None:
    snapshot = take_snapshot(random_network("lenet5-1998"), random_image())
    for channel, row in enumerate(TABLE_I):
        terms = sum_of(snapshot, Unit(3, channel, 2, 2)).terms
        assert [term.channels for term in terms] == [(seen,) for seen in sorted(row)]


def test_single_values_make_one_term_of_many_channels() -> None:
    snapshot = take_snapshot(random_network("lenet5"), random_image())
    (term,) = sum_of(snapshot, Unit(6, 40)).terms
    assert term.channels == tuple(range(120))
    assert term.inputs.shape == (120,)


def test_distances_are_sums_of_squared_differences_from_a_bitmap() -> None:
    snapshot = take_snapshot(random_network("lenet5-1998"), random_image())
    found = sum_of(snapshot, Unit(7, 4))
    (term,) = found.terms
    assert found.bias is None
    assert np.array_equal(term.weights, np.array(DIGIT_BITMAPS[4]))
    assert np.array_equal(term.products, (term.inputs - term.weights) ** 2)


def test_the_input_sums_up_nothing() -> None:
    snapshot = take_snapshot(random_network("lenet5"), random_image())
    found = sum_of(snapshot, Unit(0, 0, 9, 9))
    assert found.terms == ()
    assert found.patch is None
    assert found.value == snapshot.values[0][0, 9, 9]


def test_patterns_are_there_where_the_output_measures_distances() -> None:
    image = random_image()
    found = patterns(take_snapshot(random_network("lenet5-1998"), image))
    assert found is not None
    assert np.array_equal(found, np.array(DIGIT_BITMAPS))
    assert patterns(take_snapshot(random_network("lenet5"), image)) is None


def test_the_templates_of_a_linear_network_are_what_its_sums_weigh_the_image_with() -> None:
    snapshot = take_snapshot(random_network("linear"), random_image())
    found = templates(snapshot)
    assert found is not None
    assert found.shape == (10, 28, 28)
    for digit in range(10):
        [term] = sum_of(snapshot, Unit(1, digit)).terms
        np.testing.assert_array_equal(term.weights, found[digit])


@pytest.mark.parametrize("name", ["lenet5", "lenet5-1998", "300-100"])
def test_where_layers_lie_between_there_are_no_templates(name: str) -> None:
    assert templates(take_snapshot(random_network(name), random_image())) is None
