"""The shelf: networks that are kept under a name come back whole; nothing is ever overwritten."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.lenet5 import architecture
from digit_recognizer.nn.network import Network
from digit_recognizer.training.checkpoint import (
    Checkpoint,
    CheckpointError,
    find_checkpoint,
    shipped_networks,
)
from digit_recognizer.training.kept import ENVIRONMENT_VARIABLE, kept_folder
from digit_recognizer.training.recipes import recipe
from digit_recognizer.training.shelf import DELETED_STAYS, Shelf, ShelfError


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "networks")


def checkpoint(seed: int = 1) -> Checkpoint:
    built = architecture("lenet5")
    generator = np.random.default_rng(seed)
    parameters = generator.normal(size=built.size).astype(np.float32)
    return Checkpoint(Network(built, parameters), recipe("classic"))


def test_an_empty_shelf_has_the_shipped_networks(shelf: Shelf) -> None:
    assert shelf.names() == shipped_networks()
    assert shelf.kept() == ()
    assert shelf.load("lenet5").network.architecture.name == "lenet5"


def test_what_is_kept_comes_back(shelf: Shelf) -> None:
    kept = checkpoint()
    shelf.keep("my first (3 epochs)", kept)
    assert shelf.names()[-1] == "my first (3 epochs)"
    loaded = shelf.load("my first (3 epochs)")
    np.testing.assert_array_equal(loaded.network.parameters, kept.network.parameters)


def test_a_kept_network_can_be_renamed_and_deleted(shelf: Shelf) -> None:
    shelf.keep("one", checkpoint())
    shelf.rename("one", "One")
    assert shelf.kept() == ("One",)
    shelf.delete("One")
    assert shelf.kept() == ()


@pytest.mark.parametrize("name", ["lenet5", "mine", "MINE", "LeNet5"])
def test_a_name_that_is_taken_is_not_given_twice(shelf: Shelf, name: str) -> None:
    first = checkpoint(1)
    shelf.keep("mine", first)
    shelf.keep("other", checkpoint(2))
    with pytest.raises(ShelfError, match="already"):
        shelf.keep(name, checkpoint(3))
    with pytest.raises(ShelfError, match="already"):
        shelf.rename("other", name)
    np.testing.assert_array_equal(shelf.load("mine").network.parameters, first.network.parameters)


@pytest.mark.parametrize(
    "name", ["", " ", ".hidden", "a/b", "..", "a\\b", "a\nb", "x" * 61, "con", "NUL.txt", "ends "]
)
def test_a_name_that_is_no_file_name_everywhere_is_refused(shelf: Shelf, name: str) -> None:
    with pytest.raises(ShelfError, match="cannot be called"):
        shelf.keep(name, checkpoint())
    assert not shelf.folder.exists()


@given(st.text(max_size=70))
def test_no_name_leaves_the_folder(name: str) -> None:
    shelf = Shelf(Path("folder-that-is-not-there"))
    try:
        file = shelf._free(name)
    except ShelfError:
        return
    assert file.parent == shelf.folder
    assert file.name == f"{name}.safetensors"


@pytest.mark.parametrize("name", ["lenet5", "unknown", "../unknown"])
def test_only_kept_networks_are_renamed_or_deleted(shelf: Shelf, name: str) -> None:
    with pytest.raises(ShelfError):
        shelf.delete(name)
    with pytest.raises(ShelfError):
        shelf.rename(name, "new")


def test_a_folder_that_takes_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ShelfError, match="cannot be kept"):
        Shelf(tmp_path / "file").keep("mine", checkpoint())


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept_folder().is_relative_to(tmp_path / "home" / "data")
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path / "elsewhere"))
    assert kept_folder() == tmp_path / "elsewhere"


def test_commands_find_kept_networks_by_name() -> None:
    kept = checkpoint()
    Shelf().keep("mine", kept)
    found = find_checkpoint("mine")
    np.testing.assert_array_equal(found.network.parameters, kept.network.parameters)
    with pytest.raises(CheckpointError, match=r"'yours': expected one of lenet5.*, mine, or"):
        find_checkpoint("yours")


def test_a_free_name_is_the_wanted_one_with_a_number_if_need_be(shelf: Shelf) -> None:
    assert shelf.free_name("mine") == "mine"
    shelf.keep("Mine", checkpoint())
    assert shelf.free_name("mine") == "mine 2"
    shelf.keep("mine 2", checkpoint())
    assert shelf.free_name("mine") == "mine 3"
    assert shelf.free_name("lenet5") == "lenet5 2"


def parameters(shelf: Shelf, name: str) -> np.ndarray:
    return shelf.load(name).network.parameters


def test_a_deleted_network_can_be_brought_back(shelf: Shelf) -> None:
    first = checkpoint(1)
    shelf.keep("mine", first)
    deleted = shelf.delete("mine")
    assert shelf.kept() == ()
    assert [file.name for file in shelf.folder.iterdir()] == ["mine.safetensors.deleted"]
    assert shelf.bring_back(deleted) == "mine"
    np.testing.assert_array_equal(parameters(shelf, "mine"), first.network.parameters)
    assert [file.name for file in shelf.folder.iterdir()] == ["mine.safetensors"]


def test_a_network_that_comes_back_overwrites_none(shelf: Shelf) -> None:
    networks = [checkpoint(seed) for seed in (1, 2, 3)]
    shelf.keep("mine", networks[0])
    first = shelf.delete("mine")
    shelf.keep("mine", networks[1])
    second = shelf.delete("mine")
    shelf.keep("mine", networks[2])
    assert [shelf.bring_back(second), shelf.bring_back(first)] == ["mine 2", "mine 3"]
    for name, expected in zip(("mine 3", "mine 2", "mine"), networks, strict=True):
        np.testing.assert_array_equal(parameters(shelf, name), expected.network.parameters)


def test_a_deleted_network_whose_file_is_gone_is_explained(shelf: Shelf) -> None:
    shelf.keep("mine", checkpoint())
    deleted = shelf.delete("mine")
    deleted.file.unlink()
    with pytest.raises(ShelfError, match=r"cannot be brought back: .*safetensors\.deleted"):
        shelf.bring_back(deleted)
    assert shelf.kept() == ()


def test_a_name_that_another_program_takes_meanwhile_is_not_overwritten(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = checkpoint(1)
    shelf.keep("mine", first)
    shelf.keep("other", checkpoint(2))
    monkeypatch.setattr(Shelf, "names", lambda self: shipped_networks())
    with pytest.raises(ShelfError, match="already"):
        shelf.keep("mine", checkpoint(3))
    with pytest.raises(ShelfError, match="already"):
        shelf.rename("other", "mine")
    assert shelf.kept() == ("mine", "other")
    np.testing.assert_array_equal(parameters(shelf, "mine"), first.network.parameters)


def test_deleted_networks_are_removed_a_day_later(shelf: Shelf) -> None:
    shelf.keep("mine", checkpoint())
    file = shelf.delete("mine").file
    shelf.clear_deleted()
    assert file.exists()
    yesterday = time.time() - DELETED_STAYS - 1
    os.utime(file, (yesterday, yesterday))
    shelf.clear_deleted()
    assert not file.exists()


DELETING = """
import sys
from pathlib import Path
from digit_recognizer.training.shelf import Shelf
deleted = Shelf(Path(sys.argv[1])).delete("mine")
print(deleted.file, flush=True)
sys.stdin.readline()
"""


def test_what_another_program_can_still_bring_back_stays(shelf: Shelf) -> None:
    shelf.keep("mine", checkpoint())
    with subprocess.Popen(
        [sys.executable, "-c", DELETING, str(shelf.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        file = Path(other.stdout.readline().strip())
        last_week = time.time() - 7 * DELETED_STAYS
        os.utime(file, (last_week, last_week))
        shelf.clear_deleted()
        assert file.exists()
        other.kill()
    shelf.clear_deleted()
    assert not file.exists()


def test_networks_that_are_stored_at_once_have_each_a_name_of_their_own(shelf: Shelf) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = list(
            pool.map(
                lambda seed: Shelf(shelf.folder).keep_as_new("classic", checkpoint(seed)), range(8)
            )
        )
    assert len(set(names)) == 8
    for seed, name in enumerate(names):
        np.testing.assert_array_equal(
            shelf.load(name).network.parameters, checkpoint(seed).network.parameters
        )


@pytest.mark.parametrize(
    ("wanted", "name"),
    [("classic", "classic"), ("lenet5", "lenet5 2"), ("../up", "network"), ("", "network"),
     ("a" * 99, "a" * 50), ("nul", "network")],
)  # fmt: skip
def test_a_network_gets_a_possible_name_like_the_wanted_one(
    shelf: Shelf, wanted: str, name: str
) -> None:
    assert shelf.keep_as_new(wanted, checkpoint()) == name
    assert shelf.kept() == (name,)


def test_what_kills_left_half_written_is_cleared(shelf: Shelf) -> None:
    shelf.folder.mkdir()
    (shelf.folder / ".classic.safetensors.0123456789ab.partial").write_bytes(b"half of it")
    shelf.keep_as_new("classic", checkpoint())
    assert [file.name for file in shelf.folder.iterdir()] == ["classic.safetensors"]
