"""Random numbers by counting: the same for a seed and a counter, whoever asks and when.

A number is a hash of (seed, counter, index), so images can be distorted in any order, by any number
of threads, without a generator being passed around. The hash is the output function of SplitMix64
(Steele, Lea, Flood 2014).
"""

from typing import Any

import numpy as np

from digit_recognizer.nn.engine.kernels.compile import compiled

__all__ = ["mixed", "random_bits", "signed_high", "signed_low", "stream"]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
BITS_30, BITS_27, BITS_31 = np.uint64(30), np.uint64(27), np.uint64(31)
BITS_40, BITS_8 = np.uint64(40), np.uint64(8)
LOW_24 = np.uint64(2**24 - 1)
TO_TWO, ONE = np.float32(2**-23), np.float32(1)


@compiled
def mixed(bits: Any) -> Any:
    """Return 64 bits of which each depends on all of the given 64."""
    bits = (bits ^ (bits >> BITS_30)) * FIRST
    bits = (bits ^ (bits >> BITS_27)) * SECOND
    return bits ^ (bits >> BITS_31)


@compiled
def stream(seed: Any, counter: Any) -> Any:
    """Return the key of the numbers that belong to a seed and a counter, all uint64."""
    return mixed(mixed(seed + GOLDEN) ^ (counter * GOLDEN + FIRST))


@compiled
def random_bits(key: Any, index: Any) -> Any:
    """Return the 64 random bits number ``index`` of a stream, all uint64."""
    return mixed(key + index * GOLDEN)


@compiled
def signed_high(bits: Any) -> Any:
    """Return a float32 from -1 to below 1, of 24 of the bits."""
    return np.float32(np.int32(bits >> BITS_40)) * TO_TWO - ONE


@compiled
def signed_low(bits: Any) -> Any:
    """Return another float32 from -1 to below 1, of 24 other bits."""
    return np.float32(np.int32((bits >> BITS_8) & LOW_24)) * TO_TWO - ONE
