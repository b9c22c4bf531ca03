import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from digit_recognizer.data.swiss_numbers import SwissNumbersError, read_swiss_numbers


def a_png(mode: str = "L") -> bytes:
    file = io.BytesIO()
    Image.new(mode, (8, 9)).save(file, "PNG")
    return file.getvalue()


def a_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_each_scan_has_its_digit_its_writer_and_its_picture(tmp_path: Path) -> None:
    path = a_zip(
        tmp_path / "scans.zip",
        {"0002_B/7/number-1.png": a_png("1"), "0001_A/0/number-12.png": a_png("RGBA")},
    )
    first, second = read_swiss_numbers(path)
    assert (first.label, first.writer, first.name) == (0, "0001_A", "0001_A/0/number-12.png")
    assert (second.label, second.writer) == (7, "0002_B")
    assert second.picture == a_png("1")


def test_other_members_are_passed_over(tmp_path: Path) -> None:
    members = {"all/0001_A/3/x.PNG": a_png(), "all/readme.txt": b"", "0001_A/33/x.png": b"",
        "0001_A/٣/x.png": b"", f"{'w' * 101}/3/x.png": b"", "a\nb/3/x.png": b""}  # fmt: skip
    (scan,) = read_swiss_numbers(a_zip(tmp_path / "scans.zip", members))
    assert (scan.label, scan.writer) == (3, "0001_A")


def test_a_zip_without_scans_is_refused(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "other.zip", {"letter.txt": b"Dear reader"})
    with pytest.raises(SwissNumbersError, match=r"got none among 1 members; check that this"):
        list(read_swiss_numbers(path))


@pytest.mark.parametrize("kept_bytes", [0, 30, 150])
def test_a_zip_that_was_cut_short_is_refused(tmp_path: Path, kept_bytes: int) -> None:
    path = a_zip(tmp_path / "scans.zip", {"0001_A/3/x.png": a_png()})
    path.write_bytes(path.read_bytes()[:kept_bytes])
    with pytest.raises(SwissNumbersError, match=r"scans.zip: expected a whole zip .* fetch or"):
        list(read_swiss_numbers(path))


def test_a_damaged_picture_is_refused(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "scans.zip", {"0001_A/3/x.png": a_png()})
    content = bytearray(path.read_bytes())
    content[60] ^= 255
    path.write_bytes(content)
    with pytest.raises(SwissNumbersError, match=r"damaged .*fetch or copy it again"):
        list(read_swiss_numbers(path))


def test_a_member_that_unpacks_immensely_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "trap.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0001_A/3/x.png", bytes(17 << 20))
    with pytest.raises(SwissNumbersError, match=r"'0001_A/3/x.png' has more than 1,048,576 bytes"):
        list(read_swiss_numbers(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SwissNumbersError, match=r"none.zip: expected a zip of scanned digits"):
        list(read_swiss_numbers(tmp_path / "none.zip"))


def test_the_real_scans_are_by_eleven_writers(shared_data: Path) -> None:
    (path,) = (shared_data / "swiss-numbers").glob("*.zip")
    writers = [scan.writer for scan in read_swiss_numbers(path)]
    assert (len(writers), len(set(writers))) == (6277, 11)
