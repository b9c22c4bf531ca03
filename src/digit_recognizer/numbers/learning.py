"""Learning what segments cost, by any criterion of strings, through the graph.

The gradient of the criterion with respect to the arcs goes back into the scorer's weights; the same
gradient for the network's ten costs would go on into the network's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.optimizers import Adam
from digit_recognizer.numbers.candidates import Candidates
from digit_recognizer.numbers.criteria import Criterion, UnreachableError, discriminative_forward
from digit_recognizer.numbers.geometry import FEATURES
from digit_recognizer.numbers.patterns import DIGITS
from digit_recognizer.numbers.scorer import OF_KIND, Scorer, split

__all__ = ["Example", "LearningPlan", "gradient", "learn_scorer"]

# What a sign, or no character, costs at first: less than a digit that the network is unsure of.
_FIRST_COST = 4.0


@dataclass(frozen=True)
class Example:
    """A line's candidates and the text that stands there."""

    candidates: Candidates
    text: str


@dataclass(frozen=True)
class LearningPlan:
    """How a scorer learns.

    Attributes
    ----------
    units : int
        Of the hidden layer.
    epochs, batch_size : int
    learning_rate : float
        At first; it falls to zero in equal steps.
    weight_decay : float
        Of the square of the weights, times a half.
    criterion : Criterion
    seed : int
        Of the first weights and the order.
    """

    units: int = 32
    epochs: int = 30
    batch_size: int = 16
    learning_rate: float = 0.01
    weight_decay: float = 1e-4
    criterion: Criterion = discriminative_forward
    seed: int = 0


def learn_scorer(examples: Sequence[Example], plan: LearningPlan | None = None) -> Scorer:
    """Return a scorer that has learned from strings.

    Parameters
    ----------
    examples : sequence of Example
        Those whose text no path reads are passed over.
    plan : LearningPlan, optional

    Returns
    -------
    Scorer
        Its weights are float32.
    """
    plan = plan or LearningPlan()
    generator = np.random.default_rng(plan.seed)
    vector = _first_weights(plan.units, generator)
    scorer = Scorer.of(split(vector, plan.units))
    optimizer = Adam()
    state = optimizer.initial_state(len(vector))
    steps_per_epoch = -(-len(examples) // plan.batch_size)
    steps = plan.epochs * steps_per_epoch
    for step in range(steps):
        if step % steps_per_epoch == 0:
            order = generator.permutation(len(examples))
        start = step % steps_per_epoch * plan.batch_size
        batch = [examples[index] for index in order[start : start + plan.batch_size]]
        slopes = gradient(scorer, batch, plan) + plan.weight_decay * vector
        optimizer.update(vector, slopes, state, plan.learning_rate * (1 - step / steps), ())
    return scorer


def _first_weights(units: int, generator: np.random.Generator) -> NDArray[np.float32]:
    """Return weights with which the network alone decides."""
    vector = np.zeros(Scorer.size(units), np.float32)
    views = split(vector, units)
    hidden = views["hidden"]
    hidden[...] = generator.normal(0, 1 / np.sqrt(len(hidden)), hidden.shape)
    views["output"][:-1] = generator.normal(0, 0.05, views["output"][:-1].shape)
    views["output"][-1, 1:] = _FIRST_COST
    views["trust"][...] = 1
    return vector


def gradient(scorer: Scorer, batch: Sequence[Example], plan: LearningPlan) -> NDArray[np.float32]:
    """Return the gradient of the mean criterion of a batch."""
    inputs = np.concatenate([example.candidates.inputs for example in batch])
    activations = scorer.activations(inputs)
    costs = scorer.costs(inputs, activations)
    of_costs = np.zeros_like(costs)
    start = 0
    for example in batch:
        stop = start + len(example.candidates.segments)
        graph, places = example.candidates.graph(costs[start:stop])
        try:
            _, of_arcs = plan.criterion(graph, example.text)
        except UnreachableError:
            of_arcs = np.zeros(len(graph))
        of_costs[start:stop].ravel()[places] = of_arcs / len(batch)
        start = stop
    return _backward(scorer, inputs, activations, of_costs, plan.units)


def _backward(
    scorer: Scorer,
    inputs: NDArray[np.float64],
    activations: NDArray[np.float64],
    of_costs: NDArray[np.float64],
    units: int,
) -> NDArray[np.float32]:
    """Return the gradient of every weight from that of the costs."""
    gradient = np.zeros(Scorer.size(units), np.float32)
    views = split(gradient, units)
    of_digits, of_kinds = of_costs[:, : len(DIGITS)], of_costs @ OF_KIND.T
    views["output"][:-1], views["output"][-1] = activations.T @ of_kinds, of_kinds.sum(axis=0)
    views["place"][...] = inputs[:, -len(FEATURES) :].T @ of_digits
    views["trust"][0] = -(of_digits * inputs[:, : len(DIGITS)]).sum()
    of_sums = (of_kinds @ scorer.output[:-1].T) * (1 - activations**2)
    views["hidden"][:-1], views["hidden"][-1] = inputs.T @ of_sums, of_sums.sum(axis=0)
    return gradient
