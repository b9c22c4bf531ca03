from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from digit_recognizer import Recognizer
from digit_recognizer.recognizer.sheet_reading import read_sheet
from digit_recognizer.recognizer.template_making import make_template
from digit_recognizer.sheets.opening import SheetError
from digit_recognizer.sheets.templates.template import (
    ColumnFrame,
    FieldFrame,
    TableFrame,
    Template,
    TemplateError,
)
from digit_recognizer.sheets.templates.template_file import write_template
from tests.sheets.drawn import Picture, blank, grid, write

ROWS, COLUMNS = [300, 360, 420, 480, 540], [80, 300, 520, 740]
TEXTS = [["207", "35", "462"], ["83", "", "57"], ["250", "7", "38"], ["", "642", "307"]]
TABLE = (0.05, 0.28, 0.97, 0.56)
SMALLER = 0.6
ROOM, DAY = (0.1, 0.1, 0.35, 0.16), (0.5, 0.1, 0.8, 0.16)


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer()


def form() -> Picture:
    """A form with a table, a box, a place without a rule, and print to find it again by."""
    page = blank()
    grid(page, ROWS, COLUMNS)
    grid(page, [100, 160], [80, 280])
    for row in range(12):
        text = f"Please write clearly, line {row * 7919 % 1000}"
        cv2.putText(page, text, (60, 620 + 30 * row), cv2.FONT_HERSHEY_PLAIN, 2, 40, 2)
    cv2.putText(page, "Room", (80, 90), cv2.FONT_HERSHEY_PLAIN, 2, 40, 2)
    cv2.putText(page, "Day", (400, 90), cv2.FONT_HERSHEY_PLAIN, 2, 40, 2)
    return page


def filled(texts: list[list[str]] = TEXTS) -> Picture:
    page = form()
    for row, line in zip(ROWS, texts, strict=False):
        for left, text in zip(COLUMNS, line, strict=False):
            write(page, text, left + 30, row + 10)
    write(page, "204", 120, 110)
    write(page, "26", 440, 110)
    return page


def photographed(page: Picture) -> Picture:
    height, width = page.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array([[90, 60], [850, 120], [900, 1130], [40, 1080]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    return np.asarray(cv2.warpPerspective(page, matrix, (960, 1200), borderValue=30), np.uint8)


def stored(folder: Path, name: str, page: Picture) -> Path:
    """Store a page as a small picture: frames are shares of it, and it is sooner read."""
    small = cv2.resize(page, None, fx=SMALLER, fy=SMALLER, interpolation=cv2.INTER_AREA)
    Image.fromarray(np.asarray(small, np.uint8)).save(folder / name)
    return folder / name


def template(folder: Path, **entries: Path | None) -> Path:
    frames = Template(
        (FieldFrame("Room", ROOM, "digits:3"), FieldFrame("Day", DAY, "digits:2")),
        (TableFrame("Marks", TABLE, (ColumnFrame("1"), ColumnFrame("2"), ColumnFrame("3"))),),
        **entries,
    )
    write_template(frames, folder / "form.json")
    return folder / "form.json"


def test_frames_on_the_blank_form_name_what_is_read_in_a_photograph(
    tmp_path: Path, recognizer: Recognizer
) -> None:
    made = template(tmp_path, blank=stored(tmp_path, "blank.png", form()))
    page = stored(tmp_path, "a.png", photographed(filled()))
    read = read_sheet(page, made, recognizer=recognizer)
    assert [(field.name, field.cell.text) for field in read.fields] == [
        ("Room", "204"), ("Day", "26"),
    ]  # fmt: skip
    assert [field.cell.format for field in read.fields] == ["digits:3", "digits:2"]
    (table,) = read.tables
    assert (table.name, table.texts()) == ("Marks", TEXTS)
    assert not read.doubts()


def test_frames_are_on_the_picture_of_the_blank_form_however_it_lies(
    tmp_path: Path, recognizer: Recognizer
) -> None:
    corners = np.array([[0, 0], [800, 0], [800, 1000], [0, 1000]], np.float32)
    seen = np.array([[40, 10], [790, 30], [760, 980], [5, 940]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    slanted = cv2.warpPerspective(form(), matrix, (800, 1000), borderValue=240)
    middle = cv2.perspectiveTransform(np.array([[[180.0, 130.0]]]), matrix)[0, 0] / [800, 1000]
    across, down = middle.tolist()
    box = (across - 0.1, down - 0.025, across + 0.1, down + 0.025)
    path = stored(tmp_path, "blank.png", slanted)
    write_template(Template((FieldFrame("Room", box),), (), path), tmp_path / "form.json")
    page = stored(tmp_path, "a.png", filled())
    (field,) = read_sheet(page, tmp_path / "form.json", recognizer=recognizer).fields
    assert field.cell.text == "204"


def test_frames_without_a_blank_form_are_on_the_flat_page(
    tmp_path: Path, recognizer: Recognizer
) -> None:
    page = stored(tmp_path, "a.png", filled())
    read = read_sheet(page, template(tmp_path), recognizer=recognizer)
    assert [field.cell.text for field in read.fields] == ["204", "26"]
    assert read.tables[0].texts() == TEXTS


def test_a_table_without_rules_is_divided_by_its_template(
    tmp_path: Path, recognizer: Recognizer
) -> None:
    page = blank()
    for row, line in zip(ROWS, TEXTS, strict=False):
        for left, text in zip(COLUMNS, line, strict=False):
            write(page, text, left + 30, row + 10)
    columns = (ColumnFrame("1"), ColumnFrame("2"), ColumnFrame("3", "digits"))
    table = TableFrame("Marks", (0.1, 0.3, 0.925, 0.54), columns, 4)
    write_template(Template((), (table,)), tmp_path / "form.json")
    path = stored(tmp_path, "a.png", page)
    (read,) = read_sheet(path, tmp_path / "form.json", recognizer=recognizer).tables
    assert read.texts() == TEXTS
    assert read.cells[0][2].format == "digits"


def test_a_filled_form_becomes_the_blank_one_of_the_others(
    tmp_path: Path, recognizer: Recognizer
) -> None:
    example = stored(tmp_path, "a.png", filled())
    frames = Template(
        (FieldFrame("Room", ROOM), FieldFrame("Day", DAY)), (TableFrame("Marks", TABLE),)
    )
    made = make_template(example, frames, tmp_path / "form.json", recognizer=recognizer)
    assert made.blank == tmp_path / "form-blank.png"
    with Image.open(made.blank) as picture:
        off = np.abs(np.asarray(picture, int) - cv2.resize(form(), picture.size).astype(int))
    assert (off > 60).mean() < 0.001, "what is written is gone, and what is printed is not"
    others = [["12", "34", "50"], ["7", "8", ""], ["", "", "25"], ["46", "503", "2"]]
    page = stored(tmp_path, "b.png", photographed(filled(others)))
    read = read_sheet(page, tmp_path / "form.json", recognizer=recognizer)
    assert read.tables[0].texts() == others
    assert [field.cell.text for field in read.fields] == ["204", "26"]


def test_the_blank_form_of_a_template_overwrites_no_other_file(
    tmp_path: Path, recognizer: Recognizer
) -> None:
    example = stored(tmp_path, "a.png", filled())
    own = stored(tmp_path, "form-blank.png", blank(9, 9))
    content = own.read_bytes()
    frames = Template((FieldFrame("Room", ROOM),))
    for _ in range(2):
        made = make_template(example, frames, tmp_path / "form.json", recognizer=recognizer)
        assert made.blank == tmp_path / "form-blank-2.png"
    assert own.read_bytes() == content


def test_another_form_and_a_missing_table_are_said(tmp_path: Path, recognizer: Recognizer) -> None:
    made = template(tmp_path, blank=stored(tmp_path, "blank.png", form()))
    other = stored(tmp_path, "other.png", blank())
    with pytest.raises(SheetError, match="page 1: expected the blank form, filled in"):
        read_sheet(other, made, recognizer=recognizer)
    with pytest.raises(SheetError, match="page 1: table 'Marks': expected rules in its frame"):
        read_sheet(other, template(tmp_path), recognizer=recognizer)
    wider = Template((), (TableFrame("Marks", TABLE, (ColumnFrame("1"),)),), tmp_path / "blank.png")
    write_template(wider, made)
    with pytest.raises(TemplateError, match="table 'Marks': expected 1 columns, found 3"):
        read_sheet(other, made, recognizer=recognizer)


def test_formats_are_given_by_names(tmp_path: Path, recognizer: Recognizer) -> None:
    page = stored(tmp_path, "a.png", filled())
    formats = {"Marks: 2": "words", "3": "digits:3", "Day": "integer"}
    read = read_sheet(page, template(tmp_path), formats, recognizer=recognizer)
    (table,) = read.tables
    assert [cell.format for cell in table.cells[0]] == [None, "words", "digits:3"]
    assert [row[1].state for row in table.cells] == ["other", "empty", "other", "other"]
    assert [field.cell.format for field in read.fields] == ["digits:3", "integer"]
    plain = read_sheet(page, formats={"field 1": "digits:3", "table 1: 2": "words"})
    assert plain.fields[0].cell.format == "digits:3"
    assert plain.tables[0].cells[0][1].format == "words"


def test_a_form_of_two_pages_is_read_again_from_its_first_page(
    tmp_path: Path, recognizer: Recognizer
) -> None:
    day = FieldFrame("Day", DAY, "digits:2", page=2)
    frames = Template((FieldFrame("Room", ROOM), day))
    write_template(frames, tmp_path / "form.json")
    first, second = (
        Image.open(stored(tmp_path, name, page))
        for name, page in (("1.png", filled()), ("2.png", filled()))
    )
    first.save(tmp_path / "a.tif", save_all=True, append_images=[second, first])
    read = read_sheet(tmp_path / "a.tif", tmp_path / "form.json", recognizer=recognizer)
    found = [[(field.name, field.cell.text) for field in page.fields] for page in read.pages]
    assert found == [[("Room", "204")], [("Day", "26")], [("Room", "204")]]
