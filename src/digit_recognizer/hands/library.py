"""The profiles that are stored on this machine, each in a file of its name."""

import os
from pathlib import Path

from digit_recognizer.data.files import clear_partials, move_to_free_name, set_aside
from digit_recognizer.hands.last_layers import HandError
from digit_recognizer.hands.profile import Profile
from digit_recognizer.hands.profile_file import WrongFileError, load_profile, save_profile
from digit_recognizer.networks.names import LONGEST_NAME, is_possible
from digit_recognizer.networks.stored import SUFFIX, stored_file, stored_networks

__all__ = [
    "ENVIRONMENT_VARIABLE",
    "HandLibrary",
    "UnknownHandError",
    "find_profile",
    "hands_folder",
]

ENVIRONMENT_VARIABLE = "DIGIT_RECOGNIZER_HANDS"


class UnknownHandError(HandError):
    """A name that nobody's hand has."""


def hands_folder() -> Path:
    """Give the folder of stored profiles: the environment's, else the platform's for data."""
    if from_environment := os.environ.get(ENVIRONMENT_VARIABLE):
        return Path(from_environment)
    import platformdirs

    return platformdirs.user_data_path("digit-recognizer", appauthor=False) / "hands"


class HandLibrary:
    """Profiles by name. Nothing else on the disk holds what was learned.

    Parameters
    ----------
    folder : Path, optional
        Where they lie; by default the environment's folder or the platform's.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or hands_folder()

    def names(self) -> tuple[str, ...]:
        """Return the names of the profiles that are stored here."""
        return stored_networks(self.folder)

    def load(self, name: str) -> Profile:
        """Return the profile called ``name``.

        A file that cannot be used is set aside: it gets a name that ends in ``.unreadable``.

        Raises
        ------
        UnknownHandError
            If there is none.
        HandError
            If it cannot be used; the message says where its file lies then.
        """
        if name not in self.names():
            known = ", ".join(self.names()) or "none"
            raise UnknownHandError(
                f"nobody's hand is called {name!r}: expected one of those that were learned "
                f"({known})",
                "learn it first",
            )
        file = stored_file(name, self.folder)
        try:
            return load_profile(file)
        except WrongFileError as error:
            try:
                aside = set_aside(file)
            except OSError:
                raise error from None
            raise HandError(f"{error.reason}; it was set aside as {aside.name}") from error
        except OSError as error:
            raise _failure("read", name, error) from error

    def save(self, profile: Profile) -> None:
        """Store a profile, in place of the one that has its name.

        Raises
        ------
        HandError
            If the name is not possible or the file cannot be written.
        """
        file = self._file(profile.name)
        try:
            clear_partials(self.folder)
            save_profile(file, profile)
        except OSError as error:
            raise _failure("stored", profile.name, error) from error

    def delete(self, name: str) -> None:
        """Erase a profile from the disk.

        Raises
        ------
        HandError
            If its file cannot be removed.
        """
        try:
            stored_file(name, self.folder).unlink(missing_ok=True)
        except OSError as error:
            raise _failure("deleted", name, error) from error

    def rename(self, name: str, new_name: str) -> None:
        """Give a profile another name.

        Raises
        ------
        HandError
            If the new name is taken or not possible, or the file cannot be renamed.
        """
        new_file = self._file(new_name)
        try:
            move_to_free_name(stored_file(name, self.folder), new_file)
        except FileExistsError as error:
            raise HandError(
                f"a hand is called {new_name!r} already", "choose another name"
            ) from error
        except OSError as error:
            raise _failure("renamed", name, error) from error

    def _file(self, name: str) -> Path:
        if not is_possible(name):
            raise HandError(
                f"a hand cannot be called {name!r}: expected 1 to {LONGEST_NAME} letters, "
                "digits, spaces and . ( ) + - _, with a letter or digit first",
                "choose another name",
            )
        return stored_file(name, self.folder)


def find_profile(source: str | Path) -> Profile:
    """Return a profile by its name, or from a file that was exported.

    Raises
    ------
    HandError
        If there is none, or it cannot be used. A file that was exported stays as it is.
    """
    if not isinstance(source, Path) and not source.endswith(SUFFIX):
        return HandLibrary().load(source)
    try:
        return load_profile(Path(source))
    except OSError as error:
        raise _failure("read", str(source), error) from error


def _failure(what: str, name: str, error: OSError) -> HandError:
    return HandError(
        f"the hand {name} cannot be {what}: {error.strerror or error}",
        "free some space or mend the folder's permissions",
    )
