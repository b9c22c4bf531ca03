"""A scorer learns through the graph; its gradient is right."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer.numbers.candidates import Candidates, candidates
from digit_recognizer.numbers.criteria import discriminative_forward
from digit_recognizer.numbers.learning import Example, LearningPlan, learn_scorer, slopes_of
from digit_recognizer.numbers.paths import best_path
from digit_recognizer.numbers.scorer import LABELS, Scorer, split
from digit_recognizer.numbers.stroke_pieces import line_of_strokes
from tests.numbers.drawn import FOUR, ONE, POINT, TWO, ZERO, Strokes, beside


def uncertain(images: NDArray[np.uint8]) -> NDArray[np.float64]:
    """A network that only knows how much ink there is."""
    ink = images.reshape(len(images), -1).mean(axis=1, keepdims=True) / 255
    powers = np.exp(-np.arange(len(LABELS)) * ink)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def read(strokes: Strokes) -> Candidates:
    line = line_of_strokes(strokes)
    assert line is not None
    return candidates([line], uncertain, uncertain)[0]


EXAMPLES = [
    Example(read(beside(FOUR, TWO)), "42"),
    Example(read(beside(ONE, POINT, FOUR)), "1.4"),
    Example(read(beside(ZERO, POINT, ONE)), "0.1"),
    Example(read(beside(TWO, ZERO)), "20"),
]


UNITS, STEP = 3, 1e-3
PLAN = LearningPlan(units=UNITS)


def of_graphs(scorer: Scorer, logs: NDArray[np.float64]) -> float:
    """The mean criterion, one graph at a time."""
    start, losses = 0, []
    for each in EXAMPLES:
        own = replace(each.candidates, logs=logs[start : start + len(each.candidates.segments)])
        graph, _ = own.graph(scorer.costs(own.inputs))
        losses.append(discriminative_forward(graph, each.text).cost)
        start += len(own.segments)
    return float(np.mean(losses))


LOGS = np.concatenate([each.candidates.logs for each in EXAMPLES])
WEIGHTS = np.random.default_rng(0).normal(0, 0.3, Scorer.size(UNITS))


def test_the_gradient_of_the_weights_agrees_with_finite_differences() -> None:
    slopes = slopes_of(Scorer.of(split(WEIGHTS, UNITS)), EXAMPLES, PLAN)
    assert slopes.criterion == pytest.approx(of_graphs(Scorer.of(split(WEIGHTS, UNITS)), LOGS))
    for weight in range(0, len(WEIGHTS), 11):
        change = np.zeros_like(WEIGHTS)
        change[weight] = STEP
        there, back = (Scorer.of(split(WEIGHTS + way * change, UNITS)) for way in (1, -1))
        slope = (of_graphs(there, LOGS) - of_graphs(back, LOGS)) / (2 * STEP)
        np.testing.assert_allclose(slopes.scorer[weight], slope, atol=2e-4)


def test_the_gradient_of_what_the_network_says_agrees_with_finite_differences() -> None:
    scorer = Scorer.of(split(WEIGHTS, UNITS))
    slopes = slopes_of(scorer, EXAMPLES, PLAN)
    for place in range(0, LOGS.size, 13):
        change = np.zeros(LOGS.size)
        change[place] = STEP
        there, back = (LOGS + way * change.reshape(LOGS.shape) for way in (1, -1))
        slope = (of_graphs(scorer, there) - of_graphs(scorer, back)) / (2 * STEP)
        np.testing.assert_allclose(slopes.logs.ravel()[place], slope, atol=2e-4)


def test_it_learns_what_the_network_does_not_know() -> None:
    scorer = learn_scorer(EXAMPLES, LearningPlan(units=8, epochs=300, learning_rate=0.03))
    for example in EXAMPLES:
        graph, _ = example.candidates.graph(scorer.costs(example.candidates.inputs))
        path = best_path(graph)
        assert path is not None
        assert graph.text(path.arcs) == example.text


def test_the_same_seed_gives_the_same_weights() -> None:
    plan = LearningPlan(units=4, epochs=2)
    first, second = (learn_scorer(EXAMPLES, plan) for _ in range(2))
    np.testing.assert_array_equal(first.hidden, second.hidden)


def test_a_text_that_no_path_reads_is_passed_over() -> None:
    unreadable = Example(EXAMPLES[0].candidates, "12345678")
    assert np.isfinite(learn_scorer([unreadable], LearningPlan(units=2, epochs=2)).hidden).all()
