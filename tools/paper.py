"""Paper as it comes to the program: a form filled in by pen strokes of ours, and photographed."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digit_recognizer.sheets.forms.form import Form
from digit_recognizer.sheets.forms.placing import Box, place
from digit_recognizer.sheets.forms.printing import print_form
from tools.draw_samples import STROKES, curve

__all__ = ["ANGLES", "camera", "drawn_page", "photographed", "print_and_fill", "write"]

Grey = NDArray[np.uint8]

ANGLES: tuple[tuple[float, float, float], ...] = (
    (0, 0, 0), (12, 0, 3), (0, 14, -5), (-15, 8, 90), (10, -12, 180), (18, 10, 270),
    (-8, -18, 33), (22, -16, -140),
)  # fmt: skip
"""How the camera is held: tilted forward, tilted to the side, turned; degrees."""

_SIGNS: dict[str, list[list[tuple[float, float]]]] = {
    ".": [[(8, 96), (10, 98), (12, 97), (10, 95)]],
    ",": [[(12, 92), (12, 100), (5, 112)]],
    "-": [[(6, 54), (36, 52)]],
    ":": [[(8, 40), (10, 42)], [(8, 88), (10, 90)]],
    "/": [[(40, -4), (4, 104)]],
}


def print_and_fill(
    form: Form, texts: Mapping[Box, str], folder: Path, page: int = 0, *, scale: float = 8.0
) -> Grey:
    """Return a page of a form, printed at so many pixels to the millimetre, numbers written in."""
    print_form(form, folder / "form.pdf")
    picture = drawn_page(folder / "form.pdf", page, scale)
    known = {each.box for each in place(form)[page].boxes}
    assert set(texts) <= known, "a box that is not on this page"
    for number, (box, text) in enumerate(texts.items()):
        write(picture, box, text, scale, np.random.default_rng(number))
    return picture


def drawn_page(pdf: Path, page: int, scale: float) -> Grey:
    """Return a page of a PDF at so many pixels to the millimetre."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        drawn = document[page].render(scale=scale * 25.4 / 72).to_pil()
        return np.array(drawn.convert("L"))


def write(picture: Grey, box: Box, text: str, scale: float, random: np.random.Generator) -> None:
    """Write a number into a box by pen, a little unevenly."""
    left, top, right, bottom = (side * scale for side in box)
    height = (bottom - top) * random.uniform(0.52, 0.66)
    unit = height / 100
    x = left + (right - left) * 0.06
    y = top + (bottom - top - height) * random.uniform(0.4, 0.6)
    step = min(80 * unit, (right - left) * 0.88 / max(1, len(text)))
    slant, pen = random.uniform(-0.05, 0.22), random.uniform(0.4, 0.6) * scale
    for sign in text:
        strokes = STROKES[int(sign)] if sign.isdecimal() else _SIGNS[sign]
        wide = 0.92 * step / unit / 70 if step < 70 * unit else 1.0
        for stroke in strokes:
            line = curve(stroke) + random.normal(0, 0.8, (1, 2))
            across = line[:, 0] * wide + slant * (50 - line[:, 1])
            points = np.column_stack((x + across * unit, y + line[:, 1] * unit))
            cv2.polylines(
                picture,
                [np.rint(points * 16).astype(np.int32)],
                False,
                40,
                max(1, round(pen)),
                cv2.LINE_AA,
                4,
            )
        x += step * (0.6 if sign in ".,:" else 1.0)


def photographed(
    page: Grey,
    angle: tuple[float, float, float],
    random: np.random.Generator,
    *,
    size: tuple[int, int] = (4000, 3000),
    blur: float = 0.3,
    noise: float = 4.0,
    quality: int = 80,
    store: Callable[[bytes], object] | None = None,
) -> Grey:
    """Return a photograph of a page: from an angle, in uneven light, with noise, as JPEG.

    Parameters
    ----------
    page : (height, width) uint8
    angle : three numbers
        One of ``ANGLES``.
    random : Generator
        Of the noise, the light and where the page lies.
    size : (long, short)
        The picture's sides, in pixels; it is upright.
    blur : float
        Standard deviation, in pixels, of what is out of focus, beside that of the lens.
    noise : float
        Standard deviation, in grey values.
    quality : int
        Of the JPEG file, 1 to 95.
    store : callable, optional
        Takes the bytes of the JPEG file.
    """
    width, height = min(size), max(size)
    matrix = camera(page.shape, angle, (width, height), random)
    wood = (70 + 25 * np.sin(np.arange(width) / 17.0)).astype(np.uint8)
    grey = np.tile(wood, (height, 1))
    lit = np.asarray(page * 0.86, np.uint8)
    cv2.warpPerspective(lit, matrix, (width, height), grey, cv2.INTER_AREA, cv2.BORDER_TRANSPARENT)
    lighted = cv2.GaussianBlur(grey * _light((height, width), random), (0, 0), width / 4000 + blur)
    lighted += np.float32(noise) * random.standard_normal(grey.shape, np.float32)
    file = io.BytesIO()
    Image.fromarray(np.clip(lighted, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=quality)
    if store is not None:
        store(file.getvalue())
    return np.array(Image.open(file))


def camera(
    page: tuple[int, ...],
    angle: tuple[float, float, float],
    size: tuple[int, int],
    random: np.random.Generator,
) -> NDArray[np.float64]:
    """Return the map from the page's pixels to the picture's: a pinhole camera above the page."""
    forward, sideways, turn = np.radians(angle)
    around_x = np.array(
        [[1, 0, 0], [0, np.cos(forward), -np.sin(forward)], [0, np.sin(forward), np.cos(forward)]]
    )
    around_y = np.array(
        [[np.cos(sideways), 0, np.sin(sideways)], [0, 1, 0],
         [-np.sin(sideways), 0, np.cos(sideways)]]
    )  # fmt: skip
    around_z = np.array(
        [[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]]
    )
    height, width = page
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    flat = np.column_stack(((corners - (width / 2, height / 2)) / height, np.zeros(4)))
    space = flat @ (around_x @ around_y @ around_z).T
    seen = space[:, :2] / (space[:, 2:] + 1.6)
    low, high = seen.min(axis=0), seen.max(axis=0)
    scale = 0.96 * float(np.min(np.array(size) / (high - low)))
    room = np.array(size) - scale * (high - low)
    target = (seen - low) * scale + room * random.uniform(0.3, 0.7, 2)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target.astype(np.float32))
    return np.asarray(matrix, np.float64)


def _light(shape: tuple[int, int], random: np.random.Generator) -> NDArray[np.float32]:
    """Return how bright each pixel is: a slope, and the soft shadow of a hand."""
    rows = np.linspace(0, 1, 60)[:, None]
    columns = np.linspace(0, 1, 60)[None, :]
    across, down = random.uniform(-0.15, 0.15, 2)
    x, y = random.uniform(0.2, 0.8, 2)
    slope = 0.9 + across * (columns - 0.5) + down * (rows - 0.5)
    coarse = slope * (1 - 0.25 / (1 + np.exp((np.hypot(columns - x, rows - y) - 0.3) * 25)))
    return np.asarray(cv2.resize(coarse.astype(np.float32), shape[::-1]), np.float32)
