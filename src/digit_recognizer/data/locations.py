"""Where the files of a public data set may lie on this machine."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from digit_recognizer.data.catalogue import DataFile, PublicDataset
from digit_recognizer.errors import DigitRecognizerError

__all__ = [
    "ENVIRONMENT_VARIABLE",
    "DataNotFoundError",
    "Place",
    "cache_folder",
    "find_file",
    "is_so",
    "places",
]

ENVIRONMENT_VARIABLE = "DIGIT_RECOGNIZER_DATA"


class DataNotFoundError(DigitRecognizerError):
    """A folder that was named does not exist, or does not hold what is asked for."""


@dataclass(frozen=True)
class Place:
    """A folder to look in, and how it came to be looked in."""

    folder: Path
    reason: str


def cache_folder() -> Path:
    """Give the folder that fetched data sets are kept in, each in a subfolder of its name."""
    import platformdirs

    return platformdirs.user_cache_path("digit-recognizer", appauthor=False) / "datasets"


def places(folder: Path | None) -> list[Place]:
    """List the folders to look in, in order: the one named, else the environment's and the cache.

    A folder named by hand is the only one looked in: finding the data elsewhere would hide a
    mistyped path.

    Parameters
    ----------
    folder : Path or None
        The folder named by hand.

    Raises
    ------
    DataNotFoundError
        If a folder that was named does not exist.
    """
    if folder is not None:
        return [_existing(folder, "--data")]
    from_environment = os.environ.get(ENVIRONMENT_VARIABLE)
    cache = Place(cache_folder(), "the cache")
    if not from_environment:
        return [cache]
    return [_existing(Path(from_environment), ENVIRONMENT_VARIABLE), cache]


def find_file(dataset: PublicDataset, file: DataFile, folder: Path) -> Path | None:
    """Find a file, plain or gzipped, in a folder or in its subfolder for the data set.

    Returns
    -------
    Path or None
        The first one there is; it is not opened.
    """
    for subfolder in (*dataset.folders, "."):
        for name in (file.name, file.packed_name):
            path = folder / subfolder / name
            if is_so(path.is_file):
                return path
    return None


def is_so(question: Callable[[], bool]) -> bool:
    """Ask something about a path; what the system cannot tell (a name too long, say) is not so."""
    try:
        return question()
    except OSError:
        return False


def _existing(folder: Path, reason: str) -> Place:
    if not is_so(folder.is_dir):
        raise DataNotFoundError(
            f"{folder}: expected the folder of data that {reason} names, found "
            f"{'a file' if is_so(folder.exists) else 'nothing'}; correct the path."
        )
    return Place(folder, reason)
