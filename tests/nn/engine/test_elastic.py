import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer.nn.engine import elastic, random_numbers
from digit_recognizer.nn.engine.kernels.compile import entry

displace, stream = entry(elastic.displace), entry(random_numbers.stream)


def fields(strength: float, smoothness: float, count: int = 400) -> NDArray[np.float32]:
    """Displacements of many looks, (count, 2, 32, 32)."""
    result = np.empty((count, 2, 32, 32), np.float32)
    for look in range(count):
        key = np.uint64(stream(np.uint64(1), np.uint64(look)))
        displace(key, np.float32(strength), np.float32(smoothness), *result[look])
    return result


@pytest.mark.parametrize("smoothness", [2.0, 4.0, 8.0])
def test_the_strength_is_the_standard_deviation_in_pixels(smoothness: float) -> None:
    assert fields(1.5, smoothness).std() == pytest.approx(1.5, rel=0.08)


@pytest.mark.parametrize("smoothness", [2.0, 4.0])
def test_neighbours_move_together_as_under_a_gaussian_of_that_width(smoothness: float) -> None:
    moves = fields(1, smoothness).astype(float)
    for distance in (1, 2, 4, 8):
        products = (moves[..., :-distance] * moves[..., distance:]).mean() / (moves**2).mean()
        gaussian = np.exp(-(distance**2) / (4 * smoothness**2))
        assert products == pytest.approx(gaussian, abs=0.06)


def test_right_and_down_are_independent_and_centred() -> None:
    moves = fields(1, 3)
    assert abs(moves.mean()) < 0.03
    assert abs((moves[:, 0] * moves[:, 1]).mean()) < 0.03
