"""The box that the network will see is marked around strokes, and around what pictures show."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.pictures import Picture
from digit_recognizer.app.draw.overlay import box_in_picture
from digit_recognizer.recognizer import Recognizer
from tests.app.conftest import OpenWindow


def picture(height: int, width: int) -> Picture:
    return Picture("one", np.zeros((height, width), np.float32), b"")


def test_a_square_around_what_was_found_stands_where_the_picture_stands() -> None:
    # The picture's 120 pixels are 240 units wide, from 20 to 260, and 180 high, from 50 to 230.
    box = box_in_picture(picture(90, 120), (30, 20, 40, 70))
    assert box == pytest.approx((20 + 2 * 10, 50 + 2 * 20, 2 * 50))


def test_all_of_a_small_picture_may_be_digit() -> None:
    assert box_in_picture(picture(20, 20), (0, 0, 20, 20)) == pytest.approx((20, 20, 240))


def test_the_box_appears_with_the_answer_and_goes_with_the_picture(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    pixels = np.full((90, 120), 255, np.uint8)
    pixels[20:70, 33:40] = 0
    Image.fromarray(pixels).save(tmp_path / "one.png")
    window = open_window(Recognizer())
    canvas, reader = window.draw_page.canvas, window.reader
    with qtbot.waitSignal(reader.read):
        reader.open(tmp_path / "one.png", "one")
    assert canvas.box == pytest.approx((20 + 2 * 11.5, 50 + 2 * 20, 2 * 50))
    window.drawing.clear()
    assert canvas.box is None
    window.drawing.undo()
    assert canvas.box is not None
