"""A file with numbers by hand in, a sheet of tables out."""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.recognizer.recognizer import Recognizer
from digit_recognizer.sheets.forms.finding import find_form
from digit_recognizer.sheets.forms.form import read_form_file
from digit_recognizer.sheets.forms.reading import read_form
from digit_recognizer.sheets.opening import open_pages
from digit_recognizer.sheets.page_cells import PageInk, find_cells
from digit_recognizer.sheets.page_reading import PageReader
from digit_recognizer.sheets.sheet import Sheet
from digit_recognizer.sheets.templates.reading import PageFrames, frames_of_pages, read_by_frames
from digit_recognizer.sheets.templates.template_file import read_template

__all__ = ["page_reader", "read_sheet"]


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
        The blank form, as a picture or PDF: what it has is no ink. Or a template, in JSON, with
        names and formats for its parts (``sheets.templates``). Its pages are those of the file, in
        their order, and again from the first where the file has more. Or the description, in TOML,
        of a form of ours, needed only for the texts of one whose code has no room for them.
    formats : mapping of str to str, optional
        The format of a column by its name or its number, counted from 1, or of one in a certain
        table (``"Marks: 2"``); of all columns by the table's name; of a field by its name. Names
        are those of the template or of a form of ours, else ``table 1``, ``field 1`` and so on.
        ``"words"`` is for what holds no numbers. Without one, digits with at most one decimal mark.
    recognizer : Recognizer, optional
        What reads the digits; by default the shipped network.

    Raises
    ------
    SheetError, PictureError
        If a file cannot be opened, or a page is not that form.
    TemplateError
        If the template's file cannot be read, or says something impossible.
    FormError, FormNotSeenError
        If the template is no description of a form, or a form of ours is not whole in a picture.
    PatternError
        If a format is not such.
    """
    recognizer = recognizer or Recognizer()
    reader = page_reader(recognizer)
    kind = "" if template is None else Path(template).suffix.lower()
    form = read_form_file(Path(template)) if template is not None and kind == ".toml" else None
    parts = _parts_of(Path(template)) if template is not None and kind != ".toml" else ()
    pages = []
    for number, grey in enumerate(open_pages(path), start=1):
        part = parts[(number - 1) % len(parts)] if parts else None
        found = find_form(grey) if part is None else None
        if found is not None:
            page = read_form(
                grey, found, reader.numbers, number=number, given=form, formats=formats
            )
        elif isinstance(part, PageFrames):
            page = read_by_frames(grey, part, reader, number, formats)
        else:
            page = reader.read(grey, number, formats, part)
        pages.append(page)
    return Sheet(Path(path), tuple(pages))


def page_reader(recognizer: Recognizer) -> PageReader:
    """Return what reads pages by the network of a recognizer."""
    numbers = NumberReader(recognizer.predict_proba, recognizer.rule)
    return PageReader(numbers, recognizer.predict_proba)


def _parts_of(template: Path) -> "tuple[PageFrames | PageInk, ...]":
    """Return the pages of a template or of a blank form, prepared once for many files."""
    try:
        state = template.stat()
    except OSError:
        return _prepared(template, 0, 0)
    return _prepared(template, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=2)
def _prepared(template: Path, changed: int, size: int) -> "tuple[PageFrames | PageInk, ...]":
    """Return the pages; another time of change or another size is another file."""
    if template.suffix.lower() == ".json":
        return frames_of_pages(read_template(template))
    return tuple(find_cells(grey, None) for grey in open_pages(template))
