"""Results as CSV, Excel and JSON: nothing lost, every doubt marked, no formula."""

import csv
import json
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from digit_recognizer.sheets.csv_file import csv_text
from digit_recognizer.sheets.excel import ExcelError, write_excel
from digit_recognizer.sheets.files import ResultFileError, read_results
from digit_recognizer.sheets.layout import GridCell
from digit_recognizer.sheets.sheet import Sheet, write_sheets
from digit_recognizer.sheets.stored import StoredSheetError, page_from_json, page_to_json
from digit_recognizer.sheets.table import Alternative, Cell, Field, Page, Place, Table
from tests.sheets.sheets import box, cell, sheet, table
from tests.sheets.workbooks import notes, pictures, worksheets

MARKS = sheet(table("name one two", "Ann 12 7?", "Bob _ 049"))


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def holding(text: str, value: object = None) -> Sheet:
    return sheet(Table("one", ((Cell(0, 0, text, "number", box(0, 0), value=value),),)))  # type: ignore[arg-type]


def test_a_table_becomes_csv_and_its_doubts_end_in_a_question_mark(tmp_path: Path) -> None:
    MARKS.to_csv(tmp_path / "marks.csv")
    assert rows(tmp_path / "marks.csv") == [
        ["name", "one", "two"],
        ["Ann", "12", "7?"],
        ["Bob", "", "049"],
    ]


def test_fields_stand_above_the_table(tmp_path: Path) -> None:
    sheet(table("1 2"), fields=(Field("day", cell(0, 0, "5")),)).to_csv(tmp_path / "a.csv")
    assert rows(tmp_path / "a.csv") == [["day", "5"], [], ["1", "2"]]


def test_of_several_files_each_row_says_which(tmp_path: Path) -> None:
    several = [sheet(table("1 2", "3 4"), path="a.jpg"), sheet(table("5?"), path="b.jpg")]
    write_sheets(several, tmp_path / "all.csv")
    assert rows(tmp_path / "all.csv") == [
        ["a.jpg", "1", "2"], ["a.jpg", "3", "4"], [], ["b.jpg", "5?"],
    ]  # fmt: skip


def test_several_files_can_be_one_row_each(tmp_path: Path) -> None:
    day = (Field("day", cell(0, 0, "5")),)
    several = [MARKS, sheet(table("name one", "Ann 3"), fields=day, path="b.jpg")]
    write_sheets(several, tmp_path / "all.csv", layout="row")
    ann, bob = "marks: Ann, ", "marks: Bob, "
    assert rows(tmp_path / "all.csv") == [
        ["file", f"{ann}one", f"{ann}two", f"{bob}one", f"{bob}two", "day"],
        ["class-a.jpg", "12", "7?", "", "049", ""],
        ["b.jpg", "3", "", "", "", "5"],
    ]


def test_a_merged_number_counts_once_and_a_merged_heading_stands_over_all(tmp_path: Path) -> None:
    number = replace(cell(1, 0, "8"), column_span=2)
    heading = replace(cell(0, 0, "marks"), column_span=2)
    merged = Table("merged", ((heading, heading), (number, number)))
    sheet(merged).to_csv(tmp_path / "a.csv")
    assert rows(tmp_path / "a.csv") == [["marks", "marks"], ["8", ""]]


@pytest.mark.parametrize("text", ["=1+1", "+5-3", "-2+3", "@SUM(A1)", "\t=1", "＝1", "-", "+1/2"])
def test_text_that_could_be_a_formula_is_defused_in_csv(text: str, tmp_path: Path) -> None:
    holding(text).to_csv(tmp_path / "a.csv")
    assert rows(tmp_path / "a.csv") == [[f"'{text}"]]


@pytest.mark.parametrize("text", ["-5", "+5", "-3.50", "12,5", "1/2"])
def test_a_number_with_a_sign_is_a_number(text: str) -> None:
    assert csv_text(GridCell(0, Place(0, 0, 0, 0), cell(0, 0, text, "number"))) == text


@pytest.mark.parametrize("text", ["=1+1", "+5-3", "https://example.org", "{=1}", "\x00\x1b"])
def test_text_stays_text_in_excel(text: str, tmp_path: Path) -> None:
    holding(text).to_excel(tmp_path / "a.xlsx")
    entry = worksheets(tmp_path / "a.xlsx")["Numbers"]["A1"]
    assert entry.content == text.replace("\x00", "\ufffd").replace("\x1b", "\ufffd")
    assert not entry.is_formula


@pytest.mark.parametrize(
    ("text", "value", "content", "shown"),
    [
        ("12", Decimal(12), 12.0, "1"),
        ("049", Decimal(49), 49.0, "000"),
        ("3,50", Decimal("3.50"), 3.5, "0.00"),
        ("-07.5", Decimal("-7.5"), -7.5, "00.0"),
        ("12345678901234567", Decimal(12345678901234567), "12345678901234567", "@"),
        ("3.2.2024", date(2024, 2, 3), 45325.0, "yyyy-mm-dd"),
        ("3.2.1890", date(1890, 2, 3), "3.2.1890", "@"),
        ("10.000", None, "10.000", "@"),
    ],
)
def test_excel_gets_numbers_as_numbers_and_dates_as_dates(
    text: str, value: object, content: object, shown: str, tmp_path: Path
) -> None:
    """The format 1 is Excel's own for whole numbers."""
    holding(text, value).to_excel(tmp_path / "a.xlsx")
    entry = worksheets(tmp_path / "a.xlsx")["Numbers"]["A1"]
    assert (entry.content, entry.number_format) == (content, shown)


def test_doubts_are_coloured_and_their_note_has_the_other_readings(tmp_path: Path) -> None:
    MARKS.to_excel(tmp_path / "a.xlsx")
    numbers = worksheets(tmp_path / "a.xlsx")["Numbers"]
    assert {name for name, entry in numbers.items() if entry.colour} == {"C2"}
    assert numbers["C2"].content == 7
    assert notes(tmp_path / "a.xlsx") == {"C2": "Not sure: 7 (60 %), 70 (30 %)"}


def test_what_was_repaired_says_why(tmp_path: Path) -> None:
    repaired = replace(cell(0, 0, "7"), repair="the column adds up to 12")
    sheet(Table("one", ((repaired,),))).to_excel(tmp_path / "a.xlsx")
    assert worksheets(tmp_path / "a.xlsx")["Numbers"]["A1"].colour
    assert notes(tmp_path / "a.xlsx") == {"A1": "Repaired: the column adds up to 12"}


def test_an_answered_cell_needs_no_note(tmp_path: Path) -> None:
    MARKS.with_answer(Place(0, 0, 1, 2), "1").to_excel(tmp_path / "a.xlsx")
    assert worksheets(tmp_path / "a.xlsx")["Numbers"]["C2"].content == 1
    assert not notes(tmp_path / "a.xlsx")


def test_the_second_worksheet_has_the_confidences_in_the_same_places(tmp_path: Path) -> None:
    MARKS.to_excel(tmp_path / "a.xlsx")
    sure = worksheets(tmp_path / "a.xlsx")["Confidence"]
    assert (sure["A2"].content, sure["B2"].content, sure["C2"].content) == ("Ann", 0.999, 0.6)


def test_crops_of_doubtful_cells_stand_beside_their_rows(tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    Image.fromarray(np.full((200, 400), 255, np.uint8)).save(picture)
    read = replace(MARKS, path=picture)
    read.to_excel(tmp_path / "a.xlsx", crops=True)
    assert len(pictures(tmp_path / "a.xlsx")) == 1
    read.to_excel(tmp_path / "a.xlsx")
    assert not pictures(tmp_path / "a.xlsx")


def test_too_much_for_a_workbook_is_said_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ExcelError, match=r"expected at most 1,048,576 rows"):
        write_excel([[""] * 16_385], tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.csv"
    target.write_text("before", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("digit_recognizer.sheets.files.write_csv", full)
    with pytest.raises(ResultFileError, match="No space left"):
        MARKS.to_csv(target)
    assert [each.read_text(encoding="utf-8") for each in tmp_path.iterdir()] == ["before"]


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResultFileError, match=r"expected a name that ends in \.csv"):
        write_sheets([MARKS], tmp_path / "a.ods")


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.one_of(
    st.none(), st.decimals(allow_nan=False, allow_infinity=False), st.dates(), st.times()
)


@st.composite
def stored_sheets(draw: st.DrawFn) -> Sheet:
    cells = [
        [
            Cell(
                row, column, draw(texts), draw(st.sampled_from(["number", "empty", "doubtful"])),
                box(row, column), draw(values), draw(st.floats(0, 1)),
                (Alternative(draw(texts), draw(st.floats(0, 1))),), draw(st.none() | texts),
                draw(st.none() | st.just("digits")),
            )
            for column in range(2)
        ]
        for row in range(2)
    ]  # fmt: skip
    if draw(st.booleans()):
        cells[0] = [replace(cells[0][0], column_span=2)] * 2
    fields = (Field(draw(texts), cell(0, 0, "1")),)
    return sheet(Table(draw(texts), tuple(map(tuple, cells))), fields=fields)


def through_json(page: Page) -> Page:
    return page_from_json(json.loads(json.dumps(page_to_json(page))))


@settings(max_examples=40)
@given(stored_sheets())
def test_json_gives_the_same_page_back(read: Sheet) -> None:
    assert through_json(read.pages[0]) == read.pages[0]


def test_json_gives_the_same_sheet_back(tmp_path: Path) -> None:
    MARKS.to_json(tmp_path / "marks.json")
    assert Sheet.from_json(tmp_path / "marks.json") == MARKS


def test_damaged_json_is_explained() -> None:
    """Whatever single value is replaced, the page is read, or refused in one short line."""
    whole = json.dumps(page_to_json(MARKS.pages[0]))
    shuffled = random.Random(5)
    foreign: list[object] = [None, -1, 1e400, "x", [], {}, True, 10**30, float("nan")]
    refused = []
    for _ in range(500):
        stored = json.loads(whole)
        inner = stored
        while isinstance(inner, dict | list) and inner:
            keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
            key = shuffled.choice(keys)
            if not isinstance(inner[key], dict | list) or shuffled.random() < 0.2:
                inner[key] = shuffled.choice(foreign)
                break
            inner = inner[key]
        try:
            page_from_json(stored)
        except StoredSheetError as error:
            refused.append(str(error))
    assert len(refused) > 250
    assert not [each for each in refused if "\n" in each or len(each) > 500]


@pytest.mark.parametrize(
    "content", ["", "{", "[" * 100_000, "9" * 5000, '{"version": 2, "sheets": []}']
)
def test_what_is_no_stored_sheet_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    with pytest.raises(StoredSheetError):
        read_results(tmp_path / "a.json")


def test_a_stored_table_has_one_cell_in_each_place(tmp_path: Path) -> None:
    MARKS.to_json(tmp_path / "a.json")
    stored = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    stored["sheets"][0]["pages"][0]["tables"][0]["cells"][0]["column_span"] = 2
    (tmp_path / "a.json").write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(StoredSheetError, match="one cell in each place"):
        Sheet.from_json(tmp_path / "a.json")
