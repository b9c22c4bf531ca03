import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save

from digit_recognizer.data import prepared
from digit_recognizer.data.locations import cache_folder
from digit_recognizer.data.prepared import Prepared, cached, network_input
from digit_recognizer.ink import INK_VERSION


class Work:
    """Prepares two digits, and counts how often it is asked to."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Iterator[Prepared]:
        self.times += 1
        for label in (3, 4):
            yield np.full((28, 28), label, np.uint8), label, f"writer {label}"


def test_work_is_done_once() -> None:
    work = Work()
    for _ in range(2):
        digits = cached("notes", work)
        assert digits.labels.tolist() == [3, 4]
        assert digits.images[:, 0, 0].tolist() == [3, 4]
        assert digits.writers.tolist() == ["writer 3", "writer 4"]
    assert work.times == 1


def test_other_data_or_another_way_is_other_work() -> None:
    work = Work()
    for source, how in (("ab12", "scans"), ("ab13", "scans"), ("ab12", "strokes")):
        cached("notes", work, source=source, how=how)
    assert work.times == 3


def test_the_work_can_be_followed_and_ended() -> None:
    counts: list[int] = []
    cached("notes", Work(), progress=counts.append)
    cached("notes", Work(), progress=counts.append)
    assert counts == [1, 2]

    def end(count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cached("other notes", Work(), progress=end)
    assert cached("other notes", Work()).labels.tolist() == [3, 4]


@pytest.mark.parametrize("content", [b"", b"\x1f\x8b and then nothing", b"something else"])
def test_a_damaged_file_in_the_cache_is_made_anew(content: bytes) -> None:
    work = Work()
    cached("notes", work)
    stored_file().write_bytes(content)
    assert cached("notes", work).labels.tolist() == [3, 4]
    assert work.times == 2


def test_without_room_in_the_cache_the_digits_are_given_all_the_same() -> None:
    cache_folder().parent.mkdir(parents=True)
    (cache_folder().parent / "prepared").touch()
    assert cached("notes", Work()).labels.tolist() == [3, 4]


def test_without_ink_the_input_is_black() -> None:
    assert not network_input(None).any()


def stored_file() -> Path:
    (file,) = (cache_folder().parent / "prepared").iterdir()
    return file


@pytest.mark.parametrize(
    "versions", [(1,), (3,), (), (2, 1), (1, 2)], ids=lambda versions: f"{versions}"
)
def test_what_other_versions_made_is_made_anew_and_replaced(versions: tuple[int, ...]) -> None:
    work = Work()
    cached("notes", work, versions=versions)
    for _ in range(2):
        assert cached("notes", work, versions=(2,)).labels.tolist() == [3, 4]
    assert work.times == 2
    assert stored_file().is_file()


def test_another_version_of_the_pipeline_makes_it_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work()
    cached("notes", work)
    monkeypatch.setattr(prepared, "INK_VERSION", INK_VERSION + 1)
    cached("notes", work)
    assert work.times == 2


def test_what_earlier_releases_cached_is_left_alone() -> None:
    cached("notes", Work())
    earlier = stored_file().with_name("notes-0123456789abcdef.npz")
    earlier.write_bytes(b"of another release")
    assert cached("notes", Work()).labels.tolist() == [3, 4]
    assert earlier.read_bytes() == b"of another release"


ABOUT = {"versions": [INK_VERSION], "writers": ["a", "b"]}
GOOD = {"images": np.zeros((2, 28, 28), np.uint8), "labels": np.array([3, 4], np.uint8)}


@pytest.mark.parametrize(
    ("arrays", "about"),
    [
        ({"images": np.zeros((2, 28, 27), np.uint8)}, {}),
        ({"images": np.zeros((2, 28, 28), np.float32)}, {}),
        ({"images": np.zeros((3, 28, 28), np.uint8)}, {}),
        ({"labels": np.array([3, 10], np.uint8)}, {}),
        ({"labels": np.array(3, np.uint8)}, {}),
        ({name: array[:0] for name, array in GOOD.items()}, {"writers": []}),
        ({}, {"writers": [1, 2]}),
        ({}, {"writers": ["a", "b", "c"]}),
        ({}, {"writers": "ab"}),
        ({}, {"versions": [str(INK_VERSION)]}),
        ({}, {"versions": None}),
    ],
)
def test_other_arrays_in_the_cache_are_made_anew(
    arrays: dict[str, np.ndarray], about: dict[str, object]
) -> None:
    work = Work()
    cached("notes", work)
    text = np.frombuffer(json.dumps(ABOUT | about).encode(), np.uint8)
    stored_file().write_bytes(gzip.compress(save({**GOOD, **arrays, "about": text})))
    assert cached("notes", work).labels.tolist() == [3, 4]
    assert work.times == 2


def test_good_arrays_in_the_cache_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work()
    cached("notes", work)
    text = np.frombuffer(json.dumps(ABOUT).encode(), np.uint8)
    stored_file().write_bytes(gzip.compress(save({**GOOD, "about": text})))
    assert cached("notes", work).writers.tolist() == ["a", "b"]
    assert work.times == 1


def test_no_damage_in_the_cache_is_more_than_work() -> None:
    work = Work()
    cached("notes", work)
    file = stored_file()
    whole = file.read_bytes()
    rng = np.random.default_rng(6)
    for _ in range(200):
        damaged = bytearray(whole)
        damaged[rng.integers(len(damaged))] ^= int(rng.integers(1, 256))
        file.write_bytes(damaged)
        assert cached("notes", work).labels.tolist() == [3, 4]
