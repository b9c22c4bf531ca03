from itertools import product

import numpy as np
import pytest

from digit_recognizer.data.pen_canvas import CANVAS_SIDE, Cell, draw_strokes, place_strokes

SEVEN = [np.array([[0, 0], [4, 0], [1, 8]], float), np.array([[1, 4], [3, 4]], float)]
CELLS = [
    Cell(size, across, down, pen)
    for size, across, down, pen in product((50, 200), (0, 0.5, 1), (0, 0.5, 1), (8, 26))
]


@pytest.mark.parametrize("cell", CELLS)
def test_the_digit_has_the_size_and_stays_on_the_canvas(cell: Cell) -> None:
    points = np.concatenate(place_strokes(SEVEN, cell))
    assert np.ptp(points, axis=0).max() == pytest.approx(cell.size, abs=1)
    assert points.min() >= cell.pen_width / 2
    assert points.max() <= CANVAS_SIDE - cell.pen_width / 2
    assert (points == np.rint(points)).all()


def test_it_stands_where_the_cell_says() -> None:
    def middle(across: float, down: float) -> tuple[float, float]:
        points = np.concatenate(place_strokes(SEVEN, Cell(80, across, down, 10)))
        x, y = (points.min(axis=0) + points.max(axis=0)) / 2
        return float(x), float(y)

    assert middle(0.5, 0.5) == pytest.approx((140, 140), abs=1)
    assert middle(0, 1) == pytest.approx((29, 231), abs=1)


@pytest.mark.parametrize("pen", [8.0, 16.0, 26.0])
def test_a_line_is_as_wide_as_the_pen_and_smooth(pen: float) -> None:
    drawn = draw_strokes([np.array([[60, 100], [220, 130]], float)], pen)
    assert drawn.shape == (CANVAS_SIDE, CANVAS_SIDE)
    across = drawn[:, 140].sum() / 255 * np.cos(np.arctan2(30, 160))
    assert across == pytest.approx(pen, abs=0.7)
    assert len(np.unique(drawn)) > 5


def test_a_point_is_a_round_dot_at_its_place() -> None:
    drawn = draw_strokes([np.array([[40.0, 200.0]])], 20)
    rows, columns = np.nonzero(drawn)
    assert (rows.mean(), columns.mean()) == pytest.approx((200, 40), abs=0.6)
    assert drawn.sum() / 255 == pytest.approx(np.pi * 100, rel=0.1)


def test_what_reaches_over_the_edge_is_cut_off() -> None:
    assert draw_strokes([np.array([[-5.0, -5.0], [300, 300]])], 12).any()
