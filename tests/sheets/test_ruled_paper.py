import cv2
import numpy as np
import pytest

from digit_recognizer.sheets.page_grids import grids_of_page
from digit_recognizer.sheets.rules import darkness
from tests.sheets.drawn import Picture, blank, grid, write

STEP = 50


def notebook(columns: list[int]) -> Picture:
    """Draw ruled paper with a margin, and upright lines by pen over a part of it."""
    page = blank()
    page[100:960:STEP, 20:780] = 200
    page[20:980, 60] = 190
    for x in columns:
        cv2.line(page, (x, 200), (x, 600), 60, 3)
    return page


def shapes(page: Picture) -> list[tuple[int, int]]:
    large = cv2.resize(page, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC)
    return [
        each.shape for each in grids_of_page(darkness(np.asarray(large, np.uint8), 1 / 130)).grids
    ]


@pytest.mark.parametrize("left", [100, 300])
def test_a_table_on_ruled_paper_is_what_was_drawn(left: int) -> None:
    assert shapes(notebook([left, left + 150, left + 300])) == [(8, 2)]


def test_beside_it_there_is_a_column_where_something_is_written() -> None:
    page = notebook([250, 400, 550])
    for row in range(8):
        write(page, str(217 + row), 120, 206 + STEP * row, 38)
    assert shapes(page) == [(8, 3)]


def test_a_printed_table_keeps_its_outer_columns() -> None:
    page = blank()
    grid(page, range(100, 701, STEP), [60, 740], grey=150)
    for x in (200, 400, 600):
        cv2.line(page, (x, 100), (x, 700), 60, 3)
    assert shapes(page) == [(12, 4)]
