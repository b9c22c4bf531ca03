import gzip
import stat
from pathlib import Path

import pytest

from digit_recognizer.data.files import open_unpacked, replaced_when_complete, write_packed
from digit_recognizer.errors import DigitRecognizerError


def test_a_file_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    with replaced_when_complete(path) as temporary:
        temporary.write_text("half")
        assert not path.exists()
        assert temporary.parent == path.parent  # so that taking the name is one step
    assert path.read_text() == "half"
    assert list(path.parent.iterdir()) == [path]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")

    def interrupted() -> None:
        with replaced_when_complete(path) as temporary:
            temporary.write_text("new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_finished_file_can_be_read_by_others(tmp_path: Path) -> None:
    with replaced_when_complete(tmp_path / "file"):
        pass
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o644


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
