"""Digits and what they say: a data set in memory, read from a name, a file or a folder."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.catalogue import DataFile, find_public_dataset
from digit_recognizer.data.idx import idx_sha256, read_idx
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["Dataset", "DatasetError", "load_dataset", "read_images_and_labels", "split_validation"]

Split = Literal["train", "test"]


class DatasetError(DigitRecognizerError):
    """Images and labels that do not make a data set of digits."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Images of single digits with their labels.

    Attributes
    ----------
    name : str
        Where they come from, for people.
    images : NDArray[np.uint8]
        Shape (n, 28, 28), white ink (255) on black (0), read-only.
    labels : NDArray[np.uint8]
        Shape (n,), values 0 to 9, read-only.

    Raises
    ------
    DatasetError
        If shapes or types differ from these, counts disagree or a label is no digit.
    """

    name: str
    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.images.dtype != np.uint8 or self.images.shape[1:] != (28, 28):
            raise DatasetError(
                f"{self.name}: expected images of 28×28 bytes, found "
                f"{_described(self.images)}; check that these are images of digits."
            )
        if self.labels.dtype != np.uint8 or self.labels.ndim != 1:
            raise DatasetError(
                f"{self.name}: expected one byte a label, found "
                f"{_described(self.labels)}; check that these are labels."
            )
        if len(self.images) != len(self.labels):
            raise DatasetError(
                f"{self.name}: expected as many labels as images, found {len(self.images):,} "
                f"images and {len(self.labels):,} labels; check that the two belong together."
            )
        if self.labels.size and self.labels.max() > 9:
            place = int(np.argmax(self.labels > 9))
            raise DatasetError(
                f"{self.name}: expected labels from 0 to 9, found {self.labels[place]} at "
                f"position {place:,}; check that this is a data set of digits."
            )
        object.__setattr__(self, "images", _read_only(self.images))
        object.__setattr__(self, "labels", _read_only(self.labels))

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 (hexadecimal) of all image bytes followed by all label bytes."""
        digest = hashlib.sha256(np.ascontiguousarray(self.images).data)
        digest.update(np.ascontiguousarray(self.labels).data)
        return digest.hexdigest()


def load_dataset(
    name: str, split: Split, folder: Path | None = None, *, download: bool = True
) -> Dataset:
    """Load a data set of the catalogue."""
    public = find_public_dataset(name)
    files = public.split(split)
    import os

    root = folder or Path(os.environ["DIGIT_RECOGNIZER_DATA"])
    images = _read_verified(root / name / files.images.packed_name, files.images)
    labels = _read_verified(root / name / files.labels.packed_name, files.labels)
    return Dataset(f"{name}/{split}", images, labels)


def read_images_and_labels(
    images_path: Path, labels_path: Path, *, transposed: bool = False
) -> Dataset:
    """Read a data set from two IDX files.

    Parameters
    ----------
    images_path, labels_path : Path
        IDX files, plain or gzipped, of shapes (n, 28, 28) and (n,), both of bytes.
    transposed : bool
        Whether the images are stored column by column, as EMNIST stores them.

    Raises
    ------
    IdxError
        If a file is damaged or no IDX file.
    DatasetError
        If the files hold something else, or do not belong together.
    """
    images = read_idx(images_path)
    if transposed and images.ndim == 3:
        images = np.ascontiguousarray(images.transpose(0, 2, 1))
    return Dataset(images_path.name, images, read_idx(labels_path))


def split_validation(
    dataset: Dataset, validation_size: int, rng: np.random.Generator
) -> tuple[Dataset, Dataset]:
    """Divide a data set at random into a part to train on and a part to choose by.

    Parameters
    ----------
    dataset : Dataset
        At least ``validation_size`` + 1 digits.
    validation_size : int
        How many digits are set aside, 0 or more.
    rng : numpy.random.Generator
        Draws which; the same state gives the same division.

    Returns
    -------
    tuple of Dataset
        Training and validation part, each in the order of the original.

    Raises
    ------
    DatasetError
        If so many cannot be set aside.
    """
    if not 0 <= validation_size < len(dataset):
        raise DatasetError(
            f"{dataset.name}: expected a validation size from 0 to {len(dataset) - 1:,}, "
            f"found {validation_size:,}; at least one digit must be left to train on."
        )
    chosen = np.zeros(len(dataset), dtype=bool)
    chosen[rng.permutation(len(dataset))[:validation_size]] = True
    return (
        Dataset(f"{dataset.name} (training)", dataset.images[~chosen], dataset.labels[~chosen]),
        Dataset(f"{dataset.name} (validation)", dataset.images[chosen], dataset.labels[chosen]),
    )


def _read_verified(path: Path, file: DataFile) -> NDArray[Any]:
    array = read_idx(path)
    if file.sha256 is not None and idx_sha256(array) != file.sha256:
        raise DatasetError(f"{path}: expected SHA-256 {file.sha256}, found {idx_sha256(array)}.")
    return array


def _read_only(array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    view = array.view()
    view.flags.writeable = False
    return view


def _described(array: NDArray[Any]) -> str:
    return f"{'×'.join(map(str, array.shape))} values of {array.dtype}"
