import doctest
import json
from dataclasses import asdict
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from digit_recognizer.nn import schedules
from digit_recognizer.nn.schedules import (
    Constant,
    Cosine,
    OneCycle,
    Piecewise,
    Schedule,
    StepDecay,
)

SCHEDULES: list[Any] = [
    StepDecay(0.4, decay_every=2, decay_rate=0.5),
    Constant(0.05),
    Piecewise((2, 3, 3, 4), (0.0005, 0.0002, 0.0001, 0.00005, 0.00001)),
    Cosine(0.2, epochs=10, final=0.001),
    OneCycle(0.4, epochs=10, warm_up=2, first=0.1, final=0.001),
]
rate = st.floats(0.001, 10)
share = st.floats(0, 1)
every_schedule = pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda s: type(s).__name__)


def test_the_examples_in_the_text_are_true() -> None:
    results = doctest.testmod(schedules)
    assert results.attempted >= 5
    assert results.failed == 0


@every_schedule
def test_a_schedule_survives_json(schedule: Any) -> None:
    assert type(schedule)(**json.loads(json.dumps(asdict(schedule)))) == schedule


@every_schedule
def test_asking_changes_nothing_so_that_rates_cannot_compound(schedule: Schedule) -> None:
    moments = [epoch / 7 for epoch in range(150)]
    forwards = [schedule(epoch) for epoch in moments]
    backwards = [schedule(epoch) for epoch in reversed(moments)]
    assert forwards == backwards[::-1]


@every_schedule
def test_long_after_the_end_there_is_still_a_rate(schedule: Schedule) -> None:
    assert 0 <= schedule(1000) <= schedule(0)


@given(rate, st.integers(1, 5), st.floats(0.1, 1), st.integers(0, 20))
def test_step_decay_falls_by_its_rate_at_its_epochs(
    learning_rate: float, decay_every: int, decay_rate: float, falls: int
) -> None:
    schedule = StepDecay(learning_rate, decay_every, decay_rate)
    expected = learning_rate * decay_rate**falls
    assert schedule(falls * decay_every) == pytest.approx(expected)
    assert schedule((falls + 1) * decay_every - 1e-6) == pytest.approx(expected)


@given(st.lists(st.tuples(st.integers(1, 9), rate), min_size=1), rate, share)
def test_piecewise_holds_each_rate_for_its_epochs(
    pieces: list[tuple[int, float]], last: float, moment: float
) -> None:
    epochs, rates = zip(*pieces, strict=True)
    schedule = Piecewise(epochs, (*rates, last))
    start = 0
    for length, learning_rate in pieces:
        assert schedule(start) == learning_rate
        inside = start + length * moment
        if inside < start + length:  # the last bit of a sum can carry it over the end
            assert schedule(inside) == learning_rate
        start += length
    assert schedule(start) == schedule(start + 100) == last


@given(rate, st.floats(1, 100), share)
def test_cosine_goes_smoothly_from_end_to_end(
    learning_rate: float, epochs: float, final: float
) -> None:
    schedule = Cosine(learning_rate, epochs, final * learning_rate)
    assert schedule(0) == pytest.approx(learning_rate)
    assert schedule(epochs) == pytest.approx(final * learning_rate)
    assert schedule(epochs / 2) == pytest.approx((1 + final) / 2 * learning_rate)
    rates = [schedule(epochs * step / 200) for step in range(220)]
    steepest = 1.6 / 200 * learning_rate  # π / 2 an epoch
    assert all(0 <= a - b + 1e-9 <= steepest + 2e-9 for a, b in pairwise(rates))


@given(rate, st.floats(1, 100), share, share, share)
def test_one_cycle_rises_to_its_peak_and_falls_to_its_end_without_a_jump(
    learning_rate: float, epochs: float, warm_up: float, first: float, final: float
) -> None:
    warm_up *= 0.9 * epochs
    assume(warm_up > 0.01)
    schedule = OneCycle(
        learning_rate, epochs, warm_up, first * learning_rate, final * learning_rate
    )
    assert schedule(0) == pytest.approx(first * learning_rate)
    assert schedule(warm_up) == pytest.approx(learning_rate)
    assert schedule(warm_up * 0.9999) == pytest.approx(learning_rate, rel=1e-3)
    assert schedule(epochs) == schedule(2 * epochs) == pytest.approx(final * learning_rate)
    assert schedule((warm_up + epochs) / 2) == pytest.approx((1 + final) / 2 * learning_rate)
    assert max(schedule(epochs * step / 100) for step in range(120)) <= learning_rate * 1.000001


def test_one_cycle_may_start_at_its_peak() -> None:
    assert OneCycle(0.4, epochs=4, warm_up=0)(0) == 0.4


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: StepDecay(0), "learning_rate: expected a number above 0, got 0"),
        (lambda: StepDecay(1, decay_every=0), "decay_every: expected a number above 0, got 0"),
        (lambda: Constant(float("nan")), "learning_rate: expected a number above 0, got nan"),
        (lambda: Constant(float("inf")), "learning_rate: expected a number above 0, got inf"),
        (lambda: Piecewise((1,), (0.1,)), "learning_rates: expected 2, one more than epochs"),
        (lambda: Piecewise((0,), (0.1, 0.2)), "epochs: expected a number above 0, got 0"),
        (lambda: Piecewise((), (-1,)), "learning_rates: expected a number above 0, got -1"),
        (lambda: Cosine(0.1, 0), "epochs: expected a number above 0, got 0"),
        (lambda: Cosine(0.1, 5, 0.2), "final: expected from 0 to the learning rate, 0.1, got 0.2"),
        (lambda: OneCycle(0.1, 5, 5), "warm_up: expected from 0 to below epochs, 5, got 5"),
        (lambda: OneCycle(0.1, 5, 1, first=-1), "first: expected from 0 to the learning rate"),
    ],
)
def test_settings_out_of_range_are_refused(make: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
