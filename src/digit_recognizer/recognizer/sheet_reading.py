"""A file with numbers by hand in, a sheet of tables out."""

import os
from collections.abc import Mapping
from pathlib import Path

from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.recognizer.recognizer import Recognizer
from digit_recognizer.sheets.forms.finding import find_form
from digit_recognizer.sheets.forms.form import read_form_file
from digit_recognizer.sheets.forms.reading import read_form
from digit_recognizer.sheets.opening import open_pages
from digit_recognizer.sheets.page_cells import find_cells
from digit_recognizer.sheets.page_reading import PageReader
from digit_recognizer.sheets.sheet import Sheet

__all__ = ["read_sheet"]


def read_sheet(
    path: str | os.PathLike[str],
    template: str | os.PathLike[str] | None = None,
    formats: Mapping[str, str] | None = None,
    *,
    recognizer: Recognizer | None = None,
) -> Sheet:
    """Read the tables and fields of a photograph, a scan or a PDF.

    Parameters
    ----------
    path : path
        A picture that ``open_picture`` opens, a TIFF of several pages, or a PDF.
    template : path, optional
        The blank form, as a picture or PDF: what it has is no ink. Its pages are those of the file,
        in their order, and again from the first where the file has more. Or the description, in
        TOML, of a form of ours, needed only for the texts of one whose code has no room for them.
    formats : mapping of str to str, optional
        The format of the numbers of a column or field of a form of ours, by its name; of any other
        table, of a column by its number, counted from 1, or of all by the table's name
        (``table 1``). Without one, digits with at most one decimal mark.
    recognizer : Recognizer, optional
        What reads the digits; by default the shipped network.

    Raises
    ------
    SheetError, PictureError
        If a file cannot be opened, or a page is not that form.
    FormError, FormNotSeenError
        If the template is no description of a form, or a form of ours is not whole in a picture.
    PatternError
        If a format is not such.
    """
    recognizer = recognizer or Recognizer()
    numbers = NumberReader(recognizer.predict_proba, recognizer.rule)
    reader = PageReader(numbers, recognizer.predict_proba)
    form, blanks = None, []
    if template is not None and Path(template).suffix.lower() == ".toml":
        form = read_form_file(Path(template))
    elif template is not None:
        blanks = [find_cells(grey, None) for grey in open_pages(template)]
    pages = []
    for number, grey in enumerate(open_pages(path), start=1):
        blank = blanks[(number - 1) % len(blanks)] if blanks else None
        found = find_form(grey) if blank is None else None
        if found is None:
            pages.append(reader.read(grey, number, formats, blank))
        else:
            pages.append(read_form(grey, found, numbers, number=number, given=form))
    return Sheet(Path(path), tuple(pages))
