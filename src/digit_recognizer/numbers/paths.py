"""Best paths through a graph, and the sum over all of them.

Costs are minus logarithms, so the cost of many paths together is minus the logarithm of a sum of
powers: the forward algorithm of LeCun et al. 1998, section VI, in time proportional to the arcs.
"""

import heapq
from collections.abc import Callable, Iterator
from itertools import count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.graph import Graph, Path

__all__ = [
    "ForwardCost",
    "all_paths_cost",
    "best_path",
    "best_paths",
    "forward",
    "posteriors",
]

_Costs = NDArray[np.float64]


class ForwardCost(NamedTuple):
    """The cost of all paths together, and how it changes.

    Attributes
    ----------
    cost : float
        Minus the logarithm of the sum of ``exp(-cost)`` over all paths; infinite where there is
        none.
    gradient : (arcs,) float64
        Its derivative with respect to the cost of each arc, which is the arc's share of that sum:
        the probability that the path takes it.
    """

    cost: float
    gradient: NDArray[np.float64]


def best_path(graph: Graph) -> Path | None:
    """Return the path of the least cost (Viterbi); None where no path leads to the end."""
    return next(best_paths(graph, 1), None)


def best_paths(graph: Graph, most: int) -> Iterator[Path]:
    """Yield the paths of the least costs, the cheapest first, each when it is asked for.

    What a beginning still costs at least is known exactly, so none is lengthened in vain (A*, with
    the Viterbi costs to the end). Where very many cost the same, rounding decides which comes
    first: no node is left more often than paths are wanted, so that these end too.

    Parameters
    ----------
    graph : Graph
    most : int
        How many there are at most.
    """
    to_end = _costs_to_end(graph, np.min).tolist()
    if not np.isfinite(to_end[0]):
        return
    targets, costs = graph.targets.tolist(), graph.costs.tolist()
    outgoing = [arcs.tolist() for arcs in graph.outgoing]
    order, left = count(), [most] * graph.nodes
    waiting: list[tuple[float, int, float, int, tuple[int, ...]]] = [
        (to_end[0], next(order), 0.0, 0, ())
    ]
    while waiting and left[-1]:
        _, _, so_far, node, arcs = heapq.heappop(waiting)
        if not left[node]:
            continue
        left[node] -= 1
        if node == graph.nodes - 1:
            yield Path(arcs, so_far)
            continue
        for arc in outgoing[node]:
            cost = so_far + costs[arc]
            whole = cost + to_end[targets[arc]]
            if whole < np.inf:
                # Of equal paths the longer one first: it is nearer to the end.
                heapq.heappush(waiting, (whole, -next(order), cost, targets[arc], (*arcs, arc)))


def all_paths_cost(graph: Graph) -> float:
    """Return the cost of all paths together; infinite where there is none."""
    return float(_costs_to_end(graph, _together)[0])


def forward(graph: Graph) -> ForwardCost:
    """Return the cost of all paths together and its gradient, by recursion forwards and back."""
    to_end = _costs_to_end(graph, _together)
    if not np.isfinite(to_end[0]):
        return ForwardCost(np.inf, np.zeros(len(graph)))
    from_start = _costs_from_start(graph, _together)
    through = from_start[graph.sources] + graph.costs + to_end[graph.targets]
    return ForwardCost(float(to_end[0]), np.exp(to_end[0] - through))


def posteriors(costs: _Costs, whole: float) -> list[float]:
    """Return the probability of each of some texts among all that are possible.

    Parameters
    ----------
    costs : (texts,) float64
        What all paths that read each text cost together.
    whole : float
        What all paths cost together; infinity where there is none.
    """
    if whole == np.inf:
        return [0.0] * len(costs)
    return [float(each) for each in np.minimum(1, np.exp(whole - costs))]


def _together(costs: _Costs) -> float:
    """Return minus the logarithm of the sum of powers, without overflow."""
    least: float = costs.min()
    return least - np.log(np.exp(least - costs).sum()) if least < np.inf else least


def _costs_to_end(graph: Graph, combine: Callable[[_Costs], float]) -> _Costs:
    """Return what the paths from each node to the last one cost together."""
    to_end = np.full(graph.nodes, np.inf)
    to_end[-1] = 0
    for node in range(graph.nodes - 2, -1, -1):
        arcs = graph.outgoing[node]
        if len(arcs):
            to_end[node] = combine(graph.costs[arcs] + to_end[graph.targets[arcs]])
    return to_end


def _costs_from_start(graph: Graph, combine: Callable[[_Costs], float]) -> _Costs:
    """Return what the paths from the first node to each one cost together."""
    from_start = np.full(graph.nodes, np.inf)
    from_start[0] = 0
    for node in range(1, graph.nodes):
        arcs = graph.incoming[node]
        if len(arcs):
            from_start[node] = combine(graph.costs[arcs] + from_start[graph.sources[arcs]])
    return from_start
