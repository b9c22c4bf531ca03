"""A training that closing the window does not end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from digit_recognizer.app.train.unfinished import UnfinishedTrainings
from digit_recognizer.app.train.worker import Note
from digit_recognizer.training.live import Ended, LiveTraining, Message, Paused, Standing
from digit_recognizer.training.unfinished import UnfinishedError
from digit_recognizer.training.watching import Glimpse

__all__ = ["KeptTraining"]


class KeptTraining:
    """Work: a training that is on disk as long as it waits, and no longer once it is over.

    While it is at work, it is on disk as it stood a short while ago.

    Parameters
    ----------
    training
        What is done.
    trainings
        Where it is kept. An unfinished training that they hold is given up as soon as this one
        begins, unless it is the one that goes on.
    resumes
        Whether it is.
    """

    def __init__(
        self, training: LiveTraining, trainings: UnfinishedTrainings, *, resumes: bool = False
    ) -> None:
        self.training = training
        self._trainings = trainings
        self._resumes = resumes
        self._leaving = False

    def messages(self) -> Iterator[Message | Note]:
        """Do it; see ``LiveTraining``."""
        begun = False
        for message in self.training.messages():
            if isinstance(message, Paused | Standing):
                yield from _attempt(partial(self._trainings.keep, message.training))
            elif isinstance(message, Glimpse) and not begun:
                begun = True
                if not self._resumes:
                    yield from _attempt(self._trainings.forget)
            elif isinstance(message, Ended) and begun and not self._leaving:
                yield from _attempt(self._trainings.forget)
            yield message

    def stop(self) -> None:
        """End it; what was learned until then can be used."""
        self.training.stop()

    def leave(self) -> None:
        """End it as one that waits: another session can go on with it."""
        self._leaving = True
        self.training.suspend()


def _attempt(deed: Callable[[], None]) -> Iterator[Note]:
    try:
        deed()
    except UnfinishedError as error:
        yield Note(str(error))
