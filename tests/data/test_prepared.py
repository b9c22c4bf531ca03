from collections.abc import Iterator

import numpy as np
import pytest

from digit_recognizer.data.locations import cache_folder
from digit_recognizer.data.prepared import Prepared, kept, seen


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
        digits = kept("notes", "ab12", "scans", work)
        assert digits.labels.tolist() == [3, 4]
        assert digits.images[:, 0, 0].tolist() == [3, 4]
        assert digits.writers.tolist() == ["writer 3", "writer 4"]
    assert work.times == 1


def test_other_data_or_another_way_is_other_work() -> None:
    work = Work()
    for source, how in (("ab12", "scans"), ("ab13", "scans"), ("ab12", "strokes")):
        kept("notes", source, how, work)
    assert work.times == 3


def test_the_work_can_be_followed_and_ended() -> None:
    counts: list[int] = []
    kept("notes", "ab12", "scans", Work(), counts.append)
    kept("notes", "ab12", "scans", Work(), counts.append)
    assert counts == [1, 2]

    def end(count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept("other notes", "ab12", "scans", Work(), end)
    assert kept("other notes", "ab12", "scans", Work()).labels.tolist() == [3, 4]


@pytest.mark.parametrize("content", [b"", b"PK\3\4 and then nothing", b"something else"])
def test_a_damaged_file_in_the_cache_is_made_anew(content: bytes) -> None:
    work = Work()
    kept("notes", "ab12", "scans", work)
    (file,) = (cache_folder().parent / "prepared").iterdir()
    file.write_bytes(content)
    assert kept("notes", "ab12", "scans", work).labels.tolist() == [3, 4]
    assert work.times == 2


def test_without_room_in_the_cache_the_digits_are_given_all_the_same() -> None:
    cache_folder().parent.mkdir(parents=True)
    (cache_folder().parent / "prepared").touch()
    assert kept("notes", "ab12", "scans", Work()).labels.tolist() == [3, 4]


def test_no_ink_is_seen_as_black() -> None:
    assert not seen(None).any()


GOOD = {
    "images": np.zeros((2, 28, 28), np.uint8),
    "labels": np.array([3, 4], np.uint8),
    "writers": np.array(["a", "b"]),
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"images": np.zeros((2, 28, 27), np.uint8)},
        {"images": np.zeros((2, 28, 28), np.float32)},
        {"images": np.zeros((3, 28, 28), np.uint8)},
        {"labels": np.array([3, 10], np.uint8)},
        {"labels": np.array(3, np.uint8)},
        {"writers": np.array([1, 2])},
        {"writers": np.array(["a", "b", "c"])},
        {
            "images": GOOD["images"][:0],
            "labels": GOOD["labels"][:0],
            "writers": GOOD["writers"][:0],
        },
    ],
)
def test_other_arrays_in_the_cache_are_made_anew(wrong: dict[str, np.ndarray]) -> None:
    work = Work()
    kept("notes", "ab12", "scans", work)
    (file,) = (cache_folder().parent / "prepared").iterdir()
    arrays = {**GOOD, **wrong}
    np.savez(file, images=arrays["images"], labels=arrays["labels"], writers=arrays["writers"])
    assert kept("notes", "ab12", "scans", work).labels.tolist() == [3, 4]
    assert work.times == 2


def test_no_damage_in_the_cache_is_more_than_work() -> None:
    work = Work()
    kept("notes", "ab12", "scans", work)
    (file,) = (cache_folder().parent / "prepared").iterdir()
    whole = file.read_bytes()
    rng = np.random.default_rng(6)
    for _ in range(200):
        damaged = bytearray(whole)
        damaged[rng.integers(len(damaged))] ^= int(rng.integers(1, 256))
        file.write_bytes(damaged)
        assert kept("notes", "ab12", "scans", work).labels.tolist() == [3, 4]
