"""The reader: a thread of its own, the latest request wins, and closing waits."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.drawing import Sheet, Stroke
from digit_recognizer.app.core.reading import Reader, Reading
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.recognizer import Recognition
from tests.app.hand import FakeRecognizer, recognition


def sheet(strokes: int) -> Sheet:
    return Sheet(tuple(Stroke(((number, 1.0), (number, 9.0)), 10) for number in range(strokes)))


@pytest.fixture
def reader(qapp: object, fake: FakeRecognizer) -> Iterator[Reader]:
    reader = Reader()
    reader.use(lambda: fake)
    yield reader
    fake.may_answer.set()
    reader.close()


@pytest.fixture
def fake() -> FakeRecognizer:
    return FakeRecognizer()


def listen(reader: Reader) -> list[Reading]:
    readings: list[Reading] = []
    reader.read.connect(readings.append)
    return readings


def test_a_request_is_answered_with_its_number(reader: Reader, qtbot: QtBot) -> None:
    readings = listen(reader)
    reader.start()
    number = reader.request(sheet(3))
    qtbot.waitUntil(lambda: len(readings) == 1)
    assert readings[0].sequence == number
    assert readings[0].recognition.answer == 3
    assert readings[0].milliseconds >= 0


def test_of_the_requests_that_wait_only_the_latest_is_answered(
    reader: Reader, fake: FakeRecognizer, qtbot: QtBot
) -> None:
    readings = listen(reader)
    with qtbot.waitSignal(reader.ready):
        reader.start()
    fake.asked.clear()
    fake.may_answer.clear()
    reader.request(sheet(1))
    qtbot.waitUntil(lambda: len(fake.asked) == 1)
    for strokes in (2, 3, 4, 5):
        reader.request(sheet(strokes))
    fake.may_answer.set()
    qtbot.waitUntil(lambda: len(readings) == 2)
    assert [reading.recognition.answer for reading in readings] == [1, 5]
    assert len(fake.asked) == 2


def test_what_is_cancelled_is_not_read(reader: Reader, fake: FakeRecognizer, qtbot: QtBot) -> None:
    readings = listen(reader)
    reader.request(sheet(1))
    reader.cancel()
    reader.start()
    reader.request(sheet(2))
    qtbot.waitUntil(lambda: len(readings) == 1)
    assert readings[0].recognition.answer == 2


def test_a_request_before_the_network_is_loaded_is_answered_after(
    fake: FakeRecognizer, qtbot: QtBot
) -> None:
    may_load = threading.Event()

    def load() -> FakeRecognizer:
        assert may_load.wait(5)
        return fake

    reader = Reader()
    reader.use(load)
    readings = listen(reader)
    reader.start()
    reader.request(sheet(1))
    reader.request(sheet(2))
    may_load.set()
    qtbot.waitUntil(lambda: len(readings) == 1)
    assert readings[0].recognition.answer == 2
    reader.close()


def test_the_pen_is_told_to_the_recognizer(reader: Reader, qtbot: QtBot) -> None:
    told = []

    class Keeping(FakeRecognizer):
        def recognize_any_strokes(
            self, strokes: object, **options: Any
        ) -> Recognition | NumberRecognition:
            told.append(options.get("pen_width"))
            return super().recognize_any_strokes([])

    keeping = Reader()
    keeping.use(Keeping)
    readings = listen(keeping)
    keeping.start()
    keeping.request(Sheet((Stroke(((1, 1),), 8), Stroke(((2, 2),), 16))))
    qtbot.waitUntil(lambda: len(readings) == 1)
    assert told[-1] == 16
    keeping.close()


def test_a_failure_that_is_explained_is_passed_on(qtbot: QtBot) -> None:
    def load() -> FakeRecognizer:
        raise DigitRecognizerError("The network is missing. Install it again.")

    reader = Reader()
    reader.use(load)
    with qtbot.waitSignal(reader.failed) as failed:
        reader.start()
    assert failed.args == ["The network is missing. Install it again."]
    reader.close()


def test_a_recognizer_that_fails_leaves_the_one_before(reader: Reader, qtbot: QtBot) -> None:
    def load() -> FakeRecognizer:
        raise DigitRecognizerError("The network is damaged. Take another.")

    readings = listen(reader)
    with qtbot.waitSignal(reader.ready):
        reader.start()
    with qtbot.waitSignal(reader.failed):
        reader.use(load)
    reader.request(sheet(2))
    qtbot.waitUntil(lambda: len(readings) == 1)
    assert readings[0].recognition.answer == 2


def test_another_recognizer_reads_again_what_was_read_last(reader: Reader, qtbot: QtBot) -> None:
    class Other(FakeRecognizer):
        def recognize_any_strokes(
            self, strokes: object, **options: Any
        ) -> Recognition | NumberRecognition:
            return recognition(7)

    readings = listen(reader)
    reader.start()
    number = reader.request(sheet(2))
    qtbot.waitUntil(lambda: len(readings) == 1)
    reader.use(Other)
    qtbot.waitUntil(lambda: len(readings) == 2)
    assert [reading.recognition.answer for reading in readings] == [2, 7]
    assert readings[1].sequence == number


def test_what_was_cancelled_is_not_read_again(reader: Reader, qtbot: QtBot) -> None:
    readings = listen(reader)
    reader.start()
    reader.request(sheet(2))
    qtbot.waitUntil(lambda: len(readings) == 1)
    reader.cancel()
    with qtbot.waitSignal(reader.ready):
        reader.use(FakeRecognizer)
    reader.request(sheet(3))
    qtbot.waitUntil(lambda: len(readings) == 2)
    assert readings[1].recognition.answer == 3


def test_an_unexpected_failure_does_not_end_the_reader(
    reader: Reader, fake: FakeRecognizer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = listen(reader)
    with qtbot.waitSignal(reader.ready):
        reader.start()
    with monkeypatch.context() as broken, capture_exceptions() as caught:
        broken.setattr(fake, "recognize_any_strokes", lambda *_, **__: 1 / 0)
        reader.request(sheet(1))
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError
    reader.request(sheet(2))
    qtbot.waitUntil(lambda: len(readings) == 1)


def test_closing_waits_for_the_reading_at_work(
    reader: Reader, fake: FakeRecognizer, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(reader.ready):
        reader.start()
    fake.asked.clear()
    fake.may_answer.clear()
    reader.request(sheet(1))
    qtbot.waitUntil(lambda: len(fake.asked) == 1)
    threading.Timer(0.05, fake.may_answer.set).start()
    reader.close()
    assert fake.may_answer.is_set()


def test_a_reader_that_never_started_can_be_closed(reader: Reader) -> None:
    before = threading.active_count()
    reader.close()
    reader.start()
    assert threading.active_count() == before
