"""Many digits on one picture, each with a line of text below it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["ContactSheetError", "contact_sheet", "save_sheet"]

SCALE = 2
GAP = 8
FONT_SIZE = 15
BACKGROUND = "#f7f7f8"
TEXT_COLOUR = "#1f2328"
MAXIMUM_PIXELS = 100_000_000


class ContactSheetError(DigitRecognizerError):
    """Images and captions that make no contact sheet."""


def contact_sheet(
    images: NDArray[np.uint8], captions: Sequence[str], columns: int | None = None
) -> Image.Image:
    """Lay images out in rows, each with its caption centred below it.

    Parameters
    ----------
    images : NDArray[np.uint8]
        Shape (n, height, width), grey, drawn at twice their size.
    captions : sequence of str
        One short line each; an empty one leaves its place empty.
    columns : int or None
        Images in a row; None makes the sheet about as wide as high.

    Returns
    -------
    PIL.Image.Image
        Mode RGB. A caption wider than its image widens every column.

    Raises
    ------
    ContactSheetError
        If there is no image, a caption is missing, or the sheet would be immensely large.
    """
    if images.ndim != 3 or len(images) == 0 or len(images) != len(captions):
        raise ContactSheetError(
            "A contact sheet is made of one or more grey images with a caption each, got "
            f"images of shape {images.shape} and {len(captions)} captions",
            "give as many of both",
        )
    font = ImageFont.load_default(FONT_SIZE)
    height, width = images.shape[1] * SCALE, images.shape[2] * SCALE
    widest = max(font.getlength(caption) for caption in captions)
    cell_width = max(width, round(widest)) + GAP
    cell_height = height + (FONT_SIZE + GAP // 2 if widest else 0) + GAP
    if columns is None:
        rows = max(round(np.sqrt(len(images) * cell_width / cell_height)), 1)
        columns = -(-len(images) // rows)
    columns = min(max(columns, 1), len(images))
    rows = -(-len(images) // columns)
    size = (columns * cell_width + GAP, rows * cell_height + GAP)
    if size[0] * size[1] > MAXIMUM_PIXELS:
        raise ContactSheetError(
            f"A contact sheet has at most {MAXIMUM_PIXELS:,} pixels, {len(images):,} images "
            f"would need {size[0]:,}×{size[1]:,}",
            "show fewer",
        )
    sheet = Image.new("RGB", size, BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    for place, (image, caption) in enumerate(zip(images, captions, strict=True)):
        row, column = divmod(place, columns)
        centre = GAP // 2 + column * cell_width + cell_width // 2
        top = GAP + row * cell_height
        picture = Image.fromarray(image).resize((width, height), Image.Resampling.NEAREST)
        sheet.paste(picture, (centre - width // 2, top))
        draw.text((centre, top + height + GAP // 2), caption, TEXT_COLOUR, font=font, anchor="mt")
    return sheet


def save_sheet(sheet: Image.Image, path: Path) -> None:
    """Write a sheet as PNG; the file appears under its name only when it is complete.

    Raises
    ------
    ContactSheetError
        If the file cannot be written.
    """
    try:
        with replaced_when_complete(path) as temporary:
            sheet.save(temporary, format="PNG")
    except OSError as error:
        raise ContactSheetError(
            f"{path}: expected a place to write a PNG file, but it cannot be written "
            f"({error.strerror or error})",
            "choose another folder or make room",
        ) from error
