"""Numbers put together from one writer's digits."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.data.composed_numbers import (
    compose_number,
    digits_of_writers,
    find_writers,
    read_writers,
)
from digit_recognizer.data.dataset import DatasetError, load_dataset

BAR = np.zeros((1, 28, 28), np.uint8)
BAR[0, 4:24, 10:14] = 255
WRITER = dict.fromkeys(range(10), BAR)


def columns_of(gap: int) -> np.ndarray:
    picture = compose_number(WRITER, "111", np.random.default_rng(0), (gap, gap)).picture
    return np.flatnonzero((picture > 0).any(axis=0))


def test_digits_stand_so_far_apart_as_asked() -> None:
    columns = columns_of(5)
    assert np.diff(columns).tolist() == [1, 1, 1, 6, 1, 1, 1, 6, 1, 1, 1]


def test_with_a_negative_gap_they_overlap() -> None:
    assert len(columns_of(-2)) == 3 * 4 - 2 * 2


def test_the_same_seed_draws_the_same_number() -> None:
    first, second = (compose_number(WRITER, "2024", np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first.picture, second.picture)


def test_every_pixel_of_ink_belongs_to_one_digit() -> None:
    number = compose_number(WRITER, "111", np.random.default_rng(0), (2, 2))
    np.testing.assert_array_equal(number.picture > 0, number.owners >= 0)
    owners = number.owners.max(axis=0)
    assert owners[owners >= 0].tolist() == [0] * 4 + [1] * 4 + [2] * 4


def test_only_writers_of_all_ten_digits_are_taken() -> None:
    images = np.repeat(BAR, 13, axis=0)
    labels = np.array([*range(10), 0, 1, 2], np.uint8)
    writers = np.array([5] * 10 + [6] * 3)
    (found,) = digits_of_writers(images, labels, writers)
    assert all(len(found[digit]) == 1 for digit in range(10))


def test_the_list_of_writers_is_in_the_order_of_the_images(tmp_path: Path) -> None:
    path = tmp_path / "writers.csv.gz"
    with gzip.open(path, "wt") as file:
        file.write("split,index,label,writer,hsf\ntest,1,7,30,4\ntrain,0,5,9,4\ntest,0,2,20,4\n")
    np.testing.assert_array_equal(read_writers(path, "test"), [20, 30])
    np.testing.assert_array_equal(read_writers(path, "train"), [9])


@pytest.mark.parametrize("content", [b"", b"split,index\n", gzip.compress(b"a,b\n1,2\n", mtime=0)])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "writers.csv.gz"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match="expected a gzipped CSV"):
        read_writers(path, "train")


def test_nobody_wrote_in_both_halves(shared_data: Path) -> None:
    path = find_writers(shared_data)
    halves = [read_writers(path, split) for split in ("train", "test")]
    assert [len(half) for half in halves] == [60_000, 10_000]
    assert not set(halves[0].tolist()) & set(halves[1].tolist())
    assert len(load_dataset("mnist", "test", shared_data)) == len(halves[1])
