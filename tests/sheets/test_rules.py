"""What rules are measured by."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.sheets.rules import quantile


@given(
    values=st.lists(st.integers(-100, 100), min_size=1, max_size=9),
    share=st.sampled_from([0.0, 0.3, 0.5, 0.95, 1.0]),
)
def test_quantiles_are_those_of_numpy(values: list[int], share: float) -> None:
    found = quantile(np.array(values, np.float32), share)
    np.testing.assert_allclose(found, np.quantile(values, share), atol=1e-4)
