"""Pictures that show how well a network reads: each is there whole, and shows what was found."""

from pathlib import Path

import numpy as np
from PIL import Image

from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.calibration import reliability
from digit_recognizer.evaluation.mistakes_sheet import draw_mistakes, surest_mistakes
from digit_recognizer.evaluation.readings import Readings
from digit_recognizer.evaluation.reliability_diagram import draw_reliability


def readings() -> Readings:
    """Four sevens, of which the second and the last are taken for ones, the last more surely."""
    said = np.full((4, 10), 0.01, np.float32)
    said[[0, 2], 7] = 0.91
    said[[1, 3], 1] = 0.6, 0.8
    images = np.zeros((4, 28, 28), np.uint8)
    images[:, 4:24, 12:16] = 255
    labels, writers = np.full(4, 7, np.uint8), np.full(4, "ada")
    return Readings(WrittenDigits("notes", images, labels, writers), said)


def test_mistakes_are_shown_surest_first(tmp_path: Path) -> None:
    assert surest_mistakes(readings()).tolist() == [3, 1]
    path = tmp_path / "mistakes.png"
    draw_mistakes([readings()], path)
    sheet = np.asarray(Image.open(path))
    ink = (sheet < 128).sum(axis=0)
    assert ink[:140].sum() > 500
    assert ink[140:].sum() == 0


def test_the_diagram_is_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "reliability.png"
    generator = np.random.default_rng(0)
    confidence = generator.random(500)
    draw_reliability({"notes": reliability(confidence, generator.random(500) < confidence)}, path)
    with Image.open(path) as picture:
        assert picture.width > 400
        assert np.asarray(picture.convert("L")).std() > 10
