import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digit_recognizer.data.idx import write_idx
from digit_recognizer.data.locations import DataNotFoundError
from digit_recognizer.evaluation.measured_sets import (
    MeasuredSetError,
    measured_set,
    through_the_pipeline,
    usps_digits,
)


def a_one(path: Path) -> None:
    picture = Image.new("L", (60, 60), 255)
    ImageDraw.Draw(picture).line((30, 10, 30, 50), 0, 5)
    picture.save(path)


def test_preparation_is_followed(tmp_path: Path) -> None:
    for name in ("3.png", "4.png"):
        a_one(tmp_path / name)
    counts: list[int] = []
    measured_set(str(tmp_path), progress=counts.append)
    assert counts == [1, 2]


@pytest.mark.parametrize("name", ["mnist", "emnist-digits", "usps"])
def test_nothing_is_fetched_unasked(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGIT_RECOGNIZER_DATA", str(tmp_path))
    with pytest.raises(DataNotFoundError, match=r"copy (the file|them)"):
        measured_set(name, download=False)


def test_what_does_not_exist_is_refused() -> None:
    with pytest.raises(MeasuredSetError, match=r"'minst': expected one of mnist, usps, pendigits"):
        measured_set("minst")


def test_a_file_of_images_is_given_as_stored(tmp_path: Path) -> None:
    images = np.zeros((2, 28, 28), np.uint8)
    images[:, 2:12, 5] = 255
    write_idx(tmp_path / "my-images-idx3-ubyte", images)
    write_idx(tmp_path / "my-labels-idx1-ubyte", np.array([1, 1], np.uint8))
    measured = measured_set(str(tmp_path / "my-images-idx3-ubyte"))
    assert measured.in_mnists_form
    assert (measured.digits.images == images).all()
    through_pipeline = through_the_pipeline(measured.digits)
    assert through_pipeline.labels.tolist() == [1, 1]
    assert through_pipeline.images[0].any(axis=1).sum() == 20


def test_envelopes_go_down_the_road(tmp_path: Path) -> None:
    image = -np.ones((16, 16))
    image[:, 7:9] = 1
    (tmp_path / "zip.train").write_text("1 " + " ".join(f"{value:.4f}" for value in image.flat))
    digits = usps_digits(tmp_path)
    assert digits.labels.tolist() == [1]
    rows, columns = np.nonzero(digits.images[0] > 128)
    assert np.ptp(rows) + 1 == 20
    assert (rows.mean(), columns.mean()) == pytest.approx((14, 14), abs=0.6)


def test_the_part_of_emnist_that_is_here_stands_upright(shared_data: Path) -> None:
    digits = measured_set("emnist-digits", shared_data).digits
    ones = digits.images[digits.labels == 1]
    heights = ones.any(axis=2).sum(axis=1)
    widths = ones.any(axis=1).sum(axis=1)
    assert len(digits.labels) == 600
    assert (heights > widths).mean() > 0.9


def test_boxes_of_cheques_go_down_the_road(tmp_path: Path) -> None:
    amount = Image.new("RGB", (120, 60), (220, 225, 215))
    ImageDraw.Draw(amount).line((30, 10, 30, 50), (20, 20, 60), 5)
    amount.save(tmp_path / "a.png")
    with zipfile.ZipFile(tmp_path / "orand-car-a.zip", "w") as archive:
        archive.write(tmp_path / "a.png", "a.png")
        archive.writestr("labels.csv", 'file,string,boxes_digit_x_y_w_h\na.png,1,"1,10,2,40,56"\n')
    digits = measured_set("orand", tmp_path).digits
    assert digits.labels.tolist() == [1]
    assert digits.images[0].any(axis=1).sum() == 20
