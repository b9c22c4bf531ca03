"""What a text costs along the columns of a sweep, and how that changes with each score.

The probabilities of a column add up to one, so all strings together cost nothing, and the criterion
of discriminative forward training through the transducer's graph is what the right string costs:
the sum over all ways to lay its characters over the columns (Graves et al., "Connectionist temporal
classification", 2006, section 4).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.scorer import LABELS, NOTHING

__all__ = ["column_costs", "column_criterion"]

_Numbers = NDArray[np.float64]

# Products of many such numbers stay above the least of float64.
_LEAST = 1e-9


def column_costs(probabilities: _Numbers, columns: Sequence[int], texts: Sequence[str]) -> _Numbers:
    """Return minus the logarithm of each text's probability, (lines,).

    Parameters
    ----------
    probabilities, columns, texts
        As ``column_criterion`` takes them.

    Returns
    -------
    (lines,) float64
        Infinite for a line with too few columns for its text.
    """
    return _laid(probabilities, np.asarray(columns, np.intp), texts).costs


def column_criterion(
    probabilities: _Numbers, columns: Sequence[int], texts: Sequence[str]
) -> tuple[_Numbers, _Numbers]:
    """Return minus the logarithm of each text's probability, and its gradient.

    Parameters
    ----------
    probabilities : (lines, most columns, labels) float64
        Of each label in each column.
    columns : sequence of int
        How many each line has, at least one; what comes after them plays no part.
    texts : sequence of str
        Of each line.

    Returns
    -------
    (lines,), (lines, most columns, labels) float64
        The gradient is with respect to the scores whose softmax the probabilities are. Both are 0
        for a line with too few columns for its text.
    """
    lines, most = probabilities.shape[:2]
    every, counts = np.arange(lines), np.asarray(columns, np.intp)
    laid = _laid(probabilities, counts, texts)
    possible = np.isfinite(laid.costs)
    gradient = np.zeros(probabilities.shape)
    backward = np.zeros(laid.states.shape)
    for column in range(most - 1, -1, -1):
        starts = counts - 1 == column
        if starts.any():
            backward[starts] = laid.last[starts]
        share = laid.forward[column] * backward
        total = share.sum(axis=1)
        there = possible & (column < counts) & (total > 0)
        share *= np.where(there, -1 / np.where(total > 0, total, 1), 0)[:, None]
        np.add.at(gradient[:, column], (every[:, None], laid.states), share)
        gradient[there, column] += probabilities[there, column]
        backward = _left(backward * laid.given[column], laid.may_skip)
        backward /= laid.scales[column][:, None]
    return np.where(possible, laid.costs, 0), gradient


class _Laid(NamedTuple):
    """Texts laid over the columns of lines.

    Attributes
    ----------
    states : (lines, states) intp
        Their labels.
    may_skip, last : (lines, states) bool, float64
        Whether each may follow the last but one, and whether a text may end there.
    given, forward : (columns, lines, states) float64
        The probabilities of the labels, and the shares of the states.
    scales : (columns, lines) float64
        By what those were divided.
    costs : (lines,) float64
    """

    states: NDArray[np.intp]
    may_skip: NDArray[np.bool_]
    last: _Numbers
    given: _Numbers
    forward: _Numbers
    scales: _Numbers
    costs: _Numbers


def _laid(probabilities: _Numbers, counts: NDArray[np.intp], texts: Sequence[str]) -> _Laid:
    lines, most = probabilities.shape[:2]
    every = np.arange(lines)
    states, may_skip, ends = _states(texts)
    given = np.take_along_axis(
        np.maximum(probabilities, _LEAST),
        np.broadcast_to(states[:, None], (lines, most, states.shape[1])),
        axis=2,
    ).transpose(1, 0, 2)
    forward, scales = _forward(given, may_skip)
    last = np.zeros(states.shape)
    last[every, ends] = last[every, np.maximum(ends - 1, 0)] = 1
    arrived = (forward[counts - 1, every] * last).sum(axis=1)
    costs = np.where(np.arange(most)[:, None] < counts, -np.log(scales), 0).sum(axis=0)
    with np.errstate(divide="ignore"):
        costs -= np.log(arrived)
    return _Laid(states, may_skip, last, given, forward, scales, costs)


def _states(texts: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.bool_], NDArray[np.intp]]:
    """Return the states of lines: their labels, whether each may follow the last but one, the last.

    States are the characters and, before, between and after them, none.
    """
    states = np.full((len(texts), 1 + 2 * max(map(len, texts), default=0)), NOTHING)
    for line, text in enumerate(texts):
        states[line, 1 : 2 * len(text) : 2] = [LABELS.index(each) for each in text]
    may_skip = np.zeros(states.shape, bool)
    may_skip[:, 2:] = (states[:, 2:] != NOTHING) & (states[:, 2:] != states[:, :-2])
    return states, may_skip, 2 * np.array([len(text) for text in texts], np.intp)


def _forward(given: _Numbers, may_skip: NDArray[np.bool_]) -> tuple[_Numbers, _Numbers]:
    """Return the shares of the states in each column, and by what each column was divided for it.

    Parameters
    ----------
    given : (columns, lines, states) float64
        The probabilities of the states' labels.
    may_skip : (lines, states) bool
    """
    forward, scales = np.empty(given.shape), np.empty(given.shape[:2])
    here = np.zeros(may_skip.shape)
    here[:, :2] = 1
    for column, probable in enumerate(given):
        if column:
            here = _reached(here, may_skip)
        here = here * probable
        scales[column] = here.sum(axis=1) + np.finfo(float).tiny
        here /= scales[column][:, None]
        forward[column] = here
    return forward, scales


def _reached(before: _Numbers, may_skip: NDArray[np.bool_]) -> _Numbers:
    """Return how probable it is to come into each state: from it or one before."""
    result = before.copy()
    result[:, 1:] += before[:, :-1]
    result[:, 2:] += before[:, :-2] * may_skip[:, 2:]
    return result


def _left(after: _Numbers, may_skip: NDArray[np.bool_]) -> _Numbers:
    """Return the same backwards: from each state to it or one after it."""
    result = after.copy()
    result[:, :-1] += after[:, 1:]
    result[:, :-2] += after[:, 2:] * may_skip[:, 2:]
    return result
