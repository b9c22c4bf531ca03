"""The shelf: the networks a user can choose from, the shipped ones and those that were kept."""

import re
from pathlib import Path

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.training.checkpoint import (
    Checkpoint,
    find_checkpoint,
    save_checkpoint,
    shipped_networks,
)
from digit_recognizer.training.kept import kept_file, kept_folder, kept_networks

__all__ = ["Shelf", "ShelfError"]

LONGEST_NAME = 60
_NAME = re.compile(r"\w(?:[\w .()+-]*[\w)+])?")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that Windows gives to devices, whatever folder they stand in."""


class ShelfError(DigitRecognizerError):
    """A network that cannot be kept, renamed or deleted."""


class Shelf:
    """The networks a user can choose from, by name.

    Parameters
    ----------
    folder : Path, optional
        Where kept networks lie; by default the environment's folder or the platform's.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or kept_folder()

    def names(self) -> tuple[str, ...]:
        """Return all names, the shipped networks first."""
        shipped = shipped_networks()
        return *shipped, *(name for name in self.kept() if name not in shipped)

    def kept(self) -> tuple[str, ...]:
        """Return the names of the networks that were kept here."""
        return kept_networks(self.folder)

    def free_name(self, wanted: str) -> str:
        """Return a name like the wanted one that no network has: with a number, if need be."""
        taken = {name.casefold() for name in self.names()}
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted} {number}"
        return name

    def load(self, name: str) -> Checkpoint:
        """Return the network called ``name``.

        Raises
        ------
        CheckpointError
            If its file cannot be used.
        ShelfError
            If no network has this name.
        """
        if name in shipped_networks():
            return find_checkpoint(name)
        return find_checkpoint(self._file(name))

    def keep(self, name: str, checkpoint: Checkpoint) -> None:
        """Keep a network under a name that is still free; it is there whole or not at all.

        Raises
        ------
        ShelfError
            If the name is taken or not possible, or the file cannot be written.
        """
        file = self._free(name)
        try:
            save_checkpoint(file, checkpoint)
        except OSError as error:
            raise _failure("kept", name, file, error) from error

    def rename(self, name: str, new_name: str) -> None:
        """Give a kept network another name.

        Raises
        ------
        ShelfError
            If there is no such network, or the new name is taken or not possible.
        """
        file = self._file(name)
        new_file = self._free(new_name, instead_of=name)
        try:
            file.rename(new_file)
        except OSError as error:
            raise _failure("renamed", name, file, error) from error

    def delete(self, name: str) -> None:
        """Delete a kept network.

        Raises
        ------
        ShelfError
            If there is no such network, or its file cannot be deleted.
        """
        file = self._file(name)
        try:
            file.unlink()
        except OSError as error:
            raise _failure("deleted", name, file, error) from error

    def _file(self, name: str) -> Path:
        if name in shipped_networks():
            raise ShelfError(
                f"The network {name} comes with the program: expected one that was kept by you, "
                "which can be renamed and deleted. Keep it under another name first."
            )
        if name not in self.kept():
            raise ShelfError(
                f"No network is called {name!r}: expected one of {', '.join(self.names())}. "
                "Choose one of these."
            )
        return kept_file(name, self.folder)

    def _free(self, name: str, instead_of: str | None = None) -> Path:
        if len(name) > LONGEST_NAME or not _NAME.fullmatch(name) or _DEVICES.fullmatch(name):
            raise ShelfError(
                f"A network cannot be called {name!r}: expected 1 to {LONGEST_NAME} letters, "
                "digits, spaces and . ( ) + - _, with a letter or digit first. "
                "Choose another name."
            )
        # Some systems take upper and lower case for the same file name.
        taken = {other.casefold() for other in self.names() if other != instead_of}
        if name.casefold() in taken:
            raise ShelfError(f"A network is called {name!r} already. Choose another name.")
        return kept_file(name, self.folder)


def _failure(what: str, name: str, file: Path, error: OSError) -> ShelfError:
    return ShelfError(
        f"The network {name} cannot be {what}: {file}: {error.strerror or error}. "
        "Free some space or mend the folder's permissions, then try again."
    )
