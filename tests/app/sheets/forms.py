"""Sheets for the window's tests, read by a fake that knows them beforehand."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

import numpy as np
from PIL import Image

from digit_recognizer.app.sheets.opened_file import Formats, ReadSheets
from digit_recognizer.app.sheets.page import SheetsPage
from digit_recognizer.app.window import MainWindow
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.sheets.sheet import Sheet
from tests.sheets.sheets import sheet, table

ROWS = ("name one two", "Ann 12 7?", "Bob 3? 49", "Eve 5 6?")


def picture(folder: Path, name: str = "class-a.png") -> Path:
    """A page of paper, as large as the sheets made by hand say."""
    path = folder / name
    grey = np.full((1400, 1000), 240, np.uint8)
    grey[::50] = 120
    Image.fromarray(grey).save(path)
    return path


def read_as(*rows: str) -> ReadSheets:
    """A reader that finds this table in every picture, and cannot read anything else."""

    def read(
        paths: Sequence[Path],
        stopped: Event,
        template: Path | None = None,
        formats: Formats = (),
        hand: str | None = None,
    ) -> Iterator[Sheet | DigitRecognizerError]:
        for path in paths:
            if path.suffix == ".png":
                yield sheet(table(*rows), path=str(path))
            else:
                yield DigitRecognizerError(f"{path.name}: expected a sheet, got none")

    return read


def sheets_page(window: MainWindow) -> SheetsPage:
    page = window.page("Sheets")
    assert isinstance(page, SheetsPage)
    return page
