"""Profiles on the disk: whole, by name, and gone when they are erased."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.hands.fit import Change, Fit
from digit_recognizer.hands.last_layers import HandError
from digit_recognizer.hands.library import HandLibrary, find_profile, hands_folder
from digit_recognizer.hands.profile import Profile
from digit_recognizer.hands.profile_file import load_profile, packed_profile
from digit_recognizer.networks.tensor_file import packed_tensors, unpacked_tensors
from tests.hands.conftest import odd_seven


@pytest.fixture
def library(tmp_path: Path) -> HandLibrary:
    return HandLibrary(tmp_path / "hands")


def file_of(library: HandLibrary, name: str) -> Path:
    return library.folder / f"{name}.safetensors"


def test_what_is_stored_comes_back(library: HandLibrary, sevens: Profile) -> None:
    weights = np.arange(5, dtype=np.float32)
    fit = Fit("refined", Change(8, 8, 1), Change(15_000, 90, 92), 0.0, weights, far=90.0)
    stored = replace(sevens, network="ab12", fit=fit)
    library.save(stored)
    found = library.load("Ann")
    assert library.names() == ("Ann",)
    assert packed_profile(found) == packed_profile(stored)
    assert found.fit is not None
    assert (found.fit.own, found.fit.others) == (fit.own, fit.others)
    assert found.fit.far == 90.0
    assert [each.label for each in found.digits] == [7] * 8
    np.testing.assert_array_equal(found.images, sevens.images)


def test_an_empty_profile_is_stored_too(library: HandLibrary) -> None:
    library.save(Profile("Ben"))
    assert library.load("Ben").digits == ()


def test_profiles_lie_where_the_system_stores_data_or_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert hands_folder().parts[-2:] == ("digit-recognizer", "hands")
    monkeypatch.setenv("DIGIT_RECOGNIZER_HANDS", str(tmp_path))
    assert HandLibrary().folder == tmp_path


def test_what_is_erased_is_gone_from_the_disk(library: HandLibrary, sevens: Profile) -> None:
    library.save(sevens)
    library.save(sevens.forget(2))
    erased = sevens.digits[2].image.tobytes()
    remaining = sevens.digits[1].image.tobytes()
    on_disk = [path.read_bytes() for path in library.folder.rglob("*") if path.is_file()]
    assert any(remaining in content for content in on_disk)
    assert not any(erased in content for content in on_disk)
    library.delete("Ann")
    assert list(library.folder.iterdir()) == []


def test_a_profile_can_be_renamed_but_not_over_another(
    library: HandLibrary, sevens: Profile
) -> None:
    library.save(sevens)
    library.save(replace(sevens, name="Ben"))
    library.rename("Ann", "Anna")
    assert library.names() == ("Anna", "Ben")
    with pytest.raises(HandError, match="'Ben' already"):
        library.rename("Anna", "Ben")


@pytest.mark.parametrize("name", ["", "../Ann", "con", "a" * 61])
def test_names_that_no_file_can_have_are_refused(library: HandLibrary, name: str) -> None:
    with pytest.raises(HandError, match="cannot be called"):
        library.save(Profile(name))


def test_who_was_never_learned_is_not_there(library: HandLibrary) -> None:
    with pytest.raises(HandError, match=r"'Ann': expected one of those .* \(none\); learn it"):
        library.load("Ann")


@given(share=st.floats(0, 0.999), flip=st.booleans())
def test_a_damaged_file_is_set_aside_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, share: float, flip: bool
) -> None:
    library = HandLibrary(tmp_path_factory.mktemp("hands"))
    content = bytearray(packed_profile(Profile("Ann").learn_input(odd_seven(), 7)))
    place = int(share * min(len(content), 300))
    damaged = content[:place] + (bytes([content[place] ^ 0x15]) if flip else b"")
    file_of(library, "Ann").write_bytes(damaged)
    with pytest.raises(HandError, match=r"set aside as Ann.safetensors.unreadable") as raised:
        library.load("Ann")
    assert "\n" not in str(raised.value)
    assert library.names() == ()
    assert (library.folder / "Ann.safetensors.unreadable").read_bytes() == damaged


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("format", "2", "expected format 1, got '2'"),
        ("ink_version", "1", "version '1' of the pipeline"),
        ("origins", "[]", "differ in number"),
        ("fit", json.dumps({"level": "best", "own": None, "others": {}, "width": 1}), "no such"),
    ],
)
def test_a_file_of_another_version_is_set_aside_too(
    library: HandLibrary, sevens: Profile, key: str, value: str, words: str
) -> None:
    library.save(sevens)
    tensors, metadata = unpacked_tensors(packed_profile(sevens))
    file_of(library, "Ann").write_bytes(packed_tensors(tensors, metadata | {key: value}))
    with pytest.raises(HandError, match=words):
        library.load("Ann")
    assert library.names() == ()


def test_an_exported_file_is_a_profile_as_well_and_stays_where_it_is(
    tmp_path: Path, sevens: Profile
) -> None:
    file = tmp_path / "Ann.safetensors"
    file.write_bytes(packed_profile(sevens))
    assert find_profile(str(file)).name == "Ann"
    file.write_bytes(b"nothing")
    with pytest.raises(HandError, match="damaged"):
        find_profile(file)
    assert file.exists()
    with pytest.raises(HandError, match="cannot be read"):
        find_profile(tmp_path / "Ben.safetensors")
    with pytest.raises(OSError, match="No such file"):
        load_profile(tmp_path / "Ben.safetensors")
