"""Large pictures are turned and averaged strip by strip, with the same result as at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from digit_recognizer.ink import averaging
from digit_recognizer.ink.averaging import averaged
from digit_recognizer.ink.orientation import turned


@given(
    mode=st.sampled_from(["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "YCbCr"]),
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    orientation=st.integers(1, 8),
    factor=st.integers(1, 9),
    strip=st.sampled_from([1, 50, 200]),
)
@settings(deadline=None)
def test_strips_change_nothing(
    mode: str, width: int, height: int, orientation: int, factor: int, strip: int
) -> None:
    noise = np.random.default_rng(width).integers(0, 256, (height, width, 3), np.uint8)
    picture = Image.fromarray(noise).convert(mode)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(averaging, "_STRIP_PIXELS", strip)
        found = averaged(picture, orientation, factor)
    whole = turned(picture, orientation)
    whole = whole.convert({"1": "L", "L": "L", "RGBA": "RGBA", "LA": "RGBA"}.get(mode, "RGB"))
    expected = whole.reduce(factor) if factor > 1 else whole
    assert found.mode == expected.mode
    np.testing.assert_array_equal(np.asarray(found), np.asarray(expected))


def test_a_transparent_colour_stays_transparent() -> None:
    picture = Image.new("P", (8, 8), 3)
    picture.info["transparency"] = 3
    assert np.asarray(averaged(picture, 6, 2))[:, :, 3].max() == 0
