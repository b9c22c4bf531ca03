"""The graph of what a string may be: a path from its first node to its last is one reading.

Nodes stand between neighbouring pieces of ink. An arc takes the pieces between its two nodes for
one character, at a cost; the cost of a path is the sum of its arcs' (LeCun et al. 1998, section V).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["LONGEST", "NO_CHARACTER", "Graph", "GraphError", "Path", "Segment", "segments"]

LONGEST = 6
"""Neighbouring pieces that one character may have at most."""

NO_CHARACTER = ""
"""The label of an arc whose ink is no part of the string."""


class GraphError(ValueError):
    """Arcs that make no graph; a mistake of the program that calls."""


class Segment(NamedTuple):
    """Neighbouring pieces taken together: from the node before the first to that after the last."""

    source: int
    target: int


def segments(pieces: int, longest: int = LONGEST) -> tuple[Segment, ...]:
    """Return the arcs of the segmentation graph, in which every path uses each piece once.

    Parameters
    ----------
    pieces : int
        The pieces of ink, in order.
    longest : int
        So many neighbours are joined at most.

    Returns
    -------
    tuple of Segment
        By source, then by target.
    """
    return tuple(
        Segment(source, target)
        for source in range(pieces)
        for target in range(source + 1, min(source + longest, pieces) + 1)
    )


@dataclass(frozen=True, eq=False)
class Graph:
    """A directed graph without circles; its arcs carry a label and a cost.

    Attributes
    ----------
    nodes : int
        Numbered from 0, where every path starts, to ``nodes - 1``, where it ends.
    sources, targets : (arcs,) intp
        The nodes of each arc; the source is the smaller one, and arcs are in the order of sources.
    labels : tuple of str
        What each arc adds to the text: a character, or ``NO_CHARACTER``.
    costs : (arcs,) float64
        A penalty: minus the logarithm of a probability, or of anything like it.

    Raises
    ------
    GraphError
        If the arcs are not such.
    """

    nodes: int
    sources: NDArray[np.intp]
    targets: NDArray[np.intp]
    labels: tuple[str, ...]
    costs: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Check the arcs."""
        sizes = {len(self.sources), len(self.targets), len(self.labels), len(self.costs)}
        if len(sizes) > 1:
            raise GraphError(f"expected as many sources, targets, labels and costs, got {sizes}")
        if self.nodes < 2:
            raise GraphError(f"expected a node to start from and one to end at, got {self.nodes}")
        if len(self.sources) and not (
            self.sources[0] >= 0
            and self.targets.max() < self.nodes
            and (self.sources < self.targets).all()
            and (np.diff(self.sources) >= 0).all()
        ):
            raise GraphError(
                f"expected arcs from 0 <= source < target < {self.nodes} nodes, by source"
            )

    @classmethod
    def of(cls, nodes: int, arcs: Iterable[tuple[int, int, str, float]]) -> "Graph":
        """Return the graph of arcs (source, target, label, cost), in any order."""
        ordered = sorted(arcs, key=lambda arc: arc[0])
        sources, targets, labels, costs = zip(*ordered, strict=True) if ordered else ((),) * 4
        return cls(
            nodes,
            np.array(sources, np.intp),
            np.array(targets, np.intp),
            tuple(labels),
            np.array(costs, np.float64),
        )

    def __len__(self) -> int:
        """Return the number of arcs."""
        return len(self.labels)

    def with_costs(self, costs: ArrayLike) -> "Graph":
        """Return the same arcs at other costs."""
        return Graph(
            self.nodes, self.sources, self.targets, self.labels, np.array(costs, np.float64)
        )

    def text(self, arcs: Sequence[int]) -> str:
        """Return what these arcs read, one after another."""
        return "".join(self.labels[arc] for arc in arcs)

    @cached_property
    def outgoing(self) -> tuple[NDArray[np.intp], ...]:
        """The arcs that leave each node."""
        return _by_node(np.arange(len(self)), self.sources, self.nodes)

    @cached_property
    def incoming(self) -> tuple[NDArray[np.intp], ...]:
        """The arcs that enter each node."""
        order = np.argsort(self.targets, kind="stable")
        return _by_node(order, self.targets[order], self.nodes)


def _by_node(
    arcs: NDArray[np.intp], at: NDArray[np.intp], nodes: int
) -> tuple[NDArray[np.intp], ...]:
    bounds = np.searchsorted(at, np.arange(nodes + 1)).tolist()
    return tuple(arcs[start:stop] for start, stop in pairwise(bounds))


class Path(NamedTuple):
    """One way through a graph.

    Attributes
    ----------
    arcs : tuple of int
        From the first node to the last.
    cost : float
        The sum of theirs.
    """

    arcs: tuple[int, ...]
    cost: float
