"""Rules traced where darkness stands out along them: their course, their ends, their thickness."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.rules import Rule, components

__all__ = ["AS_DARK", "SHORT", "SHORTEST", "THICKEST", "runs", "traced_rules"]

_Map = NDArray[np.float32]

SHORTEST, THICKEST = 1 / 75, 1 / 130
"""Of the longer side of a page: shorter rules are writing, thicker ones areas."""
SHORT = 1 / 18
"""Of the longer side of a page: shorter rules must be straight, as strokes of a pen are not."""
AS_DARK = 0.3
"""Of the darkest parts of a rule: what is not so dark is another rule, in the same direction."""

# Of the longer side of a page: along which darkness is averaged.
_WINDOW = 1 / 64
# Of the window: so much of it is dark where a rule is, and where one goes on.
_SURE, _FAINT = 0.6, 0.4
# Of a step along a rule beyond its end: so much is dark if it goes on.
_GOES_ON = 0.7
# Of a rule's darkness: beside it there is less, along so much of it.
_SIDES, _ALONE = 0.5, 0.5
# Of the longer side of a page: longer gaps part rules.
_GAP = 1 / 200
# Of short rules: across over along, and of their length, and at least so many pixels.
_LEAN, _BENT, _LEAST_BENT = 0.2, 0.03, 1.2
# In pixels: so far to both sides is the next step looked for.
_TURNS = np.arange(-2.0, 3.0)[:, None]


def traced_rules(inked: _Map, dark: _Map) -> list[Rule]:
    """Return the level rules of a page, some of them in pieces, some more than once.

    Parameters
    ----------
    inked : (height, width) float32
        What counts as ink, 0 to 1: 1 on a rule.
    dark : (height, width) float32
        How dark it is, by which rules are measured.
    """
    side = max(dark.shape)
    found = [_extended(rule, inked, side) for rule in _seeds(inked, side)]
    return [part for rule in found for part in _measured(rule, dark)]


def _seeds(inked: _Map, side: int) -> list[Rule]:
    """Return rules where they are plain to see."""
    window = int(side * _WINDOW) | 1
    thickest = int(side * THICKEST) | 1
    # A rule that falls by a pixel within the window still counts.
    tolerant = cv2.dilate(inked, np.ones((3, 1), np.uint8))
    along = cv2.blur(tolerant, (window, 1), borderType=cv2.BORDER_CONSTANT)
    ridge = cv2.morphologyEx(along, cv2.MORPH_TOPHAT, np.ones((thickest + 2, 1), np.uint8))
    faint = (ridge >= _FAINT).astype(np.uint8)
    labels, table = components(faint)
    rules = []
    for number in range(1, len(table)):
        left, top, width, height = table[number, :4].tolist()
        if width < side * SHORTEST:
            continue
        part = slice(top, top + height), slice(left, left + width)
        own = np.where(labels[part] == number, ridge[part], 0).astype(np.float32)
        if own.max() >= _SURE:
            rules.append(_traced(own, inked[part], left, top, side))
    return rules


def _traced(own: _Map, inked: _Map, left: int, top: int, side: int) -> Rule:
    """Return the rule of a connected ridge; where two ridges touch, the stronger one."""
    peak = own >= np.maximum(own.max(axis=0) * np.float32(0.9), 1e-3)
    down = np.arange(own.shape[0], dtype=np.float32)[:, None]
    weights = peak * own
    middle = (weights * down).sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-6)
    course = _smooth(middle.astype(np.float32), side)
    thickness = float(np.median((inked > 0.5).sum(axis=0)))
    return Rule(left, left + own.shape[1], course + np.float32(top), max(1.0, thickness))


def _smooth(course: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    reach = max(3, int(side / 150) | 1)
    steady = cv2.medianBlur(course[None], 5)
    return np.asarray(cv2.blur(steady, (reach, 1), borderType=cv2.BORDER_REPLICATE)[0], np.float32)


def _extended(rule: Rule, inked: _Map, side: int) -> Rule:
    """Follow a rule beyond both of its ends as far as there is ink."""
    step = max(8, int(side / 160))
    after = _followed(rule.course, inked, rule.start, step)
    mirrored = inked[:, ::-1]
    before = _followed(rule.course[::-1], mirrored, inked.shape[1] - rule.stop, step)[::-1]
    course = np.concatenate((before, rule.course, after)).astype(np.float32)
    return replace(rule, start=rule.start - len(before), stop=rule.stop + len(after), course=course)


def _followed(
    course: NDArray[np.float32], inked: _Map, start: int, step: int
) -> NDArray[np.float32]:
    """Return how a rule goes on to the right of its course."""
    found = course[-12 * step :].tolist()
    known = len(found)
    height, width = inked.shape
    at = start + len(course)
    while at + step // 2 < width:
        length = min(step, width - at)
        reach = min(len(found), 8 * step)
        slope = (found[-1] - found[-reach]) / max(1, reach - 1)
        tried = found[-1] + (slope + _TURNS / step) * np.arange(1, length + 1)
        rows = np.clip(np.rint(tried).astype(int), 0, height - 1)
        shares = inked[rows, np.arange(at, at + length)].mean(axis=1)
        # Straight on, if another way is hardly better.
        turn = int(np.argmax(shares - 0.02 * np.abs(_TURNS[:, 0])))
        best, down = float(shares[turn]), tried[turn]
        if best < _GOES_ON:
            break
        found += down.tolist()
        at += length
    return np.array(found[known:], np.float32)


def _measured(rule: Rule, dark: _Map) -> list[Rule]:
    """Return the parts of a rule that are rules, with their thickness and darkness.

    There is paper on both sides of most of a rule; above and below the middle of a line of print
    there is as much ink as in it.
    """
    side = max(dark.shape)
    reach = max(10, int(side * THICKEST))
    offsets = np.arange(-reach, reach + 1)[:, None]
    rows = np.clip(np.rint(rule.course).astype(int) + offsets, 0, dark.shape[0] - 1)
    band = dark[rows, np.arange(rule.start, rule.stop)]
    profile = band.mean(axis=1)
    middle = reach + int(np.argmax(profile[reach - 2 : reach + 3])) - 2
    low = profile < (profile[middle] + np.median(profile)) / 2
    above = middle - int(np.argmax(low[middle::-1])) if low[:middle].any() else 0
    below = middle + int(np.argmax(low[middle:])) if low[middle:].any() else 2 * reach
    thickness = below - above - 1
    if not 0 < thickness <= reach:
        return []
    centre = band[above + 1 : below].max(axis=0)
    sides = band[[max(above - 2, 0), min(below + 2, 2 * reach)]].max(axis=0)
    window = (max(5, reach), 1)
    alone = (cv2.blur(sides[None], window) < _SIDES * cv2.blur(centre[None], window))[0]
    course = rule.course + np.float32((above + below) / 2 - reach)
    parts = []
    for first, last in _alike(centre, max(5, int(side * _GAP)), reach):
        clear = np.flatnonzero(alone[first:last]) + first
        if len(clear) < _ALONE * (last - first):
            continue
        first, last = max(first, int(clear[0]) - reach), min(last, int(clear[-1]) + 1 + reach)
        if last - first >= side * SHORTEST and _is_straight(course[first:last], side):
            parts.append(
                Rule(
                    rule.start + first,
                    rule.start + last,
                    course[first:last],
                    float(thickness),
                    float(np.median(centre[first:last])),
                    float(alone[first:last].mean()),
                )
            )
    return parts


def _alike(centre: NDArray[np.float32], gap: int, reach: int) -> list[tuple[int, int]]:
    """Return the parts of a rule that are inked and about as dark.

    The frame of a box is one part, and the edge of a shaded area that goes on from it another.
    """
    smooth = cv2.blur(centre[None], (2 * reach + 1, 1))[0]
    dark = smooth > AS_DARK * np.percentile(smooth, 95)
    pale = ~dark & (centre > 0.35 * np.median(centre[~dark])) if not dark.all() else ~dark
    return runs(dark & (centre > 0.35 * np.median(centre[dark])), gap) + runs(pale, gap)


def runs(there: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Return first and one past the last of each run, over gaps that are not longer."""
    at = np.flatnonzero(there)
    breaks = np.flatnonzero(np.diff(at) > gap)
    starts, stops = np.append(0, breaks + 1), np.append(breaks, len(at) - 1)
    return (
        [(int(at[i]), int(at[j]) + 1) for i, j in zip(starts, stops, strict=True)]
        if len(at)
        else []
    )


def _is_straight(course: NDArray[np.float32], side: int) -> bool:
    """Tell whether a rule is long or straight."""
    length = len(course)
    if length > side * SHORT:
        return True
    chord = np.linspace(course[0], course[-1], length)
    bent = float(np.abs(course - chord).max())
    lean = abs(float(course[-1] - course[0])) / length
    return lean <= _LEAN and bent <= max(_LEAST_BENT, _BENT * length)
