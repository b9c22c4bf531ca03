"""Numbers in the cells of a form that was photographed, as a reader of sheets gets to see them.

A number is drawn on paper between rules, as dark as a pen or a pencil is; the photograph of it is
out of focus or shaken, in shadow, small, noisy, and a JPEG. Then it goes the way of every cell:
the rules are taken out, and the ink is found.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.composed_numbers import ComposedNumber
from digit_recognizer.ink import find_ink
from digit_recognizer.sheets.cells import ink_of_cells
from digit_recognizer.sheets.erasing import without_rules
from digit_recognizer.sheets.grids import Line
from digit_recognizer.sheets.rules import darkness

__all__ = ["CellPicture", "photographed"]

# In pixels: how high digits are in the photograph, and the largest blur beside that.
_HIGH = (11.0, 34.0)
_SHARP, _BLURRED = 0.5, 0.17
# The same of those that are out of focus, from and to.
_OUT_OF_FOCUS = (0.05, 0.15)
# Of a pixel: ink that is written.
_INKED = 0.3
# Of the digits' height: so far, at most, go the level rules on at either side.
_ASIDE = 3.0
# A blurred rule is so thick, in standard deviations of what blurred it.
_FULL_WIDTH = 2.35
# How much larger a flat page is than the photograph.
_LARGER = (1.0, 1.5)
# In pixels of a flat page: dark areas that are wider are background.
_WIDEST = 41


class CellPicture(NamedTuple):
    """The ink of a cell.

    Attributes
    ----------
    ink : (height, width) uint8
        As ``find_ink`` returns it.
    owners : (height, width) int8
        Which character of the number, from 0, each pixel belongs to; -1 for none.
    blur : float
        In parts of a digit's height.
    """

    ink: NDArray[np.uint8]
    owners: NDArray[np.int8]
    blur: float


def photographed(
    number: ComposedNumber,
    height: float,
    generator: np.random.Generator,
    *,
    out_of_focus: bool = False,
) -> CellPicture | None:
    """Return the ink of a number that was written in a cell and photographed.

    Parameters
    ----------
    number : ComposedNumber
    height : float
        Of its digits, in pixels.
    generator : numpy.random.Generator
    out_of_focus : bool
        Whether it surely is, and much.

    Returns
    -------
    CellPicture or None
        None where nothing is found.
    """
    high = float(np.exp(generator.uniform(*np.log(_HIGH))))
    drawn, owners = _drawn(number, high / height, high, generator)
    if drawn.max() <= _INKED:
        return None
    page, corners = _on_paper(drawn, high, generator)
    blur = float(generator.uniform(0, 1) ** 3 * _BLURRED)
    if out_of_focus:
        blur = float(generator.uniform(*_OUT_OF_FOCUS))
    sigma = max(_SHARP * generator.uniform(0.5, 1.5), blur * high)
    page = _blurred(page, sigma, generator)
    larger = float(generator.uniform(*_LARGER))
    flat = cv2.resize(
        _recorded(page, generator), None, fx=larger, fy=larger, interpolation=cv2.INTER_CUBIC
    )
    dark = darkness(np.asarray(flat, np.uint8), _WIDEST / max(flat.shape))
    corners = (corners + 0.5) * larger - 0.5
    lines = _lines(corners, high * larger, _FULL_WIDTH * sigma * larger, generator)
    cell = ink_of_cells(without_rules(dark, lines), [corners], lines)[0]
    ink = None if cell is None else find_ink(cell.grey, "dark-on-light", one_digit=False)
    if cell is None or ink is None:
        return None
    nearest = cv2.resize(owners, flat.shape[::-1], interpolation=cv2.INTER_NEAREST)
    part = slice(cell.top, cell.top + ink.shape[0]), slice(cell.left, cell.left + ink.shape[1])
    return CellPicture(ink, nearest[part], blur)


def _drawn(
    number: ComposedNumber, scale: float, high: float, generator: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
    """Return how inked each pixel of the photograph is, and the nearest character of each."""
    finer = 3
    large = cv2.resize(
        number.picture, None, fx=finer * scale, fy=finer * scale, interpolation=cv2.INTER_CUBIC
    )
    shape = max(1, large.shape[1] // finer), max(1, large.shape[0] // finer)
    pen = int(generator.integers(-1, 3))
    if pen and generator.random() < 0.5:
        ellipse = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (abs(pen) + 1, abs(pen) + 1))
        large = (cv2.dilate if pen > 0 else cv2.erode)(large, ellipse)
    ink = cv2.resize(large, shape, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    away = np.where(number.owners < 0, 255, 0).astype(np.uint8)
    _, labels = cv2.distanceTransformWithLabels(
        away, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    of_label = np.zeros(labels.max() + 1, np.int8)
    of_label[labels[away == 0]] = number.owners[away == 0]
    owners = cv2.resize(of_label[labels], shape, interpolation=cv2.INTER_NEAREST)
    margin = int(generator.integers(14, 24))
    left, right = (margin + generator.uniform(0, _ASIDE, 2) * high).astype(int).tolist()
    margins = (margin, margin), (left, right)
    return np.pad(ink, margins), np.pad(owners, margins, mode="edge")


def _on_paper(
    ink: NDArray[np.float32], high: float, generator: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Return the paper with ink and rules, 0 to 255, and the corners of the cell."""
    rows, columns = ink.shape
    inked = np.argwhere(ink > _INKED)
    (top, left), (bottom, right) = inked.min(axis=0), inked.max(axis=0)
    # Digits stand on a rule or hang over it as often as not.
    gaps = generator.uniform(-0.06, 0.5, 4) * high
    box = np.array([left - gaps[0], top - gaps[1], right + gaps[2], bottom + gaps[3]])
    box = np.clip(box, 2, [columns - 3, rows - 3, columns - 3, rows - 3])
    x0, y0, x1, y1 = box.tolist()
    corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
    pen, rule = generator.uniform(0.25, 0.95), generator.uniform(0.2, 0.95)
    dark = pen * np.clip(ink * generator.uniform(1, 1.4), 0, 1)
    ruled = np.zeros((rows * 4, columns * 4), np.uint8)
    thick = max(1, round(4 * max(0.8, generator.uniform(0.03, 0.12) * high)))
    for y in (y0, y1):
        level = round((y + 0.5) * 4)
        cv2.line(ruled, (0, level), (columns * 4, level), 255, thick)
    for x in (x0, x1):
        place = round((x + 0.5) * 4)
        cv2.line(ruled, (place, 0), (place, rows * 4), 255, thick)
    rules = cv2.resize(ruled, (columns, rows), interpolation=cv2.INTER_AREA) / 255 * rule
    paper = generator.uniform(110, 250)
    slope = generator.normal(0, 0.06, 2)
    y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    light = np.clip(1 + slope[0] * x + slope[1] * y, 0.3, 1.02)
    page = paper * light * (1 - np.maximum(dark, rules))
    return page.astype(np.float32), corners


def _blurred(
    page: NDArray[np.float32], sigma: float, generator: np.random.Generator
) -> NDArray[np.float32]:
    """Return a page out of focus, as a Gaussian or as a disc, or shaken."""
    kind = generator.random()
    if kind < 0.4 or sigma < 0.8:
        return np.asarray(cv2.GaussianBlur(page, (0, 0), max(sigma, 0.05)), np.float32)
    radius = int(np.ceil(2 * sigma))
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    if kind < 0.75:
        kernel = np.clip(2 * sigma + 0.5 - np.hypot(x, y), 0, 1)
    else:
        angle = generator.uniform(0, np.pi)
        along, across = x * np.cos(angle) + y * np.sin(angle), x * np.sin(angle) - y * np.cos(angle)
        kernel = (np.abs(along) <= 1.7 * sigma) * np.clip(1 - np.abs(across), 0, 1)
    kernel = kernel / kernel.sum()
    return np.asarray(cv2.filter2D(page, -1, kernel, borderType=cv2.BORDER_REPLICATE), np.float32)


def _recorded(page: NDArray[np.float32], generator: np.random.Generator) -> NDArray[np.uint8]:
    """Return what a camera stores: with noise, sharpened or not, as a JPEG or not."""
    if generator.random() < 0.3:
        soft = cv2.GaussianBlur(page, (0, 0), 1.0)
        page = page + np.float32(generator.uniform(0.3, 1.2)) * (page - soft)
    noisy = page + generator.normal(0, generator.uniform(0, 4), page.shape)
    stored = np.clip(np.rint(noisy), 0, 255).astype(np.uint8)
    if generator.random() < 0.7:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(generator.integers(40, 96))]
        file = cv2.imencode(".jpg", stored, quality)[1]
        return np.asarray(cv2.imdecode(file, cv2.IMREAD_GRAYSCALE), np.uint8)
    return stored


def _lines(
    corners: NDArray[np.float64], high: float, spread: float, generator: np.random.Generator
) -> list[Line]:
    """Return the rules of a cell as they were found: not quite in their places."""
    lines = []
    thickness = float(np.ceil(np.hypot(generator.uniform(2, 4), spread)))
    low, far = corners.min(axis=0), corners.max(axis=0)
    for y in (low[1], far[1]):
        x = np.arange(low[0] - high, far[0] + high)
        y = y + generator.normal(0, 0.7)
        lines.append(Line(np.column_stack((x, np.full(len(x), y))), thickness, True))
    for x in (low[0], far[0]):
        y = np.arange(low[1] - high, far[1] + high)
        x = x + generator.normal(0, 0.7)
        lines.append(Line(np.column_stack((np.full(len(y), x), y)), thickness, False))
    return lines
