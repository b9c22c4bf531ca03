import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.sheets.templates.template import (
    ColumnFrame,
    FieldFrame,
    TableFrame,
    Template,
    TemplateError,
)
from digit_recognizer.sheets.templates.template_file import (
    read_template,
    template_from_json,
    template_to_json,
    write_template,
)

FIELD = {"name": "Room", "box": [0.1, 0.1, 0.3, 0.15], "format": "digits:3"}
TABLE = {"name": "Marks", "box": [0.1, 0.2, 0.9, 0.8]}


def stored(**entries: object) -> dict[str, Any]:
    return {"version": 1, "fields": [FIELD], **entries}


def from_text(folder: Path, text: str) -> Template:
    path = folder / "form.json"
    path.write_text(text, encoding="utf-8")
    return read_template(path)


def test_a_template_has_fields_and_tables_with_formats(tmp_path: Path) -> None:
    table = TABLE | {"rows": 5, "columns": [{"name": "1", "format": "digits:2"}, {"width": 2}]}
    read = from_text(tmp_path, json.dumps(stored(blank="form.pdf", tables=[table])))
    assert read == Template(
        (FieldFrame("Room", (0.1, 0.1, 0.3, 0.15), "digits:3"),),
        (
            TableFrame(
                "Marks",
                (0.1, 0.2, 0.9, 0.8),
                (ColumnFrame("1", "digits:2"), ColumnFrame(width=2)),
                5,
            ),
        ),
        tmp_path / "form.pdf",
    )


def test_boxes_may_be_pixels_of_a_picture_of_some_size() -> None:
    field = FIELD | {"box": [100, 200, 300, 250]}
    read = template_from_json(stored(size=[1000, 2000], fields=[field]), Path())
    assert read.fields[0].box == (0.1, 0.1, 0.3, 0.125)


def test_words_are_a_format_too() -> None:
    read = template_from_json(stored(fields=[FIELD | {"format": "words"}]), Path())
    assert read.fields[0].format == "words"


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"version": 2}, "version: expected 1, got 2"),
        ({"version": True}, "version: expected 1, got True"),
        ({"colour": 1}, "expected blank, fields, size, tables, version, got 'colour'"),
        ({"fields": [FIELD | {"kind": 1}]}, "expected box, format, name, page, got 'kind'"),
        ({"fields": []}, "expected fields or tables, got none"),
        ({"fields": [FIELD, FIELD]}, "expected names that differ, got 'Room' twice"),
        ({"fields": [FIELD | {"name": ""}]}, "expected a name for each field"),
        ({"fields": [FIELD | {"name": "a\nb"}]}, "expected a printable name"),
        ({"fields": [FIELD | {"name": None}]}, "expected a printable name"),
        ({"fields": [FIELD | {"box": [0.1, 0.1, 1.3, 0.2]}]}, "field 'Room': expected a box"),
        ({"fields": [FIELD | {"box": [0.3, 0.1, 0.1, 0.2]}]}, "expected a box on the page"),
        ({"fields": [FIELD | {"box": [0.1, 0.1, 0.1001, 0.2]}]}, "expected a box on the page"),
        ({"fields": [FIELD | {"box": [1, 2, 3]}]}, "box: expected left, top, right and bottom"),
        ({"fields": [FIELD | {"box": [-1, 0, 1, 1]}]}, "box: expected left, top, right and bottom"),
        ({"fields": [FIELD | {"box": [0, 0, 1, True]}]}, "box: expected left, top, right"),
        ({"fields": [FIELD | {"box": [0, 0, 1, 10**400]}]}, "box: expected left, top, right"),
        ({"fields": [FIELD | {"page": 0}]}, "expected a page from 1 to 100, got 0"),
        ({"fields": [FIELD | {"format": "digits:x"}]}, "field 'Room': format 'digits:x'"),
        ({"fields": [FIELD | {"format": 3}]}, "expected a format, got 3"),
        ({"fields": {}}, "fields: expected a list, got {}"),
        ({"fields": [1]}, "a field: expected an object, got 1"),
        ({"size": [0, 10]}, "size: expected width and height"),
        ({"blank": "../form.pdf"}, "blank: expected the name of a file beside the template"),
        ({"blank": "/etc/passwd"}, "blank: expected the name of a file beside the template"),
        ({"tables": [TABLE | {"rows": 3}]}, "table 'Marks': expected columns, too, where rows"),
        ({"tables": [TABLE | {"rows": "3"}]}, "rows of a table: expected their number"),
        ({"tables": [TABLE | {"rows": 9999}]}, "table 'Marks': expected at most 400 rows"),
        ({"tables": [TABLE | {"columns": [{"width": 0}]}]}, "expected a width above 0, got 0"),
        ({"tables": [TABLE | {"columns": [{"format": "?"}]}]}, "column '': format"),
    ],
)  # fmt: skip
def test_what_is_no_template_is_named_in_one_line(
    tmp_path: Path, entries: dict[str, object], message: str
) -> None:
    with pytest.raises(TemplateError) as raised:
        from_text(tmp_path, json.dumps(stored(**entries)))
    assert message in str(raised.value)
    assert str(raised.value).startswith(f"{tmp_path / 'form.json'}: ")
    assert str(raised.value).isprintable()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected JSON"),
        ("[]", "the template: expected an object, got []"),
        ("[" * 100_000, "expected JSON"),
        ('{"version": NaN}', "NaN, which is no number"),
        ('{"version": 1, "version": 1}', "a name that stands twice"),
        (" " * 1_000_001, "at most 1,000,000 bytes"),
    ],
)
def test_what_is_no_json_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(TemplateError, match="form.json: expected a template|form.json: ") as raised:
        from_text(tmp_path, text)
    assert message in str(raised.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="cannot be read"):
        read_template(tmp_path / "none.json")


sides = st.tuples(st.floats(0, 1), st.floats(0, 1)).filter(lambda pair: pair[1] - pair[0] > 0.003)


@given(
    st.lists(
        st.builds(
            lambda name, across, down, page: FieldFrame(
                name, (across[0], down[0], across[1], down[1]), "integer", page
            ),
            st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=9),
            sides,
            sides,
            st.integers(1, 100),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda frame: frame.name,
    )
)
def test_what_was_written_is_read_back(fields: list[FieldFrame]) -> None:
    tables = (TableFrame("a table", (0, 0, 1, 1), (ColumnFrame("1", "digits:2", 0.25),), 7),)
    template = Template(tuple(fields), tables, Path("folder/form.png"))
    back = template_from_json(template_to_json(template), Path("folder"))
    assert (back.tables, back.blank) == (template.tables, template.blank)
    for one, other in zip(back.fields, template.fields, strict=True):
        assert one.box == pytest.approx(other.box, abs=1e-5)
        assert (one.name, one.format, one.page) == (other.name, other.format, other.page)


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    template = template_from_json(stored(), tmp_path)
    write_template(template, tmp_path / "form.json")
    assert read_template(tmp_path / "form.json") == template
    with pytest.raises(TemplateError, match="cannot be written"):
        write_template(template, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["form.json"]
