"""A process that works for another one, which started it and tells it what to do.

It runs no code of the program that started it and ends with it: its input ends then.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, Any

import cv2
from numpy.typing import NDArray

from digit_recognizer.ink.messages import read_message, write_message

__all__ = ["Answered", "EndedError", "NoProcessError", "WorkerProcess", "answer_all", "can_start"]

Answered = tuple[Any, Sequence[NDArray[Any]]]
"""What a question or an answer is: a value that JSON can hold, and arrays beside it."""

_START = """
import sys
sys.path[:] = sys.argv[1:]
from {module} import serve
serve()
"""
# One question after another: threads would only be in the way of other processes.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class NoProcessError(Exception):
    """No process can be started here."""


class EndedError(Exception):
    """The process has ended before it answered."""


def can_start() -> bool:
    """Tell whether Python can be started anew: not so in a program that was frozen into one."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


class WorkerProcess:
    """A process that answers questions.

    Parameters
    ----------
    module : str
        Where its function ``serve`` is, which calls ``answer_all``.

    Raises
    ------
    NoProcessError
        Where it cannot be started.
    """

    def __init__(self, module: str) -> None:
        try:
            # -P: nothing of the current folder is imported that this program would not import.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START.format(module=module), *sys.path],
                env={**os.environ, **_ONE_THREAD},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise NoProcessError from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._questions, self._answers = self._process.stdin, self._process.stdout

    def wait_until_ready(self) -> None:
        """Wait until it has loaded what it needs.

        Raises
        ------
        NoProcessError
            If it ends before.
        """
        try:
            read_message(self._answers)
        except (EOFError, OSError, ValueError) as error:
            raise NoProcessError from error

    def ask(self, question: object, arrays: Sequence[NDArray[Any]] = ()) -> Answered:
        """Return its answer.

        Raises
        ------
        EndedError
            If it has ended.
        """
        try:
            write_message(self._questions, question, arrays)
            return read_message(self._answers)
        except (EOFError, OSError, ValueError) as error:
            raise EndedError from error

    def kill(self) -> None:
        """End it now; safe to call from another thread. Nothing is lost: it writes no file."""
        self._process.kill()

    def close(self) -> None:
        """End it, and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._questions, self._answers):
            with suppress(OSError):  # what it did not take any more
                pipe.close()


def answer_all(answer: Callable[[Any, Sequence[NDArray[Any]]], Answered]) -> None:
    """Answer what the other process asks, until it asks no more, and end this process."""
    # Ctrl-C is for the other process, whose end is the end of this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    questions, answers = _taken(0, os.O_RDONLY, "rb"), _taken(1, os.O_WRONLY, "wb")
    with suppress(EOFError, OSError):
        write_message(answers, "ready")
        while True:
            write_message(answers, *answer(*read_message(questions)))
    os._exit(0)  # there is nothing to tidy up, and nobody to tell


def _taken(number: int, how: int, mode: str) -> IO[bytes]:
    """Return a standard stream for this alone: what a decoder prints must not come between."""
    stream = os.fdopen(os.dup(number), mode)
    device = os.open(os.devnull, how)
    os.dup2(device, number)
    os.close(device)
    return stream
