"""The lines of a grid: pieces of rules together, and strokes of a pen told from them."""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.sheets.rules import Rule

__all__ = [
    "COVERED",
    "NARROWEST",
    "TALL",
    "GridLine",
    "in_lines",
    "outer_frame",
    "true_lines",
    "with_open_sides",
]

COVERED = 0.4
"""Of one side of a cell: a rule covers so much of it, or two cells are one."""
NARROWEST = 1 / 170
"""Of the longer side of a page: lines that are nearer to each other are one; cells are larger."""
TALL = 2.0
"""Of the usual row: a first or last row that is one cell and so much higher is the frame around."""
# Of the grid: a line that is ruled along so much of it is one, in one piece, or in several that go
# from rule to rule (so much of each side is ruled); one that is ruled along less ...
_USUAL_RUN, _IN_PIECES, _WHOLE, _LEAST_RUN = 0.7, 0.5, 0.85, 0.3
# ... has paper on both sides of so much of it, leans by so little more than the outer lines (across
# over along, or in pixels), is not paler than so much of the usual, and wobbles by no more pixels;
# or it is a stroke of a pen.
_ALONE, _LEAN, _LEANING, _PALER, _WOBBLE = 0.85, 0.06, 4.0, 0.4, 1.5
# The same of a line that is ruled along a part of a grid of several cells; and of one that reaches
# from rule to rule through both of two cells, as a stroke does not, with digits close beside it.
_ALONE_IN_PART, _ALONE_BETWEEN = 0.92, 0.5
# Rules that end together close a grid: at least so many, within so much of a side of the usual
# cell, if it is larger than the other side; or, of so many lines, about as large as this one.
_FEWEST_OPEN, _END_TOGETHER, _OF_SIDE = 3, 0.3, 0.6
# Of so many rows, most of which are as high but for so much, there are one or two more where half
# of the rules that cross reach so much of one beyond the last: at a dark header no rule is seen.
_FEWEST_EVEN, _ALIKE, _DIFFER, _REACHED, _MOST_MORE = 5, 0.8, 0.08, 0.65, 2
# Of a line in a row of single boxes: it reaches from rule to rule, and is no thicker than the outer
# ones but for so much; of a table, one with ink along it that is thicker, and no darker than the
# usual but for so much, is a row of words.
_REACHES, _THICKER, _DARKER = 0.93, 1.7, 1.2


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
    usual_thickness = max(2.0, float(np.median([line.longest.thickness for line in lines])))
    middle = (first.start + first.stop) / 2
    places = np.array([line.at(middle) for line in lines])
    shares = (places - places[0]) / max(1.0, places[-1] - places[0])
    kept = []
    for number, line in enumerate(lines):
        there = ruled[number] >= COVERED
        start, stop = _longest_run(there, sizes)
        share = float(sizes[start:stop].sum() / sizes.sum())
        # The upper line of boxes beside each other has pieces, too.
        is_outer = number in (0, len(lines) - 1)
        in_pieces = 0 if is_outer else sizes[ruled[number] >= _WHOLE].sum() / sizes.sum()
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
        is_long = share >= _USUAL_RUN or in_pieces > max(share, _IN_PIECES)
        is_long &= len(sizes) > 2
        is_long &= line.length >= _USUAL_RUN / 2 * sizes.sum()
        is_long &= (
            rule.alone >= _ALONE
            or rule.thickness <= _THICKER * usual_thickness
            or rule.strength > _DARKER * usual
        )
        is_edge = is_outer and stop - start == len(sizes)
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
    steps = np.diff([line.at(float(places.mean())) for line in lines])
    own, side = float(np.median(steps)), max(narrowest, float(np.median(np.diff(places))))
    are_even = len(steps) >= _FEWEST_EVEN and (np.abs(steps / own - 1) < _DIFFER).mean() >= _ALIKE
    found = list(lines)
    for line, sign in ((lines[0], -1), (lines[-1], 1)):
        ends = np.array([_end(other, sign) for other in others])
        straight = np.polynomial.Polynomial.fit(places, ends, 1)
        beyond = sign * (ends - np.array([line.at(place) for place in places]))
        # Its rows may be lower than columns are wide.
        is_usual = len(lines) >= _FEWEST_OPEN and beyond.min() > max(narrowest, _OF_SIDE * own)
        is_cell = beyond.min() > side or (is_usual and beyond.max() < own / _OF_SIDE)
        are_together = np.abs(ends - straight(places)).max() < _END_TOGETHER * min(own, side)
        more = int(np.median(beyond) / own + 1 - _REACHED) if are_even else 0
        start, stop = int(min(_end(line, -1), places[0])), int(max(_end(line, 1), places[-1])) + 1
        added: list[NDArray[np.float64]] = []
        if is_cell and are_together:
            added = [straight(np.arange(start, stop))]
        elif more <= _MOST_MORE:
            at = np.array([line.at(along) for along in range(start, stop)])
            added = [at + sign * step * own for step in range(1, more + 1)]
        closing = [
            GridLine([Rule(start, stop, course.astype(np.float32), 1.0)]) for course in added
        ]
        found = [*closing[::-1], *found] if sign < 0 else [*found, *closing]
    return found


def outer_frame(inner: NDArray[np.float64], heights: NDArray[np.float64]) -> int | None:
    """Return the first or last level line if what it encloses is one tall cell; else None.

    Parameters
    ----------
    inner : (inner columns' lines, rows) float64
        Which share of each side of a cell is ruled.
    heights : (rows,) float64
    """
    if len(heights) < 3 or not len(inner):
        return None
    is_one = (inner < COVERED).all(axis=0) & (heights > TALL * np.median(heights))
    return 0 if is_one[0] else len(heights) if is_one[-1] else None


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
