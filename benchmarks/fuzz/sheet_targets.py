"""Sheets: damaged PDFs and pictures of tables, as files, and pages that are much work."""

import json
import math
from functools import cache
from pathlib import Path
from random import Random
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from benchmarks.fuzz.byte_mutations import Mutation, changed_a_few_times, mutated
from benchmarks.fuzz.picture_targets import mutated_picture, recognizer
from benchmarks.fuzz.sheet_seeds import hard_page, pdf_seeds, sheet_seeds
from benchmarks.fuzz.target import SHEET_SECONDS, Target, law
from digit_recognizer.ink import PictureError
from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.recognizer.sheet_reading import read_sheet
from digit_recognizer.sheets.forms.finding import FormNotSeenError
from digit_recognizer.sheets.opening import SheetError
from digit_recognizer.sheets.page_reading import PageReader
from digit_recognizer.sheets.stored import page_from_json, page_to_json
from digit_recognizer.sheets.table import Cell, CellState, Page

__all__ = ["SHEET_TARGETS", "mutated_pdf", "mutated_sheet"]


def check_page(page: Page) -> None:
    """Check what a page promises."""
    stored = json.loads(json.dumps(page_to_json(page)))
    law(page_from_json(stored) == page, "a page that is stored is the same")
    for table in page.tables:
        for row, cells in enumerate(table.cells):
            for column, cell in enumerate(cells):
                inside = 0 <= row - cell.row < cell.row_span
                inside &= 0 <= column - cell.column < cell.column_span
                law(inside, "a cell stands where it reaches")
                _check_cell(cell)
    for field in page.fields:
        _check_cell(field.cell)


def _check_cell(cell: Cell) -> None:
    law(cell.state in get_args(CellState), "a state is one of four")
    law(0 <= cell.confidence <= 1, "a confidence is from 0 to 1")
    law(all(map(math.isfinite, np.ravel(cell.box))), "corners are somewhere")
    law(cell.text.isprintable(), "a text can be printed")
    law(cell.state != "number" or cell.text != "", "a number has a text")
    law(cell.state != "empty" or cell.text == "", "an empty cell has none")


def mutated_pdf(rng: Random) -> bytes:
    """Return a PDF, changed."""
    seeds = pdf_seeds()
    return mutated(rng, rng.choice(seeds), seeds, _OF_PDF)


def _mutated_dictionary(rng: Random, content: bytes) -> bytes:
    """Change something near a name: the entries of a PDF's dictionaries, and what they hold."""
    places = [at for at in range(len(content)) if content[at : at + 1] == b"/"]
    if not places:
        return content
    begin = rng.choice(places)
    end = min(len(content), begin + rng.choice((4, 12, 40)))
    return content[:begin] + changed_a_few_times(rng, content[begin:end]) + content[end:]


def _another_entry(rng: Random, content: bytes) -> bytes:
    """Put an entry into a dictionary."""
    places = [at for at in range(len(content)) if content[at : at + 2] == b"<<"]
    if not places:
        return content
    at = rng.choice(places) + 2
    return content[:at] + rng.choice(_ENTRIES) + content[at:]


_ENTRIES = (
    b"/MediaBox [0 0 1000000 1000000]", b"/MediaBox [0 0 0 0]", b"/MediaBox [0 0 1e-9 7]",
    b"/MediaBox [100 100 -100 -100]", b"/MediaBox [0 0 0.5 14400]", b"/UserUnit 1e9",
    b"/UserUnit -1", b"/Rotate 90", b"/Rotate 45", b"/Rotate -2147483648", b"/Count 400",
    b"/Count -1", b"/Count 2147483647", b"/Kids [3 0 R 3 0 R 3 0 R]", b"/Filter /JBIG2Decode",
    b"/Filter [/FlateDecode /FlateDecode /ASCII85Decode]", b"/Length 2147483647", b"/Length 0",
    b"/Width 65536 /Height 65536", b"/Encrypt 1 0 R", b"/Parent 1 0 R", b"/Contents 2 0 R",
)  # fmt: skip
_OF_PDF: tuple[Mutation, ...] = (_mutated_dictionary, _mutated_dictionary, _another_entry)


def mutated_sheet(rng: Random) -> bytes:
    """Return a picture of a table, or of anything, changed."""
    seeds = sheet_seeds()
    return mutated_picture(rng) if rng.random() < 0.3 else mutated(rng, rng.choice(seeds), seeds)


def _use_file(content: bytes, folder: Path) -> None:
    path = folder / "sheet"
    path.write_bytes(content)
    sheet = read_sheet(path, recognizer=recognizer())
    law(sheet.pages, "a sheet has a page")
    for page in sheet.pages:
        check_page(page)


@cache
def _reader() -> PageReader:
    read = recognizer()
    return PageReader(NumberReader(read.predict_proba, read.rule), read.predict_proba)


def _use_page(page: NDArray[np.uint8], folder: Path) -> None:
    check_page(_reader().read(page))


def _show_page(page: NDArray[np.uint8]) -> bytes:
    return repr((page.shape, page.tobytes()[:100])).encode()


_DOCUMENTED = (SheetError, PictureError, FormNotSeenError)
SHEET_TARGETS = (
    Target("sheet-pdfs", 3, mutated_pdf, _use_file, _DOCUMENTED, seconds=SHEET_SECONDS),
    Target("sheet-pictures", 6, mutated_sheet, _use_file, _DOCUMENTED, seconds=SHEET_SECONDS),
    Target("hard-sheets", 0.2, hard_page, _use_page, (), show=_show_page, seconds=SHEET_SECONDS),
)
