"""Many lines at once give what their graphs give one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digit_recognizer.numbers.candidates import graph_of
from digit_recognizer.numbers.criteria import CRITERIA, UnreachableError
from digit_recognizer.numbers.graph import segments
from digit_recognizer.numbers.lattice import Combination, Lattice, criterion
from digit_recognizer.numbers.scorer import LABELS

KINDS: tuple[tuple[str, Combination, bool], ...] = (
    ("Viterbi", "best", False),
    ("discriminative Viterbi", "best", True),
    ("forward", "all", False),
    ("discriminative forward", "all", True),
)


@pytest.mark.parametrize(("name", "combination", "against"), KINDS)
@given(
    lines=st.lists(
        st.tuples(st.integers(1, 8), st.text("0123456789.:", min_size=1, max_size=4)),
        min_size=1,
        max_size=4,
    ),
    seed=st.integers(0, 2**32 - 1),
)
@settings(max_examples=30, deadline=None)
def test_costs_and_gradients_are_those_of_the_graphs(
    name: str,
    combination: Combination,
    against: bool,
    lines: list[tuple[int, str]],
    seed: int,
) -> None:
    generator = np.random.default_rng(seed)
    parts = [(pieces, segments(pieces)) for pieces, _ in lines]
    costs = generator.normal(0, 2, (sum(len(each) for _, each in parts), len(LABELS)))
    texts = [text for _, text in lines]
    found, gradient = criterion(Lattice.of(parts), costs, texts, combination, against)
    start = 0
    for line, (pieces, those) in enumerate(parts):
        own = slice(start, start + len(those))
        graph, places = graph_of(pieces, those, costs[own])
        expected = np.zeros((len(those), len(LABELS)))
        try:
            cost, of_arcs = CRITERIA[name](graph, texts[line])
            expected.ravel()[places] = of_arcs
        except UnreachableError:
            cost = 0.0
        assert found[line] == pytest.approx(cost, abs=1e-9)
        np.testing.assert_allclose(gradient[own], expected, atol=1e-9)
        start = own.stop
