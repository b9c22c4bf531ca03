"""The lines of a grid: pieces of rules together, and strokes of a pen told from them."""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.rules import Rule

__all__ = ["COVERED", "NARROWEST", "GridLine", "in_lines", "true_lines", "with_open_sides"]

COVERED = 0.4
"""Of one side of a cell: a rule covers so much of it, or two cells are one."""
NARROWEST = 1 / 170
"""Of the longer side of a page: lines that are nearer to each other are one; cells are larger."""
# Of the grid: a line that is ruled along so much of it is one; one that is ruled along less ...
_USUAL_RUN, _LEAST_RUN = 0.7, 0.3
# ... has paper on both sides of so much of it, leans by so little more than the outer lines (across
# over along, or in pixels), is not paler than so much of the usual, and wobbles by no more pixels;
# or it is a stroke of a pen.
_ALONE, _LEAN, _LEANING, _PALER, _WOBBLE = 0.85, 0.06, 4.0, 0.4, 1.5
# The same of a line that is ruled along a part of a grid of several cells; and of one that reaches
# from rule to rule through both of two cells, as a stroke does not, with digits close beside it.
_ALONE_IN_PART, _ALONE_BETWEEN = 0.92, 0.5
# Rules that end together close a grid: at least so many, within so much of the usual cell.
_FEWEST_OPEN, _END_TOGETHER = 3, 0.3
# Of a line in a row of single boxes: it reaches from rule to rule, and is no thicker than the outer
# ones but for so much.
_REACHES, _THICKER = 0.93, 1.7


class GridLine:
    """Rules that are parts of one line of a grid.

    Parameters
    ----------
    rules : list of Rule
        The longest first.

    Attributes
    ----------
    beside : list of Rule
        Those that make it double.
    """

    def __init__(self, rules: list[Rule]) -> None:
        self.rules = rules
        self.beside: list[Rule] = []

    @property
    def longest(self) -> Rule:
        """The longest of the rules."""
        return max(self.rules, key=lambda rule: rule.length)

    @property
    def length(self) -> int:
        """How long its rules are together, in pixels."""
        return sum(rule.length for rule in self.rules)

    def at(self, along: float) -> float:
        """Return how far down the line is at a place."""
        nearest = min(self.rules, key=lambda rule: max(rule.start - along, along - rule.stop))
        return nearest.at(along)

    def covers(self, first: float, last: float) -> float:
        """Return of which share of the way between two places there is a rule."""
        inked = np.zeros(max(1, round(last - first)), bool)
        for rule in self.rules:
            inked[max(0, round(rule.start - first)) : max(0, round(rule.stop - first))] = True
        return float(inked.mean())


def in_lines(rules: list[Rule], middle: float, narrowest: float) -> list[GridLine]:
    """Return the lines of a grid in order: pieces of broken rules together."""
    lines: list[GridLine] = []
    for rule in sorted(rules, key=lambda rule: -rule.length):
        for line in lines:
            gaps = [_apart(rule, other) for other in line.rules]
            if min(gaps) <= narrowest:
                is_beyond = all(
                    rule.stop <= other.start or other.stop <= rule.start for other in line.rules
                )
                (line.rules if is_beyond else line.beside).append(rule)
                break
        else:
            lines.append(GridLine([rule]))
    return sorted(lines, key=lambda line: line.at(middle))


def _apart(one: Rule, other: Rule) -> float:
    """Return how far two rules are from each other where they are nearest along."""
    first, last = max(one.start, other.start), min(one.stop, other.stop) - 1
    places = [first, (first + last) / 2, last] if first <= last else [(first + last) / 2]
    return min(abs(one.at(place) - other.at(place)) for place in places)


def true_lines(
    lines: list[GridLine], ruled: NDArray[np.float64], sizes: NDArray[np.float64], usual: float
) -> list[GridLine]:
    """Leave out lines that are strokes of a pen from rule to rule, or words of print.

    Parameters
    ----------
    lines : list of GridLine
    ruled : (lines, cells) float64
        Which share of each side of a cell is ruled.
    sizes : (cells,) float64
        How long these sides are.
    usual : float
        The usual darkness of the grid's rules.
    """
    first, last = lines[0].longest, lines[-1].longest
    usual_width = max(2.0, (first.thickness + last.thickness) / 2)
    middle = (first.start + first.stop) / 2
    places = np.array([line.at(middle) for line in lines])
    shares = (places - places[0]) / max(1.0, places[-1] - places[0])
    kept = []
    for number, line in enumerate(lines):
        there = ruled[number] >= COVERED
        start, stop = _longest_run(there, sizes)
        share = float(sizes[start:stop].sum() / sizes.sum())
        rule = line.longest
        at = float(shares[number])
        lean = abs(_lean(rule) - (1 - at) * _lean(first) - at * _lean(last))
        reaches = len(sizes) == 2 and rule.length >= _REACHES * sizes.sum()
        is_rule = (
            rule.alone >= (_ALONE_BETWEEN if reaches else _ALONE)
            and lean <= max(_LEAN, _LEANING / rule.length)
            and rule.strength >= _PALER * usual
            and _wobble(rule) <= max(_WOBBLE, _WOBBLE * rule.length / 250)
        )
        if len(sizes) > 2:
            within = start > 0 and stop < len(sizes)
            whole = not within and stop - start >= 2 and share >= _LEAST_RUN
            is_rule = is_rule and whole and rule.alone >= _ALONE_IN_PART
        elif len(sizes) == 1:
            is_rule &= (
                rule.length >= _REACHES * sizes[0] and rule.thickness <= _THICKER * usual_width
            )
        is_long = len(sizes) > 2 and share >= _USUAL_RUN
        is_long &= line.length >= _USUAL_RUN / 2 * sizes.sum()
        is_edge = number in (0, len(lines) - 1) and stop - start == len(sizes)
        if is_long or is_edge or (is_rule and stop > start):
            kept.append(line)
    return kept


def with_open_sides(
    lines: list[GridLine], others: list[GridLine], narrowest: float
) -> list[GridLine]:
    """Add lines where a grid has none: all rules that cross go on, and end in one place.

    Parameters
    ----------
    lines : list of GridLine
        In order.
    others : list of GridLine
        Those that cross them.
    narrowest : float
        Of a cell, in pixels.
    """
    if len(others) < _FEWEST_OPEN:
        return lines
    middle = (lines[0].longest.start + lines[0].longest.stop) / 2
    places = np.array([other.at(lines[0].at(middle)) for other in others])
    found = list(lines)
    least = max(narrowest, float(np.median(np.diff(places))))
    for line, sign in ((lines[0], -1), (lines[-1], 1)):
        ends = np.array([_end(other, sign) for other in others])
        fit = np.polynomial.polynomial.polyval(
            places, np.polynomial.polynomial.polyfit(places, ends, 1)
        )
        beyond = sign * (ends - np.array([line.at(place) for place in places]))
        if beyond.min() > least and np.abs(ends - fit).max() < _END_TOGETHER * least:
            along = np.arange(int(places[0]), int(places[-1]) + 1)
            course = np.interp(along, places, fit).astype(np.float32)
            added = GridLine([Rule(int(along[0]), int(along[-1]) + 1, course, 1.0)])
            found.insert(0 if sign < 0 else len(found), added)
    return found


def _end(line: GridLine, sign: int) -> float:
    """Return where a line begins (-1) or ends (1)."""
    if sign < 0:
        return float(min(rule.start for rule in line.rules))
    return float(max(rule.stop for rule in line.rules))


def _longest_run(there: NDArray[np.bool_], sizes: NDArray[np.float64]) -> tuple[int, int]:
    """Return first and one past the last of the longest row of cells."""
    runs, start = [(0, 0)], 0
    for at, each in enumerate(there.tolist()):
        start = start if each else at + 1
        runs.append((start, at + 1))
    return max(runs, key=lambda run: float(sizes[run[0] : run[1]].sum()))


def _wobble(rule: Rule) -> float:
    """Return how far a rule is from a smooth arc, in pixels."""
    along = np.linspace(-1, 1, rule.length)
    arc = np.polynomial.polynomial.polyfit(along, rule.course, 2)
    return float(np.abs(np.polynomial.polynomial.polyval(along, arc) - rule.course).max())


def _lean(rule: Rule) -> float:
    """Return how far a rule goes down for a pixel along."""
    return float(rule.course[-1] - rule.course[0]) / max(1, rule.length - 1)
