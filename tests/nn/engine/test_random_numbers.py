import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.nn.engine import random_numbers
from digit_recognizer.nn.engine.kernels.compile import entry
from tests.nn.engine import reference_distortion as reference

mixed, stream = entry(random_numbers.mixed), entry(random_numbers.stream)
random_bits = entry(random_numbers.random_bits)
signed_high, signed_low = entry(random_numbers.signed_high), entry(random_numbers.signed_low)
numbers = st.integers(0, 2**64 - 1)


def test_mixing_multiples_of_the_golden_ratio_is_splitmix64() -> None:
    golden = 0x9E3779B97F4A7C15
    outputs = [int(mixed(np.uint64(golden * step % 2**64))) for step in (1, 2, 3)]
    assert outputs == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]


@given(numbers, numbers, st.integers(0, 1000))
def test_streams_are_those_of_whole_number_arithmetic(seed: int, counter: int, index: int) -> None:
    key = stream(np.uint64(seed), np.uint64(counter))
    bits = int(random_bits(np.uint64(key), np.uint64(index)))
    assert bits == reference.stream(seed, counter)(index)


@given(numbers)
def test_both_halves_of_the_bits_give_numbers_from_minus_one_to_below_one(bits: int) -> None:
    assert signed_high(np.uint64(bits)) == reference.signed(bits >> 40)
    assert signed_low(np.uint64(bits)) == reference.signed(bits >> 8)
    assert -1 <= signed_high(np.uint64(bits)) < 1


def test_numbers_of_streams_and_indices_are_spread_evenly() -> None:
    keys = [np.uint64(stream(np.uint64(0), np.uint64(look))) for look in range(300)]
    indices = [np.uint64(index) for index in range(30)]
    values = np.array(
        [signed_high(np.uint64(random_bits(key, index))) for key in keys for index in indices]
    )
    counts, _ = np.histogram(values, bins=10, range=(-1, 1))
    assert ((counts - 900) ** 2 / 900).sum() < 30  # chi-squared, 9 degrees of freedom: p < 0.001
    by_look = values.reshape(300, 30)
    assert abs(np.corrcoef(by_look[:-1].ravel(), by_look[1:].ravel())[0, 1]) < 0.04
