"""The graph as a value: what its arcs are, and what is refused."""

import numpy as np
import pytest

from digit_recognizer.numbers.graph import Graph, GraphError, Segment, segments
from tests.numbers.graphs import every_path


def test_a_segment_is_one_piece_or_up_to_six_neighbours() -> None:
    assert segments(2) == (Segment(0, 1), Segment(0, 2), Segment(1, 2))
    assert max(target - source for source, target in segments(9)) == 6
    assert segments(0) == ()


def test_every_path_of_the_segmentation_graph_uses_each_piece_once() -> None:
    graph = Graph.of(6, [(source, target, "1", 0.0) for source, target in segments(5)])
    for path in every_path(graph):
        pieces = [piece for arc in path for piece in range(graph.sources[arc], graph.targets[arc])]
        assert pieces == [0, 1, 2, 3, 4]


def test_arcs_are_put_in_the_order_of_their_sources() -> None:
    graph = Graph.of(3, [(1, 2, "b", 2.0), (0, 1, "a", 1.0)])
    assert graph.labels == ("a", "b")
    assert graph.text([0, 1]) == "ab"
    np.testing.assert_array_equal(graph.with_costs([5, 6]).costs, [5.0, 6.0])


@pytest.mark.parametrize(
    ("nodes", "arc"),
    [(1, None), (3, (1, 1)), (3, (2, 1)), (3, (0, 3)), (3, (-1, 1))],
    ids=["no end", "a circle", "backwards", "beyond the end", "before the start"],
)
def test_what_is_no_graph_is_refused(nodes: int, arc: tuple[int, int] | None) -> None:
    with pytest.raises(GraphError):
        Graph.of(nodes, [(*arc, "1", 0.0)] if arc else [])


def test_arcs_out_of_order_or_incomplete_are_refused() -> None:
    sources, targets, costs = np.array([1, 0]), np.array([2, 2]), np.zeros(2)
    with pytest.raises(GraphError, match="by source"):
        Graph(3, sources, targets, ("1", "2"), costs)
    with pytest.raises(GraphError, match="as many"):
        Graph(3, sources[::-1], targets, ("1",), costs)
