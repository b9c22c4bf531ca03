"""What a text costs along the columns of a sweep, and how that changes with each score.

The probabilities of a column add up to one, so all strings together cost nothing, and the criterion
of discriminative forward training through the transducer's graph is what the right string costs:
the sum over all ways to lay its characters over the columns (Graves et al., "Connectionist temporal
classification", 2006, section 4).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.scorer import LABELS, NOTHING

__all__ = ["column_costs", "column_criterion"]

_Numbers = NDArray[np.float64]

# Products of many such numbers stay above the least of float64.
_LEAST = 1e-9


def column_costs(probabilities: _Numbers, texts: Sequence[str]) -> _Numbers:
    """Return minus the logarithm of the probability of each of some texts of one line, (texts,).

    Parameters
    ----------
    probabilities : (columns, labels) float64
        Of each label in each column, at least one.
    texts : sequence of str
        Where there are too few columns for one, infinity is returned.
    """
    states, may_skip, ends = _states(texts)
    forward, scales = _forward(np.maximum(probabilities, _LEAST)[:, states], may_skip)
    every = np.arange(len(texts))
    arrived = forward[-1, every, ends] + np.where(ends, forward[-1, every, ends - 1], 0)
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log(scales).sum(axis=0) - np.log(arrived))


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
    every, counts = np.arange(lines), np.asarray(columns)
    states, may_skip, ends = _states(texts)
    floored = np.maximum(probabilities, _LEAST)
    given = np.take_along_axis(
        floored, np.broadcast_to(states[:, None], (lines, most, states.shape[1])), axis=2
    ).transpose(1, 0, 2)
    forward, scales = _forward(given, may_skip)
    last = np.zeros(states.shape)
    last[every, ends] = last[every, np.maximum(ends - 1, 0)] = 1
    arrived = (forward[counts - 1, every] * last).sum(axis=1)
    costs = np.where(np.arange(most)[:, None] < counts, -np.log(scales), 0).sum(axis=0)
    costs -= np.log(np.maximum(arrived, np.finfo(float).tiny))
    possible = arrived > 0
    gradient = np.zeros(probabilities.shape)
    backward = np.zeros(states.shape)
    for column in range(most - 1, -1, -1):
        starts = counts - 1 == column
        if starts.any():
            backward[starts] = last[starts]
        share = forward[column] * backward
        total = share.sum(axis=1)
        there = possible & (column < counts) & (total > 0)
        share *= np.where(there, -1 / np.where(total > 0, total, 1), 0)[:, None]
        np.add.at(gradient[:, column], (every[:, None], states), share)
        gradient[there, column] += probabilities[there, column]
        backward = _left(backward * given[column], may_skip) / scales[column][:, None]
    return np.where(possible, costs, 0), gradient


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
