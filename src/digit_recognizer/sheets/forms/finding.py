"""A form of ours in a picture: its code, its corner marks, and from them every box.

The code says which form it is and which way is up. Its four corners predict roughly where the
corner marks are; the marks found there give the exact map from paper to picture, and the rules of
the boxes must then be where they should.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.sheets.forms.code import CodeOfPage, decode
from digit_recognizer.sheets.forms.placing import MARK, Box, PageOfForm, place

__all__ = ["FormNotSeenError", "FoundForm", "find_form"]

_Points = NDArray[np.float64]

_REACH = 30.0  # mm around the predicted place of a mark
_SCALES = (0.6, 1.6)  # of a mark's side, beside what is predicted
_SOLID = 0.9  # of the hull of a mark
_SQUARE = 0.6  # of the smallest rectangle around it; a circle has 0.79, a triangle 0.5
_LONGEST_SIDE = 3_000  # of the picture in which code and marks are looked for
_CANDIDATES = 4  # for each mark
_FURTHEST_OFF = 1.0  # mm: marks that agree no better are not all marks


class FormNotSeenError(DigitRecognizerError):
    """A form of ours whose corner marks are not all in the picture."""


@dataclass(frozen=True, eq=False)
class FoundForm:
    """A page of a form in a picture.

    Attributes
    ----------
    code : CodeOfPage
    page : PageOfForm
    to_picture : (3, 3) float64
        From a point (x, y, 1) on the paper, in mm, to the picture's pixels.
    """

    code: CodeOfPage
    page: PageOfForm
    to_picture: NDArray[np.float64]

    def corners(self, box: Box) -> _Points:
        """Return the corners of a box, (4, 2), in the picture's pixels."""
        left, top, right, bottom = box
        return mapped(
            self.to_picture, np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
        )


def find_form(grey: NDArray[np.uint8]) -> FoundForm | None:
    """Return the form in a picture; None where there is none of ours.

    Parameters
    ----------
    grey : (height, width) uint8
        A photograph or a scan, any side up.

    Raises
    ------
    FormNotSeenError
        If it is a form, and its corner marks are not to be seen.
    """
    usual = min(1.0, _LONGEST_SIDE / max(grey.shape))
    # In a small photograph a code is seen when it is enlarged.
    scales = (usual, 2.0) if 2 * max(grey.shape) <= 1.3 * _LONGEST_SIDE else (usual,)
    for scale in scales:
        resized = grey
        if scale != 1:
            how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
            resized = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how))
        try:
            found = _find(resized)
        except FormNotSeenError:
            if scale == scales[-1]:
                raise
            continue
        if found is not None:
            # Pixels are counted by their centres.
            shift = 0.5 / scale - 0.5
            back = np.array([[1 / scale, 0, shift], [0, 1 / scale, shift], [0, 0, 1]])
            return replace(found, to_picture=back @ found.to_picture)
    return None


def _find(grey: NDArray[np.uint8]) -> FoundForm | None:
    """Return the form in a picture, looked for at the scale that it has."""
    import zxingcpp

    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for found in zxingcpp.read_barcodes(grey, formats, text_mode=zxingcpp.TextMode.Plain):
        code = decode(found.bytes)
        if code is None:
            continue
        position = found.position
        ends = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
        seen = np.array([(point.x, point.y) for point in ends], np.float64)
        page = place(code.form)[code.page]
        return FoundForm(code, page, _exact(grey, page, seen))
    return None


def mapped(matrix: NDArray[np.float64], points: _Points) -> _Points:
    """Return points, (n, 2), moved by a (3, 3) matrix."""
    moved = np.column_stack((points, np.ones(len(points)))) @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:])


def _exact(grey: NDArray[np.uint8], page: PageOfForm, seen: _Points) -> NDArray[np.float64]:
    """Return the map from paper to picture, from where the code was seen and from the marks."""
    left, top, right, bottom = page.code
    code = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    rough = _homography(code, seen)
    marks = np.array(page.marks)
    squares = _squares(grey, rough, marks)
    best: tuple[float, NDArray[np.float64]] | None = None
    for candidates in _choices(squares, mapped(rough, marks)):
        chosen = np.array(candidates)
        matrix = _homography(np.vstack((marks, code)), np.vstack((chosen, seen)))
        inverse = np.asarray(np.linalg.inv(matrix), np.float64)
        back = mapped(inverse, np.vstack((chosen, seen)))
        off = float(np.abs(back - np.vstack((marks, code))).max())
        if best is None or off < best[0]:
            best = off, _homography(marks, chosen)
    if best is None or best[0] > _FURTHEST_OFF:
        raise FormNotSeenError(
            "a form's code is in the picture, and its four black corner squares are not",
            "photograph the whole form, flat, with all four squares",
        )
    return best[1]


def _homography(paper: _Points, picture: _Points) -> NDArray[np.float64]:
    """Return the map that brings points to points, at best in the least squares."""
    matrix, _ = cv2.findHomography(paper, picture, 0)
    if matrix is None:
        raise FormNotSeenError("a form's code is in the picture, but too slanted to be read")
    return np.asarray(matrix, np.float64)


def _squares(grey: NDArray[np.uint8], rough: NDArray[np.float64], marks: _Points) -> _Points:
    """Return the centres, (n, 2), of what could be a corner mark, where one could be."""
    window = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    found: list[tuple[float, float]] = []
    for mark in marks:
        near = mapped(rough, np.asarray(window * _REACH + mark, np.float64))
        own = mapped(rough, np.asarray(window * MARK / 2 + mark, np.float64))
        low = np.floor(near.min(axis=0)).clip(0).astype(int)
        high = np.ceil(near.max(axis=0)).clip(0).astype(int)
        part = grey[low[1] : high[1], low[0] : high[0]]
        side = float(np.sqrt(cv2.contourArea(own.astype(np.float32))))
        if min(part.shape) < side or side < 3:
            continue
        found += [(x + low[0], y + low[1]) for x, y in _solid_squares(part, side)]
    return np.array(found, np.float64).reshape(-1, 2)


def _solid_squares(part: NDArray[np.uint8], side: float) -> list[tuple[float, float]]:
    """Return the centres of dark squares of about this side, in pixels."""
    around = 2 * round(2 * side) + 1
    smooth = cv2.GaussianBlur(part, (3, 3), 0)
    dark = cv2.adaptiveThreshold(
        smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, 15
    )
    outlines, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    centres = []
    for outline in outlines:
        hull = cv2.convexHull(outline)
        _, sides, _ = cv2.minAreaRect(hull)
        # An outline runs through the middle of its pixels.
        short, long = sorted(length + 1 for length in sides)
        if not (_SCALES[0] * side <= short and long <= _SCALES[1] * side and long < 2 * short):
            continue
        left, top, width, height = cv2.boundingRect(outline)
        inside = dark[top : top + height, left : left + width] > 0
        area = cv2.contourArea(hull) + cv2.arcLength(hull, True) / 2 + 1
        if np.count_nonzero(inside) < _SOLID * area or area < _SQUARE * short * long:
            continue
        rows, columns = np.nonzero(inside)
        centres.append((left + float(columns.mean()), top + float(rows.mean())))
    return centres


def _choices(squares: _Points, predicted: _Points) -> Iterator[tuple[_Points, ...]]:
    """Yield which squares could be the four marks, each one of the nearest to where it is."""
    if not len(squares):
        return
    nearest = [
        squares[np.argsort(np.linalg.norm(squares - place, axis=1))[:_CANDIDATES]]
        for place in predicted
    ]
    yield from product(*nearest)
