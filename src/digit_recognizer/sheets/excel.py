"""Rows as an Excel workbook: numbers and dates as such, doubts coloured, confidences beside."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.sheets.layout import GridCell, GridRow
from digit_recognizer.sheets.table import Cell

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["CROP_HEIGHT", "Crop", "ExcelError", "write_excel"]

Crop = Callable[[GridCell], bytes]
"""From a cell to its picture, as PNG."""

CROP_HEIGHT = 40
"""Of these pictures, in pixels."""

_MOST_ROWS, _MOST_COLUMNS, _LONGEST_TEXT = 1_048_576, 16_384, 32_767
_EXACT_DIGITS = 15  # a double, which Excel's numbers are, holds so many
_FIRST_DATE = date(1900, 3, 1)  # before it, Excel's calendar has a day too many
_DOUBTFUL, _REPAIRED = "#FFD98A", "#E3EEFA"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class ExcelError(DigitRecognizerError):
    """Rows that do not fit into a workbook."""


def write_excel(rows: Sequence[GridRow], path: Path, crop: Crop | None = None) -> None:
    """Write rows to a workbook of two worksheets, the cells and how sure each is.

    Parameters
    ----------
    rows : sequence of GridRow
    path : Path
        The file, whatever its name.
    crop : callable, optional
        Where it is given, the pictures of a row's doubtful cells stand to the right of the row.

    Raises
    ------
    ExcelError
        If a worksheet cannot hold so many rows or columns.
    """
    width = max(map(len, rows), default=0)
    if len(rows) > _MOST_ROWS or width > _MOST_COLUMNS:
        raise ExcelError(
            f"expected at most {_MOST_ROWS:,} rows and {_MOST_COLUMNS:,} columns, as Excel has "
            f"them, got {len(rows):,} and {width:,}",
            "write CSV, or several files",
        )
    from xlsxwriter.workbook import Workbook

    # Text stays text: nothing that was read or printed becomes a formula or a link.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with Workbook(path, options) as workbook:
        formats = _Formats(workbook)
        numbers = workbook.add_worksheet("Numbers")
        confidences = workbook.add_worksheet("Confidence")
        for row, entries in enumerate(rows):
            for column, entry in enumerate(entries):
                if isinstance(entry, str):
                    numbers.write_string(row, column, _clean(entry))
                    confidences.write_string(row, column, _clean(entry))
                    continue
                _write_cell(numbers, row, column, entry.cell, formats)
                _write_confidence(confidences, row, column, entry.cell, formats)
            if crop is not None:
                _add_crops(numbers, row, width + 1, entries, crop)
        numbers.set_column(0, max(0, width - 1), 12)


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, str], Format] = {}

    def __call__(self, number: str, colour: str) -> "Format":
        if (number, colour) not in self._made:
            wanted: dict[str, Any] = {"num_format": number} if number else {}
            if colour:
                wanted["bg_color"] = colour
            self._made[number, colour] = self._workbook.add_format(wanted)
        return self._made[number, colour]


def _write_cell(sheet: "Worksheet", row: int, column: int, cell: Cell, formats: _Formats) -> None:
    colour = _colour(cell)
    match cell.value:
        case Decimal() as value if _is_exact(value) and cell.state != "other":
            sheet.write_number(row, column, float(value), formats(_number_format(cell), colour))
        case date() as value if value >= _FIRST_DATE:
            moment = datetime(value.year, value.month, value.day)
            sheet.write_datetime(row, column, moment, formats("yyyy-mm-dd", colour))
        case time() as value:
            shown = "hh:mm:ss" if value.second else "hh:mm"
            sheet.write_datetime(row, column, value, formats(shown, colour))
        case _ if cell.text:
            sheet.write_string(row, column, _clean(cell.text), formats("@", colour))
        case _:
            sheet.write_blank(row, column, None, formats("", colour))
    if note := _note(cell):
        sheet.write_comment(row, column, _clean(note), {"x_scale": 1.5})


def _write_confidence(
    sheet: "Worksheet", row: int, column: int, cell: Cell, formats: _Formats
) -> None:
    if cell.state == "other":
        sheet.write_string(row, column, _clean(cell.text))
    else:
        sheet.write_number(row, column, cell.confidence, formats("0.0%", _colour(cell)))


def _colour(cell: Cell) -> str:
    if cell.state == "doubtful":
        return _DOUBTFUL
    return _REPAIRED if cell.repair and not cell.was_answered else ""


def _note(cell: Cell) -> str:
    """Return why a cell is to be looked at; nothing for one that is sure by its ink."""
    lines = []
    if cell.state == "doubtful":
        read = [f"{text or 'empty'} ({100 * sure:.0f} %)" for text, sure in cell.alternatives]
        lines.append(f"Not sure: {', '.join(read) or cell.text or 'no reading'}")
        lines += [cell.doubt] if cell.doubt else []
    if cell.repair and not cell.was_answered:
        lines.append(f"Repaired: {cell.repair}")
    return "\n".join(lines)


def _is_exact(value: Decimal) -> bool:
    return value.is_finite() and len(value.as_tuple().digits) <= _EXACT_DIGITS


def _number_format(cell: Cell) -> str:
    """Return the format in which Excel shows the number with the zeros that were written."""
    assert isinstance(cell.value, Decimal)
    exponent = cell.value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    digits = re.match(r"\d*", cell.text.lstrip("+-$"))
    whole = len(digits[0]) if digits and cell.text.lstrip("+-").startswith("0") else 1
    return "0" * max(1, whole) + ("." + "0" * decimals if decimals else "")


def _add_crops(sheet: "Worksheet", row: int, column: int, entries: GridRow, crop: Crop) -> None:
    doubtful = [
        each for each in entries if isinstance(each, GridCell) and each.cell.state == "doubtful"
    ]
    for offset, each in enumerate(doubtful):
        if column + offset >= _MOST_COLUMNS:
            break
        sheet.set_row_pixels(row, CROP_HEIGHT + 4)
        picture = {"image_data": BytesIO(crop(each)), "x_offset": 2, "y_offset": 2}
        sheet.insert_image(row, column + offset, "cell.png", picture)


def _clean(text: str) -> str:
    """Return a text that a workbook can hold."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)[:_LONGEST_TEXT]
