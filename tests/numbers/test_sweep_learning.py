"""The criterion of columns is that of the transducer's graph; a network learns by it."""

import numpy as np
import pytest

from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.nn.network import Network
from digit_recognizer.numbers.criteria import discriminative_forward
from digit_recognizer.numbers.scorer import LABELS
from digit_recognizer.numbers.sweep import SIDE, sweep_graph, window_architecture
from digit_recognizer.numbers.sweep_learning import Row, SweepPlan, column_criterion, learn_sweep

TEXTS = ["12", "3", "44.", "", "7070"]
COLUMNS = [5, 1, 6, 3, 9]


def some_logs(seed: int) -> np.ndarray:
    scores = np.random.default_rng(seed).normal(0, 1.5, (sum(COLUMNS), len(LABELS)))
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)))


@pytest.mark.parametrize("seed", range(3))
def test_the_criterion_is_discriminative_forward_through_the_graph(seed: int) -> None:
    logs = some_logs(seed)
    costs, _ = column_criterion(logs, COLUMNS, TEXTS)
    ends = np.cumsum(COLUMNS)
    for cost, end, count, text in zip(costs, ends, COLUMNS, TEXTS, strict=True):
        graph = sweep_graph(np.exp(logs[end - count : end]))
        assert cost == pytest.approx(discriminative_forward(graph, text).cost, abs=1e-3)


def test_its_gradient_agrees_with_finite_differences() -> None:
    logs, step = some_logs(3), 1e-5
    _, gradient = column_criterion(logs, COLUMNS, TEXTS)
    generator = np.random.default_rng(0)
    for column, label in zip(
        generator.integers(0, len(logs), 40), generator.integers(0, len(LABELS), 40), strict=True
    ):
        moved = [logs.copy() for _ in range(2)]
        moved[0][column, label] += step
        moved[1][column, label] -= step
        above, below = (column_criterion(each, COLUMNS, TEXTS)[0].sum() for each in moved)
        assert gradient[column, label] == pytest.approx((above - below) / 2 / step, abs=1e-5)


def test_a_text_that_has_no_room_costs_and_teaches_nothing() -> None:
    logs = some_logs(4)[:2]
    costs, gradient = column_criterion(logs, [2], ["123"])
    assert costs.tolist() == [0]
    assert not gradient.any()


def test_a_network_learns_what_stands_in_a_row() -> None:
    network = Network(window_architecture())
    network.initialize(fan_in_uniform, np.random.default_rng(0))
    bar, dash = np.zeros((SIDE, 48), np.uint8), np.zeros((SIDE, 48), np.uint8)
    bar[6:26, 23:26] = 255
    dash[15:17, 16:32] = 255
    rows = [Row(bar, "1"), Row(dash, "-")] * 8
    plan = SweepPlan(epochs=20, batch_size=8, learning_rate=0.005, noisy=0)
    criteria = list(learn_sweep(rows, network, plan))
    assert criteria[-1] < 0.3 * criteria[0]
