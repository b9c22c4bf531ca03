import numpy as np
import pytest

from digit_recognizer.evaluation.calibration import reliability


def test_claims_that_come_true_as_often_as_claimed_have_no_error() -> None:
    confidence = np.repeat([0.25, 0.75], 40)
    right = np.concatenate([np.arange(40) < 10, np.arange(40) < 30])
    assert reliability(confidence, right).error == pytest.approx(0)


def test_the_error_is_the_mean_distance_of_claim_and_truth() -> None:
    confidence = np.array([0.9] * 30 + [0.5] * 10)
    right = np.array([True] * 18 + [False] * 12 + [True] * 10)
    # 30 claims of 0.9 of which 0.6 come true, and 10 of 0.5 that all do
    assert reliability(confidence, right).error == pytest.approx((30 * 0.3 + 10 * 0.5) / 40)


def test_bins_hold_every_claim_the_ends_included() -> None:
    found = reliability(np.array([0.0, 1e-9, 0.1, 0.95, 1.0]), np.ones(5, bool), bins=10)
    assert found.counts.tolist() == [3, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert found.confidence[9] == pytest.approx(0.975)


def test_there_must_be_something_to_judge() -> None:
    with pytest.raises(ValueError, match="at least one"):
        reliability(np.array([]), np.array([], bool))
