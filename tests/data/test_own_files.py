import os
from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.data.catalogue import CatalogueError
from digit_recognizer.data.dataset import load_dataset
from digit_recognizer.data.idx import write_idx
from digit_recognizer.data.own_files import OwnFilesError, read_images_and_labels
from digit_recognizer.data.tables import write_table
from digit_recognizer.errors import DigitRecognizerError

RNG = np.random.default_rng(2)
IMAGES = RNG.integers(0, 256, (4, 28, 28), dtype=np.uint8)
LABELS = np.array([1, 2, 3, 4], np.uint8)


def write_pair(folder: Path, name: str, ending: str = "") -> Path:
    write_idx(folder / f"{name}-labels-idx1-ubyte{ending}", LABELS)
    write_idx(folder / f"{name}-images-idx3-ubyte{ending}", IMAGES)
    return folder / f"{name}-images-idx3-ubyte{ending}"


def test_a_csv_file(tmp_path: Path) -> None:
    write_table(tmp_path / "mine.csv", IMAGES, LABELS)
    dataset = load_dataset(str(tmp_path / "mine.csv"), "train")
    assert dataset.name == "mine.csv"
    np.testing.assert_array_equal(dataset.images, IMAGES)


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_an_idx_file_with_its_labels_beside_it(tmp_path: Path, ending: str) -> None:
    dataset = load_dataset(str(write_pair(tmp_path, "mine", ending)), "test")
    np.testing.assert_array_equal(dataset.images, IMAGES)
    np.testing.assert_array_equal(dataset.labels, LABELS)


def test_a_file_of_the_emnist_family_is_turned_upright(tmp_path: Path) -> None:
    dataset = load_dataset(str(write_pair(tmp_path, "emnist-mine")), "test")
    np.testing.assert_array_equal(dataset.images, IMAGES.transpose(0, 2, 1))


@pytest.mark.parametrize("train", ["train.csv", "mnist_train.csv.gz"])
def test_a_folder_with_a_file_for_each_half(tmp_path: Path, train: str) -> None:
    write_table(tmp_path / train, IMAGES[:3], LABELS[:3])
    write_pair(tmp_path, "t10k")
    assert len(load_dataset(str(tmp_path), "train")) == 3
    assert len(load_dataset(str(tmp_path), "test")) == 4


def test_a_folder_that_leaves_a_choice_is_refused(tmp_path: Path) -> None:
    for name in ("train-a.csv", "train-b.csv"):
        write_table(tmp_path / name, IMAGES, LABELS)
    with pytest.raises(OwnFilesError, match="got train-a.csv, train-b.csv; name the file"):
        load_dataset(str(tmp_path), "train")
    with pytest.raises(OwnFilesError, match="with test or t10k in its name, got none"):
        load_dataset(str(tmp_path), "test")


def test_images_without_labels_are_refused(tmp_path: Path) -> None:
    path = write_pair(tmp_path, "mine")
    (tmp_path / "mine-labels-idx1-ubyte").unlink()
    with pytest.raises(OwnFilesError, match="its labels beside it as mine-labels-idx1-ubyte or"):
        load_dataset(str(path), "train")


def test_a_file_of_unknown_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("7")
    with pytest.raises(OwnFilesError, match=r"ending in \.csv or \.csv\.gz; rename the file"):
        load_dataset(str(tmp_path / "notes.txt"), "train")


def test_images_and_labels_exchanged_are_refused(tmp_path: Path) -> None:
    images = write_pair(tmp_path, "mine")
    labels = tmp_path / "mine-labels-idx1-ubyte"
    with pytest.raises(OwnFilesError, match=r"expected images of 28×28 bytes, got 4 values"):
        read_images_and_labels(labels, images)
    with pytest.raises(OwnFilesError, match=r"expected one byte for each label, got 4×28×28"):
        read_images_and_labels(images, images)


def test_files_without_a_digit_are_refused(tmp_path: Path) -> None:
    write_idx(tmp_path / "my-images-idx3-ubyte", IMAGES[:0])
    write_idx(tmp_path / "my-labels-idx1-ubyte", LABELS[:0])
    with pytest.raises(OwnFilesError, match="expected at least one digit, got none"):
        load_dataset(str(tmp_path / "my-images-idx3-ubyte"), "train")


@pytest.mark.parametrize("name", ["x" * 300, "x/" * 3000, "\0", "a\0b.csv"])
def test_a_name_that_no_file_can_have_is_no_data_set(name: str) -> None:
    with pytest.raises(CatalogueError, match="There is no data set"):
        load_dataset(name, "train")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("name", ["pipe.csv", "pipe-images-idx3-ubyte"])
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    write_idx(tmp_path / "pipe-labels-idx1-ubyte", LABELS)
    with pytest.raises(DigitRecognizerError, match="a pipe is no file"):
        load_dataset(str(tmp_path / name), "train")
