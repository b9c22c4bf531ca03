"""A form read from a photograph: nothing missed, nothing shifted, nothing wrong and unmarked."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.recognizer import Recognizer
from digit_recognizer.sheets.forms.code import without_texts
from digit_recognizer.sheets.forms.finding import find_form
from digit_recognizer.sheets.forms.form import Form, form_from_toml
from digit_recognizer.sheets.forms.placing import Box, place
from digit_recognizer.sheets.forms.reading import read_form
from digit_recognizer.sheets.table import Page
from tools.paper import ANGLES, photographed, print_and_fill

FORM = form_from_toml("""
title = "Class 4b"
[[fields]]
name = "Date"
format = "date:dmy"
[[fields]]
name = "Temperature"
format = "decimal"
[[tables]]
name = "Marks"
rows = ["Ann", "Bob", "Eve"]
columns = [{ name = "1", format = "digits:2" }, { name = "total", format = "digits:3" }]
""")
DAY = date(2024, 11, 26)
WRITTEN = ["26.11.2024", "21.5", "53", "185", "65", "829", "", "517"]
BOXES = [each.box for each in place(FORM)[0].boxes if each.format is not None]


@pytest.fixture(scope="module")
def numbers() -> NumberReader:
    recognizer = Recognizer()
    return NumberReader(recognizer.predict_proba, recognizer.rule)


def written(texts: list[str], boxes: list[Box] = BOXES) -> dict[Box, str]:
    return {box: text for box, text in zip(boxes, texts, strict=True) if text}


def read(photograph: np.ndarray, numbers: NumberReader, given: Form | None = None) -> Page:
    found = find_form(photograph)
    assert found is not None
    return read_form(photograph, found, numbers, given=given)


@pytest.mark.parametrize("angle", [ANGLES[1], ANGLES[5]], ids=str)
def test_all_fields_are_found_and_read_or_doubted(
    angle: tuple[float, float, float], numbers: NumberReader, tmp_path: Path
) -> None:
    paper = print_and_fill(FORM, written(WRITTEN), tmp_path)
    page = read(photographed(paper, angle, np.random.default_rng(2), size=(2000, 1500)), numbers)
    assert [field.name for field in page.fields] == ["Date", "Temperature"]
    (table,) = page.tables
    assert table.name == "Marks"
    assert table.texts()[0] == ["", "1", "total"]
    assert [row[0] for row in table.texts()] == ["", "Ann", "Bob", "Eve"]
    cells = [field.cell for field in page.fields]
    cells += [cell for row in table.cells[1:] for cell in row[1:]]
    assert [cell.state == "empty" for cell in cells] == [not text for text in WRITTEN]
    for cell, text in zip(cells, WRITTEN, strict=True):
        # A date is right if it is that day: its marks may be read as others.
        is_day = text == WRITTEN[0] and cell.value == DAY
        assert cell.state == "doubtful" or cell.text == text or is_day
    assert sum(cell.state == "number" for cell in cells) >= 5


def test_a_form_whose_code_has_no_room_for_texts_is_read_by_place(
    numbers: NumberReader, tmp_path: Path
) -> None:
    rows = ", ".join(f'"{n * 7919:x} pupil {n * 104729:x}"' for n in range(1, 25))
    form = form_from_toml(
        f'title = "x"\n[[tables]]\nrows = [{rows}]\ncolumns = [{{name = "a", format = "digits:2"}}]'
    )
    boxes = [each.box for each in place(form)[0].boxes if each.format is not None]
    paper = print_and_fill(form, {boxes[20]: "37"}, tmp_path)
    found = find_form(paper)
    assert found is not None
    assert found.code.form == without_texts(form)
    for given, label in ((None, ""), (form, form.tables[0].rows[20])):
        (table,) = read(paper, numbers, given).tables
        assert table.texts()[21] == [label, "37"]
        assert sum(text != "" for row in table.texts()[1:] for text in row[1:]) == 1


def test_a_table_whose_rules_are_not_where_they_should_be_is_doubted(
    numbers: NumberReader, tmp_path: Path
) -> None:
    paper = print_and_fill(FORM, written(WRITTEN), tmp_path)
    found = find_form(paper)
    assert found is not None
    paper[500:1100] = np.roll(paper[500:1100], 32, axis=0)  # the table slips by four millimetres
    page = read_form(paper, found, numbers)
    states = {state for row in page.tables[0].states()[1:] for state in row[1:]}
    assert states == {"doubtful"}


def test_what_is_no_number_in_a_box_for_numbers_is_doubted(
    numbers: NumberReader, tmp_path: Path
) -> None:
    paper = print_and_fill(FORM, {}, tmp_path)
    left, top, right, bottom = (round(8 * side) for side in BOXES[2])
    rows, columns = np.mgrid[top + 12 : bottom - 12, left + 12 : right - 12]
    paper[top + 12 : bottom - 12, left + 12 : right - 12][(rows + columns) % 17 < 5] = 30
    cell = read(paper, numbers).tables[0].cells[1][1]
    assert cell.state == "doubtful"


def test_a_field_that_is_blackened_is_doubted(numbers: NumberReader, tmp_path: Path) -> None:
    paper = print_and_fill(FORM, {}, tmp_path)
    left, top, right, bottom = (round(8 * side) for side in BOXES[1])
    paper[top + 3 : bottom - 3, left + 3 : right - 3] = 20
    date, temperature = read(paper, numbers).fields
    assert (date.cell.state, temperature.cell.state) == ("empty", "doubtful")


def test_paper_that_is_a_little_bowed_does_no_harm(numbers: NumberReader, tmp_path: Path) -> None:
    """The middle of the page lies a millimetre beside where flat paper has it."""
    import cv2

    paper = print_and_fill(FORM, written(WRITTEN), tmp_path)
    height, width = paper.shape
    columns, rows = np.meshgrid(np.arange(width), np.arange(height))
    bow = 8 * np.sin(np.pi * columns / width) * np.sin(np.pi * rows / height)
    bowed = cv2.remap(
        paper, columns.astype(np.float32), (rows + bow).astype(np.float32), cv2.INTER_LINEAR
    )
    page = read(np.asarray(bowed, np.uint8), numbers)
    (table,) = page.tables
    for row, texts in zip(
        table.cells[1:], (["53", "185"], ["65", "829"], ["", "517"]), strict=True
    ):
        for cell, text in zip(row[1:], texts, strict=True):
            assert cell.text == text or cell.state == "doubtful"
    assert sum(cell.state == "number" for row in table.cells for cell in row) >= 4


def test_formats_that_are_asked_for_count_before_those_printed(
    numbers: NumberReader, tmp_path: Path
) -> None:
    paper = print_and_fill(FORM, written(WRITTEN), tmp_path)
    found = find_form(paper)
    assert found is not None
    formats = {"Date": "words", "Marks: total": "integer", "1": "digits"}
    page = read_form(paper, found, numbers, formats=formats)
    assert [field.cell.format for field in page.fields] == ["words", "decimal"]
    assert (page.fields[0].cell.state, page.fields[0].cell.text) == ("other", "")
    assert [cell.format for cell in page.tables[0].cells[1]] == [None, "digits", "integer"]
