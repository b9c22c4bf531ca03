"""Best paths and sums over paths, against the slow way: looking at every path."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.numbers.graph import Graph
from digit_recognizer.numbers.paths import (
    all_paths_cost,
    best_path,
    best_paths,
    forward,
)
from tests.numbers.graphs import every_path, graphs, together


@given(graphs())
def test_paths_come_in_the_order_of_their_costs_and_each_once(graph: Graph) -> None:
    found = list(best_paths(graph, len(list(every_path(graph)))))
    assert sorted(path.arcs for path in found) == sorted(every_path(graph))
    costs = [path.cost for path in found]
    assert costs == pytest.approx(sorted(costs))
    assert costs == pytest.approx([graph.costs[list(path.arcs)].sum() for path in found])


@given(graphs(), st.integers(0, 4))
def test_so_many_paths_as_are_wanted_are_the_cheapest(graph: Graph, most: int) -> None:
    costs = sorted(float(graph.costs[list(path)].sum()) for path in every_path(graph))
    assert [path.cost for path in best_paths(graph, most)] == pytest.approx(costs[:most])


def test_among_very_many_paths_of_one_cost_some_are_found_at_once() -> None:
    # Alike pieces in a row: the sums differ in their last bits only, by the order of adding.
    pieces = 85
    costs = [(0.1, 0.1), (0.3, 0.3), (0.7, 0.7)]
    arcs = [
        (piece, piece + 1, label, cost)
        for piece in range(pieces)
        for label, cost in zip("12", costs[piece % 3], strict=True)
    ]
    found = list(best_paths(Graph.of(pieces + 1, arcs), 40))
    assert len({path.arcs for path in found}) == 40
    assert [path.cost for path in found] == pytest.approx([found[0].cost] * 40)


@given(graphs())
def test_the_cost_of_all_paths_is_the_sum_over_every_one(graph: Graph) -> None:
    slow = together([graph.costs[list(path)].sum() for path in every_path(graph)])
    assert all_paths_cost(graph) == pytest.approx(slow)
    assert forward(graph).cost == pytest.approx(slow)


@given(graphs())
def test_the_gradient_is_how_often_an_arc_is_taken(graph: Graph) -> None:
    paths = list(every_path(graph))
    costs = np.array([graph.costs[list(path)].sum() for path in paths])
    shares = np.zeros(len(graph))
    for path, cost in zip(paths, costs, strict=True):
        shares[list(path)] += np.exp(costs.min() - cost) / np.exp(costs.min() - costs).sum()
    np.testing.assert_allclose(forward(graph).gradient, shares, atol=1e-9)


def test_without_a_path_there_is_no_best_and_the_cost_is_infinite() -> None:
    graph = Graph.of(3, [(0, 1, "1", 0.5)])
    assert best_path(graph) is None
    assert forward(graph).cost == all_paths_cost(graph) == np.inf
    np.testing.assert_array_equal(forward(graph).gradient, [0])


def test_hundreds_of_units_of_cost_neither_overflow_nor_vanish() -> None:
    graph = Graph.of(3, [(0, 1, "1", 900.0), (0, 1, "2", 901.0), (1, 2, "3", -2000.0)])
    assert forward(graph).cost == pytest.approx(-1100 - np.log(1 + np.exp(-1)))


def test_the_best_of_very_many_paths_is_found_at_once() -> None:
    """Sixty pieces and two readings of each: more paths than could ever be looked at."""
    graph = Graph.of(61, [(n, n + 1, label, 1.0) for n in range(60) for label in "12"])
    path = best_path(graph)
    assert path is not None
    assert path.cost == 60
