"""The parts of the writing that are not the digit meant: remains of its neighbours, rules, points.

In a crop from a table the digit meant is central, tall and complete, and what is cut off by the
edge of the picture belongs to another. Two complete digits side by side stay: they are no digit.
"""

from typing import NamedTuple

from digit_recognizer.ink.components import Parts

__all__ = ["remains_of_neighbours"]

# What the edge cuts off counts as less tall, and what is off the middle of the picture.
_CUT, _OFF_CENTRE = 0.6, 0.6
# What covers the middle column counts as taller.
_CENTRAL = 1.5
# Of its height: writing that is narrower counts as less tall, as a rule or a cut stroke is.
_NARROW = 0.12
# Of the largest part: a digit has more ink.
_LEAST_INK = 0.15
# Of the digit's height: a neighbour that shows more of itself is a second digit.
_HALF = 0.55
# Of the same, where the digit reaches an edge itself and may be cut to its box.
_SLIVER = 0.2
# Of the digit's width: so far in over its end lies the middle of a neighbour.
_OVERHANG = 0.2
# Of the digit's height: what reaches in from the line above or below is flatter.
_LINE = 0.45
# Of the digit's width: a bar is longer than any of its own strokes.
_LONGER = 1.3
# Of the digit's height: a rule is so thin.
_THIN = 0.15
# Of the same: so large is a full stop or a comma, so far from the digit, and so near its foot.
_POINT, _APART, _FOOT = 0.25, 0.04, 0.15
# Of the digit's ink: what the edge cuts off is no part of it if it is so small.
_SMALL = 0.1


class _Part(NamedTuple):
    """A part of the writing: its number, its box, its size; right and bottom are exclusive."""

    number: int
    left: int
    top: int
    right: int
    bottom: int
    size: float

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def across(self) -> float:
        """Where its middle is, from left to right."""
        return (self.left + self.right) / 2

    @property
    def down(self) -> float:
        """Where its middle is, from top to bottom."""
        return (self.top + self.bottom) / 2


def remains_of_neighbours(parts: Parts) -> list[int]:
    """Name the parts that do not belong to the digit meant.

    A digit of several pieces keeps them: what is dropped touches the edge of the picture where the
    digit does not, or is a point at its foot.

    Parameters
    ----------
    parts : Parts
        Those of size 0 are passed over.

    Returns
    -------
    list of int
        Their numbers; empty where no part is central.
    """
    written = [
        _Part(number, left, top, left + width, top + height, size)
        for number, ((left, top, width, height), size) in enumerate(
            zip(parts.boxes.tolist(), parts.sizes.tolist(), strict=True)
        )
        if size > 0
    ]
    if len(written) < 2:
        return []
    height, width = parts.labels.shape
    digit = max(written, key=lambda part: _prominence(part, width))
    largest = max(part.size for part in written)
    if not digit.left <= width / 2 <= digit.right or digit.size < _LEAST_INK * largest:
        return []
    others = (part for part in written if part is not digit)
    return [part.number for part in others if _is_foreign(part, digit, height, width)]


def _prominence(part: _Part, width: int) -> float:
    """Return how tall a part is, less where it is cut off, off the middle or a mere line."""
    tall = part.height * min(1.0, part.width / (_NARROW * part.height + 1))
    if part.left <= width / 2 <= part.right:
        tall *= _CENTRAL
    if part.left == 0 or part.right == width:
        tall *= _CUT
    return tall * (1 - _OFF_CENTRE * abs(2 * part.across / width - 1))


def _is_foreign(part: _Part, digit: _Part, height: int, width: int) -> bool:
    """Tell whether a part is cut off beside or over the digit, or is a rule, or a point."""
    inward = _OVERHANG * digit.width
    beside = (part.left == 0 < digit.left and part.across < digit.left + inward) or (
        part.right == width > digit.right and part.across > digit.right - inward
    )
    over = (part.top == 0 < digit.top and part.down < digit.top) or (
        part.bottom == height > digit.bottom and part.down > digit.bottom
    )
    if digit.left > 0 and digit.right < width:
        cut_off = (
            ((beside or over) and part.size < _SMALL * digit.size)
            or (beside and part.width < _HALF * digit.height)
            or (over and _is_of_another_line(part, digit, width))
        )
    else:
        # The picture may be cut to the digit's box: all but slivers may belong to it.
        narrow = part.width < min(_SLIVER * digit.height, part.height)
        cut_off = beside and narrow and _gap_beside(part, digit) >= 0
    return cut_off or _is_rule(part, digit, height, width) or _is_point(part, digit)


def _is_of_another_line(part: _Part, digit: _Part, width: int) -> bool:
    """Tell whether a part above or below the digit is no stroke of it, such as the bar of a 5."""
    gap = max(part.top - digit.bottom, digit.top - part.bottom)
    longer = part.left == 0 or part.right == width or part.width > _LONGER * digit.width
    return part.height < _LINE * digit.height and (longer or gap > _THIN * digit.height)


def _is_rule(part: _Part, digit: _Part, height: int, width: int) -> bool:
    """Tell whether a part is a straight line from the edge, clear of the digit."""
    if part.left == 0 or part.right == width:
        flat = part.height < min(part.width / 3, _THIN * digit.height)
        return flat and not digit.top < part.down < digit.bottom
    if part.top == 0 or part.bottom == height:
        tall = part.height > 1.1 * digit.height and part.width < _THIN * digit.height
        return tall and not digit.left < part.across < digit.right
    return False


def _is_point(part: _Part, digit: _Part) -> bool:
    """Tell whether a part is a full stop or a comma beside the digit's foot."""
    small = max(part.width, part.height) < _POINT * digit.height
    foot = digit.bottom - _FOOT * digit.height < part.bottom < digit.bottom + _POINT * digit.height
    return small and foot and _gap_beside(part, digit) >= _APART * digit.height


def _gap_beside(part: _Part, digit: _Part) -> int:
    """Return how many columns are between the two; negative where their boxes overlap."""
    return max(part.left - digit.right, digit.left - part.right)
