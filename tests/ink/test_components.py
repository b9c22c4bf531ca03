"""Parts of a mask: those that touch have one number, those that do not have different ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy import ndimage

from digit_recognizer.ink.components import connected_parts


@given(arrays(np.bool_, st.tuples(st.integers(1, 12), st.integers(1, 12))))
@settings(deadline=None)
def test_parts_are_those_that_scipy_finds(mask: NDArray[np.bool_]) -> None:
    expected, count = ndimage.label(mask, structure=np.ones((3, 3)))
    parts = connected_parts(mask * np.uint8(255))
    found = parts.labels
    assert parts.sizes.tolist() == [0, *np.bincount(found[mask], minlength=count + 1)[1:]]
    pairs = set(zip(expected.ravel().tolist(), found.ravel().tolist(), strict=True))
    assert found.max() == count
    assert len(pairs) == len(np.unique(expected))
    np.testing.assert_array_equal(found > 0, mask)


@given(st.integers(161, 400), st.integers(1, 400), st.integers(0, 1000))
@settings(deadline=None, max_examples=20)
def test_parts_of_a_large_mask_have_all_its_pixels(height: int, width: int, seed: int) -> None:
    rows, columns = np.indices((height, width))
    mask = np.zeros((height, width), np.bool_)
    for centre in np.random.default_rng(seed).integers(0, (height, width), (4, 2)):
        mask |= np.hypot(rows - centre[0], columns - centre[1]) < 12
    parts = connected_parts(mask * np.uint8(255))
    assert parts.sizes.sum() == pytest.approx(mask.sum(), rel=0.02)
    assert max(parts.labels.shape) <= 160
    block = np.ones((1 << parts.halvings,) * 2, np.uint16)
    shown = np.kron(parts.labels, block)
    assert (shown[:height, :width][mask] > 0).all()
