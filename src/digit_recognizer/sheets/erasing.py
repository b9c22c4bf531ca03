"""Rules taken out of a page, so that strokes that cross them stay as they were.

A rule is followed to parts of a pixel, and how dark it is beside its middle is measured piece by
piece. That is subtracted: out of focus, a rule and the strokes beside it add up. Where there is ink
on both sides, the stroke between them is drawn anew.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.grids import Line

__all__ = ["rule_bands", "without_rules"]

_Map = NDArray[np.float32]

# Of a rule's thickness: so far are its grey edges from its middle, and three pixels more.
_EDGE, _MORE = 0.8, 3
# In pixels: so long is a piece of a rule whose profile is measured, and one whose middle is, which
# may be so far off where it was found.
_PIECE, _SHORT_PIECE, _OFF = 96, 24, 2.5
# Ink only adds to a rule: of the pixels along a piece, so many are the rule alone.
_ALONE = 0.3
# What is left of a rule is paper: so much of the background, so much of what the rule has there,
# and what it has so many pixels further up or down.
_LEFT, _OF_RULE, _PIXELS_OFF = 0.03, 0.2, 0.75
# Of the background's brightness: a stroke that crosses a rule is darker.
_CROSSES = 0.14


def without_rules(dark: _Map, lines: Sequence[Line]) -> _Map:
    """Return the darkness of a page without its rules; strokes that cross them stay.

    Parameters
    ----------
    dark : (height, width) float32
        As ``darkness`` returns it.
    lines : sequence of Line
    """
    cleared = dark.copy()
    for is_level in (True, False):
        # Rules that cross are no strokes.
        crossing = rule_bands(dark.shape, [line for line in lines if line.is_level != is_level]) > 0
        crossing = crossing if is_level else crossing.T
        for line in lines:
            if line.is_level == is_level:
                points = line.points if is_level else line.points[:, ::-1]
                _clear(cleared, points, line.thickness, crossing)
        # The upright ones are level on the page with its axes exchanged.
        cleared = np.ascontiguousarray(cleared.T)
    return cleared


def rule_bands(shape: tuple[int, ...], lines: Sequence[Line]) -> NDArray[np.uint8]:
    """Return 1 where rules are, with a pixel on both sides, and 0 elsewhere.

    Parameters
    ----------
    shape : (height, width)
    lines : sequence of Line
    """
    bands = np.zeros(shape, np.uint8)
    for line in lines:
        width = int(np.ceil(line.thickness)) + 2
        cv2.polylines(bands, [np.rint(line.points).astype(np.int32)], False, 1, width)
    return bands


def _half(thickness: float) -> int:
    """Return how far the grey edges of a rule are from its middle, in pixels."""
    return int(np.ceil(thickness * _EDGE)) + _MORE


def _clear(
    dark: _Map, points: NDArray[np.float64], thickness: float, crossing: NDArray[np.bool_]
) -> None:
    """Take a level line out of a page."""
    points = points[np.argsort(points[:, 0])]
    half = _half(thickness)
    height, width = dark.shape
    columns = np.clip(np.rint(points[:, 0]).astype(int), 0, width - 1)
    course = _centred(dark, columns, points[:, 1].astype(np.float32), half)
    usual = _usual(_along(dark, columns, course, half))
    middle = np.rint(course).astype(int)
    rows = np.clip(middle + np.arange(-half, half + 1)[:, None], 0, height - 1)
    band = dark[rows, columns]
    places = rows - course + half
    expected = _at(usual, places)
    steep = _PIXELS_OFF * np.abs(_at(usual, places + 0.5) - _at(usual, places - 0.5))
    rest = band - expected
    rest[rest <= _LEFT + _OF_RULE * expected + steep] = 0
    # Just beside the dark middle of the rule, what is left is strokes.
    reach = min(half - 2, int(np.ceil(thickness / 2)))
    ends = np.where(crossing[rows, columns], 0, rest)
    above = ends[half - reach - 2 : half - reach].max(axis=0)
    below = ends[half + reach + 1 : half + reach + 3].max(axis=0)
    inner = slice(half - reach, half + reach + 1)
    rest[inner] = np.maximum(rest[inner], _strokes(above, below, 2 * reach + 1))
    dark[rows, columns] = rest


def _along(dark: _Map, columns: NDArray[np.intp], course: NDArray[np.float32], reach: int) -> _Map:
    """Return the darkness beside a course, from ``reach`` above it to ``reach`` below it."""
    y = course + np.arange(-reach, reach + 1, dtype=np.float32)[:, None]
    x = np.ascontiguousarray(np.broadcast_to(columns.astype(np.float32), y.shape))
    found = cv2.remap(dark, x, y, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE)
    return np.asarray(found, np.float32)


def _centred(
    dark: _Map, columns: NDArray[np.intp], course: NDArray[np.float32], half: int
) -> NDArray[np.float32]:
    """Return the course of a rule's middle, to parts of a pixel."""
    reach = half + 2
    profiles, places = _profiles(_along(dark, columns, course, reach), _SHORT_PIECE)
    offsets = np.arange(-reach, reach + 1)
    near = np.abs(offsets) <= reach - 1
    weights = np.maximum(profiles - np.float32(0.5) * profiles.max(axis=0), 0) * near[:, None]
    off = (weights * offsets[:, None]).sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-6)
    off = np.interp(np.arange(len(course)), places, np.clip(off, -_OFF, _OFF))
    return np.asarray(course + off, np.float32)


def _profiles(band: _Map, piece: int) -> tuple[_Map, NDArray[np.float64]]:
    """Return how dark a rule is across, piece by piece, (rows, pieces), and each piece's place."""
    count = max(1, band.shape[1] // piece)
    length = band.shape[1] // count
    pieces = band[:, : count * length].reshape(len(band), count, length)
    places = (np.arange(count) + 0.5) * length - 0.5
    return np.asarray(np.quantile(pieces, _ALONE, axis=2), np.float32), places


def _usual(band: _Map) -> _Map:
    """Return how dark a rule is across at each place along it."""
    profiles, places = _profiles(band, _PIECE)
    at = np.arange(band.shape[1])
    return np.stack([np.interp(at, places, row) for row in profiles]).astype(np.float32)


def _at(usual: _Map, rows: NDArray[np.floating]) -> _Map:
    """Return what a profile has at other rows of each column; beyond its ends, nothing."""
    padded = np.pad(usual, ((1, 1), (0, 0)))
    rows = np.clip(rows + 1, 0, len(padded) - 1)
    low = np.minimum(rows.astype(int), len(padded) - 2)
    share = (rows - low).astype(np.float32)
    columns = np.arange(usual.shape[1])
    found: _Map = (1 - share) * padded[low, columns] + share * padded[low + 1, columns]
    return found


def _strokes(above: NDArray[np.float32], below: NDArray[np.float32], rows: int) -> _Map:
    """Return the strokes between ink above a band and ink below it, (rows, columns)."""
    count = len(above)
    found = np.zeros((rows, count), np.float32)
    if min(above.max(), below.max()) <= _CROSSES:
        return found
    above, below = np.pad(above, rows), np.pad(below, rows)
    for slant in range(-rows // 2, rows // 2 + 1):
        for row in range(rows):
            start = rows - round(slant * (row + 1) / (rows + 1))
            stop = start + slant
            stroke = np.minimum(above[start : start + count], below[stop : stop + count])
            np.maximum(found[row], stroke, out=found[row])
    found[found <= _CROSSES] = 0
    return found
