"""Learning of the second reader: discriminative forward training through its transducer's graph.

The scores of a column add up to one, so all strings together cost nothing, and the criterion is
what the right string costs: the sum over all ways to lay its characters over the columns.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.network import Network
from digit_recognizer.nn.optimizers import Adam
from digit_recognizer.numbers.scorer import LABELS, NOTHING
from digit_recognizer.numbers.sweep import SIDE, STRIDE

__all__ = ["Row", "SweepPlan", "column_criterion", "learn_sweep"]

_Logs = NDArray[np.float64]
_Pictures = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Row:
    """A line as it is swept, (32, width) uint8, and the text that stands there."""

    picture: _Pictures
    text: str


@dataclass(frozen=True)
class SweepPlan:
    """How the second reader learns.

    Attributes
    ----------
    epochs, batch_size : int
    learning_rate : float
        At first; it falls to zero in equal steps.
    weight_decay : float
        Of the square of the weights, times a half.
    unlike : (float, float, float, float)
        Standard deviations of how a line is disturbed each time: its width and height by a factor,
        its lean, and how many pixels it is lower.
    noisy, noise : float
        Share of lines with grains of salt and pepper, and share of their pixels at most.
    seed : int
        Of the order, of where windows start, and of noise.
    """

    epochs: int = 36
    batch_size: int = 16
    learning_rate: float = 0.003
    weight_decay: float = 1e-5
    unlike: tuple[float, float, float, float] = (0.1, 0.05, 0.1, 1.0)
    noisy: float = 0.15
    noise: float = 0.05
    seed: int = 0


def learn_sweep(
    rows: Sequence[Row], network: Network, plan: SweepPlan | None = None, begin: int = 0
) -> Iterator[float]:
    """Train a network of ``window_architecture`` from lines, by the compiled engine.

    Parameters
    ----------
    rows : sequence of Row
    network : Network
        Its parameters change.
    plan : SweepPlan, optional
    begin : int
        So many epochs are behind it already.

    Yields
    ------
    float
        The mean criterion of each epoch, when it ends.
    """
    from digit_recognizer.nn.engine import OutsideGradients

    plan = plan or SweepPlan()
    engine, optimizer = OutsideGradients(network.architecture), Adam()
    state = optimizer.initial_state(len(network.parameters))
    steps_per_epoch = -(-len(rows) // plan.batch_size)
    for epoch in range(begin, plan.epochs):
        generator = np.random.default_rng((plan.seed, epoch))
        order, total = generator.permutation(len(rows)), 0.0
        for step in range(steps_per_epoch):
            chosen = order[step * plan.batch_size : (step + 1) * plan.batch_size]
            batch = [rows[index] for index in chosen]
            windows = [_windows(_disturbed(row.picture, plan, generator)) for row in batch]
            images, columns = np.concatenate(windows), [len(each) for each in windows]
            logs = _log_softmax(engine.outputs(network.parameters, images))
            costs, of_logs = column_criterion(logs, columns, [row.text for row in batch])
            of_outputs = of_logs - np.exp(logs) * of_logs.sum(axis=1, keepdims=True)
            gradients = engine.gradients(network.parameters, images, of_outputs / len(batch))
            gradients += np.float32(plan.weight_decay) * network.parameters
            left = 1 - (epoch + step / steps_per_epoch) / plan.epochs
            slots = network.architecture.slots
            optimizer.update(network.parameters, gradients, state, plan.learning_rate * left, slots)
            total += float(costs.sum())
        yield total / len(rows)


def column_criterion(
    logs: _Logs, columns: Sequence[int], texts: Sequence[str]
) -> tuple[_Logs, _Logs]:
    """Return minus the logarithm of each text's probability, and its gradient.

    Parameters
    ----------
    logs : (all columns, labels) float64
        Logarithms of the probabilities of the columns of all lines, line after line.
    columns : sequence of int
        Of each line.
    texts : sequence of str
        Of each line.

    Returns
    -------
    (lines,), (all columns, labels) float64
        0 for a line with too few columns for its text.
    """
    lines, most = len(texts), max(columns)
    longest = 1 + 2 * max(map(len, texts))
    # States are the characters and, before, between and after them, none.
    states = np.full((lines, longest), NOTHING)
    for line, text in enumerate(texts):
        states[line, 1 : 2 * len(text) : 2] = [LABELS.index(each) for each in text]
    ends = 2 * np.array([len(text) for text in texts])
    rows = np.full((lines, most), -1)
    starts = np.concatenate(([0], np.cumsum(columns)[:-1]))
    for line, count in enumerate(columns):
        rows[line, :count] = starts[line] + np.arange(count)
    # A column that a line does not have leaves the state as it is, at no cost.
    given = np.concatenate((logs, np.zeros((1, len(LABELS)))))[rows[:, :, None], states[:, None]]
    may_skip = np.zeros((lines, longest), bool)
    may_skip[:, 2:] = (states[:, 2:] != NOTHING) & (states[:, 2:] != states[:, :-2])
    every = np.arange(lines)
    start = np.full((lines, longest), -np.inf)
    start[:, :2] = 0
    forward = np.empty((most, lines, longest))
    for column in range(most):
        before = start if not column else _reached(forward[column - 1], may_skip)
        forward[column] = before + given[:, column]
        if column:
            gone = rows[:, column] < 0
            forward[column, gone] = forward[column - 1, gone]
    last = np.full((lines, longest), -np.inf)
    last[every, ends] = last[every, np.maximum(ends - 1, 0)] = 0
    total = np.logaddexp.reduce(forward[-1] + last, axis=1)
    gradient = np.zeros((len(logs) + 1, len(LABELS)))
    backward = last
    for column in range(most - 1, -1, -1):
        there = rows[:, column] >= 0
        share = np.exp(forward[column] + backward - np.where(np.isfinite(total), total, 0)[:, None])
        share *= (there & np.isfinite(total))[:, None]
        np.add.at(gradient, (rows[:, [column]], states), -share)
        behind = _left(backward + given[:, column], may_skip)
        backward = np.where(there[:, None], behind, backward)
    return np.where(np.isfinite(total), -total, 0), gradient[:-1]


def _reached(before: _Logs, may_skip: NDArray[np.bool_]) -> _Logs:
    """Return the logarithm of how probable it is to come into each state: from it or one before."""
    result = before.copy()
    result[:, 1:] = np.logaddexp(result[:, 1:], before[:, :-1])
    skipped = np.where(may_skip[:, 2:], before[:, :-2], -np.inf)
    result[:, 2:] = np.logaddexp(result[:, 2:], skipped)
    return result


def _left(after: _Logs, may_skip: NDArray[np.bool_]) -> _Logs:
    """Return the same backwards: from each state to it or one after it."""
    result = after.copy()
    result[:, :-1] = np.logaddexp(result[:, :-1], after[:, 1:])
    skipped = np.where(may_skip[:, 2:], after[:, 2:], -np.inf)
    result[:, :-2] = np.logaddexp(result[:, :-2], skipped)
    return result


def _log_softmax(outputs: NDArray[np.floating]) -> _Logs:
    shifted = outputs.astype(np.float64) - outputs.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def _disturbed(picture: _Pictures, plan: SweepPlan, generator: np.random.Generator) -> _Pictures:
    """Write a line a little otherwise, let its windows start anywhere, and put grains on some."""
    wider, higher, lean, drop = generator.normal((1, 1, 0, 0), plan.unlike)
    before = generator.uniform(0, STRIDE)
    margin = SIDE / 2
    matrix = np.array(
        [
            [wider, -lean, margin * (1 - wider) + lean * margin + before],
            [0, higher, SIDE * (1 - higher) / 2 + drop],
        ]
    )
    width = int(picture.shape[1] * max(wider, 1)) + STRIDE
    moved = np.asarray(cv2.warpAffine(picture, matrix, (width, SIDE)))
    if generator.random() < plan.noisy:
        grains = generator.random(moved.shape) < plan.noise * generator.random()
        moved = np.where(grains, generator.integers(0, 2, moved.shape) * 255, moved)
    return moved.astype(np.uint8)


def _windows(picture: _Pictures) -> _Pictures:
    """Return the windows of a row, (columns, 32, 32)."""
    every = np.lib.stride_tricks.sliding_window_view(picture, (SIDE, SIDE))
    return np.ascontiguousarray(every[0, ::STRIDE])
