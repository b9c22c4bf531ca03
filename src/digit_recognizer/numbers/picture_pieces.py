"""Pieces of ink from a picture: connected components, cut where two characters may touch.

A component that is wide is cut (``cuts``), along the slant of the writing.
"""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink import ink_box, normalize
from digit_recognizer.numbers.cuts import cuts, straight_cuts
from digit_recognizer.numbers.graph import LONGEST, Segment
from digit_recognizer.numbers.line import Boxes, Line, in_order, level_of

__all__ = ["PictureSegments", "lines_of_ink"]

_Ink = NDArray[np.uint8]
_Labels = NDArray[np.int32]

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
_MOST_PIECES = 60


class _Cutting(NamedTuple):
    """How wide components are cut, and how much of what was cut may be one character.

    Each is what its scorer learned from.

    Attributes
    ----------
    bends : bool
        Whether cuts bend around ink; else they are upright.
    wide : float
        Of the line's height: wider components are cut.
    longest : int
        So many neighbouring pieces may be one character.
    widest : float
        What is wider, in the digits' height, is more than one character.
    """

    bends: bool
    wide: float
    longest: int
    widest: float


_BENT = _Cutting(bends=True, wide=0.4, longest=LONGEST, widest=1.5)
_STRAIGHT = _Cutting(bends=False, wide=0.75, longest=4, widest=2.0)


@dataclass(frozen=True, eq=False)
class _Components:
    """Connected ink: a number for each pixel, 0 for background, and the box of each number."""

    labels: _Labels
    boxes: Boxes

    @property
    def heights(self) -> NDArray[np.float64]:
        heights: NDArray[np.float64] = self.boxes[:, 3] - self.boxes[:, 1]
        return heights


def lines_of_ink(ink: _Ink, *, bent: bool = True) -> list[Line]:
    """Return the lines of writing in a picture, from top to bottom.

    Parameters
    ----------
    ink : (height, width) uint8
        0 is background, 255 is ink.
    bent : bool
        Whether cuts bend around ink, or are upright.

    Returns
    -------
    list of Line
        Those of more than 60 pieces are left out: they are no numbers.
    """
    found = _components(ink)
    lines = [_line(ink, found, members, _BENT if bent else _STRAIGHT) for members in _rows(found)]
    return [line for line in lines if line is not None and len(line) <= _MOST_PIECES]


def _components(ink: _Ink) -> _Components:
    mask = cv2.threshold(ink, _THRESHOLD, 1, cv2.THRESH_BINARY)[1]
    _, labels, table, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    left, top, width, height = table[1:, :4].T.astype(np.float64)
    boxes = np.column_stack((left, top, left + width, top + height))
    return _Components(np.asarray(labels, np.int32), boxes)


def _rows(found: _Components) -> list[list[int]]:
    """Return the components of each line of writing, lines from top to bottom.

    Tall components make lines; every other one goes to the line that is nearest.
    """
    if not len(found.boxes):
        return []
    tall = np.flatnonzero(found.heights >= _TALL * found.heights.max())
    extents: list[tuple[float, float]] = []
    for index in tall[np.argsort(found.boxes[tall, 1] + found.boxes[tall, 3])].tolist():
        top, bottom = found.boxes[index, 1], found.boxes[index, 3]
        if extents and (top + bottom) / 2 < extents[-1][1]:
            extents[-1] = min(extents[-1][0], top), max(extents[-1][1], bottom)
        else:
            extents.append((top, bottom))
    middles = np.array([(top + bottom) / 2 for top, bottom in extents])
    own = np.abs((found.boxes[:, [1]] + found.boxes[:, [3]]) / 2 - middles).argmin(axis=1)
    return [np.flatnonzero(own == row).tolist() for row in range(len(extents))]


def _line(ink: _Ink, found: _Components, members: list[int], cutting: _Cutting) -> Line | None:
    """Return the pieces of one line of components; None where all are specks."""
    height = found.heights[members].max()
    sides = (found.boxes[:, 2:] - found.boxes[:, :2]).max(axis=1)
    members = [index for index in members if sides[index] >= _SPECK * height]
    members = _without_ruling(found.boxes, members, height)
    if not members:
        return None
    left, top = found.boxes[members, :2].min(axis=0).astype(int).tolist()
    right, bottom = found.boxes[members, 2:].max(axis=0).astype(int).tolist()
    labels = found.labels[top:bottom, left:right]
    rows, columns = np.nonzero(np.isin(labels, np.array(members) + 1))
    numbers = labels[rows, columns] - 1
    slant = _slant(rows, columns)
    upright = columns + slant * rows
    levels = ink[top:bottom, left:right][rows, columns] / 255
    piece = np.zeros(len(rows), np.int64)
    pieces, of_component = 0, []
    for index in members:
        own = np.flatnonzero(numbers == index)
        parts = _parts(levels[own], upright[own], rows[own], height, cutting)
        piece[own] = pieces + parts
        of_component += [index] * (int(parts.max()) + 1)
        pieces = len(of_component)
    boxes = _boxes(piece, upright, rows, pieces)
    groups = in_order(boxes)
    order = [index for group in groups for index in group]
    place = np.empty(pieces, np.int32)
    place[order] = np.arange(1, pieces + 1)
    numbered = np.zeros(labels.shape, np.int32)
    numbered[rows, columns] = place[piece]
    frames = _boxes(piece, columns, rows, pieces)[order] + [left, top, left, top]
    ordered = np.array(of_component)[order]
    level = level_of(boxes, groups)
    of_line = PictureSegments(ink[top:bottom, left:right], _with_edges(numbered), (top, left))
    return Line(
        boxes=level.boxes(boxes)[order],
        cuts=ordered[1:] == ordered[:-1],
        network_input=of_line,
        drawing=of_line.drawn,
        upright=level.matrix(slant) @ np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]]),
        members=(),
        frames=frames,
        longest=cutting.longest,
        widest=cutting.widest,
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
    sharpness = []
    for slant in _SLANTS:
        projection = np.bincount((columns + slant * rows + height).astype(np.intp))
        sharpness.append((projection.astype(np.float64) ** 2).sum())
    return float(_SLANTS[int(np.argmax(sharpness))])


def _parts(
    ink: NDArray[np.float64],
    upright: NDArray[np.float64],
    rows: NDArray[np.intp],
    height: float,
    cutting: _Cutting,
) -> NDArray[np.intp]:
    """Return into which part, from left to right, each pixel of a component falls."""
    across = (upright - upright.min()).astype(np.intp)
    down = rows - rows.min()
    if across.max() < cutting.wide * height:
        return np.zeros(len(rows), np.intp)
    if not cutting.bends:
        upright_cuts = np.sort(straight_cuts(across, height))
        parts: NDArray[np.intp] = np.searchsorted(upright_cuts, across, side="right")
        return parts
    field = np.zeros((down.max() + 1, across.max() + 1))
    field[down, across] = ink
    between = np.zeros(len(rows), np.intp)
    for cut in cuts(field, height):
        between += across >= cut[down]
    return np.unique(between, return_inverse=True)[1]


def _boxes(
    piece: NDArray[np.int64], x: NDArray[np.number], y: NDArray[np.intp], pieces: int
) -> Boxes:
    # Sorted by piece, each piece is one stretch.
    order = np.argsort(piece, kind="stable")
    starts = np.searchsorted(piece[order], np.arange(pieces))
    x, y = x[order], y[order]
    return np.column_stack(
        (
            np.minimum.reduceat(x, starts),
            np.minimum.reduceat(y, starts),
            np.maximum.reduceat(x, starts) + 1,
            np.maximum.reduceat(y, starts) + 1,
        )
    ).astype(np.float64)


def _with_edges(numbered: _Labels) -> _Labels:
    """Let every piece have the pale pixels around it."""
    grown = cv2.dilate(numbered.astype(np.float32), np.ones((3, 3), np.uint8), iterations=2)
    return np.where(numbered > 0, numbered, grown.astype(np.int32))


@dataclass(frozen=True, eq=False)
class PictureSegments:
    """Cuts segments out of the ink of a line.

    Attributes
    ----------
    ink : (height, width) uint8
        Of the line.
    numbered : (height, width) int32
        The piece that each pixel belongs to, from 1 in order; 0 for paper.
    corner : (int, int)
        Where the line starts in the picture: row and column.
    """

    ink: _Ink
    numbered: _Labels
    corner: tuple[int, int]

    def __call__(self, segment: Segment) -> NDArray[np.uint8]:
        """Return the network input of a segment."""
        inside = cv2.inRange(self.numbered, segment.source + 1, segment.target)
        own = np.asarray(cv2.bitwise_and(self.ink, inside), np.uint8)
        return normalize(own, ink_box(own))

    def drawn(self, matrix: NDArray[np.float64], shape: tuple[int, int]) -> NDArray[np.uint8]:
        """Draw all pieces; see ``line.Drawing``."""
        whole = np.where(self.numbered > 0, self.ink, 0).astype(np.uint8)
        to_picture = np.vstack((matrix, [0, 0, 1])) @ [
            [1, 0, self.corner[1]],
            [0, 1, self.corner[0]],
            [0, 0, 1],
        ]
        # What is drawn smaller is shrunk first, so that every pixel counts.
        scale = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
        height, width = whole.shape
        small = max(1, round(width * scale)), max(1, round(height * scale))
        if scale < 1:
            whole = np.asarray(cv2.resize(whole, small, interpolation=cv2.INTER_AREA), np.uint8)
            to_picture = to_picture @ np.diag([width / small[0], height / small[1], 1])
        # OpenCV counts from the middles of pixels, boxes from their corners.
        corners = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1]])
        to_picture = corners @ to_picture @ np.linalg.inv(corners)
        drawn = cv2.warpAffine(whole, to_picture[:2], shape[::-1], flags=cv2.INTER_LINEAR)
        return np.asarray(drawn, np.uint8)
