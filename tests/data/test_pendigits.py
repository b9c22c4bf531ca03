import gzip
from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.data.pendigits import PenDigitsError, read_pendigits

TEXT = """.INCLUDE \tdene.doc

.LEXICON "0" "1" "2" "3" "4" "5" "6" "7" "8" "9"
.HIERARCHY \tDIGIT

.SEGMENT DIGIT    0 ? "7"
.COMMENT 7 12  224
.PEN_DOWN
 100  400
 200  400
 120  100
.PEN_UP
.DT 100
.PEN_DOWN
 110  250
 190  250
.PEN_UP
.DT 100

.SEGMENT DIGIT    1-2 ? "1"
.COMMENT 1 30   54
.PEN_DOWN
 150  300
.PEN_UP
.DT 100
"""


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "digits.tra").write_text(text)
    return tmp_path / "digits.tra"


@pytest.mark.parametrize("packed", [True, False])
def test_digits_are_read_with_writer_and_strokes(tmp_path: Path, packed: bool) -> None:
    path = written(tmp_path, TEXT)
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes()))
    seven, one = read_pendigits(path)
    assert (seven.label, seven.writer, len(seven.strokes)) == (7, 12, 2)
    assert (one.label, one.writer, len(one.strokes)) == (1, 30, 1)
    assert one.strokes[0].dtype == np.float64


def test_y_is_turned_down(tmp_path: Path) -> None:
    seven = read_pendigits(written(tmp_path, TEXT))[0]
    # The bar of the 7, written at 400 of 500 upwards, is near the upper edge.
    np.testing.assert_array_equal(seven.strokes[0], [[100, 100], [200, 100], [120, 400]])
    np.testing.assert_array_equal(seven.strokes[1], [[110, 250], [190, 250]])


def test_strokes_cannot_be_changed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        read_pendigits(written(tmp_path, TEXT))[0].strokes[0][0, 0] = 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('? "7"', '? "A"', r"line 6: expected \.SEGMENT DIGIT <strokes> \? \"<label>\", got"),
        (".COMMENT 7", ".COMMENT 8", r"line 7: expected a \.COMMENT with the label 7, got"),
        (" 200  400", " 200", r"line 10: expected a point x y or \.PEN_UP, got '200'"),
        (" 200  400", ".PEN_DOWN", r"line 10: expected a point x y or \.PEN_UP"),
        (".PEN_UP\n.DT 100\n.PEN_DOWN", ".PEN_UP\n.DT 100", r"line 14: expected \.PEN_DOWN, got"),
        (
            ".PEN_DOWN\n 100  400\n 200  400\n 120  100\n",
            ".PEN_DOWN\n",
            r"line 9: expected a point",
        ),
        (".COMMENT 7 12  224\n", "", "expected a writer and at least one stroke"),
        (".SEGMENT DIGIT    0", ".PAGE", r"expected the head of the file or \.SEGMENT, got"),
    ],
)
def test_a_line_that_does_not_fit_is_named(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in TEXT
    with pytest.raises(PenDigitsError, match=message):
        read_pendigits(written(tmp_path, TEXT.replace(old, new)))


def test_a_file_that_ends_within_a_stroke_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PenDigitsError, match=r"expected \.PEN_UP before the digit ends"):
        read_pendigits(written(tmp_path, TEXT[: TEXT.rindex(".PEN_UP")]))


@pytest.mark.parametrize("text", ["", '.LEXICON "0"\n'])
def test_a_file_without_digits_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(PenDigitsError, match=r"got no \.SEGMENT line"):
        read_pendigits(written(tmp_path, text))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PenDigitsError, match="expected a UNIPEN text of pen digits, but it cannot"):
        read_pendigits(tmp_path / "nowhere")


def test_the_training_half_has_7494_digits_of_30_writers(shared_data: Path) -> None:
    path = shared_data / "pendigits" / "pendigits-orig.tra.gz"
    if not path.exists():
        pytest.skip(f"needs {path.name} in the data folder")
    digits = read_pendigits(path)
    assert len(digits) == 7494
    assert {digit.writer for digit in digits} == set(range(1, 31))
    assert {digit.label for digit in digits} == set(range(10))
    assert sum(len(digit.strokes) for digit in digits) == 9433


@pytest.mark.parametrize("number", ["9" * 400, "-" + "9" * 5, "1.5", "1e3", "nan", "\0", "\x85"])
def test_a_point_far_from_every_tablet_is_named(tmp_path: Path, number: str) -> None:
    with pytest.raises(PenDigitsError, match="line 9: expected a point x y or .PEN_UP, got"):
        read_pendigits(written(tmp_path, TEXT.replace("100  400", f"{number}  400")))


@pytest.mark.parametrize("end", ["\n" * 600_000, " " * 2000])
def test_a_text_without_end_is_refused(tmp_path: Path, end: str) -> None:
    with pytest.raises(PenDigitsError, match="at most 600,000 lines of 1,024 bytes, got more"):
        read_pendigits(written(tmp_path, TEXT + end))
