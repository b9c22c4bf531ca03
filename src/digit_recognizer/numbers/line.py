"""A line of writing: pieces of ink in order, and where each stands against the line.

Strokes and pictures both become a ``Line``; what follows does not know which it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.graph import Segment

__all__ = ["Boxes", "Drawing", "Level", "Line", "in_order", "joined", "level_of"]

Boxes = NDArray[np.float64]
"""Left, top, right and bottom of each, (n, 4); y down."""
Drawing = Callable[[NDArray[np.float64], tuple[int, int]], NDArray[np.uint8]]
"""From a matrix (2, 3) and a (height, width) to ink of that size: the point (x, y) of what was
written is drawn at ``matrix @ (x, y, 1)``."""

# Of the narrower of two: so much overlap from left to right, and they stand above each other.
_ABOVE = 0.5
# Of the highest: what is lower may be a sign or a part of a digit, and says nothing of the line.
_TALL = 0.6
# The steepest line that is taken for one.
_STEEPEST = 0.3
# Of the wider side of a lone mark, so that a stroke of no height has a scale.
_LEAST_HEIGHT = 0.2


@dataclass(frozen=True, eq=False)
class Line:
    """Pieces of ink from left to right.

    Attributes
    ----------
    boxes : (pieces, 4) float64
        Left, top, right, bottom of each with the slant taken out and the baseline laid level, in
        units of the digits' height: the baseline is y = 0, and y points down.
    cuts : (pieces - 1,) bool
        Whether two neighbours were cut apart; otherwise a pen was lifted, or there is
        background between.
    network_input : callable
        From a segment to its (28, 28) uint8, with the writer's slant.
    drawing : callable
        Draws all pieces at once.
    upright : (2, 3) float64
        From (x, y, 1) in the unit of the drawing or picture to the place in that of ``boxes``.
    members : tuple of tuple of int
        For each piece, the strokes that it has ink of; empty for pictures.
    frames : (pieces, 4) float64
        The box of each where it was written, in the unit of the drawing or picture.
    longest : int
        So many neighbouring pieces may be one character.
    widest : float
        What is wider, in the digits' height, is more than one character.
    """

    boxes: Boxes
    cuts: NDArray[np.bool_]
    network_input: Callable[[Segment], NDArray[np.uint8]]
    drawing: Drawing
    upright: NDArray[np.float64]
    members: tuple[tuple[int, ...], ...]
    frames: Boxes
    longest: int
    widest: float

    def __len__(self) -> int:
        """Return the number of pieces."""
        return len(self.boxes)


def joined(boxes: Boxes) -> NDArray[np.float64]:
    """Return the box, (4,), that holds all of some."""
    return np.concatenate((boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)))


def in_order(boxes: Boxes) -> list[list[int]]:
    """Return groups of boxes that stand above each other, from left to right.

    A bar or a point that was written late comes beside what it belongs to. In a group the order is
    that of the boxes.
    """
    groups: list[list[int]] = []
    extents: list[tuple[float, float]] = []
    for index in np.argsort(boxes[:, 0], kind="stable").tolist():
        left, right = boxes[index, 0], boxes[index, 2]
        for group, (start, stop) in enumerate(extents):
            overlap = min(stop, right) - max(start, left)
            if overlap >= _ABOVE * min(stop - start, right - left):
                groups[group].append(index)
                extents[group] = min(start, left), max(stop, right)
                break
        else:
            groups.append([index])
            extents.append((left, right))
    order = sorted(range(len(groups)), key=lambda group: sum(extents[group]))
    return [sorted(groups[group]) for group in order]


class Level(NamedTuple):
    """Where a line of writing stands, once its slant is taken out.

    Attributes
    ----------
    left, base : float
        Its left edge, and its baseline at x = 0.
    slope : float
        How much the baseline falls over a step to the right.
    height : float
        Of the digits.
    """

    left: float
    base: float
    slope: float
    height: float

    def boxes(self, boxes: Boxes) -> Boxes:
        """Return boxes in units of the digits' height, from the left edge and the baseline."""
        levelled = boxes.copy()
        drop = self.base + self.slope * (boxes[:, [0]] + boxes[:, [2]]) / 2
        levelled[:, [1, 3]] -= drop
        levelled[:, [0, 2]] -= self.left
        return levelled / self.height

    def matrix(self, slant: float) -> NDArray[np.float64]:
        """Return the same for points that still have their slant, as a matrix (2, 3)."""
        upright = np.array([[1, slant, 0], [0, 1, 0], [0, 0, 1]])
        level = np.array([[1, 0, -self.left], [-self.slope, 1, -self.base]])
        return np.asarray(level @ upright / self.height)


def level_of(boxes: Boxes, groups: list[list[int]]) -> Level:
    """Return where a line of writing stands.

    Parameters
    ----------
    boxes : (n, 4) float64
    groups : list of list of int
        As ``in_order`` gives them; those that are tall enough are taken for digits.
    """
    whole = np.array([joined(boxes[group]) for group in groups])
    heights = whole[:, 3] - whole[:, 1]
    tall = whole[heights >= _TALL * heights.max()]
    middles = (tall[:, 0] + tall[:, 2]) / 2
    slope = _slope(middles, (tall[:, 1] + tall[:, 3]) / 2)
    height = float(np.median(tall[:, 3] - tall[:, 1]))
    height = max(height, _LEAST_HEIGHT * float((tall[:, 2] - tall[:, 0]).max())) or 1.0
    base = float(np.median(tall[:, 3] - slope * middles))
    return Level(float(joined(boxes)[0]), base, slope, height)


def _slope(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return the middle one of the slopes between all pairs (Theil and Sen); 0 for fewer than 4."""
    if len(x) < 4:
        return 0.0
    first, second = np.triu_indices(len(x), 1)
    apart = x[second] - x[first]
    slopes = (y[second] - y[first])[apart > 0] / apart[apart > 0]
    return float(np.clip(np.median(slopes), -_STEEPEST, _STEEPEST)) if len(slopes) else 0.0
