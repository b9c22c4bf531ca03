"""Pieces of ink from a picture: connected components, cut where two characters may touch.

A component that is wide is cut (``cuts``), along the slant of the writing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink import ink_box, normalize
from digit_recognizer.numbers.cuts import cuts, straight_cuts
from digit_recognizer.numbers.graph import LONGEST, Segment
from digit_recognizer.numbers.line import Boxes, Line, in_order, level_of
from digit_recognizer.numbers.writing import Writing, lines_of_writing

__all__ = ["PictureSegments", "cut_lines", "lines_of_ink"]

_Ink = NDArray[np.uint8]
_Labels = NDArray[np.int32]

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


class _Wide(NamedTuple):
    """A component that is cut.

    Attributes
    ----------
    line : int
        The number of its writing.
    own : (n,) intp
        Which of the pixels of that are its own.
    across, down : (n,) intp
        Where each of them is, once it is upright.
    """

    line: int
    own: NDArray[np.intp]
    across: NDArray[np.intp]
    down: NDArray[np.intp]

    def field(self, levels: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return it as a picture."""
        field = np.zeros((self.down.max() + 1, self.across.max() + 1))
        field[self.down, self.across] = levels[self.own]
        return field


def lines_of_ink(ink: _Ink, *, bent: bool = True) -> list[Line]:
    """Return the lines of writing in a picture, from top to bottom.

    Parameters
    ----------
    ink : (height, width) uint8
        0 is background, 255 is ink.
    bent : bool
        As ``cut_lines`` takes it.

    Returns
    -------
    list of Line
        Those of more than 60 pieces are left out: they are no numbers.
    """
    return [line for line in cut_lines(lines_of_writing(ink), bent=bent) if line is not None]


def cut_lines(writings: Sequence[Writing], *, bent: bool = True) -> list[Line | None]:
    """Return the pieces of some lines of writing; None for those of more than 60.

    Parameters
    ----------
    writings : sequence of Writing
    bent : bool
        Whether cuts bend around ink, or are upright.
    """
    cutting = _BENT if bent else _STRAIGHT
    parts = [np.zeros(len(writing.rows), np.intp) for writing in writings]
    wide = [each for line, writing in enumerate(writings) for each in _wide(line, writing, cutting)]
    heights = [writings[each.line].height for each in wide]
    if bent:
        fields = [each.field(writings[each.line].levels) for each in wide]
        for each, ways in zip(wide, cuts(fields, heights), strict=True):
            parts[each.line][each.own] = (each.across >= ways[:, each.down]).sum(axis=0)
    else:
        for each, height in zip(wide, heights, strict=True):
            upright_cuts = np.sort(straight_cuts(each.across, height))
            parts[each.line][each.own] = np.searchsorted(upright_cuts, each.across, side="right")
    lines = [_line(*each, cutting) for each in zip(writings, parts, strict=True)]
    return [line if len(line) <= _MOST_PIECES else None for line in lines]


def _wide(line: int, writing: Writing, cutting: _Cutting) -> Iterator[_Wide]:
    """Yield the components of a line that are so wide that they are cut."""
    upright = writing.upright
    for component in range(int(writing.component.max()) + 1):
        own = np.flatnonzero(writing.component == component)
        across = (upright[own] - upright[own].min()).astype(np.intp)
        if across.max() >= cutting.wide * writing.height:
            down = writing.rows[own]
            yield _Wide(line, own, across, down - down.min())


def _line(writing: Writing, parts: NDArray[np.intp], cutting: _Cutting) -> Line:
    """Return a line of writing whose components were cut into parts."""
    rows, columns = writing.rows, writing.columns
    most = int(parts.max()) + 1
    key = writing.component * most + parts
    there = np.bincount(key) > 0
    keys, piece = np.flatnonzero(there), (np.cumsum(there) - 1)[key]
    pieces = len(keys)
    boxes = _boxes(piece, writing.upright, rows, pieces)
    groups = in_order(boxes)
    order = [index for group in groups for index in group]
    place = np.empty(pieces, np.int32)
    place[order] = np.arange(1, pieces + 1)
    numbered = np.zeros(writing.ink.shape, np.int32)
    numbered[rows, columns] = place[piece]
    top, left = writing.corner
    component = keys[order] // most
    level = level_of(boxes, groups)
    of_line = PictureSegments(writing.ink, _with_edges(numbered), writing.corner)
    return Line(
        boxes=level.boxes(boxes)[order],
        cuts=component[1:] == component[:-1],
        network_input=of_line,
        drawing=of_line.drawn,
        upright=level.matrix(writing.slant) @ np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]]),
        members=(),
        frames=_boxes(piece, columns, rows, pieces)[order] + [left, top, left, top],
        longest=cutting.longest,
        widest=cutting.widest,
    )


def _boxes(
    piece: NDArray[np.int64], x: NDArray[np.number], y: NDArray[np.intp], pieces: int
) -> Boxes:
    # Sorted by piece, each piece is one stretch; numbers this small are sorted digit by digit.
    order = np.argsort(piece.astype(np.uint16), kind="stable")
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
