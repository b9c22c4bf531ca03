"""The scales of a chart: where values stand, and which figures are written beside them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["SHARES", "CountScale", "LogScale", "Mark", "Scale"]

Mark = tuple[float, str]
"""A value and what is written beside it."""

_ROUND = (1, 2, 5)
_ACROSS, _UP = 48, 20
"""Pixels that a figure needs along an axis."""
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SLACK = 1.000001


class Scale:
    """A linear scale with marks at given values.

    Parameters
    ----------
    low, high
        The values at its ends.
    marks
        Its marks.
    """

    def __init__(self, low: float, high: float, marks: Sequence[Mark] = ()) -> None:
        self.low, self.high = low, high
        self._marks = list(marks)

    def part(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return where values stand: 0 at the low end, 1 at the high one."""
        return (np.asarray(values, np.float64) - self.low) / (self.high - self.low)

    def marks(self, pixels: float) -> list[Mark]:
        """Return the marks that an axis of so many pixels has."""
        return self._marks


SHARES = Scale(0, 1, ((0, "0"), (0.5, "50"), (1, "100")))
"""Shares, from 0 to 1, in percent."""


class CountScale(Scale):
    """From 0 to a number of things that are counted; the last figure names them.

    Parameters
    ----------
    high
        The value at the high end.
    unit
        What is counted.
    """

    def __init__(self, high: float, unit: str) -> None:
        super().__init__(0.0, high)
        self._unit = unit

    def marks(self, pixels: float) -> list[Mark]:
        """Return whole numbers in steps of 1, 2, 5, 10, 20, ..."""
        most = max(pixels // _ACROSS, 1)
        steps = (part * 10**power for power in range(9) for part in _ROUND)
        step = next((step for step in steps if self.high / step <= most), 10**9)
        values = range(0, floor(self.high) + 1, step)
        texts = [str(value) for value in values]
        texts[-1] += f" {self._unit}"
        return [(float(value), text) for value, text in zip(values, texts, strict=True)]


class LogScale(Scale):
    """A logarithmic scale that always shows a range, and follows the values beyond it.

    Parameters
    ----------
    low, high
        Between these it always shows; both above 0.
    values
        Finite values above 0 that it shows too.
    """

    def __init__(self, low: float, high: float, values: Sequence[float] = ()) -> None:
        least, most = min(values, default=low), max(values, default=high)
        super().__init__(
            low if least >= low else _floor_below(least),
            high if most <= high else _ceiling_above(most),
        )

    def part(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return where values above 0 stand: 0 at the low end, 1 at the high one."""
        low, high = log10(self.low), log10(self.high)
        return (np.log10(np.asarray(values, np.float64)) - low) / (high - low)

    def marks(self, pixels: float) -> list[Mark]:
        """Return 1, 2 and 5 of each power of ten, the powers, or every so many of these."""
        most = max(pixels // _UP, 2)
        first, last = floor(log10(self.low)), ceil(log10(self.high))
        for parts, step in ((_ROUND, 1), *(((1,), step) for step in range(1, last - first + 2))):
            values = [
                part * 10.0**power for power in range(first, last + 1, step) for part in parts
            ]
            inside = [value for value in values if self._has(value)]
            if len(inside) <= most:
                break
        return [(value, _figure(value)) for value in inside]

    def _has(self, value: float) -> bool:
        return self.low / _SLACK <= value <= self.high * _SLACK


def _floor_below(value: float) -> float:
    """Return the greatest of 1, 2, 5, 10, 20, ... that is no greater than ``value``."""
    power = 10.0 ** floor(log10(value))
    return max(part * power for part in _ROUND if part * power <= value * _SLACK)


def _ceiling_above(value: float) -> float:
    """Return the least of 1, 2, 5, 10, 20, ... that is no less than ``value``."""
    power = 10.0 ** floor(log10(value))
    return min(part * power for part in (*_ROUND, 10) if part * power >= value / _SLACK)


def _figure(value: float) -> str:
    """Return a round value as it is written."""
    power = floor(log10(value) + 1e-9)
    if -5 < power < 5:
        return f"{value:.6f}".rstrip("0").rstrip(".")
    digit = round(value / 10.0**power)
    raised = f"10{str(power).translate(_SUPERSCRIPTS)}"
    return raised if digit == 1 else f"{digit}·{raised}"
