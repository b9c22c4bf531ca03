"""A blank form made of a filled one: what is written in its frames is taken out."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.sheets.page_cells import PageInk
from digit_recognizer.sheets.table import WORDS, Cell, Page
from digit_recognizer.sheets.templates.template import TemplateError
from digit_recognizer.sheets.templates.template_file import read_template

__all__ = ["blank_name", "emptied", "write_blank"]

_Grey = NDArray[np.uint8]

# Of the background's brightness: what is darker is ink; in pixels: its edges.
_INK, _EDGES = 0.03, 7
# Of the longer side: wider dark areas are background.
_BACKGROUND = 1 / 60


def emptied(page: PageInk, read: Page) -> _Grey:
    """Return a flat page without what is written in its cells; its rules and its print stay.

    Parameters
    ----------
    page : PageInk
        A filled form, with the cells of its frames.
    read : Page
        What was read in them.
    """
    grey = page.flat.grey.copy()
    ink, inside = np.zeros(grey.shape, np.uint8), np.zeros(grey.shape, np.uint8)
    tables = [table.cells for table in read.tables]
    tables += [((field.cell,),) for field in read.fields]
    for grid, rows in zip(page.grids, tables, strict=True):
        for place, written in zip(grid.grid.cells(), grid.inks, strict=True):
            if written is not None and _is_written(rows[place[0]][place[1]]):
                cv2.fillPoly(inside, [np.rint(grid.grid.corners(place)).astype(np.int32)], 1)
                height, width = written.dark.shape
                part = (
                    slice(written.top, written.top + height),
                    slice(written.left, written.left + width),
                )
                ink[part] |= written.dark[: ink[part].shape[0], : ink[part].shape[1]] > _INK
    edges = np.ones((_EDGES, _EDGES), np.uint8)
    gone = (cv2.dilate(ink, edges) & cv2.dilate(inside, edges)) > 0
    side = int(max(grey.shape) * _BACKGROUND / 2) * 2 + 1
    paper = np.asarray(
        cv2.morphologyEx(cv2.medianBlur(grey, 5), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    )
    clean = np.where(gone, paper, grey).astype(np.uint8)
    # A stroke that crossed a rule took a part of it along.
    for line in (line for grid in page.grids for line in grid.grid.lines):
        points = np.rint(line.points).astype(np.int32)
        rule = np.zeros(grey.shape, np.uint8)
        cv2.polylines(rule, [points], False, 1, max(1, round(line.thickness)))
        usual = np.median(grey[rule > 0]) if rule.any() else 0
        clean[gone & (rule > 0)] = usual
    return clean


def _is_written(cell: Cell) -> bool:
    """Tell whether a cell has no print: a number or nothing, or words that are written."""
    return cell.state != "other" or (cell.format == WORDS and cell.row > 0)


def write_blank(pages: list[_Grey], path: Path) -> None:
    """Write the pages of a blank form as one picture, whole or not at all.

    Raises
    ------
    TemplateError
        If it cannot be written.
    """
    first, *more = (Image.fromarray(page) for page in pages)
    try:
        with replaced_when_complete(path) as temporary:
            if more:
                first.save(
                    temporary, "TIFF", save_all=True, append_images=more, compression="tiff_deflate"
                )
            else:
                first.save(temporary, "PNG")
    except OSError as error:
        raise TemplateError(
            f"{path}: the blank form cannot be written ({error.strerror or error})",
            "choose another folder or make room",
        ) from error


def blank_name(path: Path, ending: str) -> str:
    """Return how the blank form beside a template is called: no other file is overwritten.

    Parameters
    ----------
    path : Path
        The template's file, which may be there already, with its blank form.
    ending : str
        Of the blank form's name.
    """
    try:
        own = read_template(path).blank if path.exists() else None
    except TemplateError:
        own = None
    number = 1
    while True:
        name = f"{path.stem}-blank{'' if number == 1 else f'-{number}'}{ending}"
        taken = path.with_name(name)
        if not taken.exists() or taken == own:
            return name
        number += 1
