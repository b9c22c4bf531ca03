"""Mistakes on one sheet: what was written, what it was taken for, and how surely."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.evaluation.readings import Readings

__all__ = ["draw_mistakes"]

COLUMNS, ROWS = 12, 5
SCALE, GAP, CAPTION = 2, 8, 14


def draw_mistakes(readings: Sequence[Readings], path: Path) -> None:
    """Draw the surest mistakes of each set in rows, from the first set on, as a PNG.

    Parameters
    ----------
    readings : sequence of Readings
        At least one.
    path : Path
        Where to.
    """
    side = 28 * SCALE
    width, height = side + GAP, side + GAP + CAPTION
    share = -(-ROWS * COLUMNS // len(readings))
    sheet = Image.new("L", (COLUMNS * width + GAP, ROWS * height + GAP), 255)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(11)
    mistakes = [(each, index) for each in readings for index in surest_mistakes(each)[:share]]
    for place, (each, index) in enumerate(mistakes[: ROWS * COLUMNS]):
        left, top = GAP + place % COLUMNS * width, GAP + place // COLUMNS * height
        image = Image.fromarray(255 - each.digits.images[index])
        sheet.paste(image.resize((side, side), Image.Resampling.NEAREST), (left, top))
        text = (
            f"{each.digits.labels[index]} as {each.answers[index]}, "
            f"{100 * each.confidence[index]:.0f}"
        )
        draw.text((left, top + side), text, 0, font=font)
    with replaced_when_complete(path) as partial:
        sheet.save(partial, "PNG", optimize=True)


def surest_mistakes(readings: Readings) -> np.ndarray:
    """Return the places of wrong answers, the surest first."""
    wrong = np.flatnonzero(~readings.correct & (readings.confidence > 0))
    order: np.ndarray = wrong[np.argsort(-readings.confidence[wrong], kind="stable")]
    return order
