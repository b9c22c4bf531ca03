"""Sums and best paths of many graphs at once, of the texts that a grammar allows.

The same as ``grammar.compose`` and ``paths`` find for one graph, in the time that reading can
spend: graphs lie side by side, the recursions run over all of their nodes that are as far from the
end, and what a graph and a grammar allow together is never written down.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.grammar import Grammar
from digit_recognizer.numbers.graph import Path
from digit_recognizer.numbers.scorer import LABELS, NOTHING

__all__ = ["AllowedPaths", "Graphs", "best", "every_path", "text_costs"]

_Costs = NDArray[np.float64]
_Numbers = NDArray[np.intp]
Combination = Callable[[_Costs, _Numbers], _Costs]
"""From what some ways cost, (ways, states), and the first of each group of them to what each group
costs, (groups, states)."""


class _Level(NamedTuple):
    """The arcs that leave nodes of as many steps to the end; those of a node follow each other."""

    arcs: _Numbers
    firsts: _Numbers
    sources: _Numbers


def _levels(steps: _Numbers, sources: _Numbers) -> list[_Level]:
    """Return arcs by the steps of their sources, the fewest first."""
    order = np.lexsort((sources, steps[sources]))
    ordered = sources[order]
    starts = np.flatnonzero(np.diff(steps[ordered], prepend=-1)).tolist()
    levels = []
    for start, stop in pairwise((*starts, len(order))):
        firsts = np.flatnonzero(np.diff(ordered[start:stop], prepend=-1))
        levels.append(_Level(order[start:stop], firsts, ordered[start:stop][firsts]))
    return levels


@dataclass(frozen=True, eq=False)
class Graphs:
    """Directed graphs without circles; their arcs carry a label and a cost.

    Attributes
    ----------
    nodes : (graphs + 1,) intp
        The first node of each graph, where its paths start, and one past the last of all. Paths end
        at a graph's last node.
    steps : (nodes,) intp
        Of each node. An arc leads to a node of fewer steps.
    sources, targets, labels : (arcs,) intp
        Nodes, in the order of sources, and the place of the label among ``scorer.LABELS``.
    costs : (arcs,) float64
    """

    nodes: _Numbers
    steps: _Numbers
    sources: _Numbers
    targets: _Numbers
    labels: _Numbers
    costs: _Costs

    def __len__(self) -> int:
        """Return the number of graphs."""
        return len(self.nodes) - 1

    @property
    def starts(self) -> _Numbers:
        """The node of each graph at which its paths start."""
        return self.nodes[:-1]

    @property
    def ends(self) -> _Numbers:
        """The node of each graph at which its paths end."""
        return self.nodes[1:] - 1

    @cached_property
    def of_arcs(self) -> _Numbers:
        """The graph of each arc."""
        return np.searchsorted(self.nodes, self.sources, side="right") - 1

    @cached_property
    def leaving(self) -> list[int]:
        """The first arc that leaves each node, and one past the last arc."""
        found: list[int] = np.searchsorted(self.sources, np.arange(self.nodes[-1] + 1)).tolist()
        return found

    @cached_property
    def levels(self) -> list[_Level]:
        """The arcs from the ends to the starts."""
        return _levels(self.steps, self.sources)

    def text(self, path: Path) -> str:
        """Return what a path reads."""
        return "".join(LABELS[label] for label in self.labels[list(path.arcs)].tolist())

    def part(self, number: int) -> "Graphs":
        """Return one of the graphs alone; its arcs are numbered from 0."""
        first, last = self.nodes[number : number + 2].tolist()
        arcs = slice(self.leaving[first], self.leaving[last])
        return Graphs(
            np.array([0, last - first]),
            self.steps[first:last],
            self.sources[arcs] - first,
            self.targets[arcs] - first,
            self.labels[arcs],
            self.costs[arcs],
        )


def best(costs: _Costs, firsts: _Numbers) -> _Costs:
    """Return the least cost of each group (Viterbi)."""
    return np.asarray(np.minimum.reduceat(costs, firsts, axis=0))


def every_path(costs: _Costs, firsts: _Numbers) -> _Costs:
    """Return minus the logarithm of the sum of powers of each group, without overflow."""
    least = best(costs, firsts)
    base = np.where(np.isfinite(least), least, 0)
    sizes = np.diff(firsts, append=len(costs))
    powers = np.exp(np.repeat(base, sizes, axis=0) - costs)
    with np.errstate(divide="ignore"):
        return np.asarray(base - np.log(np.add.reduceat(powers, firsts, axis=0)))


def _sum_up(
    to_end: _Costs,
    levels: Sequence[_Level],
    ahead: _Numbers,
    costs: _Costs,
    combination: Combination,
) -> None:
    """Write what the paths from each node and state to the end cost, where that is known of ends.

    Parameters
    ----------
    to_end : (nodes, states) float64
    levels : sequence of _Level
    ahead : (arcs, states) intp
        Where each arc leads to, from each state, among all nodes and states.
    costs : (arcs,) float64
    combination : callable
    """
    for arcs, firsts, sources in levels:
        to_end[sources] = combination(costs[arcs, None] + to_end.take(ahead[arcs]), firsts)


class AllowedPaths:
    """The paths of graphs whose texts a grammar allows.

    Parameters
    ----------
    graphs : Graphs
    grammar : Grammar
    """

    def __init__(self, graphs: Graphs, grammar: Grammar) -> None:
        self.graphs = graphs
        # From the last state nothing comes.
        nowhere = len(grammar.moves)
        self._moves = np.full((len(LABELS), nowhere + 1), nowhere)
        self._moves[NOTHING] = np.arange(nowhere + 1)
        for state, after in enumerate(grammar.moves):
            for label in after.keys() & set(LABELS):
                self._moves[LABELS.index(label), state] = after[label]
        self._accepting = np.isin(np.arange(nowhere + 1), list(grammar.accepting))
        # Where each arc leads to, from each state, among the costs of all nodes and states.
        self._ahead = graphs.targets[:, None] * (nowhere + 1) + self._moves[graphs.labels]

    def costs(self, combination: Combination) -> _Costs:
        """Return what the paths from each node and state to the end cost, (nodes, states).

        Parameters
        ----------
        combination : callable
            ``every_path`` or ``best``.
        """
        graphs = self.graphs
        to_end = np.full((len(graphs.steps), len(self._accepting)), np.inf)
        to_end[graphs.ends] = np.where(self._accepting, 0, np.inf)
        _sum_up(to_end, graphs.levels, self._ahead, graphs.costs, combination)
        return to_end

    def shares(self, to_end: _Costs) -> _Costs:
        """Return the probability that the path of its graph takes an arc, (arcs,).

        Parameters
        ----------
        to_end : (nodes, states) float64
            As ``costs(every_path)`` returns them.
        """
        graphs = self.graphs
        whole = to_end[graphs.sources]
        with np.errstate(invalid="ignore"):
            share = np.exp(whole - graphs.costs[:, None] - to_end.take(self._ahead))
        share[~np.isfinite(whole)] = 0
        flow = np.zeros_like(to_end)
        flow[graphs.starts, 0] = np.isfinite(to_end[graphs.starts, 0])
        for arcs, _, _ in reversed(graphs.levels):
            share[arcs] *= flow[graphs.sources[arcs]]
            np.add.at(flow.reshape(-1), self._ahead[arcs], share[arcs])
        return np.asarray(share.sum(axis=1))

    def best_paths(self, number: int, to_end: _Costs, most: int) -> Iterator[Path]:
        """Yield the paths of the least costs of a graph, the cheapest first; see ``paths``.

        Parameters
        ----------
        number : int
            Of the graph.
        to_end : (nodes, states) float64
            As ``costs(best)`` returns them.
        most : int
            How many there are at most.
        """
        graphs = self.graphs
        first, last = graphs.nodes[number : number + 2].tolist()
        arcs = slice(graphs.leaving[first], graphs.leaving[last])
        leaving = [each - arcs.start for each in graphs.leaving[first : last + 1]]
        targets, labels = (graphs.targets[arcs] - first).tolist(), graphs.labels[arcs].tolist()
        costs, moves = graphs.costs[arcs].tolist(), self._moves.tolist()
        ahead, end = to_end[first:last].tolist(), last - first - 1
        order = count()
        left: dict[tuple[int, int], int] = {}
        waiting: list[tuple[float, int, float, int, int, tuple[int, ...]]] = []
        if ahead[0][0] < np.inf:
            waiting.append((ahead[0][0], next(order), 0.0, 0, 0, ()))
        found = 0
        while waiting and found < most:
            _, _, so_far, node, state, taken = heapq.heappop(waiting)
            if node == end:
                found += 1
                yield Path(tuple(arc + arcs.start for arc in taken), so_far)
                continue
            left[node, state] = left.get((node, state), most) - 1
            if left[node, state] < 0:
                continue
            for arc in range(leaving[node], leaving[node + 1]):
                target, after = targets[arc], moves[labels[arc]][state]
                cost = so_far + costs[arc]
                whole = cost + ahead[target][after]
                if whole < np.inf:
                    # Of equal paths the longer one first: it is nearer to the end.
                    item = (whole, -next(order), cost, target, after, (*taken, arc))
                    heapq.heappush(waiting, item)


def text_costs(graphs: Graphs, texts: Sequence[Sequence[str]]) -> list[_Costs]:
    """Return for each graph what all paths that read each text cost together; infinity for none.

    Parameters
    ----------
    graphs : Graphs
    texts : sequence of sequences of str
        Of each graph.
    """
    most = max(map(len, texts), default=0)
    places = 1 + max((len(text) for own in texts for text in own), default=0)
    # After the last character of a text comes none.
    characters = np.full((len(graphs), most, places), -1)
    to_end = np.full((len(graphs.steps), most, places), np.inf)
    for end, rows, own in zip(graphs.ends, characters, texts, strict=True):
        for number, text in enumerate(own):
            rows[number, : len(text)] = [LABELS.index(character) for character in text]
            to_end[end, number, len(text)] = 0
    # Each node is there for each place in each text: so many characters are read.
    is_none = graphs.labels == NOTHING
    reads = characters[graphs.of_arcs] == graphs.labels[:, None, None]
    arcs, *where = np.nonzero(reads | is_none[:, None, None])
    sources = np.ravel_multi_index((graphs.sources[arcs], *where), to_end.shape)
    targets = np.ravel_multi_index((graphs.targets[arcs], *where), to_end.shape)
    targets += ~is_none[arcs]
    levels = _levels(graphs.steps.repeat(most * places), sources)
    flat = to_end.reshape(-1, 1)
    _sum_up(flat, levels, targets[:, None], graphs.costs[arcs], every_path)
    return [costs[: len(own), 0] for costs, own in zip(to_end[graphs.starts], texts, strict=True)]
