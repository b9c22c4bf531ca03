"""Learning of the second reader: discriminative forward training through its transducer's graph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.network import Network
from digit_recognizer.nn.optimizers import AdamW
from digit_recognizer.nn.schedules import OneCycle
from digit_recognizer.numbers.column_criterion import column_criterion
from digit_recognizer.numbers.row_disturbance import Disturbance
from digit_recognizer.numbers.sweep import SIDE, STRIDE, wide_architecture

__all__ = ["Epoch", "Row", "SweepPlan", "learn_sweep"]

_Pictures = NDArray[np.uint8]

# Widths of batches are whole numbers of so many pixels, and lines of about a width are sought among
# so many batches.
_STEP, _AMONG = 16, 32


@dataclass(frozen=True, eq=False)
class Row:
    """A line as it is swept, (32, width) uint8, and the text that stands there."""

    picture: _Pictures
    text: str


class Epoch(NamedTuple):
    """What an epoch ends with: the mean criterion, and the weights averaged over the last steps."""

    criterion: float
    average: NDArray[np.float32]


@dataclass(frozen=True)
class SweepPlan:
    """How the second reader learns.

    Attributes
    ----------
    epochs, batch_size : int
    learning_rate : float
        At most: it rises over the first epoch, and then falls to zero in equal steps.
    weight_decay : float
        As ``AdamW`` takes it.
    averaging : float
        How much of the average of the weights remains after a step, at most.
    disturbance : Disturbance
        Of the lines, each time.
    seed : int
        Of the order and of the disturbance.
    """

    epochs: int = 30
    batch_size: int = 32
    learning_rate: float = 0.002
    weight_decay: float = 0.01
    averaging: float = 0.999
    disturbance: Disturbance = field(default_factory=Disturbance)
    seed: int = 0


def learn_sweep(
    rows: Sequence[Row], network: Network, plan: SweepPlan | None = None
) -> Iterator[Epoch]:
    """Train a network of ``window_architecture`` from lines, by the compiled engine.

    Parameters
    ----------
    rows : sequence of Row
    network : Network
        Its parameters change.
    plan : SweepPlan, optional

    Yields
    ------
    Epoch
        When it ends.
    """
    from digit_recognizer.nn.engine import OutsideGradients

    plan = plan or SweepPlan()
    engines: dict[int, OutsideGradients] = {}
    optimizer = AdamW(weight_decay=plan.weight_decay)
    state = optimizer.initial_state(len(network.parameters))
    schedule = OneCycle(plan.learning_rate, plan.epochs, warm_up=1, first=plan.learning_rate / 10)
    average, steps = network.parameters.copy(), 0
    for epoch in range(plan.epochs):
        generator = np.random.default_rng((plan.seed, epoch))
        batches, total = _batches(rows, plan.batch_size, generator), 0.0
        for step, chosen in enumerate(batches):
            batch = [rows[index] for index in chosen]
            images, columns = _side_by_side(
                [plan.disturbance(row.picture, generator) for row in batch]
            )
            width = images.shape[2]
            if width not in engines:
                engines[width] = OutsideGradients(wide_architecture(width, network.architecture))
            engine = engines[width]
            outputs = engine.outputs(network.parameters, images)
            probabilities = _softmax(outputs.reshape(len(batch), -1, (width - SIDE) // STRIDE + 1))
            costs, of_scores = column_criterion(probabilities, columns, [row.text for row in batch])
            of_outputs = of_scores.transpose(0, 2, 1).reshape(len(batch), -1) / len(batch)
            gradients = engine.gradients(network.parameters, images, of_outputs)
            rate = schedule(epoch + step / len(batches))
            slots = network.architecture.slots
            optimizer.update(network.parameters, gradients, state, rate, slots)
            steps += 1
            average += (network.parameters - average) * max(1 - plan.averaging, 1 / (steps + 1))
            total += float(costs.sum())
        yield Epoch(total / len(rows), average.copy())


def _batches(
    rows: Sequence[Row], size: int, generator: np.random.Generator
) -> list[NDArray[np.intp]]:
    """Return all rows in batches, those of about a width together."""
    order = generator.permutation(len(rows))
    widths = np.array([row.picture.shape[1] for row in rows])
    batches = []
    for start in range(0, len(order), size * _AMONG):
        some = order[start : start + size * _AMONG]
        some = some[np.argsort(widths[some], kind="stable")]
        batches += np.split(some, range(size, len(some), size))
    return [batches[index] for index in generator.permutation(len(batches))]


def _side_by_side(pictures: Sequence[_Pictures]) -> tuple[_Pictures, list[int]]:
    """Return pictures as wide as the widest, (n, 32, width), and how many columns each has."""
    widths = [picture.shape[1] for picture in pictures]
    images = np.zeros((len(pictures), SIDE, -(-max(widths) // _STEP) * _STEP), np.uint8)
    for image, picture in zip(images, pictures, strict=True):
        image[:, : picture.shape[1]] = picture
    return images, [(width - SIDE) // STRIDE + 1 for width in widths]


def _softmax(scores: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the probabilities (lines, columns, labels) of scores (lines, labels, columns)."""
    shifted = scores.transpose(0, 2, 1).astype(np.float64)
    shifted -= shifted.max(axis=2, keepdims=True)
    np.exp(shifted, out=shifted)
    return np.asarray(shifted / shifted.sum(axis=2, keepdims=True))
