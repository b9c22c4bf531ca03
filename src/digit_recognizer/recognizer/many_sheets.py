"""Many files read over all cores, each to a sheet: in order, with bounded memory.

A page takes a second of work, half of it Python's own, so other processes help from the second
file on. One that ends, for want of memory, costs its own file and no other.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import chain, islice
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Lock
from typing import Any

from numpy.typing import NDArray

from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.ink.many import cores
from digit_recognizer.ink.worker_process import (
    Answered,
    EndedError,
    NoProcessError,
    WorkerProcess,
    answer_all,
    can_start,
)
from digit_recognizer.recognizer.recognizer import Recognizer
from digit_recognizer.recognizer.sheet_reading import read_sheet
from digit_recognizer.sheets.sheet import Sheet
from digit_recognizer.sheets.stored import page_from_json, page_to_json

__all__ = ["SheetNotReadError", "read_many_sheets", "serve"]

_LOOK_AGAIN = 0.1  # seconds after which it is looked whether the reading is stopped
_AHEAD = 4  # files that are read before an earlier one is ready, for each process


class SheetNotReadError(DigitRecognizerError):
    """A file that could not be read, for a reason that the reading does not know."""


def read_many_sheets(
    paths: Iterable[Path],
    template: Path | None = None,
    formats: Mapping[str, str] | None = None,
    *,
    hand: str | None = None,
    jobs: int | None = None,
    stopped: Event | None = None,
) -> Iterator[Sheet | DigitRecognizerError]:
    """Read files; yield, in their order, what was read in each, or why it could not be read.

    Parameters
    ----------
    paths : iterable of Path
    template, formats
        As ``read_sheet`` takes them; the same for all.
    hand : str, optional
        Whose hand filled them in, as ``Recognizer`` takes a profile's name or path.
    jobs : int, optional
        How many processes work; by default as many as there are cores.
    stopped : Event, optional
        Ends the reading soon, once another thread sets it; other processes read then from the
        first file on, as only they can be ended in the middle of one.
    """
    jobs = jobs or cores()
    files = iter(paths)
    first = list(islice(files, 2))
    helps = stopped is not None or (len(first) == 2 and jobs > 1)
    if not helps or not can_start():
        for path in chain(first, files):
            yield _read_here(path, template, formats, hand)
        return
    waiting: deque[Future[Sheet | DigitRecognizerError]] = deque()
    with _Workers(jobs, template, formats, hand) as workers:
        for path in chain(first, files):
            waiting.append(workers.submit(path))
            while len(waiting) > _AHEAD * jobs or waiting[0].done():
                if not _is_done(waiting[0], stopped):
                    return
                yield waiting.popleft().result()
                if not waiting:
                    break
        while waiting and _is_done(waiting[0], stopped):
            yield waiting.popleft().result()


def _is_done(future: "Future[Sheet | DigitRecognizerError]", stopped: Event | None) -> bool:
    """Wait for a result; return False as soon as the reading is stopped."""
    while stopped is None or not stopped.is_set():
        if wait([future], None if stopped is None else _LOOK_AGAIN).done:
            return True
    return False


def _read_here(
    path: Path, template: Path | None, formats: Mapping[str, str] | None, hand: str | None
) -> Sheet | DigitRecognizerError:
    try:
        recognizer = None if hand is None else Recognizer(profile=hand)
        return read_sheet(path, template, formats, recognizer=recognizer)
    except DigitRecognizerError as error:
        return error
    except Exception as error:
        return _not_read(path, f"{type(error).__name__}: {quoted(str(error))}")


def _not_read(path: Path | str, why: str) -> SheetNotReadError:
    return SheetNotReadError(
        f"{path}: could not be read ({why})",
        "read the others without it; this is a mistake of the program: please report it",
    )


class _Workers:
    """Processes that read files, each started when it is first needed."""

    def __init__(
        self,
        count: int,
        template: Path | None,
        formats: Mapping[str, str] | None,
        hand: str | None,
    ) -> None:
        self._asked = None if template is None else str(template), formats, hand
        self._threads = ThreadPoolExecutor(count, "sheets")
        self._idle: SimpleQueue[WorkerProcess] = SimpleQueue()
        self._all: list[WorkerProcess] = []
        self._lock = Lock()
        self._closed = False

    def __enter__(self) -> "_Workers":
        return self

    def __exit__(self, *raised: object) -> None:
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._all:
            worker.close()

    def submit(self, path: Path) -> Future[Sheet | DigitRecognizerError]:
        """Let a file be read."""
        return self._threads.submit(self._read, path)

    def _read(self, path: Path) -> Sheet | DigitRecognizerError:
        try:
            worker = self._worker()
            answer, _ = worker.ask([str(path), *self._asked])
        except NoProcessError:
            return _read_here(path, *_given(*self._asked))
        except EndedError:
            return SheetNotReadError(
                f"{path}: the process that read it was ended, by somebody or by the system for "
                "want of memory",
                "free some memory and read it once more",
            )
        self._idle.put(worker)
        if "reason" in answer:
            return SheetNotReadError(answer["reason"], answer["remedy"])
        return Sheet(path, tuple(page_from_json(page) for page in answer["pages"]))

    def _worker(self) -> WorkerProcess:
        if not self._idle.empty():
            return self._idle.get()
        with self._lock:
            if self._closed:
                raise EndedError
            worker = WorkerProcess("digit_recognizer.recognizer.many_sheets")
            self._all.append(worker)
        worker.wait_until_ready()
        return worker


def _given(
    template: str | None, formats: Mapping[str, str] | None, hand: str | None
) -> tuple[Path | None, Mapping[str, str] | None, str | None]:
    return None if template is None else Path(template), formats, hand


def serve() -> None:
    """Read the files that the other process asks for, until it asks no more.

    A question is a path, and template, formats and hand as ``read_many_sheets`` takes them; an
    answer has ``pages`` as JSON holds them, or ``reason`` and ``remedy``.
    """

    def answered(question: Any, _: Sequence[NDArray[Any]]) -> Answered:
        path, *asked = question
        read = _read_here(Path(path), *_given(*asked))
        if isinstance(read, DigitRecognizerError):
            return {"reason": read.reason, "remedy": read.remedy}, []
        return {"pages": [page_to_json(page) for page in read.pages]}, []

    answer_all(answered)
