"""Unfinished trainings on disk: each window has one of its own, and finds what others left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from digit_recognizer.data.files import set_aside
from digit_recognizer.networks.library import DELETED_STAYS
from digit_recognizer.training.failures import TrainingRunError
from digit_recognizer.training.messages import Remark
from digit_recognizer.training.run_folder import DELETED, LAST, RunFolder
from digit_recognizer.training.unfinished import UnfinishedTraining

__all__ = ["Finding", "UnfinishedTrainings"]

_NAME = "training"
_OLD_SUFFIX = ".training"
"""Of the one file that a training was in earlier versions."""


class UnfinishedTrainings:
    """Finds, makes and forgets the folders of trainings, and holds one of them at a time.

    What is held is this window's own: no other window, of this program or of another that runs
    beside it, finds it or writes over it. May be used from any thread.

    Parameters
    ----------
    folder
        Where they lie; by default in the platform's folder for state.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._turn = threading.RLock()
        self._refused: set[Path] = set()
        self.held: RunFolder | None = None
        """The folder of this window's training."""

    def find(self) -> UnfinishedTraining | None:
        """Hold the latest training that no window holds, and return it; None if there is none.

        Raises
        ------
        TrainingRunError
            If one cannot be gone on with. It has been set aside; there may be others.
        """
        with self._turn:
            self.release()
            self._set_old_aside()
            self._clear_discarded()
            for path in self._paths():
                try:
                    held = RunFolder.reopen(path)
                except TrainingRunError:
                    continue  # another window's, or gone
                try:
                    training = held.load()
                except TrainingRunError:
                    self._refused.add(path)
                    held.release()
                    raise
                self.held = held
                return training
            return None

    def claim(self) -> RunFolder:
        """Return a new folder, which is not held here before ``hold`` is told so.

        Raises
        ------
        TrainingRunError
            If none can be made.
        """
        return RunFolder.claim(self._place(), _NAME)

    def hold(self, folder: RunFolder) -> None:
        """Hold this folder now; what was held before is left for the next window."""
        with self._turn:
            if folder is not self.held:
                self.release()
                self.held = folder

    def forget(self) -> None:
        """Remove what is held, if anything is.

        Raises
        ------
        TrainingRunError
            If it cannot be removed.
        """
        with self._turn:
            held, self.held = self.held, None
            if held is not None:
                held.remove()

    def discard(self) -> Callable[[], None]:
        """Set aside what is held, and return what brings it back, to be found again.

        It is removed by a window that starts a day later, if no window can bring it back.

        Raises
        ------
        TrainingRunError
            If it cannot be set aside. So does what is returned.
        """
        with self._turn:
            assert self.held is not None
            discarded = self.held.discard()
            self.held = None
        return lambda: discarded.restore().release()

    def _clear_discarded(self) -> None:
        for path in self._place().glob(f"*.{DELETED}*"):
            with suppress(OSError, TrainingRunError):
                if time.time() - path.stat().st_mtime > DELETED_STAYS:
                    RunFolder.reopen(path).remove()

    def release(self) -> None:
        """Hold nothing any more; what was held is left for the next window."""
        with self._turn:
            if self.held is not None:
                self.held.release()
            self.held = None

    def _paths(self) -> list[Path]:
        """List the folders of trainings, the latest first."""
        found = []
        for path in self._place().glob(f"*/{LAST}"):
            with suppress(OSError):
                found.append((path.stat().st_mtime, path.parent))
        return [
            path
            for _, path in sorted(found, reverse=True)
            if path not in self._refused and f".{DELETED}" not in path.name
        ]

    def _set_old_aside(self) -> None:
        for file in self._place().glob(f"*{_OLD_SUFFIX}"):
            if file in self._refused or not file.is_file():
                continue
            self._refused.add(file)
            try:
                where = f"It was set aside as {set_aside(file)}."
            except OSError as error:
                where = f"It cannot be set aside ({error.strerror or error}) and stays as it is."
            raise TrainingRunError(
                f"{file}: expected a training that waits, found one of an earlier version. {where}",
                "The earlier version can go on with it.",
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

    def messages(self) -> Iterator[UnfinishedTraining | Remark]:
        """Do it."""
        while True:
            try:
                found = self._trainings.find()
            except TrainingRunError as error:
                yield Remark(str(error))
                continue
            if found is not None:
                if found.remark:
                    yield Remark(found.remark)
                yield found
            return

    def stop(self) -> None:
        """Go on: it takes a moment."""
