"""Parts of a mask: those that touch have one number, those that do not have different ones."""

import numpy as np
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
    found = connected_parts(mask)
    pairs = set(zip(expected.ravel().tolist(), found.ravel().tolist(), strict=True))
    assert found.max() == count
    assert len(pairs) == len(np.unique(expected))
    np.testing.assert_array_equal(found > 0, mask)
