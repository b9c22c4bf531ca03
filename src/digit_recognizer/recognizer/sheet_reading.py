"""A file with numbers by hand in, a sheet of tables out."""

import os
from collections.abc import Mapping
from pathlib import Path

from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.recognizer.recognizer import Recognizer
from digit_recognizer.sheets.opening import open_pages
from digit_recognizer.sheets.page_reading import PageReader
from digit_recognizer.sheets.sheet import Sheet

__all__ = ["read_sheet"]


def read_sheet(
    path: str | os.PathLike[str],
    *,
    formats: Mapping[str, str] | None = None,
    recognizer: Recognizer | None = None,
) -> Sheet:
    """Read the tables and fields of a photograph, a scan or a PDF.

    Parameters
    ----------
    path : path
        A picture that ``open_picture`` opens, a TIFF of several pages, or a PDF.
    recognizer : Recognizer, optional
        What reads the digits; by default the shipped network.

    Raises
    ------
    SheetError, PictureError
        If the file cannot be opened.
    """
    recognizer = recognizer or Recognizer()
    reader = PageReader(
        NumberReader(recognizer.predict_proba, recognizer.rule), recognizer.predict_proba
    )
    pages = tuple(
        reader.read(grey, number, formats) for number, grey in enumerate(open_pages(path), start=1)
    )
    return Sheet(Path(path), pages)
