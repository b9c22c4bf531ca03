"""Many pictures, opened and prepared over all cores: in order, with bounded memory.

Between a hundred short calls a picture, the work is Python's own, so that threads would wait for
each other: processes share it. This one works too, and alone where there is little to do.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import chain, islice
from operator import length_hint
from pathlib import Path
from threading import Lock
from time import perf_counter

import numpy as np

from digit_recognizer.ink.helper_process import HelperProcess, NamedPicture
from digit_recognizer.ink.ink import Polarity
from digit_recognizer.ink.picture import PictureError, PictureLike, open_picture, picture_name
from digit_recognizer.ink.prepared import PreparedPicture, prepare_picture
from digit_recognizer.ink.worker_process import EndedError, NoProcessError, can_start

__all__ = ["Prepared", "cores", "prepare_many"]

Prepared = PreparedPicture | PictureError
"""What comes of a picture."""

# To start a process takes as much work as to prepare 200 scans: from so many on it is worth it.
_MANY = 500
# Seconds of work after which it is worth it however few pictures there are: they are large.
_LONG = 1.0
# Seconds of work that are handed over at once: long beside the handing over, short for who waits.
_CHUNK_SECONDS = 0.02
_MOST_IN_A_CHUNK = 64
# Of pictures that are handed over as arrays or bytes.
_MOST_BYTES = 4_000_000
# Chunks that are handed over to a process: what it is at, and what is next.
_CHUNKS_A_PROCESS = 2
# Chunks that wait for an earlier one to be ready, for each process.
_MOST_AHEAD = 8


def cores() -> int:
    """Return how many cores this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def prepare_many(
    pictures: Iterable[PictureLike | PictureError],
    polarity: Polarity = "auto",
    *,
    jobs: int | None = None,
    expected: int = 0,
    thumbnail: int = 0,
) -> Iterator[list[Prepared]]:
    """Open and prepare pictures; yield, in their order, as many as are ready.

    Where there are many, other processes help. A few pictures are then taken from ``pictures``
    before those before them are ready; arrays among them are copied, and files must not change
    before they come.

    Parameters
    ----------
    pictures : iterable of pictures
        Each as ``open_picture`` takes it. An error in the place of one is handed on.
    polarity : {"auto", "dark-on-light", "light-on-dark"}
        The same for all.
    jobs : int, optional
        How many processes work, this one among them; by default as many as there are cores.
    expected : int
        About how many pictures will come, where ``pictures`` does not say so itself.
    thumbnail : int
        The longest side of the thumbnails, in pixels; 0 for none.

    Yields
    ------
    list of PreparedPicture or PictureError
        One for each picture; the error of one that cannot be opened names it, or counts it from 0.
    """
    if jobs is not None and jobs < 1:
        raise ValueError(f"jobs must be a whole number from 1, not {jobs!r}.")
    jobs = jobs or cores()
    named, begun, pace = _named(pictures), perf_counter(), _Pace()
    are_many = max(expected, length_hint(pictures)) >= _MANY
    waiting: deque[Future[list[Prepared]]] = deque()
    with _Helpers(jobs - 1 if can_start() else 0, polarity, thumbnail, pace) as helpers:
        while (first := next(named, None)) is not None:
            some = chain([first], islice(named, pace.pictures - 1))
            if are_many or perf_counter() - begun > _LONG:
                helpers.start()
            if helpers.have_room:
                waiting.append(helpers.submit(_fixed(some)))
            else:
                waiting.append(_done_here(some, polarity, thumbnail, pace))
            yield from _ready(waiting, most=_MOST_AHEAD * jobs)
        yield from _ready(waiting, most=0)


def _named(pictures: Iterable[PictureLike | PictureError]) -> Iterator[NamedPicture]:
    for index, picture in enumerate(pictures):
        yield NamedPicture(picture, picture_name(picture, default=f"picture {index}"))


def _here(named: NamedPicture, polarity: Polarity, thumbnail: int) -> Prepared:
    """Prepare a picture in this process."""
    if isinstance(named.picture, PictureError):
        return named.picture
    try:
        return prepare_picture(named.picture, polarity, name=named.name, thumbnail=thumbnail)
    except PictureError as error:
        return error


def _done_here(
    pictures: Iterable[NamedPicture], polarity: Polarity, thumbnail: int, pace: "_Pace"
) -> Future[list[Prepared]]:
    begun = perf_counter()
    done: Future[list[Prepared]] = Future()
    done.set_result([_here(each, polarity, thumbnail) for each in pictures])
    pace.note(len(done.result()), perf_counter() - begun)
    return done


def _ready(waiting: deque[Future[list[Prepared]]], most: int) -> Iterator[list[Prepared]]:
    """Yield what is ready, and wait while more than so many chunks are ahead."""
    ready: list[Prepared] = []
    while waiting and (waiting[0].done() or len(waiting) > most):
        if ready and not waiting[0].done():
            yield ready
            ready = []
        ready += waiting.popleft().result()
    if ready:
        yield ready


def _fixed(named: Iterable[NamedPicture]) -> list[NamedPicture]:
    """Return pictures that another thread may open later, up to some number of bytes."""
    fixed: list[NamedPicture] = []
    length = 0
    for picture, name in named:
        kept = _kept(picture, name)
        fixed.append(NamedPicture(kept, name))
        length += len(kept) if isinstance(kept, bytes) else getattr(kept, "nbytes", 0)
        if length > _MOST_BYTES:
            break
    return fixed


def _kept(picture: PictureLike | PictureError, name: str) -> PictureLike | PictureError:
    """Return a picture that stays as it is, whatever its owner does with it."""
    if isinstance(picture, PictureError):
        return picture
    if isinstance(picture, str | Path):
        return os.path.abspath(picture)  # noqa: PTH100 (as it is written, links and all)
    if isinstance(picture, bytes | bytearray | memoryview):
        return bytes(picture)
    if type(picture) is np.ndarray and picture.dtype.kind in "buif":
        return picture.copy()
    try:
        return open_picture(picture, name=name)
    except PictureError as error:
        return error


class _Pace:
    """How many pictures are a chunk: by the time that those before took."""

    def __init__(self) -> None:
        self.pictures = 1

    def note(self, pictures: int, seconds: float) -> None:
        """Take note of how long some pictures took."""
        fitting = int(_CHUNK_SECONDS * pictures / max(seconds, 1e-6))
        self.pictures = max(1, min(fitting, 2 * pictures, _MOST_IN_A_CHUNK))


class _Helpers:
    """So many other processes, once they are started and ready."""

    def __init__(self, count: int, polarity: Polarity, thumbnail: int, pace: _Pace) -> None:
        self._to_start, self._at_work = count, 0
        self._polarity, self._thumbnail, self._pace = polarity, thumbnail, pace
        self._threads = ThreadPoolExecutor(max(1, count), "pictures")
        self._given: list[Future[list[Prepared]]] = []
        self._lock = Lock()
        self._all: list[HelperProcess] = []
        self._idle: list[HelperProcess] = []
        self._closed = False

    def __enter__(self) -> "_Helpers":
        return self

    def __exit__(self, *raised: object) -> None:
        with self._lock:
            self._closed = True
            for process in self._all:
                process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._all:
            process.close()

    def start(self) -> list[Future[None]]:
        """Start them, if that was not done; nothing waits for them until they are ready."""
        count, self._to_start = self._to_start, 0
        return [self._threads.submit(self._start) for _ in range(count)]

    @property
    def have_room(self) -> bool:
        """Whether one of them has nothing to do next."""
        self._given = [future for future in self._given if not future.done()]
        return len(self._given) < _CHUNKS_A_PROCESS * self._at_work

    def submit(self, chunk: list[NamedPicture]) -> Future[list[Prepared]]:
        """Let a chunk be prepared."""
        self._given.append(self._threads.submit(self._prepare, chunk))
        return self._given[-1]

    def _prepare(self, chunk: list[NamedPicture]) -> list[Prepared]:
        begun = perf_counter()
        pictures = [each for each in chunk if not isinstance(each.picture, PictureError)]
        try:
            answers = iter(self._ask(pictures))
        except NoProcessError:
            answers = iter([None] * len(pictures))
        except EndedError:
            # One of them may have been its end, or none of them.
            answers = iter([self._ask_alone(each) for each in pictures])
        self._pace.note(len(chunk), perf_counter() - begun)
        return [
            (None if isinstance(each.picture, PictureError) else next(answers))
            or _here(each, self._polarity, self._thumbnail)
            for each in chunk
        ]

    def _ask_alone(self, picture: NamedPicture) -> Prepared | None:
        try:
            return self._ask([picture])[0]
        except NoProcessError:
            return None
        except EndedError:
            return PictureError(
                f"Cannot read {picture.name}: the process that read it was ended, by somebody or "
                "by the system for want of memory.",
                "Free some memory and read it once more.",
            )

    def _ask(self, pictures: list[NamedPicture]) -> list[Prepared | None]:
        process = self._take()
        answers = process.prepare(pictures, self._polarity, self._thumbnail)
        self._idle.append(process)
        return answers

    def _take(self) -> HelperProcess:
        """Return a process that has nothing to do, in place of one that has ended a new one."""
        with suppress(IndexError):
            return self._idle.pop()
        return self._new()

    def _start(self) -> None:
        with suppress(NoProcessError, EndedError):
            self._idle.append(self._new())
            with self._lock:
                self._at_work += 1

    def _new(self) -> HelperProcess:
        with self._lock:
            if self._closed:
                raise EndedError
            process = HelperProcess()
            self._all.append(process)
        process.wait_until_ready()
        return process
