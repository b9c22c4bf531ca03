"""Rules traced where darkness stands out along them: their course, their ends, their thickness."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.rules import Rule, quantile

__all__ = ["AS_DARK", "SHORT", "SHORTEST", "THICKEST", "runs", "traced_rules"]

_Map = NDArray[np.float32]
_Ink = NDArray[np.uint8]

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
    found = _extended(_seeds(inked, side), inked, side)
    return [part for rule in found for part in _measured(rule, dark)]


def _seeds(inked: _Map, side: int) -> list[Rule]:
    """Return rules where they are plain to see."""
    window = int(side * _WINDOW) | 1
    thickest = int(side * THICKEST) | 1
    # A rule that falls by a pixel within the window still counts.
    tolerant = cv2.dilate(inked, np.ones((3, 1), np.uint8))
    along = cv2.blur(tolerant, (window, 1), borderType=cv2.BORDER_CONSTANT)
    ridge = cv2.morphologyEx(along, cv2.MORPH_TOPHAT, np.ones((thickest + 2, 1), np.uint8))
    faint = (ridge >= _FAINT).view(np.uint8)
    rules = []
    for outline in _outlines(faint, side * SHORTEST):
        left, top, width, height = cv2.boundingRect(outline)
        part = slice(top, top + height), slice(left, left + width)
        labels = cv2.connectedComponents(faint[part])[1]
        x, y = outline[0, 0].tolist()
        own = np.where(labels == labels[y - top, x - left], ridge[part], 0).astype(np.float32)
        if own.max() >= _SURE:
            rules.append(_traced(own, inked[part], left, top, side))
    return rules


def _outlines(mask: _Ink, least: float) -> list[NDArray[np.int32]]:
    """Return the outlines, (n, 1, 2), of connected components that are at least so wide.

    Of few components that takes a tenth of the time of numbering all pixels.
    """
    found, levels = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outer = [np.asarray(found[at], np.int32) for at in range(len(found)) if levels[0, at, 3] < 0]

    def order(outline: NDArray[np.int32]) -> tuple[int, int]:
        # As components are numbered: by blocks of two pixels by two.
        x, y = outline[:, 0].T // 2
        return int(y.min()), int(x[y == y.min()].min())

    return sorted((each for each in outer if cv2.boundingRect(each)[2] >= least), key=order)


def _traced(own: _Map, inked: _Map, left: int, top: int, side: int) -> Rule:
    """Return the rule of a connected ridge; where two ridges touch, the stronger one."""
    peak = own >= np.maximum(own.max(axis=0) * np.float32(0.9), 1e-3)
    down = np.arange(own.shape[0], dtype=np.float32)[:, None]
    weights = peak * own
    middle = (weights * down).sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-6)
    course = _smooth(middle.astype(np.float32), side)
    thickness = quantile((inked > 0.5).sum(axis=0), 0.5)
    return Rule(left, left + own.shape[1], course + np.float32(top), max(1.0, thickness))


def _smooth(course: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    reach = max(3, int(side / 150) | 1)
    steady = cv2.medianBlur(course[None], 5)
    return np.asarray(cv2.blur(steady, (reach, 1), borderType=cv2.BORDER_REPLICATE)[0], np.float32)


def _extended(rules: list[Rule], inked: _Map, side: int) -> list[Rule]:
    """Follow rules beyond both of their ends as far as there is ink."""
    step = max(8, int(side / 160))
    width = inked.shape[1]
    after = _followed([rule.course for rule in rules], inked, [rule.stop for rule in rules], step)
    mirrored = [rule.course[::-1] for rule in rules]
    ends = [width - rule.start for rule in rules]
    before = _followed(mirrored, inked[:, ::-1], ends, step)
    return [
        replace(
            rule,
            start=rule.start - len(left),
            stop=rule.stop + len(right),
            course=np.concatenate((left[::-1], rule.course, right)).astype(np.float32),
        )
        for rule, left, right in zip(rules, before, after, strict=True)
    ]


def _followed(
    courses: list[NDArray[np.float32]], inked: _Map, stops: list[int], step: int
) -> list[NDArray[np.float32]]:
    """Return how rules go on to the right of their courses, which stop somewhere.

    All of them go on by a step at a time.
    """
    height, width = inked.shape
    found = [course[-8 * step :].tolist() for course in courses]
    known = [len(each) for each in found]
    at = np.array(stops, np.intp)
    going = np.arange(len(courses))
    while len(going := going[at[going] + step // 2 < width]):
        own = [found[rule] for rule in going.tolist()]
        reach = np.array([min(len(each), 8 * step) for each in own])
        last = np.array([each[-1] for each in own])
        before = [each[-back] for each, back in zip(own, reach.tolist(), strict=True)]
        slopes = ((last - before) / np.maximum(1, reach - 1))[:, None, None]
        tried = last[:, None, None] + (slopes + _TURNS / step) * np.arange(1, step + 1)
        rows = np.clip(np.rint(tried).astype(int), 0, height - 1)
        columns = at[going, None] + np.arange(step)
        inside = columns < width
        ink = inked[rows, np.minimum(columns, width - 1)[:, None]] * inside[:, None]
        lengths = inside.sum(axis=1)
        shares = ink.sum(axis=2) / lengths[:, None].astype(np.float32)
        # Straight on, if another way is hardly better.
        turns = np.argmax(shares - 0.02 * np.abs(_TURNS[:, 0]), axis=1)
        best = np.arange(len(going)), turns
        goes_on = shares[best] >= _GOES_ON
        for each, goes, down, length in zip(own, goes_on, tried[best], lengths, strict=True):
            if goes:
                each += down[:length].tolist()
        at[going] += lengths
        going = going[goes_on]
    return [np.array(own[first:], np.float32) for own, first in zip(found, known, strict=True)]


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
    low = profile < (profile[middle] + quantile(profile, 0.5)) / 2
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
                    quantile(centre[first:last], 0.5),
                    float(alone[first:last].mean()),
                )
            )
    return parts


def _alike(centre: NDArray[np.float32], gap: int, reach: int) -> list[tuple[int, int]]:
    """Return the parts of a rule that are inked and about as dark.

    The frame of a box is one part, and the edge of a shaded area that goes on from it another.
    """
    smooth = cv2.blur(centre[None], (2 * reach + 1, 1))[0]
    dark = smooth > AS_DARK * quantile(smooth, 0.95)
    pale = ~dark & (centre > 0.35 * quantile(centre[~dark], 0.5)) if not dark.all() else ~dark
    return runs(dark & (centre > 0.35 * quantile(centre[dark], 0.5)), gap) + runs(pale, gap)


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
