"""HEIC pictures, as phones take them."""

import io
import sys
from typing import Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from digit_recognizer.ink import PictureError, open_picture
from tests.ink.pictures import drawn_five


def heic(picture: Image.Image, **options: Any) -> bytes:
    file = io.BytesIO()
    pillow_heif.from_pillow(picture).save(file, quality=95, **options)
    return file.getvalue()


FIVE = Image.fromarray(((1 - drawn_five(128)) * 255).astype(np.uint8))


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA"])
def test_a_photo_is_read_as_its_png_is(mode: str) -> None:
    picture = FIVE.convert(mode)
    difference = open_picture(heic(picture)).astype(int) - open_picture(picture)
    assert np.abs(difference).mean() < 5


def test_transparency_is_laid_on_white() -> None:
    picture = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (20, 20, 40, 40))
    grey = open_picture(heic(picture))
    assert grey[30, 30] < 25
    assert grey[5, 5] > 230


def test_the_cameras_turn_is_undone_once() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.new("L", (80, 40), 255)
    picture.paste(0, (0, 0, 20, 20))
    grey = open_picture(heic(picture, exif=exif.tobytes()))
    assert grey.shape == (80, 40)
    assert grey[5, 35] < 50
    assert grey[5, 5] > 200


def test_ten_bits_are_read() -> None:
    pixels = (np.asarray(FIVE).astype(np.uint16) * 257)[:, :, None].repeat(3, axis=2)
    deep = pillow_heif.from_bytes("RGB;16", FIVE.size, np.ascontiguousarray(pixels).tobytes())
    file = io.BytesIO()
    deep.save(file, quality=95)
    difference = open_picture(file.getvalue()).astype(int) - open_picture(FIVE)
    assert np.abs(difference).mean() < 5


def test_the_first_picture_of_several_is_read() -> None:
    several = pillow_heif.from_pillow(FIVE)
    several.add_from_pillow(Image.new("L", (50, 30), 0))
    file = io.BytesIO()
    several.save(file, quality=95, primary_index=0)
    assert open_picture(file.getvalue()).shape == (128, 128)


def test_a_large_one_is_averaged_down() -> None:
    assert open_picture(heic(Image.new("RGB", (3000, 1500), "white"))).shape == (500, 1000)


@pytest.mark.parametrize("length", [12, 40, 300, 1000])
def test_a_file_that_ends_too_early_is_refused_in_one_line(length: int) -> None:
    with pytest.raises(PictureError, match="damaged or incomplete") as raised:
        open_picture(heic(FIVE)[:length])
    assert str(raised.value).isprintable()


def test_a_strange_property_is_named_in_signs_that_can_be_shown() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    content = heic(FIVE, exif=exif.tobytes()).replace(b"irot", b"\2rot")
    with pytest.raises(PictureError, match=r"\?rot") as raised:
        open_picture(content)
    assert str(raised.value).isprintable()


def test_too_many_pixels_are_refused_by_the_header() -> None:
    content = heic(FIVE)
    place = content.index(b"ispe") + 8
    claimed = content[:place] + (20_000).to_bytes(4, "big") * 2 + content[place + 8 :]
    with pytest.raises(PictureError, match="at most 200 million pixels|damaged"):
        open_picture(claimed)


def test_pillow_stays_as_the_host_set_it_up() -> None:
    before = Image.registered_extensions()
    open_picture(heic(FIVE))
    assert "HEIF" not in Image.OPEN
    assert Image.registered_extensions() == before


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    content = heic(FIVE)
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(PictureError, match="pip install pillow-heif"):
        open_picture(content)
