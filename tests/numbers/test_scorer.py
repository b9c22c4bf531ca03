"""What a scorer makes of its inputs."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from digit_recognizer.numbers.geometry import FEATURES
from digit_recognizer.numbers.scorer import Scorer, split

UNITS, EARLIER = 3, 20


def scorer(generator: np.random.Generator) -> Scorer:
    return Scorer.of(split(generator.normal(0, 0.3, Scorer.size(UNITS)), UNITS))


def inputs(generator: np.random.Generator, of: Scorer) -> np.ndarray:
    return generator.normal(0, 1, (5, len(of.hidden) - 1))


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 4))
@settings(max_examples=20, deadline=None)
def test_the_mean_of_scorers_costs_what_they_cost_in_the_mean(seed: int, count: int) -> None:
    generator = np.random.default_rng(seed)
    those = [scorer(generator) for _ in range(count)]
    segments = inputs(generator, those[0])
    mean = np.mean([each.costs(segments) for each in those], axis=0)
    np.testing.assert_allclose(Scorer.mean_of(those).costs(segments), mean, atol=1e-6)


def test_features_that_came_later_change_no_cost() -> None:
    generator = np.random.default_rng(0)
    whole = scorer(generator)
    later = len(FEATURES) - EARLIER
    tensors = vars(whole) | {
        "hidden": np.delete(whole.hidden, np.s_[-1 - later : -1], axis=0),
        "place": whole.place[:EARLIER],
    }
    earlier = Scorer.of(tensors)
    segments = inputs(generator, whole)
    changed = segments.copy()
    changed[:, -later:] += 1
    np.testing.assert_array_equal(earlier.costs(segments), earlier.costs(changed))
    segments[:, -later:] = 0
    np.testing.assert_allclose(earlier.costs(segments), whole.costs(segments))
