"""A file of a public data set is the very one that was published, or it is refused."""

from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from digit_recognizer.data import catalogue
from digit_recognizer.data.catalogue import DataFile
from digit_recognizer.data.idx import idx_sha256, read_idx
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["VerificationError", "read_verified"]


class VerificationError(DigitRecognizerError):
    """A file bears the name of a published one and is not it."""


def read_verified(path: Path, file: DataFile) -> NDArray[Any]:
    """Read a file of the catalogue, plain or gzipped, and check that it is the published one.

    Parameters
    ----------
    path : Path
        Where the file lies.
    file : DataFile
        What it should be.

    Returns
    -------
    NDArray[np.uint8]
        Its values, in its shape, read-only.

    Raises
    ------
    IdxError
        If it is damaged, no IDX file or of another shape.
    VerificationError
        If its SHA-256 is another one.
    """
    values = read_idx(path, expected_shape=file.shape)
    found = idx_sha256(values)
    if found != file.sha256:
        raise VerificationError(
            f"{path}: expected {file.name} with the SHA-256 {file.sha256}, got "
            f"{_identified(found)}",
            "remove it, then fetch or copy it again",
        )
    return values


def _identified(sha256: str) -> str:
    for dataset in catalogue.CATALOGUE:
        for file in dataset.files:
            if file.sha256 == sha256:
                return f"{file.name} of {dataset.name}"
    return sha256
