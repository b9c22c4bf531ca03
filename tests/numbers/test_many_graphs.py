"""Many graphs at once give what each gives alone, composed with its grammar."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.numbers.grammar import Grammar, compose, only
from digit_recognizer.numbers.graph import Graph
from digit_recognizer.numbers.many_graphs import (
    AllowedPaths,
    Graphs,
    best,
    every_path,
    text_costs,
)
from digit_recognizer.numbers.paths import all_paths_cost, best_paths, forward
from digit_recognizer.numbers.scorer import LABELS
from tests.numbers.graphs import grammars, graphs

TEXTS = ["1", "12", "", "2.2", "11"]


def beside(alone: Sequence[Graph]) -> Graphs:
    """Lay graphs beside each other."""
    nodes = np.cumsum([0, *(graph.nodes for graph in alone)])
    return Graphs(
        nodes,
        np.concatenate([np.arange(graph.nodes)[::-1] for graph in alone]),
        np.concatenate([graph.sources + at for graph, at in zip(alone, nodes, strict=False)]),
        np.concatenate([graph.targets + at for graph, at in zip(alone, nodes, strict=False)]),
        np.array([LABELS.index(label) for graph in alone for label in graph.labels], np.intp),
        np.concatenate([graph.costs for graph in alone]),
    )


@given(st.lists(graphs(), min_size=1, max_size=3), grammars())
def test_costs_and_shares_are_those_of_the_composition_of_each(
    alone: list[Graph], grammar: Grammar
) -> None:
    together = beside(alone)
    allowed = AllowedPaths(together, grammar)
    to_end = allowed.costs(every_path)
    shares = []
    for graph, whole in zip(alone, to_end[together.starts, 0], strict=True):
        composed, arcs = compose(graph, grammar)
        cost, gradient = forward(composed)
        assert whole == pytest.approx(cost)
        shares.append(np.bincount(arcs, gradient, minlength=len(graph)))
    np.testing.assert_allclose(allowed.shares(to_end), np.concatenate(shares), atol=1e-9)


@given(st.lists(graphs(), min_size=1, max_size=3), grammars(), st.integers(0, 8))
def test_best_paths_are_those_of_the_composition_of_each(
    alone: list[Graph], grammar: Grammar, most: int
) -> None:
    together = beside(alone)
    allowed = AllowedPaths(together, grammar)
    to_end = allowed.costs(best)
    for number, graph in enumerate(alone):
        found = list(allowed.best_paths(number, to_end, most))
        expected = [path.cost for path in best_paths(compose(graph, grammar).graph, most)]
        assert [path.cost for path in found] == pytest.approx(expected)
        assert [float(together.costs[list(path.arcs)].sum()) for path in found] == pytest.approx(
            expected
        )
        assert all(grammar.allows(together.text(path)) for path in found)
        assert len({path.arcs for path in found}) == len(found)


@given(st.lists(graphs(), min_size=1, max_size=3))
def test_the_cost_of_a_text_is_the_sum_over_the_paths_that_read_it(alone: list[Graph]) -> None:
    # Each graph is asked for texts of its own.
    asked = [TEXTS[number:] for number in range(len(alone))]
    for graph, texts, costs in zip(alone, asked, text_costs(beside(alone), asked), strict=True):
        slow = [all_paths_cost(compose(graph, only(text)).graph) for text in texts]
        np.testing.assert_allclose(costs, slow, atol=1e-9)
    assert [len(costs) for costs in text_costs(beside(alone), [[] for _ in alone])] == [0] * len(
        alone
    )


@given(st.lists(graphs(), min_size=1, max_size=3), st.data())
def test_a_part_is_the_graph_alone(alone: list[Graph], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(alone) - 1))
    part, own = beside(alone).part(number), beside([alone[number]])
    for name in ("nodes", "steps", "sources", "targets", "labels", "costs"):
        np.testing.assert_array_equal(getattr(part, name), getattr(own, name))


def test_among_very_many_paths_of_one_cost_some_are_found_at_once() -> None:
    # Alike pieces in a row: the sums differ in their last bits only, by the order of adding.
    pieces = 85
    arcs = [
        (piece, piece + 1, label, (0.1, 0.3, 0.7)[piece % 3])
        for piece in range(pieces)
        for label in "12"
    ]
    together = beside([Graph.of(pieces + 1, arcs)])
    allowed = AllowedPaths(together, Grammar(({"1": 0, "2": 0},), frozenset({0})))
    found = list(allowed.best_paths(0, allowed.costs(best), 40))
    assert len({path.arcs for path in found}) == 40
