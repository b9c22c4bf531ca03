"""A cache is replaced where a version is another now: no result may change without a new one.

Where a test here is red, the code prepares something else than before. Raise one of the versions
that the test names, and put the new digest beside it; or undo the change.
"""

import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digit_recognizer.data.drawn_forms import FORMS_VERSION
from digit_recognizer.data.drawn_negatives import NEGATIVES_VERSION
from digit_recognizer.data.drawn_sets import drawn_digits, drawn_negatives
from digit_recognizer.data.neighboured import NEIGHBOURED_VERSION
from digit_recognizer.data.neighboured_sets import neighboured_digits
from digit_recognizer.data.orand import ORAND_VERSION
from digit_recognizer.data.pen_canvas import CANVAS_VERSION
from digit_recognizer.data.pendigits import PENDIGITS_VERSION
from digit_recognizer.data.prepared_sets import (
    pen_digits,
    swiss_digits,
    unipen_digits,
    unipen_negatives,
)
from digit_recognizer.data.stroke_variation import VARIATION_VERSION
from digit_recognizer.data.swiss_numbers import SWISS_NUMBERS_VERSION
from digit_recognizer.data.unipen import UNIPEN_VERSION
from digit_recognizer.data.usps import USPS_VERSION
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.backgrounds import BACKGROUNDS, BACKGROUNDS_VERSION
from digit_recognizer.evaluation.digits_on_backgrounds import digits_on_background
from digit_recognizer.evaluation.everyday import cell_digits
from digit_recognizer.evaluation.measured_sets import (
    orand_digits,
    usps_digits,
)
from digit_recognizer.ink import INK_VERSION

SEVEN = ".PEN_DOWN\n 100 400\n 200 400\n 120 100\n.PEN_UP\n.PEN_DOWN\n 100 250\n 190 260\n.PEN_UP\n"
ZERO = ".PEN_DOWN\n 150 400\n 90 250\n 150 100\n 210 250\n 150 400\n.PEN_UP\n"


def seven() -> bytes:
    picture = Image.new("RGB", (90, 100), "white")
    ImageDraw.Draw(picture).line((20, 20, 70, 20, 30, 85), "navy", 4)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a few digits of every set."""
    digits = ((7, 3, SEVEN), (0, 3, ZERO), (7, 12, SEVEN))
    (tmp_path / "pendigits-orig.tra").write_text(
        "".join(
            f'.SEGMENT DIGIT 0 ? "{label}"\n.COMMENT {label} {writer} 1\n{strokes}'
            for label, writer, strokes in digits
        )
    )
    with zipfile.ZipFile(tmp_path / "swiss-numbers-1.zip", "w") as archive:
        archive.writestr("0001_A/7/number-1.png", seven())
    with zipfile.ZipFile(tmp_path / "orand-car-a.zip", "w") as archive:
        archive.writestr("labels.csv", 'file,string,boxes_digit_x_y_w_h\na.jpg,7,"7,10,10,70,85"\n')
        archive.writestr("a.jpg", seven())
    ink = '"contributor": "abc", "writer": "w0001", "strokes": [[[0, 9], [5, 9], [2, 0]]]'
    for part, label in (("digits", "7"), ("letters", '"k"'), ("signs", '"%"')):
        (tmp_path / f"{part}.jsonl").write_text(f'{{"label": {label}, {ink}}}')
    slope = np.round(np.linspace(-1, 1, 256), 4)
    (tmp_path / "zip.train").write_text("6.0000 " + " ".join(f"{grey:.4f}" for grey in slope))
    return tmp_path


def digest(*sets: WrittenDigits) -> str:
    """The first 16 characters of the SHA-256 of all that is prepared."""
    whole = hashlib.sha256()
    for digits in sets:
        whole.update(digits.images.tobytes() + digits.labels.tobytes())
        whole.update(" ".join(digits.writers.tolist()).encode())
    return whole.hexdigest()[:16]


def test_pen_strokes(data: Path) -> None:
    versions = (INK_VERSION, PENDIGITS_VERSION)
    assert (versions, digest(pen_digits(data))) == ((2, 1), "e351accb897c31c6")


def test_pictures_of_pen_strokes(data: Path) -> None:
    versions = (INK_VERSION, PENDIGITS_VERSION, CANVAS_VERSION)
    assert (versions, digest(pen_digits(data, form="pictures"))) == ((2, 1, 1), "129a2e943fdea918")
    cells = cell_digits("pictures", data, count=1)
    assert (versions, digest(cells.digits)) == ((2, 1, 1), "fe49905b82c99a12")


def test_varied_pen_strokes(data: Path) -> None:
    versions = (INK_VERSION, PENDIGITS_VERSION, CANVAS_VERSION, VARIATION_VERSION)
    assert (versions, digest(pen_digits(data, form="varied"))) == ((2, 1, 1, 2), "90cc98620e5248ce")


def test_unipen(data: Path) -> None:
    versions = (INK_VERSION, UNIPEN_VERSION)
    sets = unipen_digits(data), *(unipen_negatives(part, data) for part in ("letters", "signs"))
    assert (versions, digest(*sets)) == ((2, 1), "a955774adc5a4167")


def test_pictures_on_backgrounds(data: Path) -> None:
    versions = (INK_VERSION, PENDIGITS_VERSION, CANVAS_VERSION, BACKGROUNDS_VERSION)
    all_kinds = (digits_on_background(kind, data, count=3) for kind in BACKGROUNDS)
    assert (versions, digest(*all_kinds)) == ((2, 1, 1, 1), "c771873185ce366c")


def test_scans(data: Path) -> None:
    versions = (INK_VERSION, SWISS_NUMBERS_VERSION)
    assert (versions, digest(swiss_digits(data))) == ((2, 1), "734dfa397133e5c8")


def test_envelopes(data: Path) -> None:
    versions = (INK_VERSION, USPS_VERSION)
    assert (versions, digest(usps_digits(data))) == ((2, 1), "74d0b080b0ce6a47")


def test_cheques(data: Path) -> None:
    versions = (INK_VERSION, ORAND_VERSION)
    assert (versions, digest(orand_digits(data))) == ((2, 1), "19daa4d335530fd2")


def test_negatives() -> None:
    versions = (INK_VERSION, NEGATIVES_VERSION)
    assert (versions, digest(drawn_negatives(46))) == ((2, 4), "8a2dabd4cee64495")


def test_drawn_digits() -> None:
    versions = (INK_VERSION, FORMS_VERSION, CANVAS_VERSION, VARIATION_VERSION)
    assert (versions, digest(drawn_digits(40))) == ((2, 3, 1, 2), "0d69c0a65eb389be")


def test_digits_among_their_neighbours(data: Path) -> None:
    versions = (INK_VERSION, CANVAS_VERSION, NEIGHBOURED_VERSION)
    sets = (
        neighboured_digits(source, drawing, data)
        for source in ("pendigits", "swiss")
        for drawing in ("digit", "remains", "pair")
    )
    assert (versions, digest(*sets)) == ((2, 1, 3), "eebc1c5ee1fd1496")
