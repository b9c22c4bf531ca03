"""Unfinished trainings on disk: each window has one of its own, and finds what others left."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

from PyQt6.QtCore import QLockFile

from digit_recognizer.app.train.worker import Note
from digit_recognizer.training.unfinished import (
    UnfinishedError,
    UnfinishedTraining,
    load_unfinished,
    save_unfinished,
)

__all__ = ["Finding", "UnfinishedTrainings"]

_SUFFIX = ".training"
_MOST = 100


class UnfinishedTrainings:
    """Finds, keeps and forgets unfinished trainings, and holds one of them at a time.

    What is held is this window's own: no other window, of this program or of another that runs
    beside it, finds it or writes over it. May be used from any thread.

    Parameters
    ----------
    folder
        Where they lie; by default in the platform's folder for state.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._file: Path | None = None
        self._lock: QLockFile | None = None
        self._turn = threading.RLock()
        self._refused: set[Path] = set()

    def find(self) -> UnfinishedTraining | None:
        """Hold the latest training that no window holds, and return it; None if there is none.

        Raises
        ------
        UnfinishedError
            If the latest cannot be gone on with. It has been set aside; there may be others.
        """
        with self._turn:
            self.release()
            for file in self._files():
                if not self._hold(file):
                    continue
                try:
                    return load_unfinished(file)
                except FileNotFoundError:
                    self.release()
                except (OSError, UnfinishedError) as error:
                    raise self._set_aside(file, error) from error
            return None

    def keep(self, training: UnfinishedTraining) -> None:
        """Write a training in the place of the one that is held, whole or not at all.

        Raises
        ------
        UnfinishedError
            If it cannot be written. What was there before is still whole.
        """
        with self._turn:
            file = self._file or self._claim()
            try:
                save_unfinished(file, training)
            except OSError as error:
                raise _failure("kept on disk", file, error) from error

    def forget(self) -> None:
        """Remove what is held, if anything is.

        Raises
        ------
        UnfinishedError
            If it cannot be removed.
        """
        with self._turn:
            if self._file is None:
                return
            file = self._file
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                raise _failure("removed", file, error) from error
            finally:
                self.release()

    def release(self) -> None:
        """Hold nothing any more; what was held is left for the next window."""
        with self._turn:
            if self._lock is not None:
                self._lock.unlock()
            self._file = self._lock = None

    def _files(self) -> list[Path]:
        """List what lies there, the latest first."""
        try:
            files = [(file.stat().st_mtime, file) for file in self._place().glob(f"*{_SUFFIX}")]
        except OSError:
            return []
        return [file for _, file in sorted(files, reverse=True) if file not in self._refused]

    def _claim(self) -> Path:
        """Hold a name that is still free."""
        place = self._place()
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _failure("kept on disk", place, error) from error
        for number in range(1, _MOST):
            file = place / f"unfinished-{number}{_SUFFIX}"
            if not file.exists() and self._hold(file):
                # Another window may have written it and left before the lock was ours.
                if not file.exists():
                    return file
                self.release()
        raise UnfinishedError(
            f"The training cannot be kept on disk: {place}: expected a free name, found none. "
            "Make sure that the folder can be written to."
        )

    def _hold(self, file: Path) -> bool:
        lock = QLockFile(str(file.with_suffix(".lock")))
        # A lock is void when the program that made it is gone, however old it is.
        lock.setStaleLockTime(0)
        if not lock.tryLock(0):
            return False
        self._file, self._lock = file, lock
        for partial in self._place().glob(f".{file.name}.*"):
            # Nobody else writes here now: these are of a program that was killed meanwhile.
            partial.unlink(missing_ok=True)
        return True

    def _set_aside(self, file: Path, error: Exception) -> UnfinishedError:
        aside = file.with_name(file.name + ".unreadable")
        try:
            file.replace(aside)
        except OSError:
            aside = file
        self._refused.add(file)
        self.release()
        return UnfinishedError(
            "An unfinished training of an earlier session cannot be gone on with: its file is "
            f"damaged or of another version. It was kept as {aside}."
        )

    def _place(self) -> Path:
        if self._folder is None:
            from platformdirs import user_state_path

            self._folder = user_state_path("digit-recognizer") / "trainings"
        return self._folder


class Finding:
    """Work: finds the latest unfinished training, and tells of those that cannot be gone on with.

    Parameters
    ----------
    trainings
        Those on disk.
    """

    def __init__(self, trainings: UnfinishedTrainings) -> None:
        self._trainings = trainings

    def messages(self) -> Iterator[UnfinishedTraining | Note]:
        """Do it."""
        while True:
            try:
                found = self._trainings.find()
            except UnfinishedError as error:
                yield Note(str(error))
                continue
            if found is not None:
                yield found
            return

    def stop(self) -> None:
        """Go on: it takes a moment."""


def _failure(what: str, file: Path, error: OSError) -> UnfinishedError:
    return UnfinishedError(
        f"The training cannot be {what}: {file}: {error.strerror or error}. Free some space or "
        "mend the folder's permissions. It goes on as long as the window is open."
    )
