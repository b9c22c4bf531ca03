"""The file of a template: JSON, read strictly, written whole or not at all."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from digit_recognizer.data.files import read_whole, replaced_when_complete
from digit_recognizer.errors import quoted
from digit_recognizer.sheets.templates.template import (
    Box,
    ColumnFrame,
    FieldFrame,
    TableFrame,
    Template,
    TemplateError,
    is_size,
)

__all__ = ["read_template", "template_from_json", "template_to_json", "write_template"]

_VERSION = 1
_MOST_BYTES = 1_000_000


def read_template(path: Path) -> Template:
    """Read the file of a template.

    Raises
    ------
    TemplateError
        If it cannot be read, or is no template; the message says what is wrong where.
    """
    try:
        text = read_whole(path, _MOST_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise TemplateError(
            f"{path}: expected a template in JSON, but it cannot be read ({reason})"
        ) from error
    try:
        stored = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        return template_from_json(stored, path.parent)
    except TemplateError as error:
        raise TemplateError(f"{path}: {error.reason}", error.remedy) from error
    except (ValueError, RecursionError) as error:
        raise TemplateError(f"{path}: expected JSON, got {quoted(str(error))}") from error


def write_template(template: Template, path: Path) -> None:
    """Write the file of a template, whole or not at all; its blank form lies beside it.

    Raises
    ------
    TemplateError
        If it cannot be written.
    """
    text = json.dumps(template_to_json(template), indent=1, ensure_ascii=False)
    try:
        with replaced_when_complete(path) as temporary:
            temporary.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise TemplateError(
            f"{path}: the template cannot be written ({error.strerror or error})",
            "choose another folder or make room",
        ) from error


def template_to_json(template: Template) -> dict[str, Any]:
    """Return a template as values that JSON has; of the blank form it has the file's name."""
    stored: dict[str, Any] = {"version": _VERSION}
    if template.blank is not None:
        stored["blank"] = template.blank.name
    stored["fields"] = [
        _without({"name": each.name, "box": _rounded(each.box), "format": each.format}, each.page)
        for each in template.fields
    ]
    stored["tables"] = [
        _without(
            {
                "name": each.name,
                "box": _rounded(each.box),
                "rows": each.rows,
                "columns": [
                    {"name": column.name, "format": column.format, "width": column.width}
                    for column in each.columns
                ],
            },
            each.page,
        )
        for each in template.tables
    ]
    return stored


def _rounded(box: Box) -> list[float]:
    return [round(side, 5) for side in box]


def _without(entries: dict[str, Any], page: int) -> dict[str, Any]:
    """Return entries without those that are as usual, and with the page."""
    left = {key: value for key, value in entries.items() if value or key in ("name", "box")}
    return left if page == 1 else left | {"page": page}


def template_from_json(stored: object, folder: Path) -> Template:
    """Return the template that was stored; see ``docs/forms.md``.

    Parameters
    ----------
    stored : object
        Values of JSON.
    folder : Path
        Where the template lies, and the blank form beside it.

    Raises
    ------
    TemplateError
        If a value is missing, unknown, or not what it should be; the message names it.
    """
    entries = _entries(stored, "the template", {"version", "blank", "size", "fields", "tables"})
    if entries.get("version") != _VERSION or type(entries["version"]) is not int:
        raise TemplateError(
            f"version: expected {_VERSION}, got {quoted(entries.get('version'))}",
            "read it with the program that wrote it",
        )
    blank = entries.get("blank")
    if blank is not None:
        if not isinstance(blank, str) or not blank or Path(blank).name != blank:
            raise TemplateError(
                f"blank: expected the name of a file beside the template, got {quoted(blank)}"
            )
        blank = folder / blank
    size = _size(entries.get("size"))
    return Template(
        tuple(_field(each, size) for each in _list(entries, "fields")),
        tuple(_table(each, size) for each in _list(entries, "tables")),
        blank,
    )


def _field(stored: object, size: tuple[float, float]) -> FieldFrame:
    entries = _entries(stored, "a field", {"name", "box", "format", "page"})
    return FieldFrame(
        entries.get("name", ""),
        _box(entries.get("box"), size),
        entries.get("format", ""),
        entries.get("page", 1),
    )


def _table(stored: object, size: tuple[float, float]) -> TableFrame:
    entries = _entries(stored, "a table", {"name", "box", "rows", "columns", "page"})
    rows = entries.get("rows", 0)
    if type(rows) is not int:
        raise TemplateError(f"rows of a table: expected their number, got {quoted(rows)}")
    columns = [
        _entries(each, "a column", {"name", "format", "width"})
        for each in _list(entries, "columns")
    ]
    return TableFrame(
        entries.get("name", ""),
        _box(entries.get("box"), size),
        tuple(ColumnFrame(**each) for each in columns),
        rows,
        entries.get("page", 1),
    )


def _entries(stored: object, what: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(stored, dict):
        raise TemplateError(f"{what}: expected an object, got {quoted(stored)}")
    if unknown := sorted(set(stored) - known):
        raise TemplateError(
            f"{what}: expected {', '.join(sorted(known))}, got {', '.join(map(quoted, unknown))}"
        )
    return stored


def _list(entries: Mapping[str, Any], key: str) -> Sequence[object]:
    found = entries.get(key, [])
    if not isinstance(found, list):
        raise TemplateError(f"{key}: expected a list, got {quoted(found)}")
    return found


def _size(size: object) -> tuple[float, float]:
    """Return of how many pixels the boxes are shares."""
    match size:
        case None:
            return 1.0, 1.0
        case [width, height] if is_size(width) and is_size(height) and min(width, height) >= 1:
            return float(width), float(height)
    raise TemplateError(f"size: expected width and height in pixels, got {quoted(size)}")


def _box(box: object, size: tuple[float, float]) -> Box:
    match box:
        case [left, top, right, bottom] if (
            is_size(left) and is_size(top) and is_size(right) and is_size(bottom)
        ):
            return left / size[0], top / size[1], right / size[0], bottom / size[1]
    raise TemplateError(f"box: expected left, top, right and bottom, got {quoted(box)}")


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON; of two values under one name nobody knows which is meant."""
    entries = dict(pairs)
    if len(entries) < len(pairs):
        raise ValueError("a name that stands twice in one object")
    return entries


def _no_constant(name: str) -> float:
    raise ValueError(f"{name}, which is no number")
