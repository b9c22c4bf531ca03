"""A grammar of strings as a finite automaton, and its composition with a graph.

A grammar is a graph too; composed with a graph of readings it leaves only the paths whose text it
allows (LeCun et al. 1998, section VIII).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.graph import NO_CHARACTER, Graph

__all__ = ["Composition", "Grammar", "compose", "only"]


@dataclass(frozen=True)
class Grammar:
    """A deterministic finite automaton; it starts in state 0.

    Attributes
    ----------
    moves : tuple of mapping of str to int
        For each state, the next state after each character that may follow.
    accepting : frozenset of int
        The states in which a string may end.
    """

    moves: tuple[Mapping[str, int], ...]
    accepting: frozenset[int]

    def allows(self, text: str) -> bool:
        """Return whether the grammar holds this string."""
        state = 0
        for character in text:
            after = self.moves[state].get(character)
            if after is None:
                return False
            state = after
        return state in self.accepting


def only(text: str) -> Grammar:
    """Return the grammar of one string."""
    moves = [{character: place + 1} for place, character in enumerate(text)]
    return Grammar((*moves, {}), frozenset({len(text)}))


class Composition(NamedTuple):
    """The paths of a graph that a grammar allows.

    Attributes
    ----------
    graph : Graph
        Its nodes are pairs of a node and a state.
    arcs : (arcs,) intp
        Which arc of the first graph each arc stands for.
    """

    graph: Graph
    arcs: NDArray[np.intp]


def compose(graph: Graph, grammar: Grammar) -> Composition:
    """Return the graph of the paths whose text the grammar allows, at their costs.

    An arc of no character leaves the state as it is.
    """
    targets, end = graph.targets.tolist(), graph.nodes - 1
    # For each node, the number of each pair of it and a state that a path can reach.
    pairs: list[dict[int, int]] = [{} for _ in range(graph.nodes)]
    pairs[0] = {0: 0}
    # Pairs are numbered as their nodes are, so that every arc leads to a larger number.
    found: list[tuple[int, int, int, int]] = []
    for node in range(end):
        leaving = [(arc, graph.labels[arc], targets[arc]) for arc in graph.outgoing[node].tolist()]
        for state in pairs[node]:
            for arc, label, target in leaving:
                after = state if label == NO_CHARACTER else grammar.moves[state].get(label)
                if after is None or (target == end and after not in grammar.accepting):
                    continue
                after = 0 if target == end else after
                pairs[target].setdefault(after, len(pairs[target]))
                found.append((node, pairs[node][state], arc, pairs[target][after]))
    first = np.cumsum([0, *(len(each) for each in pairs[:end])]).tolist()
    sources = [first[node] + pair for node, pair, _, _ in found]
    ends = [first[targets[arc]] + pair for _, _, arc, pair in found]
    arcs = np.array([arc for _, _, arc, _ in found], np.intp)
    composed = Graph(
        first[end] + 1,
        np.array(sources, np.intp),
        np.array(ends, np.intp),
        tuple(graph.labels[arc] for arc in arcs.tolist()),
        graph.costs[arcs],
    )
    return Composition(composed, arcs)
