"""Pen strokes as ink: the pen, the place and the size they were drawn with do not matter."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_recognizer.data.pendigits import read_pendigits
from digit_recognizer.ink import StrokeError, normalize, render_strokes
from digit_recognizer.ink.thickness import stroke_width

SEVEN = [np.array([[0, 0], [50, 0], [22, 90]]), np.array([[12, 45], [48, 42]])]


def seen(strokes: list[NDArray[np.float64]], pen_width: float | None = None) -> NDArray[np.int64]:
    ink = render_strokes(strokes, pen_width=pen_width)
    assert ink is not None
    return normalize(ink).astype(np.int64)


def test_the_pen_is_as_thick_as_mnists() -> None:
    widths = stroke_width(seen(SEVEN).astype(np.uint8))
    assert widths == pytest.approx(2.36, abs=0.3)


@given(
    x=st.integers(-10_000, 10_000),
    y=st.integers(-10_000, 10_000),
    scale=st.floats(1e-3, 1e3),
    pen_width=st.one_of(st.none(), st.floats(1, 40)),
)
@settings(deadline=None)
def test_place_size_and_pen_do_not_matter(
    x: int, y: int, scale: float, pen_width: float | None
) -> None:
    moved = [stroke + np.array([x, y]) for stroke in SEVEN]
    np.testing.assert_array_equal(seen(moved, pen_width), seen(SEVEN))
    scaled = [stroke * scale for stroke in SEVEN]
    width = None if pen_width is None else pen_width * scale
    assert np.abs(seen(scaled, width) - seen(SEVEN)).mean() < 1


def test_real_writers_digits_look_the_same_everywhere(shared_data: Path) -> None:
    digits = read_pendigits(shared_data / "pendigits" / "pendigits-orig.tra.gz")[::150]
    for digit in digits:
        there = seen(list(digit.strokes))
        for scale, x, y in [(0.05, 3.3, 7.1), (0.4, 300, 20), (2.0, -900, 40)]:
            elsewhere = seen([stroke * scale + np.array([x, y]) for stroke in digit.strokes])
            assert np.abs(elsewhere - there).mean() < 1
        assert there.max() > 250


def test_the_digit_fills_the_box() -> None:
    rows, _ = np.nonzero(seen(SEVEN))
    assert np.ptp(rows) + 1 == 20


@pytest.mark.parametrize(
    ("strokes", "pen_width"),
    [
        ([np.array([[5, 5]])], None),
        ([np.array([[5, 5], [5, 5]])], 3.0),
        ([np.array([[5, 5], [6, 6]])], 9.0),
    ],
    ids=["one point", "one point twice", "smaller than the pen"],
)
def test_a_dot_is_round(strokes: list[NDArray[np.float64]], pen_width: float | None) -> None:
    dot = seen(strokes, pen_width)
    assert (dot > 127).sum() == pytest.approx(np.pi * 10**2, rel=0.05)
    np.testing.assert_allclose(dot[4:24, 4:24], dot[4:24, 4:24].T, atol=1)


def test_a_straight_line_is_drawn() -> None:
    rows, columns = np.nonzero(seen([np.array([[0, 0], [0, 9]])]) > 60)
    assert np.ptp(rows) + 1 == 20
    assert np.ptp(columns) + 1 in (2, 3)


@pytest.mark.parametrize("strokes", [[], [np.empty((0, 2))], [[]]])
def test_without_a_point_there_is_no_ink(strokes: list[NDArray[np.float64]]) -> None:
    assert render_strokes(strokes) is None


def test_lists_and_tuples_are_strokes_too() -> None:
    np.testing.assert_array_equal(
        render_strokes([[(0, 0), (5, 9)]]), render_strokes([np.array([[0.0, 0.0], [5.0, 9.0]])])
    )


@pytest.mark.parametrize(
    ("strokes", "said"),
    [
        ([[(0, 0)], [(0, 0, 1)]], r"Stroke 1 must have shape \(n, 2\).* it has shape \(1, 3\)"),
        ([[0, 1]], r"Stroke 0 must have shape \(n, 2\).* it has shape \(2,\)"),
        ([[(0, np.nan)]], "Stroke 0 must have finite coordinates"),
        ([[(0, 0)], [(0, np.inf)]], "Stroke 1 must have finite coordinates"),
        ([[(0, 1e200), (0, -1e200)]], "beyond 1e100"),
        ([[("a", "b")]], "Stroke 0 must be an array of numbers"),
        ([[(0, 0), (1,)]], "Stroke 0 must be an array of numbers"),
    ],
)
def test_what_is_no_stroke_is_refused(strokes: list[list[tuple[float, ...]]], said: str) -> None:
    with pytest.raises(StrokeError, match=said):
        render_strokes(strokes)


class Raising:
    """An array's likeness that cannot become one."""

    def __array__(self, *_: object, **__: object) -> NDArray[np.float64]:
        raise KeyError("no array")


@pytest.mark.parametrize(
    "strokes",
    [
        None,
        7,
        "seven",
        b"seven",
        {"x": 1},
        (stroke for stroke in SEVEN),
        [None],
        [[None]],
        [[(0, None)]],
        [[("1", "2")]],
        [[(0, 1j)]],
        [np.array([[0, 1j]])],
        [{(0, 0): 1}],
        [Raising()],
        [np.zeros((3, 2), "timedelta64[s]")],
        [np.zeros((3, 2), "datetime64[s]")],
        [np.zeros(3, [("x", float), ("y", float)])],
        [np.ma.masked_array(np.zeros((2, 2)), [[True, False], [False, False]])],
        [[(1e308, -1e308)]],
        [[(10**400, 0)]],
        [[(np.longdouble("1e4000"), 0)]],
        np.float64(3),
        np.array(None),
        np.array(3.0),
    ],
    ids=lambda each: type(each).__name__,
)
def test_strokes_of_a_wrong_kind_are_refused(strokes: Any) -> None:
    with pytest.raises(StrokeError, match=r"Stroke \d must|The strokes must"):
        render_strokes(strokes)


@pytest.mark.parametrize("size", [5e-324, 1e-310, 1e-200])
def test_a_drawing_without_an_extent_is_a_dot(size: float) -> None:
    np.testing.assert_array_equal(
        seen([np.array([[0, 0], [size, size]])]), seen([np.zeros((1, 2))])
    )


numbers = (
    st.floats(allow_subnormal=True) | st.integers() | st.none() | st.text() | st.complex_numbers()
)


@given(
    strokes=st.recursive(
        numbers, lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner), max_leaves=12
    ),
    pen_width=numbers,
)
@settings(max_examples=200, deadline=None)
def test_anything_is_drawn_or_refused(strokes: Any, pen_width: Any) -> None:
    try:
        ink = render_strokes(strokes, pen_width=pen_width)
    except StrokeError:
        return
    assert ink is None or ink.max() == 255


@pytest.mark.parametrize(
    "pen_width",
    [
        *(0, -1, np.nan, np.inf, 1j, "2", [2.0], 10**400, -(10**400), 1e101),
        *(np.timedelta64(3, "s"), np.datetime64("2026-11-26"), np.longdouble("1e4000")),
    ],
)
def test_an_impossible_pen_is_refused(pen_width: Any) -> None:
    with pytest.raises(StrokeError, match="The pen width must be a number above zero"):
        render_strokes(SEVEN, pen_width=pen_width)


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.longdouble, np.int8, np.uint64])
def test_a_pen_of_any_type_of_number_draws_alike(kind: type) -> None:
    with warnings.catch_warnings(action="error"):
        huge = [stroke * 1e90 for stroke in SEVEN]
        drawn = render_strokes(huge, pen_width=kind(3))
    np.testing.assert_array_equal(drawn, render_strokes(huge))


@given(
    points=st.lists(
        st.tuples(st.floats(-1e90, 1e90), st.floats(-1e90, 1e90)), min_size=1, max_size=20
    )
)
@settings(max_examples=60, deadline=None)
def test_any_finite_points_can_be_drawn(points: list[tuple[float, float]]) -> None:
    ink = render_strokes([points])
    assert ink is not None
    assert max(ink.shape) <= 210
    assert normalize(ink).max() > 0
