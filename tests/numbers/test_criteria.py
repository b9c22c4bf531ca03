"""The four criteria of section VI: their gradients, and what the paper warns of."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_recognizer.numbers.criteria import (
    CRITERIA,
    Criterion,
    UnreachableError,
    discriminative_forward,
    discriminative_viterbi,
    forward_training,
    posterior,
    viterbi_training,
)
from digit_recognizer.numbers.graph import Graph
from tests.numbers.graphs import every_path, graphs, together

# Two pieces: each a digit, or both together one.
TWO = Graph.of(
    3,
    [
        *((0, 1, label, cost) for label, cost in (("1", 0.3), ("2", 1.1))),
        *((1, 2, label, cost) for label, cost in (("1", 0.9), ("2", 0.4))),
        *((0, 2, label, cost) for label, cost in (("1", 2.0), ("2", 1.6))),
    ],
)


@pytest.mark.parametrize("criterion", CRITERIA.values(), ids=CRITERIA.keys())
@pytest.mark.parametrize("text", ["12", "2", "21"])
def test_the_gradient_agrees_with_finite_differences(criterion: Criterion, text: str) -> None:
    step = 1e-6
    slopes = [
        criterion(TWO.with_costs(TWO.costs + change), text).cost
        - criterion(TWO.with_costs(TWO.costs - change), text).cost
        for change in step * np.eye(len(TWO))
    ]
    gradient = criterion(TWO, text).gradient
    np.testing.assert_allclose(gradient, np.array(slopes) / (2 * step), atol=1e-7)


@given(graphs(), st.data())
def test_the_posterior_is_the_share_of_the_paths_that_read_the_text(
    graph: Graph, data: st.DataObject
) -> None:
    paths = list(every_path(graph))
    assume(paths)
    text = data.draw(st.sampled_from([graph.text(path) for path in paths]))
    costs = [float(graph.costs[list(path)].sum()) for path in paths]
    right = [cost for path, cost in zip(paths, costs, strict=True) if graph.text(path) == text]
    assert viterbi_training(graph, text).cost == pytest.approx(min(right))
    assert forward_training(graph, text).cost == pytest.approx(together(right))
    assert posterior(graph, text) == pytest.approx(np.exp(together(costs) - together(right)))


@given(graphs())
def test_the_posteriors_of_all_texts_sum_to_one(graph: Graph) -> None:
    texts = {graph.text(path) for path in every_path(graph)}
    assume(texts)
    assert sum(posterior(graph, text) for text in texts) == pytest.approx(1)


def test_a_text_that_no_path_reads_cannot_be_learned_and_has_no_probability() -> None:
    for criterion in CRITERIA.values():
        with pytest.raises(UnreachableError):
            criterion(TWO, "111")
    assert posterior(TWO, "111") == 0


def learned(criterion: Criterion, texts: list[str]) -> NDArray[np.float64]:
    """Two costs, one for each label and the same everywhere, learned by descent."""
    costs = np.array([1.0, 1.2])
    of_label = np.array([label == "2" for label in TWO.labels], int)
    for _ in range(400):
        for text in texts:
            gradient = criterion(TWO.with_costs(costs[of_label]), text).gradient
            costs -= 0.05 * np.bincount(of_label, gradient, 2)
    return costs


@pytest.mark.parametrize("criterion", [viterbi_training, forward_training])
def test_without_discrimination_the_costs_of_all_collapse(criterion: Criterion) -> None:
    assert learned(criterion, ["12"]).max() < -10


@pytest.mark.parametrize("criterion", [discriminative_viterbi, discriminative_forward])
def test_with_discrimination_they_do_not(criterion: Criterion) -> None:
    assert np.abs(learned(criterion, ["12"])).max() < 10


def test_discriminative_viterbi_has_no_margin_and_discriminative_forward_has_one() -> None:
    barely = Graph.of(2, [(0, 1, "1", 1.0), (0, 1, "2", 1.000001)])
    assert discriminative_viterbi(barely, "1").cost == 0
    np.testing.assert_array_equal(discriminative_viterbi(barely, "1").gradient, [0, 0])
    cost, gradient = discriminative_forward(barely, "1")
    assert cost == pytest.approx(np.log(2), abs=1e-5)
    np.testing.assert_allclose(gradient, [0.5, -0.5], atol=1e-5)
