import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.comparison import Comparison, compare
from digit_recognizer.evaluation.readings import Readings


def readings(answers: str, ink: int = 1) -> Readings:
    """What was said about as many noughts."""
    count = len(answers)
    images = np.full((count, 28, 28), ink, np.uint8)
    digits = WrittenDigits("noughts", images, np.zeros(count, np.uint8), np.full(count, ""))
    return Readings(digits, np.eye(10, dtype=np.float32)[[int(answer) for answer in answers]])


def test_counts_what_only_one_read_right() -> None:
    assert compare(readings("00112"), readings("01002")) == Comparison(1, 2)


def test_equal_networks_differ_by_chance() -> None:
    comparison = compare(readings("0012"), readings("0021"))
    assert comparison == Comparison(0, 0)
    assert comparison.probability == 1
    assert not comparison.is_real


def test_chance_is_that_of_a_coin() -> None:
    assert Comparison(0, 5).probability == pytest.approx(2 / 2**5)
    assert Comparison(5, 0).probability == pytest.approx(2 / 2**5)
    assert Comparison(1, 5).probability == pytest.approx(2 * (1 + 6) / 2**6)
    assert not Comparison(0, 5).is_real
    assert Comparison(0, 6).is_real


@given(st.integers(0, 300), st.integers(0, 300))
def test_it_is_the_exact_binomial_test(first: int, second: int) -> None:
    if first + second:
        exact = binomtest(first, first + second).pvalue
        assert Comparison(first, second).probability == pytest.approx(exact, rel=1e-9)


def test_a_window_need_not_wait_for_the_library_of_statistics() -> None:
    program = (
        "import sys; from digit_recognizer.evaluation.comparison import Comparison; "
        "Comparison(100_000, 90_000).is_real; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert b"scipy.stats" not in done.stdout


def test_only_the_same_digits_can_be_compared() -> None:
    with pytest.raises(ValueError, match="the same digits"):
        compare(readings("00"), readings("00", ink=2))
