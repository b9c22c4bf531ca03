import cv2
import numpy as np
import pytest

from digit_recognizer import Recognizer
from digit_recognizer.numbers import cell_reader
from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.sheets.opening import SheetError
from digit_recognizer.sheets.page_cells import find_cells
from digit_recognizer.sheets.page_reading import PageReader
from tests.sheets.drawn import Picture, blank, grid, write

ROWS, COLUMNS = [100, 160, 220, 280, 340], [80, 300, 520, 740]
TEXTS = [["207", "35", "462"], ["83", "", "57"], ["250", "7", "38"], ["", "642", "307"]]


@pytest.fixture(scope="module")
def reader() -> PageReader:
    recognizer = Recognizer()
    numbers = NumberReader(recognizer.predict_proba, recognizer.rule)
    return PageReader(numbers, recognizer.predict_proba)


def filled() -> Picture:
    page = blank()
    grid(page, ROWS, COLUMNS)
    for row, texts in zip(ROWS, TEXTS, strict=False):
        for left, text in zip(COLUMNS, texts, strict=False):
            write(page, text, left + 30, row + 10)
    return page


def photographed(page: Picture) -> Picture:
    """Return the page on a dark table, seen from the side, with a shadow."""
    height, width = page.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([[90, 60], [850, 120], [900, 1130], [40, 1080]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    photograph = cv2.warpPerspective(page, matrix, (960, 1200), borderValue=30)
    shadow = np.linspace(0.55, 1, 960)[None]
    return np.asarray(np.rint(photograph * shadow), np.uint8)


def test_a_table_is_read_cell_by_cell(reader: PageReader) -> None:
    (table,) = reader.read(filled()).tables
    assert table.texts() == TEXTS


def test_a_cell_without_ink_is_empty_and_one_with_digits_a_number(reader: PageReader) -> None:
    (table,) = reader.read(filled()).tables
    states = [["number" if text else "empty" for text in row] for row in TEXTS]
    assert table.states() == states


@pytest.mark.parametrize("quarters", range(4))
def test_a_page_may_be_turned_by_quarters(reader: PageReader, quarters: int) -> None:
    (table,) = reader.read(np.rot90(filled(), quarters).copy()).tables
    assert table.texts() == TEXTS


def test_a_photograph_from_the_side_with_a_shadow_is_read(reader: PageReader) -> None:
    (table,) = reader.read(photographed(filled())).tables
    assert table.texts() == TEXTS


def test_the_box_of_a_cell_is_where_it_is_in_the_photograph(reader: PageReader) -> None:
    page = filled()
    (table,) = reader.read(page).tables
    expected = [(300, 160), (520, 160), (520, 220), (300, 220)]
    assert np.abs(np.array(table.cells[1][1].box) - expected).max() < 3


def test_ink_that_hangs_over_a_rule_belongs_to_the_cell_of_most_of_it(reader: PageReader) -> None:
    page = blank()
    grid(page, ROWS, COLUMNS)
    write(page, "5", 120, 124)
    (table,) = reader.read(page).tables
    assert [row[0].text for row in table.cells] == ["5", "", "", ""]


def test_a_merged_cell_stands_in_all_of_its_places(reader: PageReader) -> None:
    page = blank()
    grid(page, ROWS, COLUMNS)
    page[104:156, 290:310] = 240
    write(page, "42", 260, 110)
    (table,) = reader.read(page).tables
    assert table.cells[0][0] is table.cells[0][1]
    assert (table.cells[0][0].column_span, table.cells[0][0].text) == (2, "42")


def test_rules_broken_into_pieces_that_cross_one_other_or_none_make_a_table(
    reader: PageReader,
) -> None:
    page = filled()
    for number, y in enumerate(ROWS):
        for x in range(150 + 20 * number, 740, 110):
            page[y - 3 : y + 4, x : x + 9] = 240
    for number, x in enumerate(COLUMNS):
        for y in range(130 + 12 * number, 340, 90):
            page[y : y + 8, x - 3 : x + 4] = 240
    (table,) = reader.read(page).tables
    assert [len(row) for row in table.cells] == [3, 3, 3, 3]
    assert [row[0].text for row in table.cells] == ["207", "83", "250", ""]


def test_boxes_that_are_no_table_are_fields_in_the_order_of_reading(reader: PageReader) -> None:
    page = blank()
    grid(page, [100, 160], [80, 200, 320])
    grid(page, [98, 158], [500, 620])
    grid(page, [300, 360], [80, 200])
    for left, top, digit in ((110, 110, "2"), (240, 110, "3"), (540, 108, "5"), (110, 310, "7")):
        write(page, digit, left, top)
    read = reader.read(page)
    assert not read.tables
    assert [field.cell.text for field in read.fields] == ["2", "3", "5", "7"]


def test_beside_its_blank_form_only_what_differs_is_ink(reader: PageReader) -> None:
    form = blank()
    grid(form, ROWS, COLUMNS)
    for row, name in zip(ROWS, ("Ada", "Bob", "Cleo", "Dan"), strict=False):
        cv2.putText(form, name, (100, row + 40), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 40, 2)
        cv2.putText(form, f"marks of {name}", (180, 400 + row), cv2.FONT_HERSHEY_PLAIN, 2, 40, 2)
    page = form.copy()
    write(page, "57", 340, 112)
    read = reader.read(photographed(page), blank=find_cells(form, None))
    (table,) = read.tables
    assert table.texts()[0] == ["", "57", ""]
    assert table.states()[0] == ["other", "number", "empty"]


def test_another_form_is_an_error_in_words(reader: PageReader) -> None:
    with pytest.raises(SheetError, match="page 1: expected the blank form, filled in"):
        reader.read(filled(), blank=find_cells(blank(), None))


def test_a_point_between_digits_is_read(reader: PageReader) -> None:
    page = blank()
    grid(page, ROWS, COLUMNS)
    write(page, "25", 100, 110)
    write(page, "7", 170, 110)
    cv2.circle(page, (165, 143), 3, 40, -1)
    (table,) = reader.read(page).tables
    assert table.cells[0][0].text == "25.7"


def test_a_column_may_have_a_format(reader: PageReader) -> None:
    (table,) = reader.read(filled(), formats={"1": "digits:3"}).tables
    assert {row[0].format for row in table.cells} == {"digits:3"}
    assert table.cells[0][0].text == "207"


def test_a_page_without_rules_has_no_tables(reader: PageReader) -> None:
    read = reader.read(blank())
    assert (read.tables, read.fields) == ((), ())


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (30, 30)])
def test_the_smallest_pictures_are_pages_without_tables(
    reader: PageReader, shape: tuple[int, int]
) -> None:
    assert not reader.read(np.full(shape, 200, np.uint8)).tables


@pytest.mark.parametrize("shape", [(1, 4400), (4400, 1), (1, 1)])
def test_a_page_as_thin_as_a_pixel_has_no_table(reader: PageReader, shape: tuple[int, int]) -> None:
    assert not reader.read(np.full(shape, 200, np.uint8)).tables


def test_what_is_left_of_a_page_with_too_much_ink_is_doubtful(
    reader: PageReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cell_reader, "_AT_ONCE", 3)
    monkeypatch.setattr(cell_reader, "_MOST_SEGMENTS", 1)
    (table,) = reader.read(filled()).tables
    assert table.texts() == [TEXTS[0], *[["", "", ""]] * 3]
    assert table.states()[1] == ["doubtful", "empty", "doubtful"]
    assert "more ink" in str(table.cells[1][0].doubt)
