"""The thread that reads."""

from collections.abc import Iterable, Iterator
from concurrent.futures import wait
from threading import Event, Timer
from typing import Any

import pytest

from digit_recognizer.ink import PictureError
from digit_recognizer.recognizer import Recognition, Recognizer
from digit_recognizer.samples import sample_pictures
from digit_recognizer.service.reading_thread import ReadingThread

PICTURES = [picture.read_bytes() for picture in sample_pictures()]


class Counting(Recognizer):
    """Notes how many pictures are read together; can be held up by strokes."""

    def __init__(self) -> None:
        super().__init__()
        self.together: list[int] = []
        self.held, self.goes_on = Event(), Event()

    def recognize_each(
        self, pictures: Iterable[Any], **options: Any
    ) -> Iterator[Recognition | PictureError]:
        some = list(pictures)
        self.together.append(len(some))
        yield from super().recognize_each(some, **options)

    def recognize_strokes(self, strokes: Any, **_: Any) -> Recognition:
        self.held.set()
        assert self.goes_on.wait(60)
        return super().recognize_strokes(strokes)


@pytest.fixture
def recognizer() -> Counting:
    return Counting()


def test_what_waits_is_read_together_and_each_gets_its_own_answer(recognizer: Counting) -> None:
    with ReadingThread(recognizer) as reading:
        reading.digit_of_strokes([[(0, 0), (0, 9)]], None)
        assert recognizer.held.wait(60)
        answers = [reading.digit(content, "auto") for content in PICTURES]
        recognizer.goes_on.set()
        assert [answer.result(60)["answer"] for answer in answers] == list(range(10))
    assert recognizer.together == [10]


def test_a_picture_that_cannot_be_read_spoils_no_other(recognizer: Counting) -> None:
    with ReadingThread(recognizer) as reading:
        reading.digit_of_strokes([[(0, 0), (0, 9)]], None)
        assert recognizer.held.wait(60)
        bad = reading.digit(b"no picture", "auto")
        good = reading.digit(PICTURES[4], "auto")
        recognizer.goes_on.set()
        assert isinstance(bad.exception(60), PictureError)
        assert good.result(60)["answer"] == 4


def test_what_nobody_waits_for_any_more_is_not_read(recognizer: Counting) -> None:
    with ReadingThread(recognizer) as reading:
        reading.digit_of_strokes([[(0, 0), (0, 9)]], None)
        assert recognizer.held.wait(60)
        assert reading.digit(PICTURES[4], "auto").cancel()
        recognizer.goes_on.set()
        wait([reading.number(PICTURES[7], "auto", None)])
    assert not any(recognizer.together)


def test_when_it_ends_it_leaves_what_it_has_not_begun(recognizer: Counting) -> None:
    with ReadingThread(recognizer) as reading:
        reading.digit_of_strokes([[(0, 0), (0, 9)]], None)
        assert recognizer.held.wait(60)
        answers = [reading.digit(content, "auto") for content in PICTURES]
        Timer(0.1, recognizer.goes_on.set).start()
    assert not any(answer.done() for answer in answers)
