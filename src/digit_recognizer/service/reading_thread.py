"""The thread that reads: whatever waits when it is free, it reads together."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, NamedTuple

from digit_recognizer.answers.number_records import number_record
from digit_recognizer.answers.records import Record, record
from digit_recognizer.ink import Polarity
from digit_recognizer.recognizer import Recognizer

__all__ = ["ReadingThread"]

_MOST_TOGETHER = 64


class _Sent(bytes):
    """What was sent, and what messages call it."""

    filename = "the picture"


class _Picture(NamedTuple):
    """A digit to be read, and where its answer goes."""

    content: bytes
    polarity: Polarity
    answer: "Future[Record]"


class _Work(NamedTuple):
    """Anything else to be read."""

    do: Callable[[], Record]
    answer: "Future[Record]"


class ReadingThread:
    """Reads pictures and strokes, one after the other, and digits that wait together.

    A context manager: the thread ends with the block.

    Parameters
    ----------
    recognizer : Recognizer
    """

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self._waiting: SimpleQueue[_Picture | _Work | None] = SimpleQueue()
        self._ends = False
        self._thread = Thread(target=self._run, name="reading", daemon=True)

    def __enter__(self) -> "ReadingThread":
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._ends = True
        self._waiting.put(None)
        self._thread.join()

    def digit(self, content: bytes, polarity: Polarity) -> "Future[Record]":
        """Let the digit in a picture be read, together with others that wait."""
        answer: Future[Record] = Future()
        self._waiting.put(_Picture(_Sent(content), polarity, answer))
        return answer

    def number(self, content: bytes, polarity: Polarity, wanted: str | None) -> "Future[Record]":
        """Let the number in a picture be read."""
        return self._do(
            lambda: number_record(
                "", self._recognizer.recognize_number(content, format=wanted, polarity=polarity)
            )
        )

    def digit_of_strokes(self, strokes: Sequence[Any], pen_width: float | None) -> "Future[Record]":
        """Let the digit that strokes draw be read."""
        return self._do(
            lambda: record("", self._recognizer.recognize_strokes(strokes, pen_width=pen_width))
        )

    def number_of_strokes(self, strokes: Sequence[Any], wanted: str | None) -> "Future[Record]":
        """Let the number that strokes draw be read."""
        return self._do(
            lambda: number_record(
                "", self._recognizer.recognize_number_strokes(strokes, format=wanted)
            )
        )

    def _do(self, do: Callable[[], Record]) -> "Future[Record]":
        answer: Future[Record] = Future()
        self._waiting.put(_Work(do, answer))
        return answer

    def _run(self) -> None:
        while not self._ends:
            some = [self._waiting.get()]
            with suppress(Empty):
                while len(some) < _MOST_TOGETHER:
                    some.append(self._waiting.get_nowait())
            pictures = [each for each in some if isinstance(each, _Picture)]
            for polarity in dict.fromkeys(each.polarity for each in pictures):
                self._read([each for each in pictures if each.polarity == polarity], polarity)
            for each in some:
                if isinstance(each, _Work) and self._is_wanted(each.answer):
                    _settle(each)

    def _is_wanted(self, answer: "Future[Record]") -> bool:
        """Tell, when its turn has come, whether somebody still waits for an answer."""
        return not self._ends and answer.set_running_or_notify_cancel()

    def _read(self, pictures: Sequence[_Picture], polarity: Polarity) -> None:
        begun: list[_Picture] = []

        def contents() -> Iterator[bytes]:
            for picture in pictures:
                if self._is_wanted(picture.answer):
                    begun.append(picture)
                    yield picture.content

        try:
            found = self._recognizer.recognize_each(contents(), polarity=polarity, jobs=1)
            for index, read in enumerate(found):
                if isinstance(read, Exception):
                    begun[index].answer.set_exception(read)
                else:
                    begun[index].answer.set_result(record("", read))
        except Exception as error:
            for picture in begun:
                if not picture.answer.done():
                    picture.answer.set_exception(error)


def _settle(work: _Work) -> None:
    try:
        work.answer.set_result(work.do())
    except Exception as error:
        work.answer.set_exception(error)
