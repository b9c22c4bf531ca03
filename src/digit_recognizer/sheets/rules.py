"""Rules of a flat page: long, thin, nearly level or upright, however faint, dotted or bent."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Rule", "darkness", "find_rules"]

_Map = NDArray[np.float32]

# Of the background's brightness: darker by so much counts in full, so that a faint rule weighs as
# much as a strong one; in a second look only what is darker, which blurred rules are thinner in.
_FULL = (0.08, 0.24)
# In standard deviations of the noise: at least so much counts in full.
_NOISE = 3.0
# Of the longer side of a page: along which darkness is averaged, and what is thicker is no rule.
_WINDOW, _THICKEST = 1 / 64, 1 / 130
# Of the window: so much of it is dark where a rule is, and where one goes on.
_SURE, _FAINT = 0.6, 0.4
# Of the longer side: shorter rules are writing.
_SHORTEST = 1 / 75
# Of a step along a rule beyond its end: so much is dark if it goes on.
_GOES_ON = 0.7
# Of a rule's darkness: beside it there is less, along so much of it.
_SIDES, _ALONE = 0.5, 0.5
# Of the darkest parts of a rule: what is not so dark is another rule, in the same direction.
_AS_DARK = 0.3
# Of the longer side of a page: longer gaps part rules.
_GAP = 1 / 200
# Of the longer side of a page: shorter rules must be straight, as strokes of a pen are not: across
# over along, and of their length, and at least so many pixels.
_SHORT, _LEAN, _BENT, _LEAST_BENT = 1 / 18, 0.2, 0.03, 1.2
# In pixels: so far to both sides is the next step looked for.
_TURNS = np.arange(-2.0, 3.0)[:, None]


@dataclass(frozen=True, eq=False)
class Rule:
    """A level rule, or an upright one with the axes exchanged.

    Attributes
    ----------
    start, stop : int
        From where to where it goes along its direction, in pixels, ``stop`` exclusive.
    course : (stop - start,) float32
        How far down (or right) its middle is at each pixel.
    thickness : float
        In pixels.
    strength : float
        How dark it is, 0 to 1.
    alone : float
        Along which share of it there is paper on both sides.
    """

    start: int
    stop: int
    course: NDArray[np.float32]
    thickness: float
    strength: float = 1.0
    alone: float = 1.0

    @property
    def length(self) -> int:
        """How long it is, in pixels."""
        return self.stop - self.start

    def at(self, along: float) -> float:
        """Return how far down it is at a place; beyond its ends it goes straight on."""
        if self.start <= along < self.stop:
            return float(self.course[int(along) - self.start])
        reach = min(len(self.course), 200)
        at_start = along < self.start
        end = self.course[:reach] if at_start else self.course[-reach:]
        slope = (float(end[-1]) - float(end[0])) / max(1, reach - 1)
        origin = self.start if at_start else self.stop - 1
        return float(self.course[0 if at_start else -1]) + slope * (along - origin)


def darkness(grey: NDArray[np.uint8], widest: float) -> _Map:
    """Return how much darker each pixel is than the background around it, 0 to 1.

    Parameters
    ----------
    grey : (height, width) uint8
    widest : float
        Of the longer side: dark areas that are wider are background, as shadows and bands are.
    """
    side = int(max(grey.shape) * widest / 2) * 2 + 1
    smooth = cv2.medianBlur(grey, 3)
    background = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    background = np.maximum(background, 1).astype(np.float32)
    return np.asarray(np.clip(1 - grey.astype(np.float32) / background, 0, 1), np.float32)


def find_rules(dark: _Map) -> tuple[list[Rule], list[Rule]]:
    """Return the level rules and the upright ones of a flat page.

    Parameters
    ----------
    dark : (height, width) float32
        As ``darkness`` returns it.
    """
    return _level_rules(dark), _level_rules(np.ascontiguousarray(dark.T))


def _level_rules(dark: _Map) -> list[Rule]:
    side = max(dark.shape)
    noise = 1.4826 * float(np.median(dark))
    rules: list[Rule] = []
    for full in _FULL:
        inked = np.minimum(dark * np.float32(1 / max(full, _NOISE * noise)), 1)
        found = [_extended(rule, inked, side) for rule in _seeds(inked, side)]
        rules += [part for rule in found for part in _measured(rule, dark)]
    return _merged(rules)


def _seeds(inked: _Map, side: int) -> list[Rule]:
    """Return rules where they are plain to see."""
    window = int(side * _WINDOW) | 1
    thickest = int(side * _THICKEST) | 1
    # A rule that falls by a pixel within the window still counts.
    tolerant = cv2.dilate(inked, np.ones((3, 1), np.uint8))
    along = cv2.blur(tolerant, (window, 1), borderType=cv2.BORDER_CONSTANT)
    ridge = cv2.morphologyEx(along, cv2.MORPH_TOPHAT, np.ones((thickest + 2, 1), np.uint8))
    faint = (ridge >= _FAINT).astype(np.uint8)
    _, labels, table, _ = cv2.connectedComponentsWithStats(faint, connectivity=8)
    rules = []
    for number in range(1, len(table)):
        left, top, width, height = table[number, :4].tolist()
        if width < side * _SHORTEST:
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


def _merged(rules: list[Rule]) -> list[Rule]:
    """Join what goes the same way: pieces of one rule, found twice or one after the other."""
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: -rule.length):
        same = next((n for n, other in enumerate(joined) if _is_same(rule, other)), None)
        if same is None:
            joined.append(rule)
        else:
            joined[same] = _union(joined[same], rule)
    return joined if len(joined) == len(rules) else _merged(joined)


def _is_same(one: Rule, other: Rule) -> bool:
    near = max(3.0, (one.thickness + other.thickness) / 2)
    first, last = max(one.start, other.start), min(one.stop, other.stop) - 1
    if first > last:
        gap = first - last
        alike = min(one.strength, other.strength) > _AS_DARK * max(one.strength, other.strength)
        return alike and gap <= near and abs(one.at(first) - other.at(first)) <= near
    places = np.linspace(first, last, 5)
    return all(abs(one.at(place) - other.at(place)) <= near for place in places.tolist())


def _measured(rule: Rule, dark: _Map) -> list[Rule]:
    """Return the parts of a rule that are rules, with their thickness and darkness.

    There is paper on both sides of most of a rule; above and below the middle of a line of print
    there is as much ink as in it.
    """
    side = max(dark.shape)
    reach = max(10, int(side * _THICKEST))
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
        if last - first >= side * _SHORTEST and _is_straight(course[first:last], side):
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
    dark = smooth > _AS_DARK * np.percentile(smooth, 95)
    pale = ~dark & (centre > 0.35 * np.median(centre[~dark])) if not dark.all() else ~dark
    return _runs(dark & (centre > 0.35 * np.median(centre[dark])), gap) + _runs(pale, gap)


def _runs(there: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
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
    if length > side * _SHORT:
        return True
    chord = np.linspace(course[0], course[-1], length)
    bent = float(np.abs(course - chord).max())
    lean = abs(float(course[-1] - course[0])) / length
    return lean <= _LEAN and bent <= max(_LEAST_BENT, _BENT * length)


def _union(longer: Rule, shorter: Rule) -> Rule:
    start, stop = min(longer.start, shorter.start), max(longer.stop, shorter.stop)
    course = [
        longer.at(at) if longer.start <= at < longer.stop else shorter.at(at)
        for at in range(start, stop)
    ]
    return replace(longer, start=start, stop=stop, course=np.array(course, np.float32))
