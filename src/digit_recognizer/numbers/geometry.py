"""What a segment is like beside its line: height, place, proportions, gaps, overlaps, lean."""

from math import log

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.graph import Segment
from digit_recognizer.numbers.line import Line

__all__ = ["FEATURES", "geometry", "shapes_of"]

FEATURES = (
    "height", "width", "top", "bottom", "slenderness", "gap before", "gap after",
    "widest gap inside", "deepest overlap inside", "pieces", "first", "last", "cut before",
    "cut after", "cut inside", "height before", "height after", "width of the rest",
    "lean", "lean beside the line's", "straightness", "proportion",
    "top beside the rest's", "bottom beside the rest's",
)  # fmt: skip
"""The numbers that ``geometry`` gives, in units of the digits' height where they are lengths."""

# Lengths beyond say no more.
_FARTHEST = 2.0
# In place of a gap at the ends of the line, and of one inside a segment of one piece.
_AT_END, _INSIDE_NOTHING = 0.5, 0.0
# Below this height and width proportions mean nothing.
_SMALL = 0.05
# Single pieces from this height on say how the line leans.
_TALL = 0.6


def geometry(
    line: Line, segments: tuple[Segment, ...], shapes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the features of some segments of a line.

    Parameters
    ----------
    line : Line
    segments : tuple of Segment
    shapes : (segments, 3) float64
        Of their network inputs, as ``shapes_of`` returns them.

    Returns
    -------
    (segments, features) float64
        Of the order of one.
    """
    places = _places(line.boxes, line.cuts, segments)
    lean, straightness, proportion = shapes.T
    digits = [
        index
        for index, (source, target) in enumerate(segments)
        if target == source + 1 and places[index, 0] > _TALL
    ]
    usual = float(np.median(lean[digits])) if digits else 0.0
    of_ink = np.column_stack((lean, lean - usual, straightness, proportion))
    beside = _beside_the_rest(line.boxes, segments, places)
    whole = np.concatenate((places, of_ink, beside), axis=1)
    return np.asarray(np.clip(whole, -_FARTHEST, _FARTHEST))


def _places(
    boxes: NDArray[np.float64], cut_apart: NDArray[np.bool_], segments: tuple[Segment, ...]
) -> NDArray[np.float64]:
    """Return what follows from the boxes."""
    # Between each two neighbours: from all that is left of it to all that is right of it.
    reached = np.maximum.accumulate(boxes[:, 2])[:-1]
    starts = np.minimum.accumulate(boxes[::-1, 0])[::-1][1:]
    gaps = [_AT_END, *(starts - reached).tolist(), _AT_END]
    cuts = [False, *cut_apart.tolist(), False]
    heights = [0.0, *(boxes[:, 3] - boxes[:, 1]).tolist(), 0.0]
    whole = float(boxes[:, 2].max() - boxes[:, 0].min())
    # Of so few pieces lists are faster than arrays.
    lefts, tops, rights, bottoms = boxes.T.tolist()
    rows = []
    for source, target in segments:
        own, between = slice(source, target), slice(source + 1, target)
        top, bottom = min(tops[own]), max(bottoms[own])
        inside = gaps[between] or [_INSIDE_NOTHING]
        height, width = bottom - top, max(rights[own]) - min(lefts[own])
        rows.append(
            [
                *(height, width, 1 + top, bottom),
                log((width + _SMALL) / (height + _SMALL)) / 2,
                *(gaps[source], gaps[target], max(inside), min(inside)),
                (target - source - 1) / 2,
                *(source == 0, target == len(boxes)),
                *(cuts[source], cuts[target], any(cuts[between])),
                *(heights[source], heights[target + 1]),
                (whole - width) / 4,
            ]
        )
    return np.array(rows, np.float64)


def _beside_the_rest(
    boxes: NDArray[np.float64], segments: tuple[Segment, ...], places: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how far top and bottom are below those of all other pieces, the higher ones foremost.

    A slash beside digits that look like it reaches above and below them.
    """
    heights = boxes[:, [3]] - boxes[:, [1]]
    each = np.concatenate((heights, heights * (1 + boxes[:, [1]]), heights * boxes[:, [3]]), axis=1)
    until = np.concatenate((np.zeros((1, 3)), np.cumsum(each, axis=0)))
    sources, targets = np.array(segments, np.intp).T
    rest = until[-1] - until[targets] + until[sources]
    usual = rest[:, 1:] / np.maximum(rest[:, :1], _SMALL)
    beside: NDArray[np.float64] = np.where(rest[:, :1] > _SMALL, places[:, 2:4] - usual, 0)
    return beside


def shapes_of(images: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return lean, correlation and proportion of the ink, from its second moments.

    Parameters
    ----------
    images : (n, 28, 28) uint8
        Network inputs; all of many lines at once take little longer than those of one.

    Returns
    -------
    (n, 3) float64
    """
    side = images.shape[1]
    down, across = (np.mgrid[:side, :side] - (side - 1) / 2).reshape(2, -1)
    ink = images.reshape(len(images), -1).astype(np.float64)
    ink /= np.maximum(ink.sum(axis=1, keepdims=True), 1)
    x, y = ink @ across, ink @ down
    wide, high = ink @ across**2 - x**2, ink @ down**2 - y**2
    both = ink @ (across * down) - x * y
    # The added pixels keep thin lines and points from infinity.
    lean = -both / (high + 4)
    straightness = both / np.sqrt((wide + 1) * (high + 1))
    return np.column_stack((lean, straightness, np.log((wide + 1) / (high + 1)) / 2))
