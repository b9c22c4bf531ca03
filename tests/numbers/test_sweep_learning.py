"""The criterion of columns is that of the transducer's graph; a network learns by it."""

import numpy as np
import pytest

from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.nn.network import Network
from digit_recognizer.numbers.column_criterion import column_costs, column_criterion
from digit_recognizer.numbers.grammar import Grammar
from digit_recognizer.numbers.many_graphs import (
    AllowedPaths,
    every_path,
    text_costs,
)
from digit_recognizer.numbers.patterns import DIGITS, SIGNS
from digit_recognizer.numbers.scorer import LABELS, NOTHING
from digit_recognizer.numbers.sweep import SIDE, sweep_graphs, window_architecture
from digit_recognizer.numbers.sweep_learning import Row, SweepPlan, learn_sweep

TEXTS = ["12", "3", "44.", "", "7070"]
COLUMNS = [5, 1, 6, 3, 9]


def some_scores(seed: int) -> np.ndarray:
    shape = (len(TEXTS), max(COLUMNS), len(LABELS))
    return np.random.default_rng(seed).normal(0, 1.5, shape)


def softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores)
    return np.asarray(powers / powers.sum(axis=2, keepdims=True))


@pytest.mark.parametrize("seed", range(3))
def test_the_criterion_is_discriminative_forward_through_the_graph(seed: int) -> None:
    probabilities = softmax(some_scores(seed))
    costs, _ = column_criterion(probabilities, COLUMNS, TEXTS)
    graphs = sweep_graphs(
        [line[:count] for line, count in zip(probabilities, COLUMNS, strict=True)]
    )
    anything = Grammar((dict.fromkeys(DIGITS + SIGNS, 0),), frozenset({0}))
    allowed = AllowedPaths(graphs, anything)
    wholes = allowed.costs(every_path)[graphs.starts, 0]
    of_texts = np.concatenate(text_costs(graphs, [[text] for text in TEXTS]))
    assert costs == pytest.approx(of_texts - wholes, abs=1e-3)


@pytest.mark.parametrize("columns", [1, 3, 9])
def test_what_texts_cost_along_a_line_is_what_they_cost_in_its_graph(columns: int) -> None:
    probabilities = softmax(some_scores(5))[0]
    (slow,) = text_costs(sweep_graphs([probabilities[:columns]]), [TEXTS])
    rows = np.repeat(probabilities[None], len(TEXTS), axis=0)
    costs = column_costs(rows, [columns] * len(TEXTS), TEXTS)
    assert costs == pytest.approx(slow, abs=1e-3)
    assert len(column_costs(rows[:0], [], [])) == 0


def test_its_gradient_agrees_with_finite_differences() -> None:
    scores, step = some_scores(3), 1e-5
    _, gradient = column_criterion(softmax(scores), COLUMNS, TEXTS)
    generator = np.random.default_rng(0)
    for place in zip(*(generator.integers(0, size, 60) for size in scores.shape), strict=True):
        moved = [scores.copy() for _ in range(2)]
        moved[0][place] += step
        moved[1][place] -= step
        above, below = (column_criterion(softmax(each), COLUMNS, TEXTS)[0].sum() for each in moved)
        assert gradient[place] == pytest.approx((above - below) / 2 / step, abs=1e-5)


def test_a_text_that_has_no_room_costs_and_teaches_nothing() -> None:
    probabilities = softmax(some_scores(4))[:1]
    costs, gradient = column_criterion(probabilities, [2], ["123"])
    assert costs.tolist() == [0]
    assert not gradient.any()


def test_a_hopeless_text_still_has_a_finite_cost_and_a_gradient() -> None:
    scores = np.zeros((1, 40, len(LABELS)))
    scores[:, :, NOTHING] = 200
    costs, gradient = column_criterion(softmax(scores), [40], ["1234567890"])
    assert 100 < costs[0] < np.inf
    assert np.isfinite(gradient).all()
    assert gradient[0, :, 1].min() < 0


def test_a_network_learns_what_stands_in_a_row() -> None:
    network = Network(window_architecture())
    network.initialize(fan_in_uniform, np.random.default_rng(0))
    bar, dash = np.zeros((SIDE, 48), np.uint8), np.zeros((SIDE, 48), np.uint8)
    bar[6:26, 23:26] = 255
    dash[15:17, 16:32] = 255
    rows = [Row(bar, "1"), Row(dash, "-")] * 8
    plan = SweepPlan(epochs=8, batch_size=8, learning_rate=0.005, averaging=0)
    epochs = list(learn_sweep(rows, network, plan))
    assert epochs[-1].criterion < 0.3 * epochs[0].criterion
    np.testing.assert_allclose(epochs[-1].average, network.parameters, rtol=1e-6, atol=1e-9)
