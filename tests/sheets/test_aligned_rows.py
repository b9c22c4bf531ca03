import cv2
import numpy as np
import pytest

from digit_recognizer import Recognizer
from digit_recognizer.recognizer.sheet_reading import page_reader
from digit_recognizer.sheets.aligned_rows import with_aligned_rows
from digit_recognizer.sheets.grids import Grid
from digit_recognizer.sheets.page_reading import PageReader
from digit_recognizer.sheets.table import Page
from digit_recognizer.sheets.unruled import Characters
from tests.sheets.drawn import Picture, blank, grid, write

COLUMNS, STEP = (80, 240, 470, 720), 62
TEXTS = [["205", "35", "46"], ["83", "", "57"], ["250", "7", "38"], ["24", "64", "30"]] * 2


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return page_reader(Recognizer())


def ledger(*, header: bool, texts: list[list[str]] | None = None) -> Picture:
    """Draw upright rules, and numbers below each other between them."""
    page = blank()
    texts = TEXTS if texts is None else texts
    bottom = 210 + STEP * len(texts)
    for x in COLUMNS:
        cv2.line(page, (x, 140), (x, bottom), 60, 2)
    for y in (140, 200, bottom) if header else ():
        cv2.line(page, (COLUMNS[0], y), (COLUMNS[-1], y), 60, 2)
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            down = 216 + STEP * row + (4, -3, 2)[(row + column) % 3]
            write(page, text, COLUMNS[column] + 30, down, 36)
    return page


def texts_of(page: Page) -> list[list[str]]:
    (table,) = page.tables
    return [[cell.text for cell in row] for row in table.cells]


def test_rows_below_a_header_are_told_by_the_words_in_them(reader: PageReader) -> None:
    page = reader.read(ledger(header=True))
    assert texts_of(page) == [["", "", ""], *TEXTS]
    assert "rows are not ruled" in str(page.tables[0].warning)


def test_upright_rules_alone_are_columns(reader: PageReader) -> None:
    assert texts_of(reader.read(ledger(header=False))) == TEXTS


def test_one_column_of_lines_is_no_table(reader: PageReader) -> None:
    notes = [["", "2503", ""]] * 8
    assert reader.read(ledger(header=False, texts=notes)).tables == ()


def test_a_tall_cell_with_lines_of_words_stays_one(reader: PageReader) -> None:
    notes = [["", "2503", ""]] * 8
    (table,) = reader.read(ledger(header=True, texts=notes)).tables
    assert len(table.cells) == 2


def test_the_second_line_of_a_double_rule_is_no_number(reader: PageReader) -> None:
    page = ledger(header=True)
    for x in COLUMNS[:-1]:
        page[140 : 210 + STEP * len(TEXTS), x + 5] = 70
    rows = texts_of(reader.read(page))
    assert np.array(rows).tolist() == [["", "", ""], *TEXTS]


def ruled(missing: int | None = None) -> Picture:
    """Draw a table whose rows are as high as each other; one rule is not printed."""
    page = blank()
    tops = [200 + STEP * row for row in range(len(TEXTS) + 1)]
    grid(page, [top for row, top in enumerate(tops) if row != missing], COLUMNS)
    for row, line in enumerate(TEXTS):
        for column, text in enumerate(line):
            down = tops[row] + 13 + (4, -3, 2)[(row + column) % 3]
            write(page, text, COLUMNS[column] + 30, down, 36)
    return page


@pytest.mark.parametrize("missing", [None, 3, 7])
def test_a_rule_that_is_not_found_costs_no_row(reader: PageReader, missing: int | None) -> None:
    assert texts_of(reader.read(ruled(missing))) == TEXTS


def test_a_row_as_high_as_two_with_one_line_of_words_stays_one(reader: PageReader) -> None:
    page = ruled(missing=3)
    page[200 + 3 * STEP + 4 : 200 + 4 * STEP - 4, COLUMNS[0] + 4 : COLUMNS[-1] - 4] = 240
    assert len(texts_of(reader.read(page))) == len(TEXTS) - 1


@pytest.mark.parametrize("quarters", [0, 1])
def test_groups_of_rows_are_parted_each_into_its_rows(reader: PageReader, quarters: int) -> None:
    page = ledger(header=True)
    for rows in (0, 4, 8):
        y = 210 + STEP * rows
        cv2.line(page, (COLUMNS[0], y), (COLUMNS[-1], y), 60, 2)
    assert texts_of(reader.read(np.rot90(page, quarters).copy()))[-8:] == TEXTS


def test_an_empty_row_of_a_ledger_is_a_row(reader: PageReader) -> None:
    texts = [*TEXTS[:3], ["", "", ""], *TEXTS[3:]]
    assert texts_of(reader.read(ledger(header=True, texts=texts))) == [["", "", ""], *texts]


def test_upright_lines_that_cross_each_other_are_no_failure() -> None:
    nodes = np.array([[(100, y), (300, y), (250, y), (500, y)] for y in (100, 900)], np.float64)
    owners = np.moveaxis(np.indices((1, 3)), 0, -1).astype(np.intp)
    boxes = [(x, y, 30, 40, 900) for y in range(150, 850, 80) for x in (120, 350)]
    table = np.array(boxes, np.int32)
    found = Characters(np.zeros((1000, 600), np.int32), table, np.arange(len(table)))
    parted = with_aligned_rows(Grid(nodes, owners, ()), {0: None}, found)
    assert parted.shape == (9, 3)
