"""Small random graphs, and the slow and obvious way to do with them what the package does fast."""

from collections.abc import Iterator

import numpy as np
from hypothesis import strategies as st

from digit_recognizer.numbers.grammar import Grammar
from digit_recognizer.numbers.graph import Graph

LABELS = ("", "1", "2", ".")
CHARACTERS = LABELS[1:]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Draw graphs of up to six nodes; not every node need lead anywhere."""
    nodes = draw(st.integers(2, 6))
    arc = st.tuples(
        st.integers(0, nodes - 2),
        st.integers(1, nodes - 1),
        st.sampled_from(LABELS),
        st.floats(-20, 20),
    )
    return Graph.of(nodes, [each for each in draw(st.lists(arc, max_size=14)) if each[0] < each[1]])


@st.composite
def grammars(draw: st.DrawFn) -> Grammar:
    """Draw automata of up to four states."""
    states = draw(st.integers(1, 4))
    move = st.dictionaries(st.sampled_from(CHARACTERS), st.integers(0, states - 1))
    moves = draw(st.lists(move, min_size=states, max_size=states))
    return Grammar(tuple(moves), draw(st.frozensets(st.integers(0, states - 1))))


def every_path(graph: Graph, node: int = 0) -> Iterator[tuple[int, ...]]:
    """Yield the arcs of every path from a node to the end."""
    if node == graph.nodes - 1:
        yield ()
    for arc in np.flatnonzero(graph.sources == node).tolist():
        for rest in every_path(graph, graph.targets[arc]):
            yield (arc, *rest)


def together(costs: list[float]) -> float:
    """Minus the logarithm of a sum of powers, as it is written in the paper."""
    return -float(np.logaddexp.reduce([-cost for cost in costs])) if costs else np.inf
