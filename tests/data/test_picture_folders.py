"""Folders of pictures: what is read, and what is said of the rest."""

import os
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from digit_recognizer.data.picture_folders import (
    PictureFolderError,
    picture_digits,
    unread_in_words,
)
from digit_recognizer.data.pictures_below import Unread


def a_one(path: Path) -> None:
    picture = Image.new("L", (60, 60), 255)
    ImageDraw.Draw(picture).line((30, 10, 30, 50), 0, 5)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path)


def test_pictures_are_sorted_by_digit_with_or_without_writers(tmp_path: Path) -> None:
    a_one(tmp_path / "ada" / "1" / "9-x.png")
    a_one(tmp_path / "bea" / "7" / "y.png")
    a_one(tmp_path / "4" / "z.PNG")
    (tmp_path / "readme.txt").touch()
    digits, unread = picture_digits(tmp_path)
    told = sorted(zip(digits.writers.tolist(), digits.labels.tolist(), strict=True))
    assert told == [("", 4), ("ada", 1), ("bea", 7)]
    assert not unread
    assert digits.images[:, 14, 14].min() > 200


@pytest.mark.parametrize("name", ["3.png", "3-first.png", "3 a.png", "3_12.png"])
def test_a_name_may_begin_with_the_digit(tmp_path: Path, name: str) -> None:
    a_one(tmp_path / name)
    assert picture_digits(tmp_path)[0].labels.tolist() == [3]


@pytest.mark.parametrize("name", ["first.png", "12.png", "0001.png"])
def test_a_picture_without_a_digit_is_named(tmp_path: Path, name: str) -> None:
    a_one(tmp_path / name)
    with pytest.raises(PictureFolderError, match=rf"{name}: expected its digit .* as in 7/{name}"):
        picture_digits(tmp_path)


def test_what_cannot_be_read_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    a_one(tmp_path / "1.png")
    a_one(tmp_path / "whose.png")
    (tmp_path / "3.png").write_bytes(b"no picture")
    (tmp_path / "4.png").symlink_to(tmp_path / "nowhere.png")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "5.png")
    digits, unread = picture_digits(tmp_path)
    assert digits.labels.tolist() == [1]
    assert [each.path.name for each in unread if each.path.name != "5.png"] == [
        "3.png",
        "4.png",
        "whose.png",
    ]
    assert all(str(each.path) in each.reason for each in unread)


def test_a_folder_of_which_nothing_can_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "3.png").write_bytes(b"no picture")
    with pytest.raises(PictureFolderError, match=r"none of 1 pictures.*the first: .*3\.png"):
        picture_digits(tmp_path)


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PictureFolderError, match="got none; name another folder"):
        picture_digits(tmp_path)


@pytest.mark.parametrize(
    ("pictures", "folders", "words"),
    [
        (2, 0, "2 of 9 pictures could not be read"),
        (0, 1, "1 folder could not be read"),
        (3, 2, "3 of 10 pictures and 2 folders could not be read"),
    ],
)
def test_the_unread_are_counted(pictures: int, folders: int, words: str) -> None:
    unread = [Unread(Path("7.png"), "damaged")] * pictures
    unread += [Unread(Path("locked"), "locked", is_folder=True)] * folders
    assert unread_in_words(unread, 7) == words
