import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digit_recognizer.data.prepared_sets import pen_digits, swiss_digits
from digit_recognizer.data.written_digits import WrittenDigits

SEVEN = ".PEN_DOWN\n 100 400\n 200 400\n 120 100\n.PEN_UP\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    text = "".join(
        f'.SEGMENT DIGIT 0 ? "7"\n.COMMENT 7 {writer} 1\n{SEVEN}' for writer in (3, 3, 12)
    )
    (tmp_path / "pendigits-orig.tra").write_text(text)
    picture = Image.new("RGB", (90, 100), "white")
    ImageDraw.Draw(picture).line((20, 20, 70, 20, 30, 85), "navy", 4)
    file = io.BytesIO()
    picture.save(file, "PNG")
    with zipfile.ZipFile(tmp_path / "swiss-numbers-1.zip", "w") as archive:
        archive.writestr("0001_A/7/number-1.png", file.getvalue())
    return tmp_path


def looks_like_a_seven(image: np.ndarray) -> bool:
    rows = np.flatnonzero(image.any(axis=1))
    top, foot = (image[part].sum(dtype=int) for part in (rows[:4], rows[-4:]))
    return bool(len(rows) == 20 and top > 1.5 * foot > 0)


def test_strokes_become_what_the_network_sees(data: Path) -> None:
    digits = pen_digits(data)
    assert digits.writers.tolist() == ["03", "03", "12"]
    assert (digits.labels == 7).all()
    assert all(map(looks_like_a_seven, digits.images))


def test_scans_become_what_the_network_sees(data: Path) -> None:
    digits = swiss_digits(data)
    assert (digits.writers.tolist(), digits.labels.tolist()) == (["0001_A"], [7])
    assert looks_like_a_seven(digits.images[0])


def test_pictures_differ_in_pen_and_the_seed_decides(data: Path) -> None:
    first, other = (pen_digits(data, form="pictures", seed=seed) for seed in (0, 1))
    assert not (first.images == other.images).all()
    assert all(map(looks_like_a_seven, first.images))


@pytest.mark.parametrize("prepare", [pen_digits, swiss_digits])
def test_what_is_asked_for_twice_is_the_same(data: Path, prepare) -> None:  # type: ignore[no-untyped-def]
    first, second = prepare(data), prepare(data)
    assert isinstance(second, WrittenDigits)
    assert (first.images == second.images).all()
    assert (first.labels.tolist(), first.writers.tolist()) == (
        second.labels.tolist(),
        second.writers.tolist(),
    )
