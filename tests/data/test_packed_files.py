"""Gzipped files are read and written like plain ones."""

import gzip
from pathlib import Path

import pytest

from digit_recognizer.data.packed_files import open_unpacked, write_packed
from digit_recognizer.errors import DigitRecognizerError


def test_equal_contents_make_equal_gzip_files(tmp_path: Path) -> None:
    for name in ("one.gz", "two.gz"):
        with write_packed(tmp_path / name, "a file", DigitRecognizerError) as file:
            file.write(b"content")
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()
    assert gzip.decompress((tmp_path / "one.gz").read_bytes()) == b"content"


def test_gzip_is_told_by_content_and_not_by_name(tmp_path: Path) -> None:
    (tmp_path / "plain.gz").write_bytes(b"content")
    (tmp_path / "packed").write_bytes(gzip.compress(b"content"))
    for name in ("plain.gz", "packed"):
        with open_unpacked(tmp_path / name, "a file", DigitRecognizerError) as stream:
            assert stream.read() == b"content"


def test_what_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with (
        pytest.raises(DigitRecognizerError, match="expected a place to write a picture"),
        write_packed(tmp_path / "file" / "below", "a picture", DigitRecognizerError),
    ):
        pass
