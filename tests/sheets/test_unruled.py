import cv2
import numpy as np
import pytest

from digit_recognizer import Recognizer
from digit_recognizer.recognizer.sheet_reading import page_reader
from digit_recognizer.sheets.grids import Grid
from digit_recognizer.sheets.page_reading import PageReader
from digit_recognizer.sheets.rules import darkness
from digit_recognizer.sheets.unruled import unruled_tables
from tests.sheets.drawn import Picture, blank, grid, write

LEFTS = (100, 300, 520)
TEXTS = [["207", "35", "462"], ["83", "", "57"], ["250", "7", "38"], ["24", "642", "307"]]


def page_of(texts: list[list[str]], lefts: tuple[int, ...] = LEFTS, step: int = 75) -> Picture:
    """Write numbers in rows and columns, without a rule, a little up and down."""
    page = blank()
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            down = 250 + step * row + (7, -6, 3)[(row + column) % 3]
            write(page, text, lefts[column] + 8 * (row % 2), down)
    return page


def letter() -> Picture:
    page = blank()
    for row in range(14):
        text = "Dear Ann, the 12 sheets of May are here, 3 are lost"[row : row + 38]
        cv2.putText(page, text, (60, 150 + 45 * row), cv2.FONT_HERSHEY_SIMPLEX, 1, 40, 2)
    return page


def tables(page: Picture) -> list[Grid]:
    return unruled_tables(page, darkness(page, 1 / 60), [])


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return page_reader(Recognizer())


def test_numbers_that_stand_in_rows_and_columns_are_a_table() -> None:
    (found,) = tables(page_of(TEXTS))
    assert found.shape == (4, 3)
    assert found.lines == ()
    assert 200 < found.nodes[0, 1, 0] < 300
    assert 290 < found.nodes[1, 0, 1] < 325


@pytest.mark.parametrize("lean", [-0.025, 0.025])
def test_rows_may_lean(lean: float) -> None:
    page = page_of(TEXTS)
    matrix = np.array([[1, 0, 0], [lean, 1, 0]])
    leaning = cv2.warpAffine(page, matrix, page.shape[::-1], borderValue=240)
    (found,) = tables(np.asarray(leaning, np.uint8))
    assert found.shape == (4, 3)


def test_a_title_above_is_no_row() -> None:
    page = page_of(TEXTS)
    cv2.putText(page, "Meter readings", (100, 150), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 40, 2)
    (found,) = tables(page)
    assert found.shape == (4, 3)


def test_an_empty_row_is_a_row_of_the_table() -> None:
    (found,) = tables(page_of([*TEXTS[:3], ["", "", ""], *TEXTS[3:], *TEXTS]))
    assert found.shape == (9, 3)


def test_a_line_of_print_two_rows_above_is_no_row() -> None:
    page = page_of(TEXTS)
    cv2.putText(page, "Meter readings", (100, 135), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 40, 2)
    (found,) = tables(page)
    assert found.shape == (4, 3)


def test_a_desk_with_a_grain_is_no_column() -> None:
    page = page_of(TEXTS)
    grain = np.random.default_rng(1).integers(20, 70, (1000, 60), np.uint8)
    page[:, :60] = cv2.GaussianBlur(grain, (0, 0), 6)
    (found,) = tables(page)
    assert found.shape == (4, 3)


def test_two_rows_or_one_column_are_no_table() -> None:
    assert tables(page_of(TEXTS[:2])) == []
    assert tables(page_of([[line[0]] for line in TEXTS])) == []


def test_more_cells_than_a_sheet_has_are_print() -> None:
    page = blank(1600, 1600)
    for row in range(28):
        for column in range(25):
            place = (40 + 62 * column, 80 + 54 * row)
            cv2.putText(
                page, str((row * column) % 90 + 10), place, cv2.FONT_HERSHEY_PLAIN, 2, 40, 2
            )
    assert tables(page) == []
    assert tables(page[:, :800])


def test_it_is_read_and_says_that_no_rule_parts_it(reader: PageReader) -> None:
    (table,) = reader.read(page_of(TEXTS)).tables
    assert table.texts()[0] == TEXTS[0]
    assert table.states()[1][1] == "empty"
    assert table.warning is not None
    assert "not ruled" in table.warning


@pytest.mark.parametrize("quarters", [1, 2])
def test_it_may_be_turned(reader: PageReader, quarters: int) -> None:
    (table,) = reader.read(np.rot90(page_of(TEXTS), quarters).copy()).tables
    assert table.texts()[0] == TEXTS[0]


def test_a_column_of_labels_beside_one_of_numbers_is_a_table(reader: PageReader) -> None:
    page = page_of([["", text] for text in ("207", "35", "462", "83", "57")])
    for row, name in enumerate(("Ann", "Bob", "Eve", "Ivan", "Mo")):
        cv2.putText(page, name, (100, 285 + 75 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 40, 2)
    (table,) = reader.read(page).tables
    assert [row[1] for row in table.texts()] == ["207", "35", "462", "83", "57"]


def test_it_may_stand_below_one_with_rules(reader: PageReader) -> None:
    page = page_of(TEXTS)
    grid(page, [60, 120, 180], [100, 300, 500])
    write(page, "47", 140, 70)
    assert [len(table.cells) for table in reader.read(page).tables] == [2, 4]


def test_columns_between_a_few_level_rules_are_told_by_the_words(reader: PageReader) -> None:
    texts = [[text[:2] for text in row] for row in (*TEXTS, *TEXTS)]
    page = page_of(texts, lefts=(100, 320, 410))
    for y in (235, 310, 850):
        cv2.line(page, (90, y), (500, y), 60, 2)
    assert [each.grid.shape for each in reader.page_ink(page).grids] == [(8, 3)]


def test_a_letter_is_no_table(reader: PageReader) -> None:
    assert reader.read(letter()).tables == ()
