"""Grammars leave the paths whose text they allow, and change nothing about them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.numbers.grammar import Grammar, compose, only
from digit_recognizer.numbers.graph import Graph
from digit_recognizer.numbers.paths import best_paths, text_costs
from tests.numbers.graphs import LABELS, every_path, graphs

CHARACTERS = [label for label in LABELS if label]


@st.composite
def grammars(draw: st.DrawFn) -> Grammar:
    states = draw(st.integers(1, 4))
    move = st.dictionaries(st.sampled_from(CHARACTERS), st.integers(0, states - 1))
    moves = draw(st.lists(move, min_size=states, max_size=states))
    return Grammar(tuple(moves), draw(st.frozensets(st.integers(0, states - 1))))


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


@given(graphs(), grammars())
def test_an_allowed_text_costs_as_much_with_the_grammar_as_without(
    graph: Graph, grammar: Grammar
) -> None:
    texts = [text for text in ("", "1", "12", "2.2", "11") if grammar.allows(text)]
    composed = compose(graph, grammar).graph
    np.testing.assert_allclose(text_costs(composed, texts), text_costs(graph, texts), atol=1e-9)
