"""What can be measured on: public sets by name, files, and folders of pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.dataset import Dataset, load_dataset
from digit_recognizer.data.handwriting import EMNIST_DIGITS, ORAND, USPS, find_handwriting
from digit_recognizer.data.locations import DataNotFoundError
from digit_recognizer.data.orand import ORAND_VERSION, read_orand
from digit_recognizer.data.own_files import OwnFilesError, read_own_data
from digit_recognizer.data.picture_folders import (
    holds_pictures,
    locked,
    picture_digits,
)
from digit_recognizer.data.pictures_below import Unread
from digit_recognizer.data.prepared import (
    OnProgress,
    Prepared,
    cached,
    file_sha256,
)
from digit_recognizer.data.prepared_sets import pen_digits, swiss_digits, unipen_digits
from digit_recognizer.data.usps import USPS_VERSION, read_usps
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.ink import (
    PICTURE_ENDINGS,
    PreparedPicture,
    prepare_many,
    prepare_picture,
)

__all__ = [
    "SET_NAMES",
    "MeasuredSet",
    "MeasuredSetError",
    "measured_set",
    "orand_crops",
    "orand_digits",
    "read_as_pictures",
    "through_the_pipeline",
    "usps_digits",
]

SET_NAMES = (
    "mnist",
    "usps",
    "pendigits",
    "unipen",
    "swiss",
    "emnist-digits",
    "orand",
    "orand-crops",
)
MARGIN = 20
"""In percent of a digit's height: with so much around it, neighbours stand in most crops."""

NOBODY = ""
"""The writer of digits of which no writer is known."""


class MeasuredSetError(DigitRecognizerError):
    """Nothing that could be measured on."""


@dataclass(frozen=True, eq=False)
class MeasuredSet:
    """Digits to measure on.

    Attributes
    ----------
    digits : WrittenDigits
        As they reach the network.
    in_mnists_form : bool
        Whether they were stored as 28×28 images and are given as stored; ``through_the_pipeline``
        treats them as the pictures they are.
    unread : tuple of Unread
        What of a folder of pictures is not among the digits.
    """

    digits: WrittenDigits
    in_mnists_form: bool = False
    unread: tuple[Unread, ...] = ()


def measured_set(
    name: str,
    folder: Path | None = None,
    *,
    download: bool = True,
    progress: OnProgress | None = None,
) -> MeasuredSet:
    """Give digits to measure on.

    Images of 28×28 in MNIST's form (``mnist``, ``emnist-digits``, files) are given as they are;
    everything else goes through the pipeline first.

    Parameters
    ----------
    name : str
        One of ``SET_NAMES``, a CSV or IDX file, or a folder of pictures.
    folder : Path or None
        The data folder for the public sets; see ``find_handwriting``.
    download : bool
        Whether a set of the catalogue may be fetched when it is not on this machine.
    progress : callable, optional
        Follows the preparation, where it was not done before.

    Raises
    ------
    DigitRecognizerError
        If there is no such set, or it is not what it should be; each package raises its own.
    """
    prepared = {
        "pendigits": pen_digits,
        "unipen": unipen_digits,
        "swiss": swiss_digits,
        "usps": usps_digits,
        "orand": orand_digits,
        "orand-crops": orand_crops,
    }
    if name in prepared:
        return MeasuredSet(prepared[name](folder, progress))
    if name == "emnist-digits":
        return MeasuredSet(_of_nobody(_emnist_digits(folder, download)), in_mnists_form=True)
    path = Path(name)
    try:
        exists, is_folder = path.exists(), path.is_dir()
    except OSError as error:
        raise locked(path, error) from error
    if name != "mnist" and not (name and exists):
        raise MeasuredSetError(
            f"There is nothing to measure on called {name!r}: expected one of "
            f"{', '.join(SET_NAMES)}, a CSV or IDX file, or a folder of pictures",
            "name one that exists",
        )
    if is_folder and holds_pictures(path):
        digits, unread = picture_digits(path, progress)
        return MeasuredSet(digits, unread=unread)
    try:
        dataset = load_dataset(name, "test", folder, download=download)
    except OwnFilesError as error:
        if not is_folder:
            raise
        raise MeasuredSetError(
            f"{error} A folder of pictures can be measured on too, but in this one no name ends "
            f"in {', '.join(sorted(PICTURE_ENDINGS))}."
        ) from error
    return MeasuredSet(_of_nobody(dataset), in_mnists_form=True)


def through_the_pipeline(digits: WrittenDigits) -> WrittenDigits:
    """Take images through the pipeline, as if each were a picture: white ink on black."""
    return cached(
        digits.name,
        partial(_read_as_pictures, digits),
        source=digits.dataset.sha256,
        how="images",
        collection=digits.collection,
    )


def read_as_pictures(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Take images (n, 28, 28) through the pipeline, as if each were a picture; cache nothing."""
    return np.stack(list(_as_pictures(images)))


def usps_digits(folder: Path | None = None, progress: OnProgress | None = None) -> WrittenDigits:
    """Return the digits of ``usps`` as network input.

    Parameters
    ----------
    folder : Path or None
        The data folder; see ``find_handwriting``.
    progress : callable, optional
        Follows the preparation.
    """
    path = find_handwriting(USPS, folder)
    return cached(
        "usps",
        partial(_envelopes, path),
        source=file_sha256(path),
        how="envelopes",
        versions=(USPS_VERSION,),
        progress=progress,
    )


def orand_digits(folder: Path | None = None, progress: OnProgress | None = None) -> WrittenDigits:
    """Return the digits of ``orand`` as network input, each cut out by its box.

    Parameters
    ----------
    folder : Path or None
        The data folder; see ``find_handwriting``.
    progress : callable, optional
        Follows the preparation.
    """
    return _cut_out("orand", 0, "boxes", folder, progress)


def orand_crops(folder: Path | None = None, progress: OnProgress | None = None) -> WrittenDigits:
    """Return the digits of ``orand`` as network input, each cut out with its surroundings.

    Parameters
    ----------
    folder : Path or None
        The data folder; see ``find_handwriting``.
    progress : callable, optional
        Follows the preparation.
    """
    return _cut_out("orand-crops", MARGIN, f"boxes and {MARGIN}", folder, progress)


def _cut_out(
    name: str, margin: int, how: str, folder: Path | None, progress: OnProgress | None
) -> WrittenDigits:
    path = find_handwriting(ORAND, folder)
    return cached(
        name,
        partial(_cheques, path, margin),
        source=file_sha256(path),
        how=how,
        versions=(ORAND_VERSION,),
        progress=progress,
    )


def _read_as_pictures(digits: WrittenDigits) -> Iterator[Prepared]:
    inputs = _as_pictures(digits.images)
    for image, label, writer in zip(inputs, digits.labels, digits.writers, strict=True):
        yield image, int(label), str(writer)


def _as_pictures(images: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    for prepared in chain.from_iterable(prepare_many(images, "light-on-dark")):
        assert isinstance(prepared, PreparedPicture)
        yield prepared.network_input


def _envelopes(path: Path) -> Iterator[Prepared]:
    for image, label in zip(*read_usps(path), strict=True):
        prepared = prepare_picture((image + 1) / 2, "light-on-dark")
        yield prepared.network_input, int(label), NOBODY


def _cheques(path: Path, margin: int) -> Iterator[Prepared]:
    for digit in read_orand(path, margin):
        yield prepare_picture(digit.pixels).network_input, digit.label, NOBODY


def _emnist_digits(folder: Path | None, download: bool) -> Dataset:
    try:
        path = find_handwriting(EMNIST_DIGITS, folder)
    except DataNotFoundError:
        return load_dataset("emnist-digits", "test", folder, download=download)
    return Dataset(path.name, *read_own_data(path, "test"))


def _of_nobody(dataset: Dataset) -> WrittenDigits:
    writers: NDArray[np.str_] = np.full(len(dataset), NOBODY)
    return WrittenDigits(dataset.name, dataset.images, dataset.labels, writers)
