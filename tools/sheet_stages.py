"""Draw the pictures of docs/sheets.md: the sample sheet, stage by stage.

Run it from the checkout: ``python -m tools.sheet_stages [FOLDER]``.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.recognizer import Recognizer
from digit_recognizer.samples import sample_sheet
from digit_recognizer.sheets.flat import flattened
from digit_recognizer.sheets.opening import open_pages
from digit_recognizer.sheets.page_cells import PageInk, find_cells
from digit_recognizer.sheets.page_reading import PageReader
from digit_recognizer.sheets.rule_finding import find_rules
from digit_recognizer.sheets.rules import darkness
from digit_recognizer.sheets.table import Page

__all__ = ["main", "stages"]

Picture = NDArray[np.uint8]

_RED, _BLUE, _GREEN, _ORANGE = (200, 40, 40), (40, 80, 200), (20, 120, 60), (190, 100, 0)
# In pixels; and of each page, what lies below is empty.
_WIDTH, _UPPER = 800, 0.62


def stages(grey: Picture) -> Iterator[tuple[str, Picture]]:
    """Yield the name and the picture, (height, width, 3), of each stage of reading a page.

    Parameters
    ----------
    grey : (height, width) uint8
        A photograph.
    """
    recognizer = Recognizer()
    yield "photograph", _coloured(grey)
    flat = flattened(grey).grey
    yield "flat", _coloured(flat)
    yield "rules", _with_rules(flat)
    found = find_cells(grey, recognizer.predict_proba)
    yield "grids", _with_cells(found)
    yield "ink", _coloured(np.asarray(np.rint(255 * (1 - _ink(found))), np.uint8))
    reader = PageReader(
        NumberReader(recognizer.predict_proba, recognizer.rule), recognizer.predict_proba
    )
    yield "reading", _with_readings(grey, reader.read(grey))


def _coloured(grey: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), np.uint8)


def _with_rules(flat: Picture) -> Picture:
    picture = _coloured(flat)
    for rules, colour, is_level in zip(
        find_rules(darkness(flat, 1 / 130)), (_RED, _BLUE), (True, False), strict=True
    ):
        for rule in rules:
            points = np.column_stack((np.arange(rule.start, rule.stop), rule.course))
            ordered = points if is_level else points[:, ::-1]
            _draw(picture, ordered.astype(np.float64), colour, closed=False)
    return picture


def _with_cells(found: PageInk) -> Picture:
    picture = _coloured(found.flat.grey)
    for each in found.grids:
        colour = _GREEN if each.grid.shape[0] > 1 else _BLUE
        for cell in each.grid.cells():
            _draw(picture, each.grid.corners(cell), colour)
    return picture


def _draw(
    picture: Picture, points: NDArray[np.float64], colour: tuple[int, ...], *, closed: bool = True
) -> None:
    line = np.rint(points).astype(np.int32)
    cv2.polylines(picture, [line], closed, colour, 4, cv2.LINE_AA)


def _ink(found: PageInk) -> NDArray[np.float32]:
    """Return how dark the ink of the cells is, each where it was."""
    page = np.zeros(found.dark.shape, np.float32)
    for ink in (ink for each in found.grids for ink in each.inks if ink is not None):
        height, width = ink.dark.shape
        part = page[ink.top : ink.top + height, ink.left : ink.left + width]
        np.maximum(part, ink.dark, out=part)
    return page


def _with_readings(grey: Picture, page: Page) -> Picture:
    """Return the photograph with what was read in each cell; doubts in another colour."""
    picture = Image.fromarray(_coloured(np.asarray(255 - (255 - grey) // 8, np.uint8)))
    draw = ImageDraw.Draw(picture)
    cells = [field.cell for field in page.fields]
    cells += [cell for table in page.tables for row in table.cells for cell in row]
    for cell in cells:
        colour = _ORANGE if cell.state == "doubtful" else _GREEN
        if cell.state in ("number", "doubtful"):
            draw.polygon(cell.box, outline=colour, width=2)
            size = 0.55 * (cell.box[3][1] - cell.box[0][1])
            text = cell.text + "?" * (cell.state == "doubtful")
            place = (cell.box[0][0] + 6, cell.box[0][1] + size / 3)
            draw.text(place, text, fill=colour, font=ImageFont.load_default(size))
    return np.array(picture)


def main(folder: Path) -> None:
    """Write the pictures."""
    (grey,) = open_pages(sample_sheet())
    for name, picture in stages(grey):
        upper = picture[: round(_UPPER * len(picture))]
        height = round(_WIDTH * upper.shape[0] / upper.shape[1])
        small = Image.fromarray(upper).resize((_WIDTH, height), Image.Resampling.LANCZOS)
        small.save(folder / f"sheet-{name}.webp", quality=80)


if __name__ == "__main__":
    images = Path(__file__).parents[1] / "docs" / "images"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else images)
