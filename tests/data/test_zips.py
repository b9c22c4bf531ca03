"""Zips of other people: whatever is wrong with one is said in a line."""

import io
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digit_recognizer.data.orand import read_orand
from digit_recognizer.data.swiss_numbers import read_swiss_numbers
from digit_recognizer.data.zips import open_zip, read_member
from digit_recognizer.errors import DigitRecognizerError

FLAGS, PACKING, SIZE = 8, 10, 24
"""Where the list of members has these, counted from the beginning of an entry."""


class RefusedError(DigitRecognizerError):
    """What the zip's reader raises."""


def a_zip(path: Path, members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def changed(path: Path, position: int, value: bytes) -> Path:
    """Write other bytes into the first entry of the list of members."""
    content = bytearray(path.read_bytes())
    begin = content.index(b"PK\1\2") + position
    content[begin : begin + len(value)] = value
    path.write_bytes(content)
    return path


def read(path: Path) -> bytes:
    with open_zip(path, "zip of letters", RefusedError) as archive:
        return read_member(archive, "letter", 1000)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    return a_zip(tmp_path / "letters.zip", {"letter": b"Dear reader"})


def test_a_member_is_read_whole(letter: Path) -> None:
    assert read(letter) == b"Dear reader"


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_packings_are_refused(tmp_path: Path, packing: int) -> None:
    with pytest.raises(RefusedError, match="expected a whole zip of letters.*in an unusual way"):
        read(a_zip(tmp_path / "letters.zip", {"letter": b"Dear reader"}, packing))


@pytest.mark.parametrize("packing", [1, 6, 9, 97, 65535])
def test_packings_that_nobody_knows_are_refused(letter: Path, packing: int) -> None:
    with pytest.raises(RefusedError, match="encrypted or packed in an unusual way"):
        read(changed(letter, PACKING, struct.pack("<H", packing)))


@pytest.mark.parametrize("flag", [0x01, 0x20, 0x40])
def test_encrypted_and_patched_members_are_refused(letter: Path, flag: int) -> None:
    content = bytearray(letter.read_bytes())
    content[6] = flag
    letter.write_bytes(content)
    with pytest.raises(RefusedError, match="expected a whole zip of letters"):
        read(changed(letter, FLAGS, bytes([flag])))


def test_a_name_of_bad_utf_8_is_refused(letter: Path) -> None:
    changed(letter, FLAGS, struct.pack("<H", 0x800))
    with pytest.raises(RefusedError, match="expected a whole zip of letters.*codec can't decode"):
        read(changed(letter, 46, b"\xff"))


def test_a_member_that_is_larger_than_it_says_is_unpacked_no_further(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "letters.zip", {"letter": bytes(100 << 20)})
    with pytest.raises(RefusedError, match="expected a whole zip of letters"):
        read(changed(path, SIZE, struct.pack("<I", 100)))


def test_a_member_that_is_smaller_than_it_says_is_refused(letter: Path) -> None:
    with pytest.raises(RefusedError, match="or not those it says"):
        read(changed(letter, SIZE, struct.pack("<I", 99)))


def test_a_zip_too_large_for_its_list_to_be_read_is_refused(letter: Path) -> None:
    with letter.open("r+b") as file:
        file.truncate(40 << 20)  # a sparse file takes no room
    with pytest.raises(RefusedError, match="larger than 33,554,432 bytes"):
        read(letter)


def test_members_that_lie_over_one_another_are_counted_before_they_are_unpacked(
    tmp_path: Path,
) -> None:
    path = a_zip(tmp_path / "letters.zip", {"letter": bytes(1 << 20)})
    content = path.read_bytes()
    begin, end = content.index(b"PK\1\2"), content.index(b"PK\5\6")
    members = content[begin:end] * 300
    tail = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 300, 300, len(members), begin, 0)
    path.write_bytes(content[:begin] + members + tail)
    with pytest.raises(RefusedError, match="its members take more than 268,435,456 bytes"):
        read(path)


def test_a_missing_file_and_a_missing_member_are_named(letter: Path, tmp_path: Path) -> None:
    with pytest.raises(
        RefusedError, match=r"none.zip: expected a zip of letters, but it cannot be"
    ):
        read(tmp_path / "none.zip")
    with pytest.raises(RefusedError, match="no item named 'picture'"):  # noqa: SIM117
        with open_zip(letter, "zip of letters", RefusedError) as archive:
            read_member(archive, "picture", 1000)


def picture(form: str) -> bytes:
    file = io.BytesIO()
    noise = np.random.default_rng(1).integers(0, 256, (20, 20, 3), dtype=np.uint8)
    Image.fromarray(noise).save(file, form)
    return file.getvalue()


LIST = b'file,string,boxes_digit_x_y_w_h\na.png,6,"6,2,3,9,9"\n'


@pytest.mark.parametrize(
    ("reader", "members"),
    [
        (read_swiss_numbers, {"0001_A/3/a.png": picture("PNG")}),
        (read_orand, {"labels.csv": LIST, "a.png": picture("PNG")}),
        (read_orand, {"labels.csv": LIST, "a.png": picture("JPEG")}),
    ],
)
def test_no_damage_brings_anything_but_a_line(
    tmp_path: Path, reader: Callable[[Path], object], members: dict[str, bytes]
) -> None:
    rng = np.random.default_rng(3)
    whole = a_zip(tmp_path / "a.zip", members, zipfile.ZIP_STORED).read_bytes()
    for _ in range(400):
        damaged = bytearray(whole)
        for _ in range(rng.integers(1, 4)):
            damaged[rng.integers(len(damaged))] ^= int(rng.integers(1, 256))
        (tmp_path / "a.zip").write_bytes(damaged)
        with suppress(DigitRecognizerError):
            list(reader(tmp_path / "a.zip"))  # type: ignore[call-overload]


def test_damaged_pictures_of_amounts_bring_a_line(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    for form in ("PNG", "JPEG") * 200:
        damaged = bytearray(picture(form))
        for _ in range(rng.integers(1, 4)):
            damaged[rng.integers(len(damaged))] ^= int(rng.integers(1, 256))
        path = a_zip(tmp_path / "a.zip", {"labels.csv": LIST, "a.png": bytes(damaged)})
        with suppress(DigitRecognizerError):
            list(read_orand(path))
