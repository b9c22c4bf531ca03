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
        The description, in TOML, of the form of ours that it is; needed only for the texts of one
        whose code has no room for them.
    formats : mapping of str to str, optional
        The format of the numbers of a column or field, by its name.
    recognizer : Recognizer, optional
        What reads the digits; by default the shipped network.

    Raises
    ------
    SheetError, PictureError
        If the file cannot be opened.
    FormError, FormNotSeenError
        If the template is no description of a form, or a form of ours is not whole in a picture.
    """
    recognizer = recognizer or Recognizer()
    form = None if template is None else read_form_file(Path(template))
    numbers = NumberReader(recognizer.predict_proba, recognizer.rule)
    reader = PageReader(numbers, recognizer.predict_proba)
    pages = []
    for number, grey in enumerate(open_pages(path), start=1):
        found = find_form(grey)
        if found is None:
            pages.append(reader.read(grey, number, formats))
        else:
            pages.append(read_form(grey, found, numbers, number=number, given=form))
    return Sheet(Path(path), tuple(pages))
