import gzip
from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.data.usps import UspsError, read_usps

INK_AT_THE_LEFT = " ".join(["1.0000"] + ["-1.0000"] * 15)
LINE = "6.0000 " + " ".join([INK_AT_THE_LEFT] * 16)


@pytest.mark.parametrize("packed", [True, False])
def test_a_line_is_a_label_and_an_image(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / "zip.train"
    content = f"{LINE}\n{LINE.replace('6', '0', 1)} \n\n".encode()
    path.write_bytes(gzip.compress(content) if packed else content)
    images, labels = read_usps(path)
    assert labels.tolist() == [6, 0]
    assert images.shape == (2, 16, 16)
    assert (images[0, :, 0] == 1).all()
    assert (images[0, :, 1:] == -1).all()


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (LINE[:-7], "line 2: expected a label and 256 grey values, got 256 values"),
        (LINE.replace("-1", "ink", 1), "got something else than numbers"),
        (LINE.replace("6", "12", 1), "expected a label from 0 to 9, got 12"),
        (LINE.replace("6.", "0.5", 1), "expected a label from 0 to 9, got 0.5"),
        (LINE.replace("-1", "-3", 1), "expected grey values from -1 to 1, got one outside"),
        (LINE.replace("-1.0000", "nan", 1), "expected grey values from -1 to 1"),
        (LINE.replace("-1.0000", "inf", 1), "expected grey values from -1 to 1"),
        (LINE.replace("-1.0000", "-1e39", 1), "expected grey values from -1 to 1"),
        (LINE.replace("6", "9" * 400, 1), "expected a label from 0 to 9, got inf"),
        (LINE.replace("6.", "nan", 1), "got something else than numbers"),
        ("1 " * 5000, "line 2: expected a text of USPS digits, of at most 10,000 lines of 8,192"),
        ("\n" * 20_000, "line 10,001: expected a text of USPS digits, of at most 10,000 lines"),
        ("\0\0\0", "got 1 values; it is damaged or no text of USPS digits, fetch or copy"),
    ],
)
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str, text: str) -> None:
    path = tmp_path / "zip.train"
    path.write_text(f"{LINE}\n{line}\n")
    with pytest.raises(UspsError, match=text):
        read_usps(path)


def test_a_file_without_lines_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zip.train").write_text("\n")
    with pytest.raises(UspsError, match="got no line"):
        read_usps(tmp_path / "zip.train")


def test_the_real_digits_are_read_whole(shared_data: Path) -> None:
    images, labels = read_usps(shared_data / "usps" / "zip.train.gz")
    assert images.shape == (7291, 16, 16)
    assert np.bincount(labels).tolist() == [1194, 1005, 731, 658, 652, 556, 664, 645, 542, 644]
