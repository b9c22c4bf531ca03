"""Opening pictures: every kind that is promised, and a clear refusal of everything else."""

import io
import os
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from digit_recognizer.ink import PictureError, open_picture

RAMP = np.arange(0, 240, 20, dtype=np.uint8).reshape(3, 4)
GREY = RAMP / np.float32(255)


def as_bytes(picture: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "PPM", "GIF"])
def test_formats_without_loss_give_their_grey_values(kind: str) -> None:
    found = open_picture(as_bytes(Image.fromarray(RAMP), kind))
    np.testing.assert_array_equal(found, RAMP)
    assert found.dtype == np.uint8


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_formats_with_loss_come_close(kind: str) -> None:
    large = Image.fromarray(RAMP).resize((64, 48))
    found = open_picture(as_bytes(large, kind, quality=95))
    np.testing.assert_allclose(found, np.asarray(large), atol=10)


def test_a_path_may_be_text_or_a_path(tmp_path: Path) -> None:
    path = tmp_path / "ramp.png"
    Image.fromarray(RAMP).save(path)
    np.testing.assert_array_equal(open_picture(path), RAMP)
    np.testing.assert_array_equal(open_picture(str(path)), RAMP)


@pytest.mark.parametrize(
    "array",
    [
        RAMP,
        RAMP[:, :, None],
        RAMP.astype(np.int64),
        RAMP.astype(np.uint16) * 257,
        GREY,
        GREY.astype(np.float64),
        np.repeat(RAMP[:, :, None], 3, axis=2),
        np.dstack([RAMP, RAMP, RAMP, np.full_like(RAMP, 255)]),
    ],
    ids=["uint8", "one channel", "int64", "uint16", "float32", "float64", "RGB", "RGBA"],
)
def test_arrays_of_every_kind_give_the_same(array: NDArray[Any]) -> None:
    np.testing.assert_array_equal(open_picture(array), RAMP)


def test_true_is_white() -> None:
    assert open_picture(np.array([[True, False]])).tolist() == [[255, 0]]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "HSV"])
def test_every_mode_of_a_picture_is_understood(mode: str) -> None:
    half = np.zeros((8, 8, 3), np.uint8)
    half[:, 4:] = 255
    found = open_picture(Image.fromarray(half).convert(mode))
    np.testing.assert_allclose(found, half[:, :, 0], atol=2)


def test_sixteen_bits_keep_their_greys() -> None:
    deep = Image.fromarray(RAMP.astype(np.uint16) * 257)
    np.testing.assert_array_equal(open_picture(as_bytes(deep, "PNG")), RAMP)


def test_transparency_is_laid_on_white() -> None:
    half = np.zeros((2, 2, 4), np.uint8)
    half[0, :, 3] = 255
    assert open_picture(half).tolist() == [[0, 0], [255, 255]]
    assert open_picture(as_bytes(Image.fromarray(half), "PNG")).tolist() == [[0, 0], [255, 255]]


def test_white_ink_on_transparency_stays_visible() -> None:
    half = np.full((2, 2, 4), 255, np.uint8)
    half[0, :, 3] = 0
    assert open_picture(half).tolist() == [[0, 0], [255, 255]]


def test_a_transparent_colour_of_a_palette_is_laid_on_white() -> None:
    palette = Image.fromarray(np.array([[0, 1]], np.uint8)).convert("P")
    palette.putpalette([0, 0, 0, 0, 0, 0])
    found = open_picture(as_bytes(palette, "PNG", transparency=1))
    assert found.tolist() == [[0, 255]]


def test_the_cameras_turn_is_undone() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = Image.fromarray(np.rot90(RAMP))
    np.testing.assert_array_equal(open_picture(as_bytes(turned, "PNG", exif=exif)), RAMP)


def test_a_damaged_note_about_the_turn_is_ignored() -> None:
    content = as_bytes(Image.fromarray(RAMP), "PNG", exif=b"Exif\0\0MM\0*\0\0\xff\xff")
    np.testing.assert_array_equal(open_picture(content), RAMP)


def test_a_large_picture_is_averaged_down() -> None:
    found = open_picture(as_bytes(Image.new("L", (3000, 1500), 128), "PNG"))
    assert found.shape == (500, 1000)
    np.testing.assert_array_equal(found, 128)
    assert max(open_picture(np.zeros((3000, 1500), np.uint8)).shape) <= 1024


def test_the_picture_that_is_passed_stays_as_it_was() -> None:
    picture = Image.new("RGB", (3000, 20), "white")
    before = picture.tobytes()
    open_picture(picture)
    assert picture.size == (3000, 20)
    assert picture.tobytes() == before


def png_header(width: int, height: int) -> bytes:
    """Return a PNG that claims a size and holds nothing."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        sum_ = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", sum_)

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [14_200, 60_000])
def test_too_many_pixels_are_refused_by_the_header(side: int) -> None:
    with pytest.raises(PictureError, match=r"at most 200 million pixels .* Make it smaller"):
        open_picture(png_header(side, side))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty. Save or copy it again"),
        (b"seven", "not a picture in a format that is read here. Save it as one of PNG, JPEG"),
        (b"%PDF-1.7 ...", "not a picture in a format that is read here"),
        (as_bytes(Image.effect_noise((90, 90), 50), "PNG")[:2000], "damaged or incomplete"),
        (as_bytes(Image.effect_noise((90, 90), 50), "JPEG")[:800], "damaged or incomplete"),
    ],
    ids=["empty", "text", "pdf", "half a PNG", "half a JPEG"],
)
def test_what_is_no_whole_picture_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "seven.png"
    path.write_bytes(content)
    with pytest.raises(PictureError) as raised:
        open_picture(path)
    assert said in str(raised.value)
    assert str(path) in str(raised.value)


def test_a_missing_file_a_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="there is no such file"):
        open_picture(tmp_path / "none.png")
    with pytest.raises(PictureError, match="it is a folder"):
        open_picture(tmp_path)
    with pytest.raises(PictureError, match="it is a device or a pipe"):
        open_picture("/dev/zero")
    with pytest.raises(PictureError, match="null"):
        open_picture("a\0b")


@pytest.mark.parametrize(
    "name", ["a\0b", "two\nlines.png", "\x1b[31mred", "\udcff.png", "x" * 4000]
)
def test_a_message_is_one_short_line_whatever_the_name(name: str) -> None:
    with pytest.raises(PictureError) as raised:
        open_picture(name)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 1000


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    with pytest.raises(PictureError, match="a device or a pipe"):
        open_picture(pipe)


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.zeros((0, 5)), "at least one pixel"),
        (np.zeros(5), r"shape \(height, width\).* got \(5,\)"),
        (np.zeros((3, 28, 28)), r"got \(3, 28, 28\). Pass one picture at a time"),
        (np.full((2, 2), np.nan), "finite values"),
        (np.full((2, 2), np.inf), "finite values"),
        (np.full((2, 2), 255.0), "floats from 0 to 1, got values from 255 to 255"),
        (np.full((2, 2), -1), "whole numbers from 0 to 255, got values from -1 to -1"),
        (np.full((2, 2), 1j), "numbers or bool, got values of type complex128"),
        (np.array([["a"]]), "numbers or bool"),
        (np.broadcast_to(np.uint8(0), (20_000, 20_000)), "at most 200 million pixels"),
    ],
)
def test_arrays_that_are_no_picture_are_refused(array: NDArray[Any], said: str) -> None:
    with pytest.raises(PictureError, match=said):
        open_picture(array)


class Raising:
    """An array's likeness that cannot become one."""

    def __array__(self, *_: object, **__: object) -> NDArray[Any]:
        raise KeyError("no array")


class Nameless:
    """A picture's likeness of which even the name cannot be asked for."""

    @property
    def filename(self) -> str:
        raise RuntimeError("no name")


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((28, 28), "timedelta64[s]"),
        np.zeros((28, 28), "datetime64[s]"),
        np.zeros((28, 28), object),
        np.zeros((28, 28), [("grey", np.uint8)]),
        np.zeros((28, 28), np.complex64),
        np.zeros((28, 28), "S1"),
        np.zeros((28, 28), "V4"),
        np.array(None),
        np.float64(3),
        np.array(3),
        np.ma.masked_array(RAMP, RAMP == 20),
        Raising(),
        Nameless(),
        [[1, 2], [3, 4]],
        None,
    ],
    ids=lambda each: f"{type(each).__name__} {getattr(each, 'dtype', '')}",
)
def test_what_looks_like_an_array_and_is_none_is_refused(array: Any) -> None:
    with pytest.raises(PictureError, match="expected|cannot be made into an array|some are masked"):
        open_picture(array)


def test_masked_arrays_without_a_masked_pixel_and_matrices_are_read() -> None:
    np.testing.assert_array_equal(open_picture(np.ma.masked_array(RAMP)), RAMP)
    np.testing.assert_array_equal(open_picture(np.asarray(RAMP)[::-1, ::-1]), RAMP[::-1, ::-1])


def test_eight_bits_in_sixteen_are_read_as_eight() -> None:
    np.testing.assert_array_equal(open_picture(RAMP.astype(np.uint16)), RAMP)
    brighter = RAMP.astype(np.uint16) + np.uint16(100)
    np.testing.assert_allclose(open_picture(brighter), brighter / 257, atol=0.5)


@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32, np.float64, np.int64])
def test_large_arrays_are_averaged_as_if_at_once(channels: int, dtype: type) -> None:
    whole = np.random.default_rng(0).integers(0, 256, (1500, 2100, channels))
    values = (whole / 255).astype(np.float32)
    found = open_picture((values if np.issubdtype(dtype, np.floating) else whole).astype(dtype))
    grey = values[:, :, 0] if channels == 1 else values[:, :, :3] @ [0.299, 0.587, 0.114]
    if channels == 4:
        grey = grey * values[:, :, 3] + 1 - values[:, :, 3]
    expected = grey.reshape(500, 3, 700, 3).mean(axis=(1, 3))
    np.testing.assert_allclose(found, 255 * expected, atol=2)


def test_bytes_may_lie_apart() -> None:
    content = as_bytes(Image.fromarray(RAMP), "PNG")
    apart = memoryview(b"".join(bytes([each, 0]) for each in content))[::2]
    np.testing.assert_array_equal(open_picture(apart), RAMP)
    apart.release()
    with pytest.raises(PictureError, match="released"):
        open_picture(apart)


def test_other_things_are_refused() -> None:
    with pytest.raises(PictureError, match="expected a path, bytes, .*, got int"):
        open_picture(7)  # type: ignore[arg-type]
