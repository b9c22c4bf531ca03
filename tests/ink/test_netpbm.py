"""Netpbm pictures: the same pixels as Pillow reads, in every form."""

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from digit_recognizer.ink import PictureError, open_picture

WIDTH, HEIGHT = 7, 5


def netpbm(form: int, highest: int, values: NDArray[np.int64], comment: bytes = b"") -> bytes:
    """Return a picture of a form, 1 to 6; the values number by number."""
    header = b"P%d\n%s%d %d\n" % (form, comment, WIDTH, HEIGHT)
    if form in (1, 4):
        bits = values.reshape(HEIGHT, WIDTH) % 2
        if form == 1:
            return header + b"\n".join(b"".join(b"%d" % bit for bit in row) for row in bits)
        return header + np.packbits(bits.astype(np.uint8), axis=1).tobytes()
    header += b"%d\n" % highest
    if form in (2, 3):
        return header + b"\n".join(b"%d" % value for value in values)
    return header + values.astype(">u2" if highest > 255 else "u1").tobytes()


@given(
    form=st.integers(1, 6),
    highest=st.sampled_from([1, 2, 100, 254, 255, 256, 1000, 1023, 65534, 65535]),
    seed=st.integers(0, 999),
    comment=st.sampled_from([b"", b"# seven\n", b"#\n# 7 7\r"]),
)
@settings(deadline=None)
def test_every_form_is_read_as_by_pillow(
    form: int, highest: int, seed: int, comment: bytes
) -> None:
    count = WIDTH * HEIGHT * (3 if form in (3, 6) else 1)
    values = np.random.default_rng(seed).integers(0, highest + 1, count)
    content = netpbm(form, highest, values, comment)
    pillows = Image.open(io.BytesIO(content))
    np.testing.assert_array_equal(open_picture(content), open_picture(pillows))


@pytest.mark.parametrize(
    "content",
    [
        b"P5 2 2",
        b"P5 2 2 255\n123",
        b"P5 2 2 0\n1234",
        b"P5 2 2 65536\n12345678",
        b"P2 2 2 9\n1 2 3",
        b"P2 2 2 9\n1 2 3 -4",
        b"P2 2 2 9\n1 2 3 10",
        b"P2 2 2 9\n1 2 3 4294967297",
        b"P3 1 1 255 1 2 3.5",
        b"P1 2 2\n0 1 2 0",
        b"P1 2 2\n0 1 1",
        b"P4 9 2\n123",
    ],
    ids=str,
)
def test_what_is_damaged_is_refused(content: bytes) -> None:
    with pytest.raises(PictureError, match="damaged or incomplete"):
        open_picture(content)


@pytest.mark.parametrize(("form", "size"), [(5, 0), (2, 0)])
def test_a_picture_without_pixels_is_refused(form: int, size: int) -> None:
    with pytest.raises(PictureError, match="at least one pixel"):
        open_picture(b"P%d %d 4 255\n" % (form, size))


def test_more_values_than_pixels_do_no_harm() -> None:
    several: Any = open_picture(b"P5 2 1 255\n" + bytes([0, 255]) + b"P5 2 1 255\n12")
    assert several.tolist() == [[0, 255]]
