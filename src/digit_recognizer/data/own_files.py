"""One's own digits: IDX or CSV files on this machine that no catalogue knows."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.catalogue import CATALOGUE
from digit_recognizer.data.idx import read_idx
from digit_recognizer.data.tables import read_table
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["OwnFilesError", "read_images_and_labels", "read_own_data"]

IMAGES_MARK, LABELS_MARK = "images-idx3", "labels-idx1"
TABLE_ENDINGS = (".csv", ".csv.gz")
# What a file of each half is called, by whoever publishes one.
SPLIT_NAMES = {"train": ("train",), "test": ("test", "t10k")}

ImagesAndLabels = tuple[NDArray[np.uint8], NDArray[np.uint8]]


class OwnFilesError(DigitRecognizerError):
    """A path at which no digits with labels are found."""


def read_own_data(path: Path, split: str) -> ImagesAndLabels:
    """Read digits from a CSV file, from an IDX file of images, or from a folder of such files.

    Parameters
    ----------
    path : Path
        A CSV file (``.csv`` or ``.csv.gz``), an IDX file of images whose labels lie beside it
        under the same name with ``labels-idx1`` for ``images-idx3``, or a folder that holds one
        of these with ``train``, and one with ``test`` or ``t10k``, in its name.
    split : {"train", "test"}
        Which file of a folder; a file is read whole.

    Returns
    -------
    tuple of NDArray[np.uint8]
        Images (n, 28, 28) and labels (n,).

    Raises
    ------
    OwnFilesError, IdxError, TableError
        If the files are not there, or not what they should be.
    """
    try:
        return _read(path, split)
    except OSError as error:
        raise OwnFilesError(
            f"{path}: expected digits with their labels, but they cannot be read "
            f"({error.strerror or error})",
            "check the path and its permissions",
        ) from error


def _read(path: Path, split: str) -> ImagesAndLabels:
    if path.is_dir():
        path = _file_of_split(path, split)
    if path.name.endswith(TABLE_ENDINGS):
        return read_table(path)
    if IMAGES_MARK not in path.name:
        raise OwnFilesError(
            f"{path}: expected a name with {IMAGES_MARK} in it (an IDX file of images) or one "
            f"ending in {' or '.join(TABLE_ENDINGS)}",
            "rename the file or choose another",
        )
    return read_images_and_labels(path, _labels_beside(path), transposed=_is_transposed(path))


def read_images_and_labels(
    images_path: Path, labels_path: Path, *, transposed: bool = False
) -> ImagesAndLabels:
    """Read a data set from two IDX files.

    Parameters
    ----------
    images_path, labels_path : Path
        IDX files, plain or gzipped, of shapes (n, 28, 28) and (n,), both of bytes.
    transposed : bool
        Whether the images are stored column by column, as EMNIST stores them.

    Returns
    -------
    tuple of NDArray[np.uint8]
        Images (n, 28, 28), upright, and labels (n,).

    Raises
    ------
    IdxError
        If a file is damaged or no IDX file.
    OwnFilesError
        If a file holds something else than images or labels.
    """
    images = read_idx(images_path)
    labels = read_idx(labels_path)
    for path, values, kind, fits in (
        (images_path, images, "images of 28×28 bytes", images.shape[1:] == (28, 28)),
        (labels_path, labels, "one byte for each label", labels.ndim == 1),
    ):
        if values.dtype != np.uint8 or not fits:
            raise OwnFilesError(
                f"{path}: expected {kind}, got {'×'.join(map(str, values.shape))} values "
                f"of {values.dtype}",
                "check that this is the right file",
            )
    if not len(images):
        raise OwnFilesError(
            f"{images_path}: expected at least one digit, got none",
            "check that this is the right file",
        )
    return upright(images) if transposed else images, labels


def upright(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Exchange rows and columns of each image, shape (n, 28, 28): what EMNIST's storage needs."""
    return np.ascontiguousarray(images.transpose(0, 2, 1))


def _file_of_split(folder: Path, split: str) -> Path:
    parts = SPLIT_NAMES[split]
    found = sorted(
        path
        for path in folder.iterdir()
        if path.is_file()
        and any(part in path.name.lower() for part in parts)
        and (IMAGES_MARK in path.name or path.name.endswith(TABLE_ENDINGS))
    )
    if len(found) != 1:
        names = ", ".join(path.name for path in found) or "none"
        raise OwnFilesError(
            f"{folder}: expected one CSV file or one IDX file of images with "
            f"{' or '.join(parts)} in its name, got {names}",
            "name the file itself",
        )
    return found[0]


def _labels_beside(images_path: Path) -> Path:
    name = images_path.name.replace(IMAGES_MARK, LABELS_MARK).removesuffix(".gz")
    candidates = [images_path.with_name(name), images_path.with_name(f"{name}.gz")]
    for path in candidates:
        if path.is_file():
            return path
    raise OwnFilesError(
        f"{images_path}: expected its labels beside it as {name} or {name}.gz, got neither",
        "put them there",
    )


def _is_transposed(path: Path) -> bool:
    """Tell by its name whether a file belongs to a family of the catalogue stored that way."""
    families = {dataset.name.split("-")[0] for dataset in CATALOGUE if dataset.transposed}
    return path.name.split("-")[0] in families
