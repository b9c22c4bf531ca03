"""The description of a form: TOML in, a form or one line out; into its code and back."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digit_recognizer.sheets.forms import library
from digit_recognizer.sheets.forms.code import decode, encode, holds_texts, identity, without_texts
from digit_recognizer.sheets.forms.form import (
    EXAMPLE,
    Entry,
    Form,
    FormError,
    FormTable,
    form_from_toml,
    read_form_file,
)
from digit_recognizer.sheets.forms.library import remember_form, with_texts
from digit_recognizer.sheets.forms.placing import MARK, place

MARKS = form_from_toml(EXAMPLE)
LONG = Form(
    "A title",
    tables=(
        FormTable(
            "Pupils",
            (Entry("mark", "digits:2"),),
            tuple(f"Pupil {n:02} of {n * 7919:x} {n * 104729:x}" for n in range(30)),
        ),
    ),
)


def test_the_example_is_a_form() -> None:
    assert MARKS.title == "Class 4b, mathematics"
    assert [field.name for field in MARKS.fields] == ["Date", "Room"]
    (table,) = MARKS.tables
    assert table.rows == ("Ann", "Bob", "Chloé", "Dimitri")
    assert [column.format for column in table.columns] == ["digits:2", "digits:2", "digits:3"]
    assert [column.width for column in table.columns] == [18, 18, 30]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = ", "expected TOML"),
        ("", "title of the form: expected a text, got None"),
        ('title = "x"', "expected fields or tables, got none"),
        ('title = "x"\ncolour = 1', "the form: expected fields, paper, tables, title, got"),
        ('title = "x"\n[[fields]]\nname = "a"\nformat = "digits:x"', "'a': .*digits"),
        ('title = "x"\n[[fields]]\nname = "a"\nwidth = 500', "expected a width from 8 to 170 mm"),
        ('title = "x"\npaper = "A9"\n[[fields]]\nname = "a"', "expected A4 or letter, got 'A9'"),
        ('title = "x"\nfields = 3', r"expected \[\[fields\]\] sections, got 3"),
        ('title = "x"\n[[tables]]\nrows = 3', "expected 1 to 24 columns"),
        ('title = "x"\n[[tables]]\nrows = 0\ncolumns = [{name = "a"}]', "expected their number"),
        ('title = "x"\n[[tables]]\nrows = [1]\ncolumns = [{name = "a"}]', "expected a printable"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_said_in_one_line(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "form.toml").write_text(text, encoding="utf-8")
    with pytest.raises(FormError, match=message) as raised:
        read_form_file(tmp_path / "form.toml")
    assert "form.toml" in str(raised.value)
    assert "\n" not in str(raised.value)


names = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)
entries = st.builds(
    Entry, names, st.sampled_from(["", "digits:2", "decimal", "date:dmy", "99:99"]), st.just(0)
)
tables = st.builds(
    FormTable,
    names,
    st.lists(entries, min_size=1, max_size=3).map(tuple),
    st.lists(names, min_size=1, max_size=60).map(tuple),
)
forms = st.builds(
    Form,
    names,
    st.lists(entries, min_size=1, max_size=6).map(tuple),
    st.lists(tables, max_size=2).map(tuple),
    st.sampled_from(["A4", "letter"]),
)


@settings(max_examples=60)
@given(forms)
def test_a_code_says_where_every_box_is(form: Form) -> None:
    """Even where it has no room for the texts."""
    pages = place(form)
    for number, page in enumerate(pages):
        read = decode(encode(form, number))
        assert read is not None
        assert (read.page, read.identity) == (number, identity(form))
        there = place(read.form)[number]
        assert [(each.box, each.format) for each in there.boxes] == [
            (each.box, each.format) for each in page.boxes
        ]
        if read.is_whole:
            assert read.form == form


@settings(max_examples=60)
@given(forms)
def test_no_box_touches_another_mark_code_or_the_edge(form: Form) -> None:
    for page in place(form):
        for each in page.boxes:
            left, top, right, bottom = each.box
            assert 12 + MARK / 2 < left < right < page.width - 12 - MARK / 2
            assert page.code[3] < top < bottom < page.height - 12 - MARK / 2
        for one in page.fields:
            for other in page.fields:
                assert one is other or _apart(one.box, other.box)


def _apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_every_row_of_a_long_table_stands_on_one_page() -> None:
    form = replace(LONG, tables=(replace(LONG.tables[0], rows=tuple(map(str, range(70)))),))
    pages = place(form)
    assert len(pages) == 3
    labels = [row[0].text for page in pages for table in page.tables for row in table.cells[1:]]
    assert labels == list(map(str, range(70)))


@pytest.mark.parametrize(
    "form",
    [
        Form("wide", tables=(FormTable("t", (Entry("a", "", 90), Entry("b", "", 90)), ("",)),)),
        Form("many", tuple(Entry(str(number), "", 170) for number in range(20))),
    ],
)
def test_what_does_not_fit_on_paper_is_said(form: Form) -> None:
    with pytest.raises(FormError, match="expected"):
        place(form)


@pytest.mark.parametrize(
    "content", [b"DR1", b"DR1\x00\x01", b"DR1" + bytes(200), b"DR12345", b"DRINK"]
)
def test_a_code_that_only_begins_as_ours_is_none_of_ours(content: bytes) -> None:
    """A sheet may carry a code of somebody else's, and is read all the same."""
    assert decode(content) is None


@given(st.binary(max_size=40))
def test_any_other_code_is_none_of_ours(content: bytes) -> None:
    assert decode(content) is None


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_mutated_code_is_read_or_left_alone(where: int, value: int) -> None:
    content = bytearray(encode(MARKS, 0))
    content[3 + where % (len(content) - 3)] = value
    read = decode(bytes(content))
    assert read is None or place(read.form)


def test_texts_that_the_code_has_no_room_for_are_stored_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "forms_folder", lambda: tmp_path)
    assert holds_texts(MARKS)
    assert not holds_texts(LONG)
    remember_form(MARKS)
    assert not list(tmp_path.iterdir())
    code = decode(encode(LONG, 0))
    assert code is not None
    assert with_texts(code) == without_texts(LONG)
    assert with_texts(code, LONG) == LONG
    assert with_texts(code, MARKS) == without_texts(LONG)
    remember_form(LONG)
    assert with_texts(code) == LONG
    (stored,) = tmp_path.iterdir()
    stored.write_text("[]", encoding="utf-8")
    assert with_texts(code) == without_texts(LONG)
