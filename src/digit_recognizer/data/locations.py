"""Where the files of a public data set may lie on this machine."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from digit_recognizer.data.catalogue import DataFile, PublicDataset
from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.errors import DigitRecognizerError

__all__ = [
    "ENVIRONMENT_VARIABLE",
    "DataNotFoundError",
    "PublicDataNotFoundError",
    "add_folder",
    "added_folders",
    "cache_folder",
    "find_file",
    "is_so",
    "search_folders",
]

ENVIRONMENT_VARIABLE = "DIGIT_RECOGNIZER_DATA"


class DataNotFoundError(DigitRecognizerError):
    """A folder that was named does not exist, or does not hold what is asked for."""


class PublicDataNotFoundError(DataNotFoundError):
    """A public data set is not on this machine; it can be fetched.

    Parameters
    ----------
    reason : str
        Where it was looked for.
    dataset : str
        Its name.
    folder : Path or None
        The only folder that was looked in; None if no folder was named.
    """

    def __init__(self, reason: str, dataset: str, folder: Path | None) -> None:
        super().__init__(reason, "copy them there, or fetch the data set")
        self.dataset, self.folder = dataset, folder


def cache_folder() -> Path:
    """Return the folder of fetched data sets, each in a subfolder of its name."""
    import platformdirs

    return platformdirs.user_cache_path("digit-recognizer", appauthor=False) / "datasets"


def added_folders() -> list[Path]:
    """List the folders that somebody added to those to look in, the latest first."""
    try:
        paths = json.loads(_added_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    named = paths if isinstance(paths, list) else []
    return [Path(path) for path in named if isinstance(path, str) and "\0" not in path]


def add_folder(folder: Path) -> None:
    """Look in this folder for data sets from now on, whichever program of ours looks.

    Raises
    ------
    OSError
        If that cannot be stored.
    """
    added = list(dict.fromkeys([folder, *added_folders()]))
    with replaced_when_complete(_added_file()) as temporary:
        temporary.write_text(json.dumps([str(path) for path in added]), encoding="utf-8")


def _added_file() -> Path:
    import platformdirs

    return platformdirs.user_config_path("digit-recognizer", appauthor=False) / "data-folders.json"


def search_folders(folder: Path | None) -> list[Path]:
    """List the folders to look in, in order.

    These are the one named, or else the environment's, those that were added, and the cache. Of
    the added ones, those that are not here, such as a stick that is not plugged in, are left out.

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
        return [_existing(folder, "the caller")]
    from_environment = os.environ.get(ENVIRONMENT_VARIABLE)
    usual = [*(added for added in added_folders() if is_so(added.is_dir)), cache_folder()]
    if not from_environment:
        return usual
    return [_existing(Path(from_environment), ENVIRONMENT_VARIABLE), *usual]


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


def _existing(folder: Path, named_by: str) -> Path:
    if not is_so(folder.is_dir):
        raise DataNotFoundError(
            f"{folder}: expected the folder of data that {named_by} names, got "
            f"{'a file' if is_so(folder.exists) else 'nothing'}"
        )
    return folder
