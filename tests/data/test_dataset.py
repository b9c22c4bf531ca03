import gzip
import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.data.catalogue import find_public_dataset
from digit_recognizer.data.dataset import Dataset, DatasetError, load_dataset, split_validation
from digit_recognizer.data.idx import IdxError, read_idx, write_idx
from digit_recognizer.data.locations import DataNotFoundError, PublicDataNotFoundError, cache_folder
from digit_recognizer.data.verification import VerificationError
from digit_recognizer.errors import DigitRecognizerError
from tests.data.conftest import SmallSet

TRAIN_IMAGES, TRAIN_LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"
TEST_IMAGES = "t10k-images-idx3-ubyte"


@pytest.fixture(autouse=True)
def no_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIGIT_RECOGNIZER_DATA", raising=False)


def a_dataset(count: int = 20) -> Dataset:
    images = np.arange(count, dtype=np.uint8)[:, None, None] * np.ones((28, 28), np.uint8)
    return Dataset("digits", images, np.arange(count, dtype=np.uint8) % 10)


class TestDataset:
    def test_cannot_be_changed(self) -> None:
        dataset = a_dataset()
        with pytest.raises(ValueError, match="read-only"):
            dataset.images[0] = 0
        with pytest.raises(ValueError, match="read-only"):
            dataset.labels[0] = 0

    def test_targets_are_part_of_it(self) -> None:
        images, labels = np.zeros((2, 28, 28), np.uint8), np.array([3, 5], np.uint8)
        targets = np.full((2, 10), 0.1, np.float32)
        targets[0] = np.eye(10)[3]
        with_targets = Dataset("two", images, labels, targets)
        assert with_targets.sha256 != Dataset("two", images, labels).sha256
        assert with_targets.digits.labels.tolist() == [3]
        with pytest.raises(DatasetError, match="expected targets as 2×10 values of float32"):
            Dataset("two", images, labels, targets[:1])

    def test_is_told_by_the_hash_of_its_bytes(self) -> None:
        dataset = a_dataset()
        content = dataset.images.tobytes() + dataset.labels.tobytes()
        assert dataset.sha256 == hashlib.sha256(content).hexdigest()

    @pytest.mark.parametrize(
        ("images", "labels", "message"),
        [
            (np.zeros((2, 28, 28)), np.zeros(2, np.uint8), "got 2×28×28 values of float64"),
            (np.zeros((2, 16, 16), np.uint8), np.zeros(2, np.uint8), "got 2×16×16 values"),
            (np.zeros((2, 28, 28), np.uint8), np.zeros(2), "expected one byte a label"),
            (np.zeros((2, 28, 28), np.uint8), np.zeros(3, np.uint8), "got 2 images and 3 labels"),
            (
                np.zeros((2, 28, 28), np.uint8),
                np.array([9, 10], np.uint8),
                "labels from 0 to 9, got 10 at position 1;",
            ),
        ],
    )
    def test_is_made_of_digits_and_labels(
        self, images: np.ndarray, labels: np.ndarray, message: str
    ) -> None:
        with pytest.raises(DatasetError, match=message):
            Dataset("digits", images, labels)


class TestSplitValidation:
    def test_every_digit_is_in_one_of_the_parts(self) -> None:
        training, validation = split_validation(a_dataset(), 6, np.random.default_rng(0))
        assert (len(training), len(validation)) == (14, 6)
        parts = np.concatenate([training.images, validation.images])[:, 0, 0]
        assert sorted(parts) == list(range(20))

    def test_labels_stay_with_their_images(self) -> None:
        for part in split_validation(a_dataset(), 6, np.random.default_rng(0)):
            np.testing.assert_array_equal(part.images[:, 0, 0] % 10, part.labels)

    def test_the_generator_alone_decides(self) -> None:
        one, same, other = (
            split_validation(a_dataset(), 6, np.random.default_rng(seed))[1].sha256
            for seed in (1, 1, 2)
        )
        assert one == same != other

    def test_none_may_be_set_aside(self) -> None:
        training, validation = split_validation(a_dataset(), 0, np.random.default_rng(0))
        assert (training.sha256, len(validation)) == (a_dataset().sha256, 0)

    @pytest.mark.parametrize("size", [-1, 20, 21])
    def test_something_is_left_to_train_on(self, size: int) -> None:
        with pytest.raises(DatasetError, match="validation size from 0 to 19, got"):
            split_validation(a_dataset(), size, np.random.default_rng(0))


class TestWhereAPublicSetIsFound:
    @pytest.mark.parametrize("packed", [True, False])
    @pytest.mark.parametrize("subfolder", ["", "tiny"])
    def test_in_the_folder_or_its_subfolder_packed_or_plain(
        self, tmp_path: Path, small_set: SmallSet, subfolder: str, packed: bool
    ) -> None:
        small_set.write_to(tmp_path / subfolder, packed=packed)
        for prefix, dataset in (
            ("train", load_dataset("tiny", "train", tmp_path)),
            ("t10k", load_dataset("tiny", "test", tmp_path)),
        ):
            np.testing.assert_array_equal(
                dataset.images, small_set.arrays[f"{prefix}-images-idx3-ubyte"]
            )
            np.testing.assert_array_equal(
                dataset.labels, small_set.arrays[f"{prefix}-labels-idx1-ubyte"]
            )

    def test_in_the_folder_of_the_environment(
        self, tmp_path: Path, small_set: SmallSet, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        small_set.write_to(tmp_path / "data")
        monkeypatch.setenv("DIGIT_RECOGNIZER_DATA", str(tmp_path / "data"))
        assert len(load_dataset("tiny", "train", download=False)) == 30

    def test_in_the_cache_when_the_folder_of_the_environment_lacks_it(
        self, tmp_path: Path, small_set: SmallSet, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DIGIT_RECOGNIZER_DATA", str(tmp_path))
        small_set.write_to(cache_folder() / "tiny")
        assert len(load_dataset("tiny", "train", download=False)) == 30

    def test_in_the_folder_named_by_hand_and_nowhere_else(
        self, tmp_path: Path, small_set: SmallSet
    ) -> None:
        small_set.write_to(cache_folder() / "tiny")
        (tmp_path / "empty").mkdir()
        with pytest.raises(PublicDataNotFoundError, match="; copy them there, or fetch") as found:
            load_dataset("tiny", "train", tmp_path / "empty")
        assert (found.value.dataset, found.value.folder) == ("tiny", tmp_path / "empty")

    def test_a_folder_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(
            DataNotFoundError, match="the folder of data that the caller names, got nothing"
        ):
            load_dataset("mnist", "train", tmp_path / "nowhere")

    def test_nowhere_and_not_to_be_fetched(self, small_set: SmallSet) -> None:
        with pytest.raises(PublicDataNotFoundError) as found:
            load_dataset(small_set.dataset.name, "train", download=False)
        assert (found.value.dataset, found.value.folder) == ("tiny", None)

    def test_an_unknown_half(self) -> None:
        with pytest.raises(DatasetError, match="the half train or test, got 'validation'"):
            load_dataset("mnist", "validation")  # type: ignore[arg-type]

    def test_an_unknown_name(self) -> None:
        with pytest.raises(DigitRecognizerError, match="no data set 'nowhere.csv'"):
            load_dataset("nowhere.csv", "train")


class TestAFileThatIsNotThePublishedOne:
    @pytest.fixture
    def folder(self, tmp_path: Path, small_set: SmallSet) -> Path:
        small_set.write_to(tmp_path)
        return tmp_path

    def spoil(self, folder: Path, name: str, values: np.ndarray) -> None:
        write_idx(folder / f"{name}.gz", values)

    def test_one_pixel_changed(self, folder: Path, small_set: SmallSet) -> None:
        images = small_set.arrays[TRAIN_IMAGES].copy()
        images[3, 4, 5] ^= 1
        self.spoil(folder, TRAIN_IMAGES, images)
        message = r"expected train-images-idx3-ubyte with the SHA-256 \w{64}, got \w{64}; remove"
        with pytest.raises(VerificationError, match=message):
            load_dataset("tiny", "train", folder)

    def test_cut_short(self, folder: Path) -> None:
        path = folder / f"{TRAIN_IMAGES}.gz"
        path.write_bytes(path.read_bytes()[:5000])
        with pytest.raises(IdxError, match="cut short or damaged"):
            load_dataset("tiny", "train", folder)

    def test_too_long(self, folder: Path) -> None:
        path = folder / f"{TRAIN_IMAGES}.gz"
        path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()) + b"\0"))
        with pytest.raises(IdxError, match="but more follows"):
            load_dataset("tiny", "train", folder)

    def test_labels_in_place_of_images(self, folder: Path, small_set: SmallSet) -> None:
        self.spoil(folder, TRAIN_IMAGES, small_set.arrays[TRAIN_LABELS])
        with pytest.raises(IdxError, match=r"expected 30×28×28 values .* got 30 values of uint8"):
            load_dataset("tiny", "train", folder)

    def test_test_images_in_place_of_training_images(
        self, folder: Path, small_set: SmallSet
    ) -> None:
        self.spoil(folder, TRAIN_IMAGES, small_set.arrays[TEST_IMAGES])
        with pytest.raises(IdxError, match="expected 30×28×28 values .* got 20×28×28 values"):
            load_dataset("tiny", "train", folder)


class TestMnist:
    def test_is_the_canonical_one(self, shared_data: Path) -> None:
        train = load_dataset("mnist", "train", shared_data)
        test = load_dataset("mnist", "test", shared_data)
        assert (train.images.shape, test.images.shape) == ((60_000, 28, 28), (10_000, 28, 28))
        assert list(train.labels[:5]) == [5, 0, 4, 1, 9]
        assert list(test.labels[:5]) == [7, 2, 1, 0, 4]
        # Counted by everybody since 1998.
        assert list(np.bincount(train.labels)) == [
            *(5923, 6742, 5958, 6131, 5842),
            *(5421, 5918, 6265, 5851, 5949),
        ]

    def test_one_label_changed_is_noticed(self, shared_data: Path, tmp_path: Path) -> None:
        for file in find_public_dataset("mnist").files[2:]:
            shutil.copy(shared_data / "mnist" / file.packed_name, tmp_path)
        labels = read_idx(tmp_path / "t10k-labels-idx1-ubyte.gz").copy()
        labels[0] = 0
        write_idx(tmp_path / "t10k-labels-idx1-ubyte.gz", labels)
        with pytest.raises(VerificationError, match="expected t10k-labels-idx1-ubyte with the"):
            load_dataset("mnist", "test", tmp_path)


def test_emnist_digits_come_out_upright(shared_data: Path, mnist_train: Dataset) -> None:
    path = shared_data / "emnist" / "emnist-digits-test600-images-idx3-ubyte.gz"
    if not path.exists():
        pytest.skip(f"needs {path.name} in the data folder")
    digits = load_dataset(str(path), "test")
    assert len(digits) == 600
    # The nearest neighbour by direction in grey values knows only upright digits.
    known = mnist_train.images[:6000].reshape(-1, 784).astype(np.float32)
    known /= np.linalg.norm(known, axis=1, keepdims=True)

    def right(images: np.ndarray) -> float:
        nearest = (images.reshape(-1, 784).astype(np.float32) @ known.T).argmax(axis=1)
        return float((mnist_train.labels[nearest] == digits.labels).mean())

    assert right(digits.images) > 0.6
    assert right(digits.images.transpose(0, 2, 1)) < 0.25
