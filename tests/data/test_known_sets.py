"""All sets in one list, and the folders that they are looked for in."""

import shutil
from pathlib import Path

import pytest

from digit_recognizer.data.catalogue import CATALOGUE
from digit_recognizer.data.handwriting import HANDWRITING, SWISS_NUMBERS, find_handwriting
from digit_recognizer.data.known_sets import KNOWN_SETS, find_known_set
from digit_recognizer.data.locations import (
    add_folder,
    added_folders,
    cache_folder,
    search_folders,
)


@pytest.fixture(autouse=True)
def no_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIGIT_RECOGNIZER_DATA", raising=False)


def test_every_set_is_listed_once_with_what_people_ask() -> None:
    names = [known.name for known in KNOWN_SETS]
    known_names = {each.name for each in CATALOGUE} | {each.name for each in HANDWRITING}
    assert sorted(names) == sorted(known_names)
    for known in KNOWN_SETS:
        assert known.title
        assert known.description
        assert known.licence
        assert known.megabytes > 0


def test_an_added_folder_is_looked_in_before_the_cache_and_after_a_restart(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    add_folder(first)
    add_folder(second)
    add_folder(first)
    assert added_folders() == [first, second]
    assert search_folders(None) == [first, second, cache_folder()]
    assert search_folders(second) == [second]


def test_an_added_folder_that_is_gone_is_left_out_until_it_is_back(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    add_folder(stick)
    assert search_folders(None) == [cache_folder()]
    stick.mkdir()
    assert search_folders(None) == [stick, cache_folder()]


@pytest.mark.parametrize("content", ["", "{", "{}", "7", "[" * 100_000, '[7, "a\\u0000b", null]'])
def test_a_damaged_list_of_folders_is_an_empty_one(content: str, tmp_path: Path) -> None:
    add_folder(tmp_path)
    (stored,) = (tmp_path / "home" / "config").rglob("data-folders.json")
    stored.write_text(content)
    assert added_folders() == []
    add_folder(tmp_path)
    assert added_folders() == [tmp_path]


def test_a_set_is_found_in_an_added_folder_and_by_who_asks_for_its_file(tmp_path: Path) -> None:
    swiss = find_known_set("swiss")
    assert swiss.find() is None
    (tmp_path / "swiss-numbers").mkdir()
    (tmp_path / "swiss-numbers" / "swiss-numbers-1.zip").touch()
    add_folder(tmp_path)
    assert swiss.find() == tmp_path / "swiss-numbers"
    assert find_handwriting(SWISS_NUMBERS).parent == swiss.find()


def test_a_set_of_which_files_are_missing_is_not_here(shared_data: Path, tmp_path: Path) -> None:
    mnist = find_known_set("mnist")
    shutil.copytree(shared_data / "mnist", tmp_path / "mnist")
    assert mnist.find(tmp_path) == tmp_path / "mnist"
    next((tmp_path / "mnist").glob("t10k-labels*")).unlink()
    assert mnist.find(tmp_path) is None


def test_a_part_of_emnist_is_enough_to_measure_on(shared_data: Path) -> None:
    emnist = find_known_set("emnist-digits")
    assert emnist.find(shared_data) is None
    assert emnist.find_to_measure(shared_data) == shared_data / "emnist"
