"""A process that prepares pictures for another one, which started it and tells it what to do.

It runs no code of the program that started it and ends with it: its input ends then.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.ink import Polarity
from digit_recognizer.ink.messages import read_message, write_message
from digit_recognizer.ink.picture import PictureError, PictureLike
from digit_recognizer.ink.prepared import PreparedPicture, prepare_picture

__all__ = ["EndedError", "HelperProcess", "NamedPicture", "NoProcessError", "can_start", "serve"]

_START = """
import sys
sys.path[:] = sys.argv[1:]
from digit_recognizer.ink.helper_process import serve
serve()
"""
# One picture after another: threads would only be in the way of other processes.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class NoProcessError(Exception):
    """No process can be started here."""


class EndedError(Exception):
    """The process has ended before it answered."""


class NamedPicture(NamedTuple):
    """A picture or the error in the place of one, and what messages call it."""

    picture: PictureLike | PictureError
    name: str


def can_start() -> bool:
    """Tell whether Python can be started anew: not so in a program that was frozen into one."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


class HelperProcess:
    """A process that prepares pictures.

    Raises
    ------
    NoProcessError
        Where it cannot be started.
    """

    def __init__(self) -> None:
        try:
            # -P: nothing of the current folder is imported that this program would not import.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, *sys.path],
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

    def prepare(
        self, pictures: Sequence[NamedPicture], polarity: Polarity, thumbnail: int
    ) -> list[PreparedPicture | PictureError | None]:
        """Return what comes of each picture: a path, bytes or an array of numbers.

        What it has no explanation for is None: whoever asked may try it and see.

        Raises
        ------
        EndedError
            If it has ended.
        """
        asked, arrays = _question(pictures)
        try:
            write_message(self._questions, [asked, polarity, thumbnail], arrays)
            return _understood(*read_message(self._answers))
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


def _question(
    pictures: Sequence[NamedPicture],
) -> tuple[list[dict[str, object]], list[NDArray[Any]]]:
    asked: list[dict[str, object]] = []
    arrays: list[NDArray[Any]] = []
    for picture, name in pictures:
        if isinstance(picture, bytes):
            asked.append({"name": name, "kind": "bytes"})
            arrays.append(np.frombuffer(picture, np.uint8))
        elif isinstance(picture, np.ndarray):
            asked.append({"name": name, "kind": "array"})
            arrays.append(picture)
        else:
            asked.append({"name": name, "kind": "path", "path": str(picture)})
    return asked, arrays


def _understood(
    answers: list[dict[str, Any] | None], arrays: list[NDArray[Any]]
) -> list[PreparedPicture | PictureError | None]:
    following = iter(arrays)
    understood: list[PreparedPicture | PictureError | None] = []
    for answer in answers:
        if answer is None:
            understood.append(None)
        elif "reason" in answer:
            understood.append(PictureError(answer["reason"], answer["remedy"]))
        else:
            image = next(following) if answer["image"] else None
            box = tuple(answer["box"]) if answer["box"] else None
            small = next(following) if answer["thumbnail"] else None
            understood.append(PreparedPicture(image, box, small))
    return understood


def serve() -> None:
    """Prepare what the other process asks for, until it asks no more."""
    # Ctrl-C is for the other process, whose end is the end of this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    questions, answers = _taken(0, os.O_RDONLY, "rb"), _taken(1, os.O_WRONLY, "wb")
    with suppress(EOFError, OSError):
        write_message(answers, "ready")
        while True:
            (asked, polarity, thumbnail), arrays = read_message(questions)
            given, made = iter(arrays), list[NDArray[Any]]()
            told = [_answer(each, given, polarity, thumbnail, made) for each in asked]
            write_message(answers, told, made)
    os._exit(0)  # there is nothing to tidy up, and nobody to tell


def _taken(number: int, how: int, mode: str) -> IO[bytes]:
    """Return a standard stream for this alone: what a decoder prints must not come between."""
    stream = os.fdopen(os.dup(number), mode)
    device = os.open(os.devnull, how)
    os.dup2(device, number)
    os.close(device)
    return stream


def _answer(
    asked: dict[str, str],
    given: Iterator[NDArray[Any]],
    polarity: Polarity,
    thumbnail: int,
    made: list[NDArray[Any]],
) -> dict[str, object] | None:
    """Return what to say of one picture, and add the arrays of it to those that are made."""
    picture: PictureLike
    match asked["kind"]:
        case "path":
            picture = Path(asked["path"])
        case "bytes":
            picture = next(given).tobytes()
        case _:
            picture = next(given)
    try:
        prepared = prepare_picture(picture, polarity, name=asked["name"], thumbnail=thumbnail)
    except PictureError as error:
        return {"reason": error.reason, "remedy": error.remedy}
    except Exception:
        return None
    arrays = {"image": prepared.image, "thumbnail": prepared.thumbnail}
    made += [array for array in arrays.values() if array is not None]
    return {"box": prepared.box} | {kind: array is not None for kind, array in arrays.items()}
