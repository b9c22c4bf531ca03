"""A scorer learns through the graph; its gradient is right."""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.candidates import Candidates, candidates
from digit_recognizer.numbers.criteria import discriminative_forward
from digit_recognizer.numbers.learning import Example, LearningPlan, gradient, learn_scorer
from digit_recognizer.numbers.paths import best_path
from digit_recognizer.numbers.scorer import Scorer, split
from digit_recognizer.numbers.stroke_pieces import line_of_strokes
from tests.numbers.drawn import FOUR, ONE, POINT, TWO, ZERO, Strokes, beside


def uncertain(images: NDArray[np.uint8]) -> NDArray[np.float64]:
    """A network that only knows how much ink there is."""
    ink = images.reshape(len(images), -1).mean(axis=1, keepdims=True) / 255
    powers = np.exp(-np.arange(10) * ink)
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def read(strokes: Strokes) -> Candidates:
    line = line_of_strokes(strokes)
    assert line is not None
    return candidates(line, uncertain)


EXAMPLES = [
    Example(read(beside(FOUR, TWO)), "42"),
    Example(read(beside(ONE, POINT, FOUR)), "1.4"),
    Example(read(beside(ZERO, POINT, ONE)), "0.1"),
    Example(read(beside(TWO, ZERO)), "20"),
]


def test_the_gradient_agrees_with_finite_differences() -> None:
    units, step = 3, 1e-3
    vector = np.random.default_rng(0).normal(0, 0.3, Scorer.size(units))
    plan = LearningPlan(units=units)

    def loss(weights: NDArray[np.float64]) -> float:
        scorer = Scorer.of(split(weights, units))
        graphs = [
            (each.candidates.graph(scorer.costs(each.candidates.inputs))[0], each.text)
            for each in EXAMPLES
        ]
        return float(np.mean([discriminative_forward(graph, text).cost for graph, text in graphs]))

    found = gradient(Scorer.of(split(vector, units)), EXAMPLES, plan)
    for weight in range(0, len(vector), 7):
        change = np.zeros_like(vector)
        change[weight] = step
        slope = (loss(vector + change) - loss(vector - change)) / (2 * step)
        np.testing.assert_allclose(found[weight], slope, atol=2e-4)


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
