"""Ruled and squared sheets: straight lines from one edge of the picture to the other, taken away.

No digit has a straight stroke from edge to edge unless it was cut out with nothing around it; so
nearly always one look at the outer quarters of the picture shows that there are no lines.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.thickness import stroke_width

__all__ = ["without_ruling"]

# Of the strongest contrast: a paler line does no harm.
_PALEST = 0.12
# Lines are looked for in so many blocks from edge to edge ...
_BLOCKS = 4
# ... of each of which they cover so much: the sheet's grain and the ink's own edges break them.
_COVERED = 0.85
# Of the picture's side: as far as a line may rise or fall, 2 1/2 degrees.
_ASKEW = 0.045
# Of the picture's side, and at least two pixels: a thicker line is a stroke.
_THICKEST = 1 / 35
# A smaller picture is a digit that fills its frame.
_LEAST_SIDE = 20
# In pixels: in larger pictures a line may lean by a pixel or two within a block.
_LEANING_SIDE = 60
# Of the ink's contrast, and of its strokes' width: a ruled line is paler or thinner, or it is
# the bar of a 7 that was cut out with nothing around it.
_PALER, _THINNER = 0.6, 0.57


def without_ruling(inkward: NDArray[np.uint8], level: int, strongest: int) -> NDArray[np.uint8]:
    """Take level and upright lines out of a picture, and leave the ink that crosses them.

    Parameters
    ----------
    inkward : (height, width) uint8
        The background is the same all over, and brighter is more ink.
    level : int
        The background's value.
    strongest : int
        The highest value.

    Returns
    -------
    uint8 of the same shape; the same array where there are no lines.
    """
    if min(inkward.shape) < _LEAST_SIDE:
        return inkward
    palest = level + _PALEST * (strongest - level)
    # A line covers so much of its outermost block that it begins here.
    down, across = (-(-side // (4 * _BLOCKS)) for side in inkward.shape)
    level_lines = _is_inked(inkward[:, :across], palest) and _is_inked(inkward[:, -across:], palest)
    upright_lines = _is_inked(inkward[:down], palest) and _is_inked(inkward[-down:], palest)
    if not level_lines and not upright_lines:
        return inkward
    contrast = inkward.astype(np.float32) - np.float32(level)
    cleared = _without_level_lines(contrast) if level_lines else contrast
    turned = cleared.T
    across = _without_level_lines(turned) if upright_lines else turned
    if cleared is contrast and across is turned:
        return inkward
    return np.clip(np.rint(across.T + level), 0, 255).astype(np.uint8)


def _is_inked(strip: NDArray[np.uint8], palest: float) -> bool:
    return bool(cv2.minMaxLoc(strip)[1] > palest)


def _without_level_lines(contrast: NDArray[np.float32]) -> NDArray[np.float32]:
    dark = contrast > _PALEST * float(contrast.max())
    coverage = _coverage(dark)
    if not (coverage.max(axis=0) >= _COVERED).all():
        return contrast
    drop, along = _best_drop(coverage, contrast.shape)
    lines = _runs(along >= _COVERED)
    leaning = 2 if max(contrast.shape) >= _LEANING_SIDE else 0
    thickest = max(2.0, _THICKEST * max(contrast.shape)) + leaning
    lines = [(first, last) for first, last in lines if last - first <= thickest]
    if not lines:
        return contrast
    cleared = contrast.copy()
    for first, last in lines:
        _clear(cleared, first + leaning // 2, last - leaning // 2, drop)
    # The lines of a sheet are alike: taken together, they are compared with what is left.
    return contrast if _are_strokes(contrast - cleared, cleared, len(lines)) else cleared


def _are_strokes(line: NDArray[np.float32], rest: NDArray[np.float32], count: int) -> bool:
    """Tell whether level lines are as dark and as thick as the rest of the ink, or all of it."""
    strongest = float(rest.max())
    strength = float(np.median(line.max(axis=0)))
    if strength < _PALER * strongest or strength <= 0:
        return False
    if strongest <= 0:
        return True
    thickness = float(np.median(line.sum(axis=0))) / strength / count
    strokes = np.clip(rest * (255 / strongest), 0, 255).astype(np.uint8)
    return thickness > _THINNER * stroke_width(strokes)


def _coverage(dark: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return which share of each block of each row is dark, (height, blocks)."""
    if max(dark.shape) >= _LEANING_SIDE:
        padded = np.pad(dark, ((1, 1), (0, 0)))
        dark = padded[:-2] | padded[1:-1] | padded[2:]
    width = dark.shape[1] // _BLOCKS * _BLOCKS
    shares: NDArray[np.float32] = (
        dark[:, :width].reshape(dark.shape[0], _BLOCKS, -1).mean(axis=2, dtype=np.float32)
    )
    return shares


def _best_drop(
    coverage: NDArray[np.float32], shape: tuple[int, ...]
) -> tuple[float, NDArray[np.float32]]:
    """Find how far lines fall from the left edge to the right.

    Returns
    -------
    The fall in pixels, and for each row, counted in the middle of the picture, the share of the
    poorest block along a line that falls so.
    """
    height, width = shape
    most = int(np.ceil(_ASKEW * width))
    middles = (np.arange(_BLOCKS) + 0.5) / _BLOCKS - 0.5
    padded = np.pad(coverage, ((most, most), (0, 0)))
    found = {}
    for drop in range(-most, most + 1):
        starts = most + np.rint(drop * middles).astype(int)
        along = np.min(
            [padded[start : start + height, block] for block, start in enumerate(starts)], axis=0
        )
        found[drop] = float(along[along >= _COVERED].sum()), along
    # The lines are a pixel or more wide, so that several falls fit: the one in the middle is right.
    enough = 0.99 * max(score for score, _ in found.values())
    fitting = [drop for drop, (score, _) in found.items() if score >= enough]
    drop = fitting[len(fitting) // 2]
    return float(drop), found[drop][1]


def _runs(there: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return first and one past the last of each run."""
    steps = np.diff(np.pad(there.astype(np.int8), 1))
    return list(
        zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True)
    )


def _clear(contrast: NDArray[np.float32], first: int, last: int, drop: float) -> None:
    """Let what stands above and below a line meet; ink far darker than the line stays."""
    height, width = contrast.shape
    offsets = np.rint(drop * ((np.arange(width) + 0.5) / width - 0.5)).astype(int)
    # One pixel more on both sides for the grey edges.
    rows = np.arange(first - 2, last + 2)[:, None] + offsets
    columns = np.arange(width)
    inside = (rows >= 0) & (rows < height)
    values = np.where(inside, contrast[np.clip(rows, 0, height - 1), columns], 0)
    above, below = values[0], values[-1]
    share = np.linspace(0, 1, len(rows))[:, None]
    between = (1 - share) * above + share * below
    line = float(np.median(values.max(axis=0)))
    darker = values > (line + float(contrast.max())) / 2
    cleared = np.where(darker, values, np.minimum(values, between))
    at = inside[1:-1]
    contrast[rows[1:-1][at], np.broadcast_to(columns, rows.shape)[1:-1][at]] = cleared[1:-1][at]
