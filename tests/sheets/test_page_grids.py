import cv2
import numpy as np

from digit_recognizer.sheets.page_cells import find_cells
from digit_recognizer.sheets.page_grids import PageGrids, grids_of_page
from digit_recognizer.sheets.rules import darkness
from tests.sheets.drawn import Picture, blank, grid, write

STEP = 25


def squared() -> Picture:
    page = blank()
    page[40:961:STEP, 20:781] = page[40:961, 20:781:STEP] = 205
    return page


def found(page: Picture) -> PageGrids:
    large = cv2.resize(page, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC)
    return grids_of_page(darkness(np.asarray(large, np.uint8), 1 / 130))


def test_squared_paper_is_no_table() -> None:
    grids, squares = found(squared())
    assert grids == []
    assert len(squares) > 60


def test_a_table_drawn_on_squared_paper_is_one() -> None:
    page = squared()
    grid(page, [290, 365, 440, 515], [120, 320, 520, 720], grey=60, thickness=3)
    grids, squares = found(page)
    assert [each.shape for each in grids] == [(3, 3)]
    assert squares


def test_a_table_of_small_cells_with_a_column_for_names_is_one() -> None:
    page = blank()
    grid(page, list(range(100, 551, 30)), [60, 200, *range(230, 651, 30)], grey=150)
    grids, squares = found(page)
    assert [each.shape for each in grids] == [(15, 16)]
    assert squares == [] or len(grids) == 1


def test_numbers_in_columns_on_squared_paper_are_a_table() -> None:
    page = squared()
    for row in range(5):
        for column, left in enumerate((100, 300, 520)):
            write(page, str(207 + 61 * row + 7 * column), left, 247 + 75 * row)
    ink = find_cells(page, lambda images: np.full((len(images), 10), 0.1))
    assert [each.grid.shape for each in ink.grids] == [(5, 3)]


def test_a_column_for_names_that_is_not_the_first_tells_a_table_from_squares() -> None:
    page = blank()
    grid(page, list(range(100, 551, 30)), [60, 90, 200, *range(230, 651, 30)], grey=150)
    grids, squares = found(page)
    assert [each.shape for each in grids] == [(15, 17)]
    assert squares == []


def test_a_line_by_pen_along_one_of_the_paper_is_there() -> None:
    page = squared()
    grid(page, [290, 366, 440, 515], [120, 320, 520, 720], grey=60, thickness=4)
    cv2.line(page, (120, 366), (720, 363), 60, 4)
    assert [each.shape for each in found(page).grids] == [(3, 3)]
