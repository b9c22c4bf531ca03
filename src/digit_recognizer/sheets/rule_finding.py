"""The rules of a page: long, thin, nearly level or upright, however faint, dotted or bent."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.rule_tracing import (
    AS_DARK,
    SHORT,
    SHORTEST,
    THICKEST,
    runs,
    traced_rules,
)
from digit_recognizer.sheets.rules import Rule, noise_of

__all__ = ["find_rules", "with_faint_rules"]

_Map = NDArray[np.float32]

# Of the background's brightness: darker by so much counts in full, so that a faint rule weighs as
# much as a strong one; in a second look only what is darker, which blurred rules are thinner in.
_FULL = (0.08, 0.24)
# In standard deviations of the noise: at least so much counts in full.
_NOISE = 3.0
# A rule that is paler than the noise is looked for where darkness, up to so much of the
# background's brightness, is summed along so much of the longer side; it is so dark at least, and
# in standard deviations of what is left of the noise.
_PALE, _SUMMED, _PALEST, _NOISE_ALONG = 0.15, 1 / 80, 0.015, 4.0
# In pixels: along which it is asked whether such a rule is about as dark everywhere; so much of it
# is more than half as dark as usual, and no more is much darker, as ink that crosses it is.
_PIECE, _THERE, _CROSSED = 5, 0.85, 0.25


def find_rules(dark: _Map) -> tuple[list[Rule], list[Rule]]:
    """Return the level rules and the upright ones of a flat page.

    Parameters
    ----------
    dark : (height, width) float32
        As ``darkness`` returns it.
    """
    noise = noise_of(dark)
    return _level_rules(dark, noise), _level_rules(np.ascontiguousarray(dark.T), noise)


def with_faint_rules(
    dark: _Map, level: list[Rule], upright: list[Rule]
) -> tuple[list[Rule], list[Rule]]:
    """Return the rules of a page, and those that are as pale as its noise.

    Parameters
    ----------
    dark : (height, width) float32
    level, upright : list of Rule
        As ``find_rules`` returns them.
    """
    return _with_faint(dark, level), _with_faint(np.ascontiguousarray(dark.T), upright)


def _level_rules(dark: _Map, noise: float) -> list[Rule]:
    rules: list[Rule] = []
    for full in _FULL:
        inked = np.minimum(dark * np.float32(1 / max(full, _NOISE * noise)), 1)
        rules += traced_rules(inked, dark)
    return _merged(rules)


def _with_faint(dark: _Map, rules: list[Rule]) -> list[Rule]:
    faint = _merged(_faint_rules(dark))
    return rules + [part for rule in faint for part in _new_parts(rule, rules, max(dark.shape))]


def _faint_rules(dark: _Map) -> list[Rule]:
    """Return rules that are paler than the noise: summed along, they stand out of it."""
    height, width = (2 * (length // 2) for length in dark.shape)
    if not height * width:
        return []
    half = cv2.resize(
        dark[:height, :width], (width // 2, height // 2), interpolation=cv2.INTER_AREA
    )
    side = max(half.shape)
    along = cv2.blur(np.minimum(half, np.float32(_PALE)), (int(side * _SUMMED) | 1, 1))
    thickest = int(side * THICKEST) | 1
    ridge = cv2.morphologyEx(along, cv2.MORPH_TOPHAT, np.ones((thickest + 2, 1), np.uint8))
    least = max(_PALEST, _NOISE_ALONG * noise_of(ridge))
    found = traced_rules(np.minimum(ridge * np.float32(1 / least), 1), ridge)
    pieces = cv2.blur(half, (_PIECE, 1))
    return [_doubled(rule) for rule in found if _is_even(rule, pieces)]


def _doubled(rule: Rule) -> Rule:
    """Return a rule that was found in a page of half the size."""
    course = 2 * np.repeat(rule.course, 2) + np.float32(0.5)
    return replace(
        rule,
        start=2 * rule.start,
        stop=2 * rule.stop,
        course=course,
        thickness=2 * rule.thickness,
    )


def _is_even(rule: Rule, dark: _Map) -> bool:
    """Tell whether a rule is long, pale and even, as strokes of a pen in a row are not."""
    rows = np.clip(np.rint(rule.course).astype(int) + np.array([[-1], [0], [1]]), 0, len(dark) - 1)
    along = dark[rows, np.arange(rule.start, rule.stop)].max(axis=0)
    usual = float(np.median(along))
    is_there, is_crossed = along > usual / 2, along > 3 * usual
    is_even = bool(is_there.mean() > _THERE and is_crossed.mean() < _CROSSED)
    return is_even and usual < _PALE and rule.length >= SHORT * max(dark.shape)


def _new_parts(rule: Rule, others: list[Rule], side: int) -> list[Rule]:
    """Return the parts of a rule where others are not."""
    is_new = np.ones(rule.length, bool)
    for other in others:
        first, last = max(rule.start, other.start), min(rule.stop, other.stop)
        if first < last:
            apart = (
                rule.course[first - rule.start : last - rule.start]
                - other.course[first - other.start : last - other.start]
            )
            near = max(3.0, (rule.thickness + other.thickness) / 2)
            is_new[first - rule.start : last - rule.start] &= np.abs(apart) > near
    return [
        replace(
            rule, start=rule.start + first, stop=rule.start + last, course=rule.course[first:last]
        )
        for first, last in runs(is_new, 1)
        if last - first >= side * SHORTEST
    ]


def _merged(rules: list[Rule]) -> list[Rule]:
    """Join what goes the same way: pieces of one rule, found twice or one after the other."""
    joined: list[Rule] = []
    extents = np.empty((len(rules), 4))
    for rule in sorted(rules, key=lambda rule: -rule.length):
        own = _extent(rule)
        near = (extents[: len(joined), :2] <= own[2:]) & (own[:2] <= extents[: len(joined), 2:])
        those = np.flatnonzero(near.all(axis=1)).tolist()
        same = next((n for n in those if _is_same(rule, joined[n])), None)
        if same is None:
            joined.append(rule)
            same = len(joined) - 1
        else:
            joined[same] = _union(joined[same], rule)
        extents[same] = _extent(joined[same])
    return joined if len(joined) == len(rules) else _merged(joined)


def _extent(rule: Rule) -> NDArray[np.float64]:
    """Return the box of a rule, left, top, right, bottom, with what may be the same around it."""
    reach = 2 * max(3.0, rule.thickness)
    low, high = float(rule.course.min()), float(rule.course.max())
    return np.array([rule.start - reach, low - reach, rule.stop + reach, high + reach])


def _is_same(one: Rule, other: Rule) -> bool:
    near = max(3.0, (one.thickness + other.thickness) / 2)
    first, last = max(one.start, other.start), min(one.stop, other.stop) - 1
    if first > last:
        gap = first - last
        alike = min(one.strength, other.strength) > AS_DARK * max(one.strength, other.strength)
        return alike and gap <= near and abs(one.at(first) - other.at(first)) <= near
    return all(
        abs(one.at(place) - other.at(place)) <= near
        for place in (first + (last - first) * step / 4 for step in range(5))
    )


def _union(longer: Rule, shorter: Rule) -> Rule:
    start, stop = min(longer.start, shorter.start), max(longer.stop, shorter.stop)
    before = [shorter.at(at) for at in range(start, longer.start)]
    after = [shorter.at(at) for at in range(longer.stop, stop)]
    course = np.concatenate((before, longer.course, after)).astype(np.float32)
    return replace(longer, start=start, stop=stop, course=course)
