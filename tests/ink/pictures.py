"""Pictures that the tests of the pipeline draw for themselves."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

__all__ = ["drawn_five", "grey_values", "on_page"]

_FIVE = [(70, 8), (25, 10), (20, 48), (45, 42), (68, 52), (72, 74), (56, 90), (34, 92), (18, 84)]


def drawn_five(size: int = 100, pen: int = 9, scale: float = 1.0) -> NDArray[np.float32]:
    """Draw a five as ink (0 background, 1 ink) on a square sheet, with anti-aliased edges."""
    large = 4 * size
    sheet = Image.new("L", (large, large))
    draw = ImageDraw.Draw(sheet)
    points = [(x * scale * large / 100, y * scale * large / 100) for x, y in _FIVE]
    draw.line(points, fill=255, width=4 * pen)
    for x, y in points:
        draw.ellipse((x - 2 * pen, y - 2 * pen, x + 2 * pen, y + 2 * pen), fill=255)
    return np.asarray(sheet.reduce(4), np.float32) / np.float32(255)


def grey_values(shares: NDArray[np.floating[Any]]) -> NDArray[np.uint8]:
    """Bring values from 0 to 1 to eight bits; what is beyond is cut off."""
    return np.asarray(np.rint(np.clip(shares, 0, 1) * 255), np.uint8)


def on_page(
    ink: NDArray[np.float32], height: int, width: int, top: int, left: int
) -> NDArray[np.float32]:
    """Lay ink on a larger page of which it is a part."""
    page = np.zeros((height, width), np.float32)
    page[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return page
