"""Digits and what they say: a data set in memory, read from a name, a file or a folder."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.catalogue import (
    PublicDataset,
    SplitFiles,
    find_public_dataset,
    is_public,
)
from digit_recognizer.data.locations import (
    PublicDataNotFoundError,
    cache_folder,
    find_file,
    is_so,
    search_folders,
)
from digit_recognizer.data.own_files import read_own_data, upright
from digit_recognizer.data.verification import read_verified
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["Dataset", "DatasetError", "load_dataset", "split_validation"]

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
    targets : NDArray[np.float32] or None
        Shape (n, 10), read-only: what the probability of each digit should be, where it is not
        simply 1 for the label.

    Raises
    ------
    DatasetError
        If shapes or types differ from these, counts disagree or a label is no digit.
    """

    name: str
    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    targets: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        if self.images.dtype != np.uint8 or self.images.shape[1:] != (28, 28):
            raise DatasetError(
                f"{self.name}: expected images of 28×28 bytes, got {_described(self.images)}",
                "check that these are images of digits",
            )
        if self.labels.dtype != np.uint8 or self.labels.ndim != 1:
            raise DatasetError(
                f"{self.name}: expected one byte a label, got {_described(self.labels)}",
                "check that these are labels",
            )
        if len(self.images) != len(self.labels):
            raise DatasetError(
                f"{self.name}: expected as many labels as images, got {len(self.images):,} "
                f"images and {len(self.labels):,} labels",
                "check that the two belong together",
            )
        if self.labels.size and self.labels.max() > 9:
            first = int(np.argmax(self.labels > 9))
            raise DatasetError(
                f"{self.name}: expected labels from 0 to 9, got {self.labels[first]} at "
                f"position {first:,}",
                "check that this is a data set of digits",
            )
        if self.targets is not None:
            if self.targets.dtype != np.float32 or self.targets.shape != (len(self.labels), 10):
                raise DatasetError(
                    f"{self.name}: expected targets as {len(self.labels):,}×10 values of float32, "
                    f"got {_described(self.targets)}",
                    "give one for every image and digit",
                )
            object.__setattr__(self, "targets", _read_only(self.targets))
        object.__setattr__(self, "images", _read_only(self.images))
        object.__setattr__(self, "labels", _read_only(self.labels))

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def digits(self) -> "Dataset":
        """The images that are digits: all but those whose targets favour no label."""
        if self.targets is None:
            return self
        meant = self.targets[np.arange(len(self)), self.labels] > 0.5
        return Dataset(self.name, self.images[meant], self.labels[meant])

    @cached_property
    def sha256(self) -> str:
        """SHA-256 (hexadecimal) of all bytes: images, labels, and targets if there are any."""
        digest = hashlib.sha256(np.ascontiguousarray(self.images).data)
        digest.update(np.ascontiguousarray(self.labels).data)
        if self.targets is not None:
            digest.update(np.ascontiguousarray(self.targets).data)
        return digest.hexdigest()


def load_dataset(
    name: str, split: Split, folder: Path | None = None, *, download: bool = True
) -> Dataset:
    """Load one half of a data set: a public one by its name, or one's own by its path.

    A public data set is looked for in ``folder``; when that is None, in the folder that
    ``DIGIT_RECOGNIZER_DATA`` names, in added folders and the cache, and at last on the net. Its
    files may lie in the folder itself or in a subfolder named for it, gzipped or plain, and are
    checked by SHA-256.

    Parameters
    ----------
    name : str
        A name of the catalogue (``"mnist"``), or the path of a CSV file, of an IDX file of images
        (the labels beside it), or of a folder with such files for training and test.
    split : {"train", "test"}
        Which half; a path of a single file gives all of that file.
    folder : Path or None
        The data folder, searched alone when it is given.
    download : bool
        Whether the data set may be fetched when it is not on this machine.

    Returns
    -------
    Dataset
        Upright digits, white on black.

    Raises
    ------
    DigitRecognizerError
        If the data set is unknown, nowhere to be had, or damaged; each package raises its own.
    """
    if split not in ("train", "test"):
        raise DatasetError(f"{name}: expected the half train or test, got {split!r}", "name one")
    if not is_public(name) and is_so((path := Path(name)).exists):
        title = f"{path.name} ({split})" if path.is_dir() else path.name
        return Dataset(title, *read_own_data(path, split))
    public = find_public_dataset(name)
    return Dataset(f"{name} ({split})", *_load_public(public, split, folder, download))


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
            f"got {validation_size:,}",
            "leave at least one digit to train on",
        )
    chosen = np.zeros(len(dataset), dtype=bool)
    chosen[rng.permutation(len(dataset))[:validation_size]] = True
    return (
        Dataset(f"{dataset.name} (training)", dataset.images[~chosen], dataset.labels[~chosen]),
        Dataset(f"{dataset.name} (validation)", dataset.images[chosen], dataset.labels[chosen]),
    )


def _load_public(
    public: PublicDataset, split: Split, folder: Path | None, download: bool
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    files = public.split(split)
    paths = _find(public, files, folder)
    if paths is None and folder is None and download:
        from digit_recognizer.data.download import fetch

        fetch(public, cache_folder())
        paths = _find(public, files, folder)
    if paths is None:
        looked_in = " and ".join(map(str, search_folders(folder)))
        raise PublicDataNotFoundError(
            f"{looked_in}: expected {files.images.name} and {files.labels.name} there or in the "
            f"subfolder {public.folders[0]}, plain or gzipped, but they are not all there",
            public.name,
            folder,
        )
    images = read_verified(paths[0], files.images)
    labels = read_verified(paths[1], files.labels)
    return upright(images) if public.transposed else images, labels


def _find(
    public: PublicDataset, files: SplitFiles, folder: Path | None
) -> tuple[Path, Path] | None:
    for each in search_folders(folder):
        images = find_file(public, files.images, each)
        labels = find_file(public, files.labels, each)
        if images and labels:
            return images, labels
    return None


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    view = array.view()
    view.flags.writeable = False
    return view


def _described(array: NDArray[Any]) -> str:
    return f"{'×'.join(map(str, array.shape))} values of {array.dtype}"
