"""The library: the networks a user can choose from, the shipped ones and stored ones."""

import os
import time
import weakref
from contextlib import suppress
from itertools import count
from pathlib import Path

from digit_recognizer.data.files import (
    clear_partials,
    hold,
    move_to_free_name,
    read_whole,
    remove_unless_held,
    replaced_when_complete,
    set_aside,
)
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.networks.checkpoint import Checkpoint, find_checkpoint, packed
from digit_recognizer.networks.names import LONGEST_NAME, is_possible
from digit_recognizer.networks.shipped import shipped_networks
from digit_recognizer.networks.stored import SUFFIX, networks_folder, stored_file, stored_networks

__all__ = ["DELETED", "Deleted", "NetworkLibrary", "NetworkLibraryError"]

DELETED = "deleted"
"""What the name of a deleted network's file ends in until the file is removed."""
DELETED_STAYS = 24 * 60 * 60.0
"""Seconds after which the file of a deleted network may be removed."""
UNNAMED = "network"
"""Where the name that is wanted is none a network can have."""


class NetworkLibraryError(DigitRecognizerError):
    """A network that cannot be stored, renamed, deleted or brought back."""


class NameTakenError(NetworkLibraryError):
    """A name that another network has."""


class Deleted:
    """A deleted network whose file is still there; as long as this object lives, it stays.

    Parameters
    ----------
    name : str
        What the network was called.
    file : Path
        Where its file lies now.
    """

    def __init__(self, name: str, file: Path) -> None:
        self.name, self.file = name, file
        handle = hold(file)
        self._release = None if handle is None else weakref.finalize(self, os.close, handle)

    def release(self) -> None:
        """Let the file go."""
        if self._release is not None:
            self._release()


class NetworkLibrary:
    """The networks a user can choose from, by name.

    Parameters
    ----------
    folder : Path, optional
        Where stored networks lie; by default the environment's folder or the platform's.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or networks_folder()

    def names(self) -> tuple[str, ...]:
        """Return all names, the shipped networks first."""
        shipped = shipped_networks()
        return *shipped, *(name for name in self.stored() if name not in shipped)

    def stored(self) -> tuple[str, ...]:
        """Return the names of the networks that were stored here."""
        return stored_networks(self.folder)

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
        NetworkLibraryError
            If no network has this name.
        """
        if name in shipped_networks():
            return find_checkpoint(name)
        return find_checkpoint(self._file(name))

    def save(self, name: str, checkpoint: Checkpoint) -> None:
        """Keep a network under a name that is still free; it is there whole or not at all.

        Raises
        ------
        NetworkLibraryError
            If the name is taken or not possible, or the file cannot be written.
        """
        file = self._free(name)
        try:
            with replaced_when_complete(file, overwrite=False) as partial:
                partial.write_bytes(packed(checkpoint))
        except OSError as error:
            # What failed left nothing under this name: it is another program's.
            raise (
                _taken(name) if file.exists() else _failure("stored", name, file, error)
            ) from error

    def save_as_new(self, wanted: str, checkpoint: Checkpoint) -> str:
        """Keep a network under a name like the wanted one that is free, and return that name.

        Of several programs that do so at the same time each gets a name of its own.

        Raises
        ------
        NetworkLibraryError
            If the file cannot be written.
        """
        fits = is_possible(wanted[: LONGEST_NAME - 10].rstrip(" .-"))
        wanted = (wanted[: LONGEST_NAME - 10] if fits else UNNAMED).rstrip(" .-")
        clear_partials(self.folder)
        for number in count(1):
            name = wanted if number == 1 else f"{wanted} {number}"
            try:
                self.save(name, checkpoint)
            except NameTakenError:
                continue  # perhaps by another program, just now
            return name
        raise AssertionError

    def name_of(self, checkpoint: Checkpoint) -> str | None:
        """Return the name of a stored network that is this one, byte for byte; None if none is."""
        content = packed(checkpoint)
        for name in self.stored():
            with suppress(OSError):
                if read_whole(stored_file(name, self.folder), len(content)) == content:
                    return name
        return None

    def rename(self, name: str, new_name: str) -> None:
        """Give a stored network another name.

        Raises
        ------
        NetworkLibraryError
            If there is no such network, or the new name is taken or not possible.
        """
        file = self._file(name)
        new_file = self._free(new_name, instead_of=name)
        try:
            if name.casefold() == new_name.casefold():
                # Some systems take both for the same file, which is then in its own way.
                file.rename(new_file)
            else:
                move_to_free_name(file, new_file)
        except FileExistsError as error:
            raise _taken(new_name) from error
        except OSError as error:
            raise _failure("renamed", name, file, error) from error

    def delete(self, name: str) -> Deleted:
        """Take a stored network off the library.

        Its file stays in the folder, with a name that ends in ``.deleted``: it can be brought back
        as long as the object that is returned lives. ``clear_deleted`` removes it a day later.

        Raises
        ------
        NetworkLibraryError
            If there is no such network, or its file cannot be renamed.
        """
        file = self._file(name)
        try:
            os.utime(file)
            return Deleted(name, set_aside(file, DELETED))
        except OSError as error:
            raise _failure("deleted", name, file, error) from error

    def bring_back(self, deleted: Deleted) -> str:
        """Put a deleted network in the library again and return its name.

        It is the name that it had, or one like it where that was given to another meanwhile.

        Raises
        ------
        NetworkLibraryError
            If its file cannot be renamed. It stays where it is.
        """
        name = self.free_name(deleted.name)
        deleted.release()
        try:
            move_to_free_name(deleted.file, stored_file(name, self.folder))
        except OSError as error:
            raise _failure("brought back", deleted.name, deleted.file, error) from error
        return name

    def clear_deleted(self) -> None:
        """Remove the files of networks that were deleted over a day ago and that nobody holds."""
        for file in self.folder.glob(f"*{SUFFIX}.{DELETED}*"):
            with suppress(OSError):
                if time.time() - file.stat().st_mtime > DELETED_STAYS:
                    remove_unless_held(file)

    def _file(self, name: str) -> Path:
        if name in shipped_networks():
            raise NetworkLibraryError(
                f"The network {name} comes with the program: expected one that you stored, "
                "which can be renamed and deleted.",
                "Save it under another name first.",
            )
        if name not in self.stored():
            raise NetworkLibraryError(
                f"No network is called {name!r}: expected one of {', '.join(self.names())}.",
                "Choose one of these.",
            )
        return stored_file(name, self.folder)

    def _free(self, name: str, instead_of: str | None = None) -> Path:
        if not is_possible(name):
            raise NetworkLibraryError(
                f"A network cannot be called {name!r}: expected 1 to {LONGEST_NAME} letters, "
                "digits, spaces and . ( ) + - _, with a letter or digit first.",
                "Choose another name.",
            )
        # Some systems take upper and lower case for the same file name.
        taken = {other.casefold() for other in self.names() if other != instead_of}
        if name.casefold() in taken:
            raise _taken(name)
        return stored_file(name, self.folder)


def _taken(name: str) -> NameTakenError:
    return NameTakenError(f"A network is called {name!r} already.", "Choose another name.")


def _failure(what: str, name: str, file: Path, error: OSError) -> NetworkLibraryError:
    return NetworkLibraryError(
        f"The network {name} cannot be {what}: {file}: {error.strerror or error}.",
        "Free some space or mend the folder's permissions, then try again.",
    )
