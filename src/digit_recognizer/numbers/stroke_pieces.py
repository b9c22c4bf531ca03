"""Pieces of ink from pen strokes: cut where the pen was lifted, and in long strokes at corners."""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from digit_recognizer.ink import render_strokes
from digit_recognizer.numbers.drawn_segments import DrawnSegments, drawn_segment
from digit_recognizer.numbers.graph import Segment
from digit_recognizer.numbers.line import Boxes, Drawing, Line, in_order, level_of

__all__ = ["is_one_piece", "line_of_strokes"]

_Stroke = NDArray[np.float64]

# The steepest slant of writing, as width over height.
_MOST_SLANT = 1.0
# Of the strokes' height: a stroke wider than this may be two digits.
_WIDE = 1.05
# Of the same: cuts are at least so far apart.
_APART = 0.15
_MOST_CUTS = 5
# One less the cosine of the angle that the pen turns by at a cut: 60 degrees.
_LEAST_TURN = 0.5
# Pieces of one character, and its width in the digits' height, at most.
_LONGEST, _WIDEST = 4, 2.0
# Pixels of the pen with which a whole line is drawn, how much finer it is drawn at first, and bits
# of a fraction of a pixel.
_PEN, _FINER, _SHIFT = 2.4, 5, 4


def line_of_strokes(
    strokes: Sequence[ArrayLike], drawn: DrawnSegments | None = None
) -> Line | None:
    """Return the pieces of a line of pen strokes.

    Parameters
    ----------
    strokes : sequence of (n, 2) arrays
        x to the right, y down, any unit.
    drawn : DrawnSegments, optional
        Of this drawing, which grows.

    Returns
    -------
    Line, or None where no stroke has a point.

    Raises
    ------
    StrokeError
        As ``render_strokes`` raises it.
    """
    if render_strokes(strokes) is None:  # which checks them too
        return None
    lines = [np.asarray(stroke, np.float64).reshape(-1, 2) for stroke in strokes]
    members = [index for index, line in enumerate(lines) if len(line)]
    slant = _slant([lines[index] for index in members])
    pieces: list[_Stroke] = []
    of_stroke: list[int] = []
    height = max(float(np.ptp(lines[index][:, 1])) for index in members)
    for index in members:
        parts = _parts(lines[index], _upright(lines[index], slant), height)
        pieces += parts
        of_stroke += [index] * len(parts)
    boxes = _boxes([_upright(piece, slant) for piece in pieces])
    groups = in_order(boxes)
    order = [index for group in groups for index in group]
    ordered = [pieces[index] for index in order]

    def network_input(segment: Segment) -> NDArray[np.uint8]:
        return (drawn or drawn_segment)(ordered[segment.source : segment.target])

    level = level_of(boxes, groups)
    strokes_in_order = np.array([of_stroke[index] for index in order])
    return Line(
        boxes=level.boxes(boxes)[order],
        cuts=strokes_in_order[1:] == strokes_in_order[:-1],
        network_input=network_input,
        drawing=_drawing(ordered),
        upright=level.matrix(slant),
        members=tuple((int(stroke),) for stroke in strokes_in_order),
        frames=_boxes(ordered),
        longest=_LONGEST,
        widest=_WIDEST,
    )


def _drawing(lines: Sequence[_Stroke]) -> Drawing:
    """Return what draws strokes with a pen as thick as MNIST's, for digits of 20 pixels."""

    def drawn(matrix: NDArray[np.float64], shape: tuple[int, int]) -> NDArray[np.uint8]:
        height, width = shape
        field = np.zeros((height * _FINER, width * _FINER), np.uint8)
        fine = [
            np.rint((line @ matrix[:, :2].T + matrix[:, 2]) * _FINER * 2**_SHIFT).astype(np.int32)
            for line in lines
        ]
        # A stroke of one point is drawn as a line to itself.
        fine = [np.concatenate((line, line[-1:])) for line in fine]
        cv2.polylines(field, fine, False, 255, round(_PEN * _FINER), shift=_SHIFT)
        return np.asarray(
            cv2.resize(field, (width, height), interpolation=cv2.INTER_AREA), np.uint8
        )

    return drawn


def is_one_piece(strokes: Sequence[ArrayLike]) -> bool:
    """Return whether strokes are one that is not wide, which is no number of several characters."""
    lines = [np.asarray(stroke, np.float64).reshape(-1, 2) for stroke in strokes]
    lines = [line for line in lines if len(line)]
    if len(lines) != 1:
        return not lines
    upright = _upright(lines[0], _slant(lines))
    return len(_parts(lines[0], upright, float(np.ptp(lines[0][:, 1])))) == 1


def _slant(lines: list[_Stroke]) -> float:
    """Return how far the writing leans to the right, width over height (y down).

    Steps of the pen that go more up or down than sideways speak, the longer the more.
    """
    steps = np.concatenate([np.diff(line, axis=0) for line in lines])
    steep = steps[np.abs(steps[:, 1]) > np.abs(steps[:, 0])]
    length = float((steep[:, 1] ** 2).sum())
    if length == 0:
        return 0.0
    slant = -float((steep[:, 0] * steep[:, 1]).sum()) / length
    return float(np.clip(slant, -_MOST_SLANT, _MOST_SLANT))


def _upright(line: _Stroke, slant: float) -> _Stroke:
    return np.column_stack((line[:, 0] + slant * line[:, 1], line[:, 1]))


def _boxes(lines: list[_Stroke]) -> Boxes:
    return np.array([[*line.min(axis=0), *line.max(axis=0)] for line in lines])


def _parts(line: _Stroke, upright: _Stroke, height: float) -> list[_Stroke]:
    """Return a stroke, or what it is cut into if it is wide; a cut is in both parts."""
    if np.ptp(upright[:, 0]) <= _WIDE * height or height == 0:
        return [line]
    cuts = _turns(upright, _APART * height)
    ends = [0, *cuts, len(line) - 1]
    return [line[start : stop + 1] for start, stop in pairwise(ends)]


def _turns(line: _Stroke, apart: float) -> list[int]:
    """Return the points where a stroke turns most between up and down, in order."""
    length = np.concatenate(([0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))))
    if length[-1] == 0:
        return []
    # What the pen does over the distance before and after each point.
    before = _at(line, length, length - apart)
    after = _at(line, length, length + apart)
    arriving, leaving = line - before, after - line
    norms = np.hypot(*arriving.T) * np.hypot(*leaving.T)
    cosine = (arriving * leaving).sum(axis=1) / np.where(norms > 0, norms, 1)
    turn = np.where((length > apart) & (length < length[-1] - apart), 1 - cosine, 0)
    cuts: list[int] = []
    for index in np.argsort(-turn, kind="stable").tolist():
        if turn[index] < _LEAST_TURN or len(cuts) == _MOST_CUTS:
            break
        if all(abs(length[index] - length[cut]) > 2 * apart for cut in cuts):
            cuts.append(index)
    return sorted(cuts)


def _at(line: _Stroke, length: NDArray[np.float64], where: NDArray[np.float64]) -> _Stroke:
    """Return the points so far along a stroke."""
    return np.column_stack([np.interp(where, length, line[:, axis]) for axis in (0, 1)])
