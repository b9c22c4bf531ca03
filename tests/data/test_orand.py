"""Digits cut out of pictures of amounts."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digit_recognizer.data.orand import OrandError, read_orand

HEADER = "file,string,boxes_digit_x_y_w_h\n"


def a_zip(path: Path, labels: str) -> Path:
    file = io.BytesIO()
    pixels = np.zeros((30, 60, 3), np.uint8)
    pixels[:, 30:] = 200
    Image.fromarray(pixels).save(file, "PNG")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("labels.csv", HEADER + labels)
        archive.writestr("a.jpg", file.getvalue())
    return path


def test_each_box_is_a_digit(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", 'a.jpg,60,"6,2,3,20,25;0,35,3,40,25"\n')
    six, nought = read_orand(path)
    assert (six.label, six.name, six.pixels.shape) == (6, "a.jpg", (25, 20, 3))
    assert (nought.label, nought.pixels.shape) == (0, (25, 25, 3))
    assert six.pixels.max() == 0
    assert nought.pixels.min() == 200


def test_a_margin_shows_what_stands_beside_the_digit(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", 'a.jpg,60,"6,12,5,16,20;0,35,3,40,25"\n')
    six, nought = read_orand(path, margin=20)
    assert six.pixels.shape == (28, 24, 3)
    assert nought.pixels.shape == (30, 30, 3), "it ends where the picture ends"
    assert nought.pixels.min() == 200


@pytest.mark.parametrize(
    "labels",
    ['b.jpg,6,"6,2,3,20,25"\n', 'a.jpg,6,"6,2,3,20"\n', 'a.jpg,6,"12,2,3,20,25"\n',
     'a.jpg,6,"6,70,3,20,25"\n', "a.jpg\n", "", 'a.jpg,6,"\0"\n',
     'a.jpg,6,"6,2,3,20,' + "9" * 5000 + '"\n', f'a.jpg,6,"{"1" * 200_000}"\n', 'a.jpg,6,"six"\n'],
)  # fmt: skip
def test_a_wrong_list_is_refused(tmp_path: Path, labels: str) -> None:
    with pytest.raises(OrandError, match=r"a.zip: expected a whole zip of amounts .* again"):
        list(read_orand(a_zip(tmp_path / "a.zip", labels)))


@pytest.mark.parametrize("kept_bytes", [0, 30, 150])
def test_a_zip_that_was_cut_short_is_refused(tmp_path: Path, kept_bytes: int) -> None:
    path = a_zip(tmp_path / "a.zip", 'a.jpg,6,"6,2,3,20,25"\n')
    path.write_bytes(path.read_bytes()[:kept_bytes])
    with pytest.raises(OrandError, match="damaged"):
        list(read_orand(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OrandError, match=r"none\.zip"):
        list(read_orand(tmp_path / "none.zip"))


def test_the_real_amounts(shared_data: Path) -> None:
    (path,) = (shared_data / "orand-car-a").glob("*.zip")
    assert sum(1 for _ in read_orand(path)) == 3542


def test_a_picture_of_more_pixels_than_an_amount_has_is_refused(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", 'b.png,6,"6,2,3,20,25"\n')
    file = io.BytesIO()
    Image.new("1", (8000, 8000)).save(file, "PNG")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("b.png", file.getvalue())
    with pytest.raises(OrandError, match="'b.png' has more than 4,000,000 pixels"):
        list(read_orand(path))
