import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.evaluation.intervals import Share


def test_wilsons_interval_of_known_cases() -> None:
    # Newcombe, Statistics in Medicine 17, 1998, table I, method 3.
    assert Share(81, 263).interval == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert Share(15, 148).interval == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert Share(0, 20).interval == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert Share(29, 29).interval == pytest.approx((0.8830, 1.0), abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_within_bounds(case: tuple[int, int]) -> None:
    share = Share(*case)
    low, high = share.interval
    assert 0 <= low <= share.value + 1e-12
    assert share.value - 1e-12 <= high <= 1


def test_a_share_says_itself() -> None:
    assert str(Share(9859, 10000)) == "98.59 % (98.34 to 98.80)"


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (2, 1), (-1, 3)])
def test_what_is_no_share_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match=f"got {part} of {whole}"):
        Share(part, whole)
