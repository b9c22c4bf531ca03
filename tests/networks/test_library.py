"""The library: networks that are kept under a name come back whole; nothing is ever overwritten."""

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

from digit_recognizer.lenet.architectures import architecture
from digit_recognizer.networks.checkpoint import Checkpoint, Network, find_checkpoint
from digit_recognizer.networks.library import DELETED_STAYS, NetworkLibrary, NetworkLibraryError
from digit_recognizer.networks.network_tensors import CheckpointError
from digit_recognizer.networks.shipped import shipped_networks
from digit_recognizer.networks.stored import ENVIRONMENT_VARIABLE, networks_folder
from digit_recognizer.training.recipes import recipe


@pytest.fixture
def library(tmp_path: Path) -> NetworkLibrary:
    return NetworkLibrary(tmp_path / "networks")


def checkpoint(seed: int = 1) -> Checkpoint:
    built = architecture("lenet5")
    generator = np.random.default_rng(seed)
    parameters = generator.normal(size=built.size).astype(np.float32)
    return Checkpoint(Network(built, parameters), recipe("classic").to_values())


def test_an_empty_shelf_has_the_shipped_networks(library: NetworkLibrary) -> None:
    assert library.names() == shipped_networks()
    assert library.stored() == ()
    assert library.load("lenet5").network.architecture.name == "lenet5"


def test_what_is_kept_comes_back(library: NetworkLibrary) -> None:
    kept = checkpoint()
    library.save("my first (3 epochs)", kept)
    assert library.names()[-1] == "my first (3 epochs)"
    loaded = library.load("my first (3 epochs)")
    np.testing.assert_array_equal(loaded.network.parameters, kept.network.parameters)


def test_a_kept_network_can_be_renamed_and_deleted(library: NetworkLibrary) -> None:
    library.save("one", checkpoint())
    library.rename("one", "One")
    assert library.stored() == ("One",)
    library.delete("One")
    assert library.stored() == ()


@pytest.mark.parametrize("name", ["lenet5", "mine", "MINE", "LeNet5"])
def test_a_name_that_is_taken_is_not_given_twice(library: NetworkLibrary, name: str) -> None:
    first = checkpoint(1)
    library.save("mine", first)
    library.save("other", checkpoint(2))
    with pytest.raises(NetworkLibraryError, match="already"):
        library.save(name, checkpoint(3))
    with pytest.raises(NetworkLibraryError, match="already"):
        library.rename("other", name)
    np.testing.assert_array_equal(library.load("mine").network.parameters, first.network.parameters)


@pytest.mark.parametrize(
    "name", ["", " ", ".hidden", "a/b", "..", "a\\b", "a\nb", "x" * 61, "con", "NUL.txt", "ends "]
)
def test_a_name_that_is_no_file_name_everywhere_is_refused(
    library: NetworkLibrary, name: str
) -> None:
    with pytest.raises(NetworkLibraryError, match="cannot be called"):
        library.save(name, checkpoint())
    assert not library.folder.exists()


@given(st.text(max_size=70))
def test_no_name_leaves_the_folder(name: str) -> None:
    library = NetworkLibrary(Path("folder-that-is-not-there"))
    try:
        file = library._free(name)
    except NetworkLibraryError:
        return
    assert file.parent == library.folder
    assert file.name == f"{name}.safetensors"


@pytest.mark.parametrize("name", ["lenet5", "unknown", "../unknown"])
def test_only_kept_networks_are_renamed_or_deleted(library: NetworkLibrary, name: str) -> None:
    with pytest.raises(NetworkLibraryError):
        library.delete(name)
    with pytest.raises(NetworkLibraryError):
        library.rename(name, "new")


def test_a_folder_that_takes_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NetworkLibraryError, match="cannot be stored"):
        NetworkLibrary(tmp_path / "file").save("mine", checkpoint())


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert networks_folder().is_relative_to(tmp_path / "home" / "data")
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path / "elsewhere"))
    assert networks_folder() == tmp_path / "elsewhere"


def test_commands_find_kept_networks_by_name() -> None:
    kept = checkpoint()
    NetworkLibrary().save("mine", kept)
    found = find_checkpoint("mine")
    np.testing.assert_array_equal(found.network.parameters, kept.network.parameters)
    with pytest.raises(CheckpointError, match=r"'yours'; give one of lenet5.*, mine, or"):
        find_checkpoint("yours")


def test_a_free_name_is_the_wanted_one_with_a_number_if_need_be(library: NetworkLibrary) -> None:
    assert library.free_name("mine") == "mine"
    library.save("Mine", checkpoint())
    assert library.free_name("mine") == "mine 2"
    library.save("mine 2", checkpoint())
    assert library.free_name("mine") == "mine 3"
    assert library.free_name("lenet5") == "lenet5 2"


def parameters(library: NetworkLibrary, name: str) -> np.ndarray:
    return library.load(name).network.parameters


def test_a_deleted_network_can_be_brought_back(library: NetworkLibrary) -> None:
    first = checkpoint(1)
    library.save("mine", first)
    deleted = library.delete("mine")
    assert library.stored() == ()
    assert [file.name for file in library.folder.iterdir()] == ["mine.safetensors.deleted"]
    assert library.bring_back(deleted) == "mine"
    np.testing.assert_array_equal(parameters(library, "mine"), first.network.parameters)
    assert [file.name for file in library.folder.iterdir()] == ["mine.safetensors"]


def test_a_network_that_comes_back_overwrites_none(library: NetworkLibrary) -> None:
    networks = [checkpoint(seed) for seed in (1, 2, 3)]
    library.save("mine", networks[0])
    first = library.delete("mine")
    library.save("mine", networks[1])
    second = library.delete("mine")
    library.save("mine", networks[2])
    assert [library.bring_back(second), library.bring_back(first)] == ["mine 2", "mine 3"]
    for name, expected in zip(("mine 3", "mine 2", "mine"), networks, strict=True):
        np.testing.assert_array_equal(parameters(library, name), expected.network.parameters)


def test_a_deleted_network_whose_file_is_gone_is_explained(library: NetworkLibrary) -> None:
    library.save("mine", checkpoint())
    deleted = library.delete("mine")
    deleted.file.unlink()
    with pytest.raises(
        NetworkLibraryError, match=r"cannot be brought back: .*safetensors\.deleted"
    ):
        library.bring_back(deleted)
    assert library.stored() == ()


def test_a_name_that_another_program_takes_meanwhile_is_not_overwritten(
    library: NetworkLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = checkpoint(1)
    library.save("mine", first)
    library.save("other", checkpoint(2))
    monkeypatch.setattr(NetworkLibrary, "names", lambda self: shipped_networks())
    with pytest.raises(NetworkLibraryError, match="already"):
        library.save("mine", checkpoint(3))
    with pytest.raises(NetworkLibraryError, match="already"):
        library.rename("other", "mine")
    assert library.stored() == ("mine", "other")
    np.testing.assert_array_equal(parameters(library, "mine"), first.network.parameters)


def test_deleted_networks_are_removed_a_day_later(library: NetworkLibrary) -> None:
    library.save("mine", checkpoint())
    file = library.delete("mine").file
    library.clear_deleted()
    assert file.exists()
    yesterday = time.time() - DELETED_STAYS - 1
    os.utime(file, (yesterday, yesterday))
    library.clear_deleted()
    assert not file.exists()


DELETING = """
import sys
from pathlib import Path
from digit_recognizer.networks.library import NetworkLibrary
deleted = NetworkLibrary(Path(sys.argv[1])).delete("mine")
print(deleted.file, flush=True)
sys.stdin.readline()
"""


def test_what_another_program_can_still_bring_back_stays(library: NetworkLibrary) -> None:
    library.save("mine", checkpoint())
    with subprocess.Popen(
        [sys.executable, "-c", DELETING, str(library.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        file = Path(other.stdout.readline().strip())
        last_week = time.time() - 7 * DELETED_STAYS
        os.utime(file, (last_week, last_week))
        library.clear_deleted()
        assert file.exists()
        other.kill()
    library.clear_deleted()
    assert not file.exists()


def test_networks_that_are_stored_at_once_have_each_a_name_of_their_own(
    library: NetworkLibrary,
) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = list(
            pool.map(
                lambda seed: NetworkLibrary(library.folder).save_as_new(
                    "classic", checkpoint(seed)
                ),
                range(8),
            )
        )
    assert len(set(names)) == 8
    for seed, name in enumerate(names):
        np.testing.assert_array_equal(
            library.load(name).network.parameters, checkpoint(seed).network.parameters
        )


@pytest.mark.parametrize(
    ("wanted", "name"),
    [("classic", "classic"), ("lenet5", "lenet5 2"), ("../up", "network"), ("", "network"),
     ("a" * 99, "a" * 50), ("nul", "network")],
)  # fmt: skip
def test_a_network_gets_a_possible_name_like_the_wanted_one(
    library: NetworkLibrary, wanted: str, name: str
) -> None:
    assert library.save_as_new(wanted, checkpoint()) == name
    assert library.stored() == (name,)


def test_a_stored_network_is_known_by_its_bytes(library: NetworkLibrary) -> None:
    assert library.name_of(checkpoint()) is None
    library.save("one", checkpoint(1))
    library.save("two", checkpoint(2))
    assert library.name_of(library.load("two")) == "two"
    assert library.name_of(checkpoint(3)) is None


def test_what_kills_left_half_written_is_cleared(library: NetworkLibrary) -> None:
    library.folder.mkdir()
    (library.folder / ".classic.safetensors.0123456789ab.partial").write_bytes(b"half of it")
    library.save_as_new("classic", checkpoint())
    assert [file.name for file in library.folder.iterdir()] == ["classic.safetensors"]
