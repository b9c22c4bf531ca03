"""What lies in folders and looks like a picture."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from digit_recognizer.ink import PICTURE_ENDINGS

__all__ = ["Unread", "pictures_below"]


@dataclass(frozen=True)
class Unread:
    """A picture that could not be read, or a folder that could not be looked into.

    Attributes
    ----------
    path : Path
        Where it lies.
    reason : str
        Why, with its name, in a sentence.
    is_folder : bool
        Whether it is a folder.
    """

    path: Path
    reason: str
    is_folder: bool = False


def pictures_below(
    folder: Path, endings: tuple[str, ...] = PICTURE_ENDINGS
) -> Iterator[Path | Unread]:
    """Yield what looks like a picture in a folder and in the folders within, in a stable order.

    First come the pictures of a folder, by name, then those of each folder in it. Names that begin
    with a dot are left out, and links to folders are not followed.

    Parameters
    ----------
    folder : Path
    endings : tuple of str
        How the names of what is looked for end, in small letters.

    Yields
    ------
    Path or Unread
        A file whose name ends so; a folder that cannot be looked into.
    """
    hidden: list[Unread] = []

    def note(error: OSError) -> None:
        reason = f"Cannot look into the folder {error.filename}: {error.strerror}."
        hidden.append(Unread(Path(error.filename), reason, is_folder=True))

    for above, folders, names in os.walk(folder, onerror=note):
        yield from hidden
        hidden.clear()
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(endings) and not name.startswith("."):
                yield Path(above, name)
    yield from hidden
