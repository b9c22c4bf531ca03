"""The folder of a training: one program's at a time, and whole at every moment."""

import os
import shutil
import tempfile
from contextlib import suppress
from itertools import count
from pathlib import Path

from digit_recognizer.data.files import clear_partials, set_aside
from digit_recognizer.data.folder_lock import FolderLock, lock_folder
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.networks.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from digit_recognizer.networks.network_tensors import CheckpointError
from digit_recognizer.training.failures import (
    NoRunError,
    RunBusyError,
    RunExistsError,
    TrainingRunError,
    storing_error,
)
from digit_recognizer.training.stored import ResumeState, averaged, resume_state
from digit_recognizer.training.unfinished import (
    UnfinishedTraining,
    best_epoch,
    check_last,
    from_the_first_step,
    is_best_of,
)

__all__ = ["BEST", "LAST", "RunFolder"]

LAST, BEST = "last.safetensors", "best.safetensors"
DELETED = "deleted"
"""What the name of a folder that was set aside ends in until it is removed."""


class RunFolder:
    """Holds the folder of a training: no other program, nor another training here, can have it.

    ``last.safetensors`` is where the training stands, ``best.safetensors`` its best network so far.
    The best network of an epoch is written first. What ``last`` says counts: after a kill between
    the two, the epoch is made again and ends in the same bytes.

    ``claim``, ``create`` and ``reopen`` return one. Its files are written by the training alone.

    Parameters
    ----------
    path : Path
        The folder.
    lock : FolderLock
        What holds it.
    made : bool
        Whether it was made for this training, and goes if nothing is ever written to it.
    """

    def __init__(self, path: Path, lock: FolderLock, *, made: bool = False) -> None:
        self.path = path
        self._lock = lock
        self._made = made
        clear_partials(path)

    @classmethod
    def claim(cls, parent: Path, name: str) -> "RunFolder":
        """Make a folder of that name, with a number if there is one already, and hold it.

        Raises
        ------
        TrainingRunError
            If no folder can be made there, or not written to.
        """
        number = 1
        try:
            parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storing_error(parent, error) from error
        while True:
            path = parent / (name if number == 1 else f"{name}-{number}")
            number += 1
            try:
                # The name is taken by making the folder: of two programs, one makes it.
                path.mkdir()
                lock = _writable(path)
            except FileExistsError:
                continue
            except OSError as error:
                raise storing_error(path, error) from error
            if lock is not None:
                return cls(path, lock, made=True)

    @classmethod
    def create(cls, path: Path) -> "RunFolder":
        """Hold a folder that holds no training yet; it is made if it is not there.

        Raises
        ------
        TrainingRunError
            If it holds a training, another one is at work there, or it cannot be written to.
        """
        made = not path.exists()
        try:
            path.mkdir(parents=True, exist_ok=True)
            lock = _writable(path)
        except OSError as error:
            raise storing_error(path, error) from error
        if lock is None:
            raise _taken(path)
        if (path / LAST).exists() or (path / BEST).exists():
            lock.release()
            raise RunExistsError(
                f"{path}: expected a folder without a training run, found one that holds a "
                "training run already",
                "go on with it, or name another folder",
                path,
            )
        return cls(path, lock, made=made)

    @classmethod
    def reopen(cls, path: Path) -> "RunFolder":
        """Hold the folder of a training that can perhaps go on.

        Raises
        ------
        TrainingRunError
            If it holds none, the training is at work, or the folder cannot be written to.
        """
        if not (path / LAST).exists():
            raise NoRunError(
                f"cannot resume: expected a training run in {path}, found no {LAST} there",
                "name the run's folder, or start a run",
                path,
            )
        try:
            lock = _writable(path)
        except OSError as error:
            raise storing_error(path, error) from error
        if lock is None:
            raise _taken(path)
        return cls(path, lock)

    def save_last(self, last: ResumeState) -> None:
        """Write where the training stands; what was there before is still whole if that fails.

        Raises
        ------
        TrainingRunError
            If it cannot be written.
        """
        self._save(LAST, last.checkpoint())

    def save_best(self, checkpoint: Checkpoint) -> None:
        """Write the best network so far, before ``save_last``; raises as that does."""
        self._save(BEST, checkpoint)

    def load(self) -> UnfinishedTraining:
        """Return the training as it stands.

        If the best network is missing or not this training's, it is made again: from where the
        training stands, if that is it, else by going back to the first step. The result says so.

        Raises
        ------
        TrainingRunError
            If it cannot go on. A file that is damaged, foreign or of another version has been set
            aside; nothing is removed.
        """
        path = self.path / LAST
        try:
            last = resume_state(load_checkpoint(path))
            check_last(last)
        except (DigitRecognizerError, ValueError) as error:
            if isinstance(error.__cause__, OSError):
                raise TrainingRunError(str(error)) from error
            raise TrainingRunError(
                f"{path}: expected a training that can go on, found one that is damaged or of "
                f"another version ({error}). {_aside(path)}",
                "Start the training anew, or use the version of the program that wrote it.",
            ) from error
        return self._with_best(last)

    def release(self) -> None:
        """Let others have the folder; one that was made and holds nothing is removed."""
        if self._made:
            with suppress(OSError):
                self.path.rmdir()  # only an empty one
        self._lock.release()

    def remove(self) -> None:
        """Remove the folder with all that it holds, and let it go.

        Raises
        ------
        TrainingRunError
            If it cannot be removed.
        """
        try:
            # Without this file the rest is no training any more, whatever happens next.
            (self.path / LAST).unlink(missing_ok=True)
            shutil.rmtree(self.path)
        except OSError as error:
            raise storing_error(self.path, error) from error
        finally:
            self._lock.release()

    def discard(self) -> "RunFolder":
        """Set the folder aside, and hold it where it is now.

        Its name ends in ``.deleted`` then. ``restore`` brings it back.

        Raises
        ------
        TrainingRunError
            If it cannot be renamed. It is held as before.
        """
        os.utime(self.path)
        return self._renamed(f"{self.path.name}.{DELETED}")

    def restore(self) -> "RunFolder":
        """Bring back a folder that was set aside, under its name or one like it; see ``discard``.

        Raises
        ------
        TrainingRunError
            If it cannot be renamed.
        """
        return self._renamed(self.path.name.partition(f".{DELETED}")[0])

    def _renamed(self, name: str) -> "RunFolder":
        for number in count(1):
            path = self.path.with_name(name if number == 1 else f"{name}-{number}")
            try:
                # The name is taken by making it: another program that wants it is refused.
                path.mkdir()
                self.path.rename(path)
            except FileExistsError:
                continue
            except OSError as error:
                with suppress(OSError):
                    path.rmdir()
                raise storing_error(self.path, error) from error
            return RunFolder(path, self._lock)
        raise AssertionError

    def _save(self, name: str, checkpoint: Checkpoint) -> None:
        try:
            save_checkpoint(self.path / name, checkpoint)
        except OSError as error:
            raise storing_error(self.path / name, error) from error

    def _with_best(self, last: ResumeState) -> UnfinishedTraining:
        path = self.path / BEST
        try:
            best = load_checkpoint(path)
            fits = is_best_of(resume_state(best), last)
        except CheckpointError:
            if not path.exists() and not last.history:
                return UnfinishedTraining(last)
        else:
            if fits:
                return UnfinishedTraining(last, best)
        remark = f"{path}: expected the best network of this training, found "
        remark += f"another file. {_aside(path)}" if path.exists() else "none."
        epoch = best_epoch(last)
        if epoch and epoch == len(last.history) and "validation accuracy" in last.scores:
            best = averaged(last)
            self.save_best(best)
            return UnfinishedTraining(last, best, f"{remark} It was written again.")
        remark += " The training goes back to its first step and ends in the same network."
        return UnfinishedTraining(from_the_first_step(last), None, remark)


def _writable(path: Path) -> FolderLock | None:
    """Hold a folder, and make sure that it can be written to."""
    lock = lock_folder(path)
    if lock is not None:
        with tempfile.TemporaryFile(dir=path):
            pass
    return lock


def _taken(path: Path) -> TrainingRunError:
    return RunBusyError(
        f"{path}: expected a folder that no training is at work in, found one that is",
        "wait until it has ended, or name another folder",
        path,
    )


def _aside(path: Path) -> str:
    try:
        return f"It was set aside as {set_aside(path).name}."
    except OSError as error:
        return f"It could not be set aside ({error.strerror or error}) and stays as it is."
