"""Damaged, unusual and talkative files: a picture or the one error, and not a word besides."""

import io
import struct
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps, PpmImagePlugin

from digit_recognizer.ink import PictureError, open_picture
from digit_recognizer.ink import picture as picture_module
from tests.ink.test_picture import RAMP, as_bytes, png_header

SMALL = Image.fromarray(np.repeat(RAMP, 5, axis=0))
KINDS: list[tuple[str, dict[str, Any]]] = [
    ("PNG", {}),
    ("JPEG", {}),
    ("JPEG", {"progressive": True}),
    ("GIF", {}),
    ("BMP", {}),
    ("TIFF", {}),
    ("TIFF", {"compression": "tiff_lzw"}),
    ("TIFF", {"compression": "jpeg"}),
    ("WEBP", {"lossless": True}),
    ("PPM", {}),
]
FILES = [as_bytes(SMALL, kind, **options) for kind, options in KINDS]
PNG = FILES[0]


@given(
    content=st.sampled_from(FILES),
    places=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8),
    length=st.integers(0, 10_000),
    lazily=st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_damage_of_any_format_says_nothing_past_the_one_error(
    content: bytes, places: list[tuple[int, int]], length: int, lazily: bool
) -> None:
    damaged = bytearray(content[: max(1, length % (2 * len(content)))])
    for place, value in places:
        damaged[place % len(damaged)] = value
    picture: Any = bytes(damaged)
    if lazily:
        try:
            with warnings.catch_warnings(action="ignore"):
                picture = Image.open(io.BytesIO(damaged))
        except Exception:
            return
    try:
        found = open_picture(picture)
    except PictureError:
        return
    assert found.dtype == np.uint8
    assert found.size > 0


def test_images_that_pil_cannot_decode_are_refused() -> None:
    kinds = set()
    for content in FILES:
        for length in range(20, len(content), 7):
            try:
                picture = Image.open(io.BytesIO(content[:length]))
            except Exception:
                continue
            try:
                picture.copy()
            except Exception as error:
                kinds.add(type(error))
                with pytest.raises(PictureError, match=r"PIL cannot decode it \(.+\)\. Open the"):
                    open_picture(Image.open(io.BytesIO(content[:length])))
    assert OSError in kinds


def test_a_closed_image_is_refused() -> None:
    picture = Image.open(io.BytesIO(PNG))
    picture.close()
    with pytest.raises(PictureError, match="PIL cannot decode it"):
        open_picture(picture)


def test_text_that_pil_has_not_decoded_is_not_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(PpmImagePlugin.PpmPlainDecoder, "decode")  # it takes seconds
    for content in (b"P1 2 2 1 0 0 1", b"P2 2 1 99 7 # seven\n 99", b"P3 1 1 255 1 2 3"):
        lazy = Image.open(io.BytesIO(content))
        np.testing.assert_array_equal(open_picture(lazy), open_picture(content))
    lazy.close()
    with pytest.raises(PictureError, match="PIL cannot decode it"):
        open_picture(lazy)


def test_colours_that_take_long_to_work_out_are_read_up_to_fewer_pixels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(picture_module._MOST_PIXELS_OF, "LAB", 500)
    with pytest.raises(PictureError, match="pixels of a LAB are read, but it has 30 x 20"):
        open_picture(Image.new("LAB", (30, 20)))
    open_picture(Image.new("RGB", (30, 20)))


def with_warnings() -> list[bytes]:
    """Return files of which Pillow warns: of an animation, of EXIF, of tags."""
    png_start = PNG[:33]
    animation = (
        struct.pack(">I", 8)
        + b"acTL"
        + bytes(8)
        + struct.pack(">I", zlib.crc32(b"acTL" + bytes(8)))
    )
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x9c\x9b\0\x01\0\0\0\x09\0\0\0\x40"
    tiff = as_bytes(SMALL, "TIFF")
    count = tiff.index(struct.pack("<HHL", 259, 3, 1))
    return [
        png_start + animation + PNG[33:],
        as_bytes(SMALL, "JPEG", exif=exif),
        tiff[:count] + struct.pack("<HHL", 259, 3, 2) + tiff[count + 8 :],
    ]


@pytest.mark.parametrize("content", with_warnings(), ids=["animation", "EXIF", "tags"])
def test_warnings_of_pillow_reach_nobody(content: bytes) -> None:
    with warnings.catch_warnings(record=True, action="always") as pillows:
        Image.open(io.BytesIO(content))
    assert pillows
    with warnings.catch_warnings(record=True, action="always") as ours:
        assert open_picture(content).shape == (15, 4)
    assert not ours


def test_many_pixels_are_no_warning() -> None:
    content = png_header(10_000, 10_000)
    with pytest.warns(Image.DecompressionBombWarning):
        Image.open(io.BytesIO(content))
    with (
        warnings.catch_warnings(record=True, action="always") as ours,
        pytest.raises(PictureError, match="damaged or incomplete"),
    ):
        open_picture(content)
    assert not ours


def test_the_hosts_warning_filters_stay_as_they_are() -> None:
    before, shown = list(warnings.filters), warnings.showwarning
    with ThreadPoolExecutor(8) as threads:
        for content in threads.map(lambda _: open_picture(PNG), range(400)):
            assert content.shape == (15, 4)
    assert warnings.filters == before
    assert warnings.showwarning is shown


def test_libtiff_writes_nothing_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    content = bytearray(as_bytes(Image.effect_noise((90, 90), 50), "TIFF", compression="tiff_lzw"))
    content[50:350] = b"\xff" * 300
    with pytest.raises(OSError, match="decoder error"):
        Image.open(io.BytesIO(content)).load()
    assert capfd.readouterr().err
    for picture in (bytes(content), Image.open(io.BytesIO(content))):
        with pytest.raises(PictureError):
            open_picture(picture)
    assert capfd.readouterr().err == ""


def test_what_surrounds_the_pixels_changes_nothing() -> None:
    exif = Image.Exif()
    exif[0x010E] = "seven"
    pages = [Image.new("L", SMALL.size), Image.new("L", SMALL.size, 255)]
    for kind in ("PNG", "GIF", "TIFF", "WEBP"):
        plain = as_bytes(SMALL, kind, **({"lossless": True} if kind == "WEBP" else {}))
        rich = as_bytes(
            SMALL, kind, save_all=True, append_images=pages, exif=exif, comment=b"7", lossless=True
        )
        np.testing.assert_array_equal(open_picture(rich), open_picture(plain))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_the_cameras_turn_is_undone_in_every_format(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = as_bytes(SMALL, kind, exif=exif)
    picture = Image.open(io.BytesIO(content))
    upright = ImageOps.exif_transpose(picture).convert("L")
    found = open_picture(content)
    np.testing.assert_allclose(found, np.asarray(upright), atol=2)
    np.testing.assert_array_equal(open_picture(Image.open(io.BytesIO(content))), found)
