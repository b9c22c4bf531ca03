"""Every unit has a place of its own, in windows and networks of any size."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PyQt6.QtCore import QRectF

from digit_recognizer.app.inside.arrangement import HEADING, arrange, grid_columns
from digit_recognizer.inspection import Patch, Unit, stages_of
from digit_recognizer.lenet.architectures import architecture, lenet5
from digit_recognizer.nn.architecture import Architecture
from tests.nn.engine.architectures import architectures

AREAS = st.builds(QRectF, st.just(8.0), st.just(8.0), st.integers(760, 2500), st.integers(280, 900))
NAMES = ("lenet5", "lenet5-1998")


@given(AREAS, st.sampled_from(NAMES))
@settings(max_examples=50)
def test_all_lies_inside_and_apart_from_left_to_right(area: QRectF, name: str) -> None:
    found = arrange(stages_of(architecture(name)), area)
    areas = [column.area for column in found.columns]
    assert all(area.adjusted(-1, -1, 1, 1).contains(each) for each in [*areas, found.canvas])
    assert all(left.right() < right.left() for left, right in pairwise(areas))
    assert not found.canvas.intersects(areas[0].adjusted(0, -HEADING, 0, 0))
    for column in found.columns:
        pairs = combinations(column.tiles, 2)
        inner = ((a.adjusted(0.01, 0.01, -0.01, -0.01), b) for a, b in pairs)
        assert not any(a.intersects(b) for a, b in inner)


@given(AREAS, st.sampled_from(NAMES), st.integers(0, 2**16))
@settings(max_examples=50)
def test_a_unit_is_found_where_it_stands(area: QRectF, name: str, seed: int) -> None:
    stages = stages_of(architecture(name))
    found = arrange(stages, area)
    generator = np.random.default_rng(seed)
    for number, stage in enumerate(stages):
        unit = Unit(number, *(int(generator.integers(size)) for size in stage.shape))
        assert found.unit_at(found.unit_rect(unit).center()) == unit


@given(architectures())
@settings(max_examples=50)
def test_a_network_of_any_layers_has_its_place(described: Architecture) -> None:
    stages = stages_of(described)
    found = arrange(stages, QRectF(0, 0, 1000, 400))
    for column, stage in zip(found.columns, stages, strict=True):
        assert (len(column.tiles), column.rows, column.columns) == stage.shape
        assert column.area.right() <= 1001
        assert all(tile.width() > 0 and tile.height() > 0 for tile in column.tiles)


def test_a_patch_covers_its_units_in_each_of_its_maps() -> None:
    found = arrange(stages_of(lenet5()), QRectF(0, 0, 1000, 400))
    first, second = found.patch_rects(1, Patch((0, 3), 4, 6, 5, 5))
    assert first.topLeft() == found.unit_rect(Unit(1, 0, 4, 6)).topLeft()
    corner = found.unit_rect(Unit(1, 3, 8, 10)).bottomRight()
    assert (second.right(), second.bottom()) == pytest.approx((corner.x(), corner.y()))


def test_a_full_grid_is_chosen_where_there_is_one() -> None:
    assert {count: grid_columns(count) for count in (1, 7, 37, 84, 120)} == {
        1: 1,
        7: 2,
        37: 5,
        84: 7,
        120: 8,
    }


@given(AREAS)
@settings(max_examples=50)
def test_the_ten_templates_of_a_linear_network_fill_what_lies_between(area: QRectF) -> None:
    found = arrange(stages_of(architecture("linear")), area)
    assert len(found.templates) == 10
    first, last = (column.area for column in found.columns)
    for template in found.templates:
        assert area.contains(template)
        assert first.right() < template.left()
        assert template.right() < last.left()
        assert template.width() == pytest.approx(template.height())
        assert template.width() >= 40
    assert not any(a.intersects(b) for a, b in combinations(found.templates, 2))
    for digit, template in enumerate(found.templates):
        assert found.unit_at(template.center()) == Unit(1, digit)


@pytest.mark.parametrize("name", ["lenet5", "lenet5-1998", "300-100", "lenet1"])
def test_only_a_linear_network_has_templates(name: str) -> None:
    assert not arrange(stages_of(architecture(name)), QRectF(0, 0, 1000, 400)).templates
