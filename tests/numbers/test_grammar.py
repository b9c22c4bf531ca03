"""Grammars leave the paths whose text they allow, and change nothing about them."""

import pytest
from hypothesis import given

from digit_recognizer.numbers.grammar import Grammar, compose, only
from digit_recognizer.numbers.graph import Graph
from digit_recognizer.numbers.paths import best_paths
from tests.numbers.graphs import every_path, grammars, graphs


@given(graphs(), grammars())
def test_composition_leaves_the_paths_that_the_grammar_allows(
    graph: Graph, grammar: Grammar
) -> None:
    composed, arcs = compose(graph, grammar)
    allowed = [path for path in every_path(graph) if grammar.allows(graph.text(path))]
    found = list(best_paths(composed, len(allowed)))
    assert sorted(tuple(arcs[list(path.arcs)].tolist()) for path in found) == sorted(allowed)
    for path in found:
        assert path.cost == pytest.approx(graph.costs[arcs[list(path.arcs)]].sum())


def test_the_grammar_of_one_string_allows_that_and_no_other() -> None:
    grammar = only("12.")
    assert grammar.allows("12.")
    assert not any(grammar.allows(text) for text in ("", "12", "12.1", "2"))
