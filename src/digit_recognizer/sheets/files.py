"""Files of results: what was read in one file or in many, as CSV, Excel or JSON."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from digit_recognizer.data.files import read_whole, replaced_when_complete
from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.sheets.csv_file import write_csv
from digit_recognizer.sheets.excel import Crop, write_excel
from digit_recognizer.sheets.layout import Layout, ReadFile, layout_rows
from digit_recognizer.sheets.stored import StoredSheetError, page_from_json, page_to_json

__all__ = [
    "ENDINGS",
    "ResultFileError",
    "check_ending",
    "read_results",
    "write_results",
    "write_rows",
]

ENDINGS = (".csv", ".xlsx", ".json")
"""What a file of results is, by the ending of its name."""

_VERSION = 1
_MOST_BYTES = 500_000_000


class ResultFileError(DigitRecognizerError):
    """A file of results that cannot be written."""


def check_ending(path: Path) -> None:
    """Check that results can be written to a file of this name, before anything is read for it.

    Raises
    ------
    ResultFileError
        If no kind of file has this ending.
    """
    if path.suffix.lower() not in ENDINGS:
        raise ResultFileError(
            f"expected a name that ends in {', '.join(ENDINGS)}, got {quoted(path.name)}"
        )


def write_results(
    files: Sequence[ReadFile], path: Path, *, layout: Layout = "table", crop: Crop | None = None
) -> None:
    """Write what was read to one file, whole or not at all.

    Parameters
    ----------
    files : sequence of ReadFile
    path : Path
        Its ending says what it becomes: one of ``ENDINGS``.
    layout : {"table", "row"}
        See ``layout_rows``; JSON has none.
    crop : callable, optional
        See ``write_excel``; the others show no pictures.

    Raises
    ------
    ResultFileError
        If the ending is another, or the file cannot be written.
    ExcelError
        If there is too much for a workbook.
    """
    check_ending(path)
    try:
        with replaced_when_complete(path) as temporary:
            write_rows(files, path.suffix.lower(), temporary, layout=layout, crop=crop)
    except OSError as error:
        raise ResultFileError(
            f"{path}: expected a place to write results, but it cannot be written "
            f"({error.strerror or error})",
            "choose another folder or make room",
        ) from error


def write_rows(
    files: Sequence[ReadFile],
    kind: str,
    path: Path,
    *,
    layout: Layout = "table",
    crop: Crop | None = None,
) -> None:
    """Write what was read as a kind of file, one of ``ENDINGS``, whatever its name."""
    if kind == ".csv":
        write_csv(layout_rows(files, layout), path)
    elif kind == ".xlsx":
        write_excel(layout_rows(files, layout), path, crop)
    else:
        _write_json(files, path)


def read_results(path: Path) -> tuple[ReadFile, ...]:
    """Read what was written as JSON.

    Raises
    ------
    StoredSheetError
        If it cannot be read, or is no such file.
    """
    try:
        stored: Any = json.loads(read_whole(path, _MOST_BYTES))
    except OSError as error:
        raise StoredSheetError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:
        raise StoredSheetError(f"{path}: expected JSON, got {quoted(str(error))}") from error
    match stored:
        case {"version": int(version), "sheets": list(sheets)} if version == _VERSION:
            try:
                return tuple(_sheet(each) for each in sheets)
            except StoredSheetError as error:
                raise StoredSheetError(f"{path}: {error.reason}") from error
        case {"version": int(version), "sheets": list()}:
            reason = f"expected version {_VERSION}, got {version}"
            raise StoredSheetError(f"{path}: {reason}", "read it with the program that wrote it")
    raise StoredSheetError(f"{path}: expected a stored sheet, got something else")


def _sheet(stored: object) -> ReadFile:
    match stored:
        case {"file": str(name), "pages": list(pages)}:
            return ReadFile(name, tuple(page_from_json(page) for page in pages))
    raise StoredSheetError("sheet: expected file and pages")


def _write_json(files: Sequence[ReadFile], path: Path) -> None:
    sheets = [
        {"file": name, "pages": [page_to_json(page) for page in pages]} for name, pages in files
    ]
    path.write_text(json.dumps({"version": _VERSION, "sheets": sheets}), encoding="utf-8")
