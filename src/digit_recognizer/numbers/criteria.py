"""The four criteria by which a reader of strings is trained as one whole (LeCun et al. 1998, VI).

Each returns what is to be made small for one string, and its gradient with respect to the costs of
the graph's arcs; the rest of the way, from costs to weights, is backpropagation.
"""

from collections.abc import Callable

import numpy as np

from digit_recognizer.numbers.grammar import Composition, compose, only
from digit_recognizer.numbers.graph import Graph
from digit_recognizer.numbers.paths import ForwardCost, best_path, forward

__all__ = [
    "CRITERIA",
    "Criterion",
    "UnreachableError",
    "discriminative_forward",
    "discriminative_viterbi",
    "forward_training",
    "posterior",
    "viterbi_training",
]


class UnreachableError(ValueError):
    """A string that no path of the graph reads: its ink was cut in too few pieces."""


Criterion = Callable[[Graph, str], ForwardCost]


def viterbi_training(graph: Graph, text: str) -> ForwardCost:
    """Return the cost of the best path that reads the text.

    Nothing holds up the costs of other paths: where costs can be lowered for all at once, they
    collapse.

    Raises
    ------
    UnreachableError
        If no path reads it; so do the others.
    """
    return _of_original(graph, _constrained(graph, text), _best)


def discriminative_viterbi(graph: Graph, text: str) -> ForwardCost:
    """Return the cost of the best path that reads the text, less that of the best of all.

    It is 0 as soon as the right path wins, by however little: there is no margin.
    """
    return _difference(viterbi_training(graph, text), _best(graph))


def forward_training(graph: Graph, text: str) -> ForwardCost:
    """Return the cost of all paths that read the text, together. It collapses as the first does."""
    return _of_original(graph, _constrained(graph, text), forward)


def discriminative_forward(graph: Graph, text: str) -> ForwardCost:
    """Return minus the logarithm of the text's posterior; every path takes part."""
    return _difference(forward_training(graph, text), forward(graph))


CRITERIA: dict[str, Criterion] = {
    "Viterbi": viterbi_training,
    "discriminative Viterbi": discriminative_viterbi,
    "forward": forward_training,
    "discriminative forward": discriminative_forward,
}
"""By the names of the paper."""


def posterior(graph: Graph, text: str) -> float:
    """Return the probability of a text among all that the graph reads; 0 where no path reads it."""
    try:
        return float(np.exp(-discriminative_forward(graph, text).cost))
    except UnreachableError:
        return 0.0


def _constrained(graph: Graph, text: str) -> Composition:
    return compose(graph, only(text))


def _best(graph: Graph) -> ForwardCost:
    path = best_path(graph)
    gradient = np.zeros(len(graph))
    if path is None:
        return ForwardCost(np.inf, gradient)
    gradient[list(path.arcs)] = 1
    return ForwardCost(path.cost, gradient)


def _of_original(
    graph: Graph, composition: Composition, function: Callable[[Graph], ForwardCost]
) -> ForwardCost:
    """Return a function of the composed graph, with its gradient for the arcs of the first."""
    cost, composed = function(composition.graph)
    if cost == np.inf:
        raise UnreachableError("no path of the graph reads the text")
    gradient = np.zeros(len(graph))
    np.add.at(gradient, composition.arcs, composed)
    return ForwardCost(cost, gradient)


def _difference(right: ForwardCost, every: ForwardCost) -> ForwardCost:
    # Rounding must not make a posterior larger than one.
    return ForwardCost(max(0.0, right.cost - every.cost), right.gradient - every.gradient)
