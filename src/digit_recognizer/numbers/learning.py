"""Learning what segments cost, by any criterion of strings, through the graph.

The gradient of the criterion with respect to the costs goes back into the scorer's weights and, if
that is wanted, on through the outputs of the network into its own: the whole learns as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.network import Network
from digit_recognizer.nn.optimizers import Adam
from digit_recognizer.numbers.candidates import Candidates, averaged
from digit_recognizer.numbers.geometry import FEATURES
from digit_recognizer.numbers.lattice import Combination, Lattice, criterion
from digit_recognizer.numbers.patterns import DIGITS
from digit_recognizer.numbers.scorer import (
    LABELS,
    LEAST_LOG,
    OF_KIND,
    Scorer,
    scorer_inputs,
    split,
)

__all__ = ["Example", "LearningPlan", "Slopes", "learn_scorer", "learn_whole", "slopes_of"]

# What a sign, or no character, costs at first: less than a digit that the network is unsure of.
_FIRST_COST = 4.0


@dataclass(frozen=True)
class Example:
    """A line's candidates and the text that stands there."""

    candidates: Candidates
    text: str


@dataclass(frozen=True)
class LearningPlan:
    """How a reader learns.

    Attributes
    ----------
    units : int
        Of the scorer's hidden layer.
    epochs, batch_size : int
    learning_rate : float
        Of the scorer, at first; it falls to zero in equal steps.
    network_rate : float
        Likewise of the network, where it learns too.
    weight_decay : float
        Of the square of the scorer's weights, times a half.
    combination : {"all", "best"}
        Whether all paths count, by the forward algorithm, or the best alone.
    against : bool
        Whether all other readings are held against the right one: the discriminative criteria.
    seed : int
        Of the first weights and the order.
    """

    units: int = 32
    epochs: int = 30
    batch_size: int = 16
    learning_rate: float = 0.01
    network_rate: float = 2e-4
    weight_decay: float = 1e-4
    combination: Combination = "all"
    against: bool = True
    seed: int = 0


class Slopes(NamedTuple):
    """The mean criterion of a batch, and how it changes.

    Attributes
    ----------
    criterion : float
    scorer : (weights,) float32
        With each weight of the scorer.
    logs : (segments, labels) float64
        With each logarithm that the network gave.
    """

    criterion: float
    scorer: NDArray[np.float32]
    logs: NDArray[np.float64]


def learn_scorer(examples: Sequence[Example], plan: LearningPlan | None = None) -> Scorer:
    """Return a scorer that has learned from strings; the network stays as it is.

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
    return _learned(examples, plan or LearningPlan(), None, None)


def learn_whole(
    examples: Sequence[Example], plan: LearningPlan, scorer: Scorer, network: Network
) -> Scorer:
    """Train scorer and network together, by the compiled engine.

    Parameters
    ----------
    examples : sequence of Example
    plan : LearningPlan
    scorer : Scorer
        With which to begin; it stays as it is.
    network : Network
        Its parameters change.

    Returns
    -------
    Scorer
        The one that has learned.
    """
    return _learned(examples, plan, scorer, network)


def _learned(
    examples: Sequence[Example], plan: LearningPlan, first: Scorer | None, network: Network | None
) -> Scorer:
    generator = np.random.default_rng(plan.seed)
    vector = _first_weights(plan.units, generator)
    if first is not None:
        for name, view in split(vector, plan.units).items():
            view[...] = getattr(first, name)
    scorer = Scorer.of(split(vector, plan.units))
    optimizer = Adam()
    state = optimizer.initial_state(len(vector))
    inner = None if network is None else _NetworkSteps(network)
    steps_per_epoch = -(-len(examples) // plan.batch_size)
    steps = plan.epochs * steps_per_epoch
    for step in range(steps):
        if step % steps_per_epoch == 0:
            order = generator.permutation(len(examples))
        start = step % steps_per_epoch * plan.batch_size
        batch = [examples[index] for index in order[start : start + plan.batch_size]]
        left = 1 - step / steps
        logs = None if inner is None else inner.logs(batch)
        slopes = slopes_of(scorer, batch, plan, logs)
        if inner is not None and logs is not None:
            inner.step(slopes.logs, plan.network_rate * left)
        decayed = slopes.scorer + plan.weight_decay * vector
        optimizer.update(vector, decayed, state, plan.learning_rate * left, ())
    return scorer


class _NetworkSteps:
    """Steps of a network whose gradients come from outside."""

    def __init__(self, network: Network) -> None:
        from digit_recognizer.nn.engine import OutsideGradients

        self._engine = OutsideGradients(network.architecture)
        self._network = network
        self._optimizer = Adam()
        self._state = self._optimizer.initial_state(len(network.parameters))

    def logs(self, batch: Sequence[Example]) -> NDArray[np.float64]:
        """Return the logarithms that count of the probabilities of all segments."""
        self._images = np.concatenate([example.candidates.images for example in batch])
        outputs = self._engine.outputs(self._network.parameters, self._images).astype(np.float64)
        shifted = outputs - outputs.max(axis=1, keepdims=True)
        own: NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        logs = own
        self._averages = batch[0].candidates.averages
        if self._averages:
            digits = np.concatenate([example.candidates.probabilities for example in batch])
            logs = averaged(own, digits)
        self._own, self._logs = own, logs
        return logs

    def step(self, of_logs: NDArray[np.float64], rate: float) -> None:
        """Go on from the gradient of the logarithms."""
        # What was raised to the least logarithm does not depend on the outputs.
        given = of_logs * (self._logs > LEAST_LOG)
        if self._averages:
            # Of digits the other network, which stays as it is, says one half.
            given[:, : len(DIGITS)] /= 2
        of_outputs = given - np.exp(self._own) * given.sum(axis=1, keepdims=True)
        parameters = self._network.parameters
        gradients = self._engine.gradients(parameters, self._images, of_outputs)
        slots = self._network.architecture.slots
        self._optimizer.update(parameters, gradients, self._state, rate, slots)


def _first_weights(units: int, generator: np.random.Generator) -> NDArray[np.float32]:
    """Return weights with which the network alone decides."""
    vector = np.zeros(Scorer.size(units), np.float32)
    views = split(vector, units)
    hidden = views["hidden"]
    hidden[...] = generator.normal(0, 1 / np.sqrt(len(hidden)), hidden.shape)
    views["output"][:-1] = generator.normal(0, 0.05, views["output"][:-1].shape)
    views["output"][-1, 1:] = _FIRST_COST
    # Of signs the shape says less than the place: what it is worth is to be learned.
    views["trust"][0] = 1
    return vector


def slopes_of(
    scorer: Scorer,
    batch: Sequence[Example],
    plan: LearningPlan,
    logs: NDArray[np.float64] | None = None,
) -> Slopes:
    """Return the mean criterion of a batch, and its gradient.

    Parameters
    ----------
    scorer : Scorer
    batch : sequence of Example
    plan : LearningPlan
    logs : (segments, labels) float64, optional
        What the network now says of all segments; by default what it said when they were made.
    """
    if logs is None:
        logs = np.concatenate([example.candidates.logs for example in batch])
    inputs = scorer_inputs(
        np.concatenate([example.candidates.images for example in batch]),
        logs,
        np.concatenate([example.candidates.geometry for example in batch]),
    )
    activations = scorer.activations(inputs)
    lattice = Lattice.of([(each.candidates.pieces, each.candidates.segments) for each in batch])
    costs, of_costs = criterion(
        lattice,
        scorer.costs(inputs, activations),
        [example.text for example in batch],
        plan.combination,
        plan.against,
    )
    of_costs /= len(batch)
    of_scorer, of_logs = _backward(scorer, inputs, activations, of_costs, plan.units)
    return Slopes(float(costs.mean()), of_scorer, of_logs)


def _backward(
    scorer: Scorer,
    inputs: NDArray[np.float64],
    activations: NDArray[np.float64],
    of_costs: NDArray[np.float64],
    units: int,
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Return the gradients of every weight, and of the logarithms, from that of the costs."""
    gradient = np.zeros(Scorer.size(units), np.float32)
    views = split(gradient, units)
    logs = inputs[:, : len(LABELS)]
    of_digits, of_kinds = of_costs[:, : len(DIGITS)], of_costs @ OF_KIND.T
    views["output"][:-1], views["output"][-1] = activations.T @ of_kinds, of_kinds.sum(axis=0)
    views["place"][...] = inputs[:, -len(FEATURES) :].T @ of_digits
    views["trust"][...] = -OF_KIND @ (of_costs * logs).sum(axis=0)
    of_sums = (of_kinds @ scorer.output[:-1].T) * (1 - activations**2)
    views["hidden"][:-1], views["hidden"][-1] = inputs.T @ of_sums, of_sums.sum(axis=0)
    of_logs = of_sums @ scorer.hidden[: len(LABELS)].T - of_costs * (scorer.trust @ OF_KIND)
    return gradient, of_logs
