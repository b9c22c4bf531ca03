import numpy as np
import pytest

from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.layers import ShapeError


def test_background_and_ink_are_those_of_the_paper() -> None:
    images = np.zeros((2, 28, 28), np.uint8)
    images[1, 3, 5] = 255
    inputs = Encoding()(images)
    assert inputs.shape == (1, 32, 32, 2)
    assert inputs.dtype == np.float32
    np.testing.assert_allclose(inputs[..., 0], -0.1)
    assert inputs[0, 5, 7, 1] == pytest.approx(1.175)


def test_grey_lies_between_in_proportion() -> None:
    images = np.full((1, 28, 28), 102, np.uint8)
    inputs = Encoding(background=0, ink=1, margin=0)(images)
    np.testing.assert_allclose(inputs, 0.4, rtol=1e-6)


@pytest.mark.parametrize(
    "images", [np.zeros((28, 28), np.uint8), np.zeros((1, 28, 28), np.float32)]
)
def test_other_arrays_are_refused(images: np.ndarray) -> None:
    with pytest.raises(ShapeError, match="images: expected uint8 of shape"):
        Encoding()(images)
