"""Pictures between Qt and NumPy: every row in its place, and memory of their own."""

import gc

import numpy as np
import pytest
from PyQt6.QtGui import QColor, QImage

from digit_recognizer.app.core.pictures import image_of_grey, open_as_picture, pixels_of_image


@pytest.mark.parametrize("width", [1, 3, 5, 28, 31])
@pytest.mark.parametrize(
    "kind", [QImage.Format.Format_RGB888, QImage.Format.Format_ARGB32, QImage.Format.Format_RGB16]
)
def test_images_of_odd_width_keep_their_pixels(width: int, kind: QImage.Format) -> None:
    image = QImage(width, 3, kind)
    image.fill(QColor(0, 0, 0))
    image.setPixelColor(width - 1, 1, QColor(255, 255, 255))
    pixels = pixels_of_image(image)
    del image
    gc.collect()
    assert pixels.shape == (3, width, 4)
    expected = np.zeros((3, width), np.uint8)
    expected[1, width - 1] = 255
    for channel in range(3):
        assert np.array_equal(pixels[..., channel], expected)


@pytest.mark.parametrize("width", [1, 3, 5, 28, 31])
def test_grey_arrays_of_odd_width_become_images(width: int) -> None:
    grey = np.arange(2 * width, dtype=np.uint8).reshape(2, width)
    image = image_of_grey(grey)
    expected = grey.copy()
    grey[:] = 255
    shown = [[image.pixelColor(x, y).red() for x in range(width)] for y in range(2)]
    assert np.array_equal(shown, expected)


def test_a_slice_becomes_an_image() -> None:
    grey = np.arange(100, dtype=np.uint8).reshape(10, 10)[::2, 1:4]
    assert image_of_grey(grey).pixelColor(2, 1).red() == grey[1, 2]


def test_transparency_comes_out_as_such() -> None:
    image = QImage(2, 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0))
    image.setPixelColor(0, 0, QColor(10, 20, 30, 255))
    assert pixels_of_image(image).tolist() == [[[10, 20, 30, 255], [0, 0, 0, 0]]]


def test_an_opened_picture_is_shown_as_it_is_read() -> None:
    source = np.zeros((4, 6, 4), np.uint8)
    source[..., 3] = 255
    source[1, 2, :3] = 255
    picture = open_as_picture(source, "a dot")
    assert picture.name == "a dot"
    assert picture.pixels.shape == (4, 6)
    shown = QImage.fromData(picture.png)
    assert [shown.pixelColor(x, 1).red() for x in range(6)] == [0, 0, 255, 0, 0, 0]
