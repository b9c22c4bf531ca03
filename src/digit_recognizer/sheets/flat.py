"""The paper of a photograph made flat: rules and the edges of the paper become level and upright.

Straight lines that are parallel on the paper meet in one point of a photograph. Where the level
ones and the upright ones meet is found from the lines themselves, and from both points follows the
map that makes them parallel to the picture's sides again (Hartley and Zisserman 2004, section 2.7).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Flat", "flattened", "turned"]

_Matrix = NDArray[np.float64]
_Points = NDArray[np.float64]

# In pixels: the longer side of a flat page, some 200 to an inch of A4.
LONGEST_SIDE = 2400
# A small picture is made larger, so that a rule is some pixels wide and a digit some dozens high.
_LARGER = 1.5
# In pixels: lines are looked for in a picture that is not larger.
_COARSE_SIDE = 1600
# Of that picture's longer side: shorter lines are writing.
_SHORTEST = 0.03
# In degrees: lines that far from the usual direction belong to one family ...
_FAMILY = 20.0
# ... and to one vanishing point.
_INLIER = 0.7
_TRIALS = 300
# Of the picture's sides: a flat page is not larger, or the vanishing points are wrong.
_LARGEST = 1.6


@dataclass(frozen=True, eq=False)
class Flat:
    """A page made flat.

    Attributes
    ----------
    grey : (height, width) uint8
    to_picture : (3, 3) float64
        From a point (x, y, 1) of it to the picture that it comes from.
    """

    grey: NDArray[np.uint8]
    to_picture: _Matrix

    def in_picture(self, points: _Points) -> _Points:
        """Return points, (n, 2), of the flat page in the picture's pixels."""
        moved = np.column_stack((points, np.ones(len(points)))) @ self.to_picture.T
        return np.asarray(moved[:, :2] / moved[:, 2:])


def flattened(grey: NDArray[np.uint8]) -> Flat:
    """Return a page that lies flat; one without straight lines only changes its size.

    Parameters
    ----------
    grey : (height, width) uint8
        A photograph or a scan; which quarter is up is not looked at.
    """
    height, width = grey.shape
    scale = min(_LARGER, LONGEST_SIDE / max(height, width))
    coarse = min(1.0, _COARSE_SIDE / max(height, width))
    middle = np.array([width - 1, height - 1]) / 2
    unit = max(height, width) / 2
    lines = (_lines(grey, coarse) - np.tile(middle, 2)) / unit
    upright = _made_parallel(lines) if len(lines) >= 4 else np.eye(3)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]]) - 0.5
    around = _moved((corners - middle) / unit, upright)
    size = np.ptp(around, axis=0) * unit
    if not np.isfinite(size).all() or (size > _LARGEST * max(height, width)).any():
        upright, size = np.eye(3), np.array([width, height], np.float64)
        around = (corners - middle) / unit
    start = around.min(axis=0)
    across, down = np.maximum(1, np.rint(size * scale)).astype(int).tolist()
    # From the flat page back: pixels to units, units to the photograph's, those to its pixels.
    step = 1 / (scale * unit)
    from_flat = np.array(
        [[step, 0, start[0] + step / 2], [0, step, start[1] + step / 2], [0, 0, 1]]
    )
    to_pixels = np.array([[unit, 0, middle[0]], [0, unit, middle[1]], [0, 0, 1.0]])
    to_picture = to_pixels @ np.linalg.inv(upright) @ from_flat
    flat = cv2.warpPerspective(
        _smooth_enough(grey, scale),
        to_picture,
        (across, down),
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        # Beside the photograph there is nothing: what its edge has would be drawn out to rules.
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=float(np.median(grey[::8, ::8])),
    )
    return Flat(np.asarray(flat, np.uint8), to_picture)


def turned(flat: Flat, quarters: int) -> Flat:
    """Return a page turned by quarters, clockwise."""
    height, width = flat.grey.shape
    back = {
        0: np.eye(3),
        1: np.array([[0, 1, 0], [-1, 0, height - 1], [0, 0, 1.0]]),
        2: np.array([[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1.0]]),
        3: np.array([[0, -1, width - 1], [1, 0, 0], [0, 0, 1.0]]),
    }[quarters % 4]
    grey = np.ascontiguousarray(np.rot90(flat.grey, -quarters))
    return Flat(grey, flat.to_picture @ back)


def _smooth_enough(grey: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """Take out what a smaller picture cannot show."""
    if scale > 0.75:
        return grey
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.4 / scale), np.uint8)


def _lines(grey: NDArray[np.uint8], scale: float) -> _Points:
    """Return straight lines, (n, 4): x and y of both ends in pixels of the picture."""
    if min(grey.shape) * scale < 1:
        return np.zeros((0, 4))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(small)[0]
    if found is None:
        return np.zeros((0, 4))
    lines = np.asarray(found, np.float64).reshape(-1, 4)
    lengths = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    lines = lines[lengths >= _SHORTEST * max(small.shape)]
    return np.asarray((lines + 0.5) / scale - 0.5)


def _made_parallel(lines: _Points) -> _Matrix:
    """Return the map that makes the two main families of lines level and upright."""
    steps = lines[:, 2:] - lines[:, :2]
    lengths = np.hypot(*steps.T)
    angles = np.degrees(np.arctan2(steps[:, 1], steps[:, 0])) % 90
    main = _usual_angle(angles, lengths)
    main = main - 90 if main > 45 else main
    families = []
    for direction in (main, main + 90):
        off = (np.degrees(np.arctan2(steps[:, 1], steps[:, 0])) - direction + 90) % 180 - 90
        families.append(np.abs(off) <= _FAMILY)
    points = [
        _vanishing_point(lines[family], np.radians(direction))
        for family, direction in zip(families, (main, main + 90), strict=True)
    ]
    horizon = np.cross(points[0], points[1])
    if abs(horizon[2]) < 1e-6:
        return np.eye(3)
    to_parallel = np.eye(3)
    to_parallel[2] = horizon / horizon[2]
    first, second = ((to_parallel @ point)[:2] for point in points)
    first = first / np.hypot(*first) * np.sign(first[0] or 1)
    second = second / np.hypot(*second) * np.sign(second[1] or 1)
    axes = np.column_stack((first, second))
    if abs(np.linalg.det(axes)) < 0.5:
        return np.eye(3)
    square = np.eye(3)
    square[:2, :2] = np.linalg.inv(axes)
    return np.asarray(square @ to_parallel)


def _usual_angle(angles: NDArray[np.float64], lengths: NDArray[np.float64]) -> float:
    """Return the angle, 0 to 90 degrees, around which the most length lies."""
    counts = np.bincount((angles * 2).astype(int) % 180, weights=lengths, minlength=180)
    smooth = sum(np.roll(counts, shift) for shift in range(-6, 7))
    return float(np.argmax(smooth)) / 2 + 0.25


def _vanishing_point(lines: _Points, direction: float) -> NDArray[np.float64]:
    """Return where lines meet, homogeneous; without enough of them, far off in a direction."""
    far = np.array([np.cos(direction), np.sin(direction), 0.0])
    if not len(lines):
        return far
    ends = [np.column_stack((lines[:, at : at + 2], np.ones(len(lines)))) for at in (0, 2)]
    through = np.cross(ends[0], ends[1])
    through /= np.hypot(through[:, 0], through[:, 1])[:, None]
    middles = (lines[:, :2] + lines[:, 2:]) / 2
    steps = lines[:, 2:] - lines[:, :2]
    lengths = np.hypot(*steps.T)
    steps = steps / lengths[:, None]
    generator = np.random.default_rng(0)
    pairs = generator.choice(len(lines), (_TRIALS, 2), p=lengths / lengths.sum())
    candidates = np.cross(through[pairs[:, 0]], through[pairs[:, 1]])
    sizes = np.linalg.norm(candidates, axis=1, keepdims=True)
    candidates = np.concatenate((candidates[sizes[:, 0] > 1e-9], [far]))
    candidates /= np.linalg.norm(candidates, axis=1, keepdims=True)
    best = max(candidates, key=lambda point: _support(point, middles, steps, lengths))
    for _ in range(3):
        near = _is_near(best, middles, steps)
        if near.sum() < 3:
            return np.asarray(best)
        weighted = through[near] * lengths[near, None]
        best = np.linalg.svd(weighted)[2][-1]
    return np.asarray(best)


def _is_near(point: NDArray[np.float64], middles: _Points, steps: _Points) -> NDArray[np.bool_]:
    towards = point[:2] - middles * point[2]
    towards /= np.maximum(np.hypot(*towards.T), 1e-12)[:, None]
    off = np.abs(towards[:, 0] * steps[:, 1] - towards[:, 1] * steps[:, 0])
    return np.asarray(off < np.sin(np.radians(_INLIER)))


def _support(
    point: NDArray[np.float64], middles: _Points, steps: _Points, lengths: NDArray[np.float64]
) -> float:
    return float(lengths[_is_near(point, middles, steps)].sum())


def _moved(points: _Points, matrix: _Matrix) -> _Points:
    moved = np.column_stack((points, np.ones(len(points)))) @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:])
