"""A training that nothing ends but its end: not closing the window, and not a kill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digit_recognizer.app.train.unfinished import UnfinishedTrainings
from digit_recognizer.networks.checkpoint import Checkpoint
from digit_recognizer.networks.library import NetworkLibrary, NetworkLibraryError
from digit_recognizer.training.failures import TrainingRunError
from digit_recognizer.training.messages import Ended, Message, Remark
from digit_recognizer.training.run_folder import RunFolder
from digit_recognizer.training.watched import WatchedTraining
from digit_recognizer.training.watching import ValidationSnapshot

__all__ = ["Stored", "StoredTraining"]


@dataclass(frozen=True, eq=False)
class Stored:
    """The network of a training that has ended is in the network library now, under this name."""

    name: str
    network: Checkpoint


class StoredTraining:
    """Work: a training that is on disk until it has ended, and then is a network in the library.

    Parameters
    ----------
    training
        What is done.
    trainings
        Where it is stored while it is at work. Another one that waits there is left for the next
        window as soon as this one begins.
    library
        Where its network is stored when it has ended.
    resumes
        Whether it is the one that waits that goes on.
    """

    def __init__(
        self,
        training: WatchedTraining,
        trainings: UnfinishedTrainings,
        library: NetworkLibrary,
        *,
        resumes: bool = False,
    ) -> None:
        self.training = training
        self._trainings = trainings
        self._library = library
        self._resumes = resumes
        self._leaving = False

    def messages(self) -> Iterator[Message | Stored]:
        """Do it; see ``WatchedTraining``."""
        new = None
        if self._resumes:
            self.training.store = self._trainings.held
        else:
            try:
                self.training.store = new = self._trainings.claim()
            except TrainingRunError as error:
                yield Remark(f"{error} The training goes on as long as the window is open.")
        begun = False
        try:
            for message in self.training.messages():
                if isinstance(message, ValidationSnapshot) and not begun:
                    begun = True
                    self._begin(new)
                if isinstance(message, Ended) and begun:
                    yield from self._end(message)
                yield message
        finally:
            if new is not None and not begun:
                new.release()

    def stop(self) -> None:
        """End it; what was learned until then can be used."""
        self.training.stop()

    def leave(self) -> None:
        """End it as one that waits: another session can go on with it."""
        self._leaving = True
        self.training.suspend()

    def _begin(self, new: RunFolder | None) -> None:
        if new is not None:
            self._trainings.hold(new)
        elif not self._resumes:
            self._trainings.release()

    def _end(self, end: Ended) -> Iterator[Remark | Stored]:
        if self._leaving and not end.complete:
            return
        try:
            if end.best is not None:
                # A kill may have come between storing the network and removing the training.
                name = self._library.name_of(end.best) if self._resumes else None
                name = name or self._library.save_as_new(end.best.recipe_name, end.best)
                yield Stored(name, end.best)
            self._trainings.forget()
        except (NetworkLibraryError, TrainingRunError) as error:
            # What could not be stored as a network still waits as a training.
            yield Remark(str(error))
