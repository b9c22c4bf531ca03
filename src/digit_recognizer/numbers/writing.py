"""Lines of writing in a picture: connected components, which of them are one line, its slant."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.line import Boxes

__all__ = ["Writing", "lines_of_writing"]

_Ink = NDArray[np.uint8]

# Grey from which a pixel joins its neighbours; paler ones are edges.
_THRESHOLD = 77
# Of the height of the tallest component: one at least so tall says where a line is.
_TALL = 0.5
# Of a line's height: components of less, both ways, are specks.
_SPECK = 0.06
# Of a line's height: what is not higher, and twice as wide as high, is no sign above or below it.
_THIN = 0.12
# Slants that are tried, as width over height.
_SLANTS = np.linspace(-1, 1, 21)


@dataclass(frozen=True, eq=False)
class Writing:
    """The ink of a line before it is cut.

    Attributes
    ----------
    ink : (height, width) uint8
        The part of the picture that holds it.
    corner : (int, int)
        Where that starts in the picture: row and column.
    rows, columns : (pixels,) intp
        Where its components have ink.
    component : (pixels,) intp
        Which one, from 0.
    slant : float
        Width over height.
    height : float
        Of the tallest component.
    """

    ink: _Ink
    corner: tuple[int, int]
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    component: NDArray[np.intp]
    slant: float
    height: float

    @property
    def levels(self) -> NDArray[np.float64]:
        """How much ink each pixel has, (pixels,), up to 1."""
        return np.asarray(self.ink[self.rows, self.columns] / 255)

    @property
    def upright(self) -> NDArray[np.float64]:
        """The columns with the slant taken out."""
        return np.asarray(self.columns + self.slant * self.rows)


def lines_of_writing(ink: _Ink) -> list[Writing]:
    """Return the lines of writing in a picture, from top to bottom.

    Parameters
    ----------
    ink : (height, width) uint8
        0 is background, 255 is ink.
    """
    mask = cv2.threshold(ink, _THRESHOLD, 1, cv2.THRESH_BINARY)[1]
    _, labels, table, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    left, top, width, height = table[1:, :4].T.astype(np.float64)
    boxes = np.column_stack((left, top, left + width, top + height))
    lines = [_line(ink, np.asarray(labels), boxes, members) for members in _rows(boxes)]
    return [line for line in lines if line is not None]


def _rows(boxes: Boxes) -> list[list[int]]:
    """Return the components of each line of writing, lines from top to bottom.

    Tall components make lines; every other one goes to the line that is nearest.
    """
    if not len(boxes):
        return []
    heights = boxes[:, 3] - boxes[:, 1]
    tall = np.flatnonzero(heights >= _TALL * heights.max())
    extents: list[tuple[float, float]] = []
    for index in tall[np.argsort(boxes[tall, 1] + boxes[tall, 3])].tolist():
        top, bottom = boxes[index, 1], boxes[index, 3]
        if extents and (top + bottom) / 2 < extents[-1][1]:
            extents[-1] = min(extents[-1][0], top), max(extents[-1][1], bottom)
        else:
            extents.append((top, bottom))
    middles = np.array([(top + bottom) / 2 for top, bottom in extents])
    own = np.abs((boxes[:, [1]] + boxes[:, [3]]) / 2 - middles).argmin(axis=1)
    return [np.flatnonzero(own == row).tolist() for row in range(len(extents))]


def _line(ink: _Ink, labels: NDArray[np.int32], boxes: Boxes, members: list[int]) -> Writing | None:
    """Return the writing of one line of components; None where all are specks."""
    height = float((boxes[members, 3] - boxes[members, 1]).max())
    sides = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    members = [index for index in members if sides[index] >= _SPECK * height]
    members = _without_ruling(boxes, members, height)
    if not members:
        return None
    left, top = boxes[members, :2].min(axis=0).astype(int).tolist()
    right, bottom = boxes[members, 2:].max(axis=0).astype(int).tolist()
    place = np.full(len(boxes) + 1, -1)
    place[np.array(members) + 1] = np.arange(len(members))
    of_pixels = place[labels[top:bottom, left:right]]
    rows, columns = np.nonzero(of_pixels >= 0)
    return Writing(
        ink[top:bottom, left:right],
        (top, left),
        rows,
        columns,
        of_pixels[rows, columns],
        _slant(rows, columns),
        height,
    )


def _without_ruling(boxes: Boxes, members: list[int], height: float) -> list[int]:
    """Leave out thin marks above or below the digits: remains of rules and patterns."""
    down = boxes[members][:, [1, 3]]
    tall = down[down[:, 1] - down[:, 0] >= _TALL * height]
    if not len(tall):
        return members
    top, bottom = np.median(tall, axis=0)
    return [
        index
        for index, (left, upper, right, lower) in zip(members, boxes[members], strict=True)
        if lower - upper > min(_THIN * height, (right - left) / 2)
        or (lower > top and upper < bottom)
    ]


def _slant(rows: NDArray[np.intp], columns: NDArray[np.intp]) -> float:
    """Return the slant, width over height, at which columns are fullest or emptiest."""
    height = np.ptp(rows) + 1
    across = (columns + _SLANTS[:, None] * rows + height).astype(np.intp)
    width = int(across.max()) + 1
    across += width * np.arange(len(_SLANTS))[:, None]
    projections = np.bincount(across.ravel(), minlength=width * len(_SLANTS))
    sharpness = (projections.reshape(len(_SLANTS), -1).astype(np.float64) ** 2).sum(axis=1)
    return float(_SLANTS[int(np.argmax(sharpness))])
