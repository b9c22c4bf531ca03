"""A template from frames that were drawn over a filled form."""

from dataclasses import replace
from itertools import islice
from pathlib import Path

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.recognizer.recognizer import Recognizer
from digit_recognizer.recognizer.sheet_reading import page_reader
from digit_recognizer.sheets.opening import open_pages
from digit_recognizer.sheets.templates.making import blank_name, emptied, write_blank
from digit_recognizer.sheets.templates.placing import place_frames
from digit_recognizer.sheets.templates.reading import frames_of_pages, read_by_frames
from digit_recognizer.sheets.templates.template import Template, TemplateError
from digit_recognizer.sheets.templates.template_file import write_template

__all__ = ["make_template"]


def make_template(
    example: Path, template: Template, path: Path, *, recognizer: Recognizer | None = None
) -> Template:
    """Write a template, and a blank form beside it: the filled one without what is in the frames.

    Parameters
    ----------
    example : Path
        The filled form.
    template : Template
        Its frames, as shares of its pages made flat.
    path : Path
        Of the template's file.
    recognizer : Recognizer, optional
        What reads the digits; by default the shipped network.

    Returns
    -------
    Template
        As it was written.

    Raises
    ------
    TemplateError
        If a table is not where its frame is, or a file cannot be written.
    SheetError, PictureError
        If the filled form cannot be opened.
    """
    reader = page_reader(recognizer or Recognizer())
    frames = frames_of_pages(replace(template, blank=None))
    pages = []
    for number, grey in enumerate(islice(open_pages(example), len(frames)), start=1):
        part = frames[number - 1]
        ink = place_frames(reader.page_ink(grey), part.fields, part.tables)
        pages.append(emptied(ink, read_by_frames(grey, part, reader, number)))
    blank = path.with_name(blank_name(path, ".png" if len(pages) == 1 else ".tif"))
    write_blank(pages, blank)
    made = replace(template, blank=blank)
    try:
        frames_of_pages(made)
    except DigitRecognizerError as error:
        raise TemplateError(
            f"the frames cannot be found again on the form without what is written: {error.reason}",
            error.remedy,
        ) from error
    write_template(made, path)
    return made
