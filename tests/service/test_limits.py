"""How much is read for whoever asks, and what comes back beyond that."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Timer
from time import sleep

import pytest

from digit_recognizer.recognizer import Recognition, Recognizer
from digit_recognizer.samples import sample_pictures, sample_sheet
from digit_recognizer.service.settings import Settings
from tests.service.serving import serving

SEVEN = sample_pictures()[7].read_bytes()


def test_a_body_that_is_too_long_is_refused() -> None:
    with serving(Settings(most_bytes=1000)) as service:
        declared = service.ask("/digits", bytes(1001))
        undeclared = service.ask("/digits", iter([bytes(600), bytes(600)]))
    for answer in (declared, undeclared):
        assert answer.status == 413
        assert "1,000 bytes" in answer.json["reason"]


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    with (
        serving(Settings(seconds=0.1)) as service,
        socket.create_connection(("127.0.0.1", service.port), timeout=60) as connection,
    ):
        connection.sendall(b"POST /digits HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
        assert connection.recv(1000).startswith(b"HTTP/1.1 408 ")


def test_more_requests_than_there_are_places_are_asked_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading, goes_on = Event(), Event()

    def waits(self: Recognizer, *_: object, **__: object) -> Recognition:
        reading.set()
        assert goes_on.wait(60)
        return original(self, STROKES)

    original = Recognizer.recognize_strokes
    monkeypatch.setattr(Recognizer, "recognize_strokes", waits)
    with serving(Settings(at_once=1)) as service, ThreadPoolExecutor(1) as pool:
        first = pool.submit(service.ask, "/digits", BODY, "application/json")
        assert reading.wait(60)
        second = service.ask("/digits", SEVEN)
        goes_on.set()
        assert first.result().status == 200
        assert service.ask("/digits", SEVEN).status == 200
    assert second.status == 503
    assert second.headers["retry-after"] == "1"


STROKES = [[[10.0, 10.0], [40.0, 10.0], [20.0, 60.0]]]
BODY = b'{"strokes": [[[10, 10], [40, 10], [20, 60]]]}'


@pytest.mark.filterwarnings("ignore:.*coroutine")
def test_who_waits_when_the_service_ends_is_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    reading, goes_on = Event(), Event()

    def waits(*_: object, **__: object) -> Recognition:
        reading.set()
        assert goes_on.wait(60)
        return original(Recognizer(), STROKES)

    original = Recognizer.recognize_strokes
    monkeypatch.setattr(Recognizer, "recognize_strokes", waits)
    with ThreadPoolExecutor(1) as pool:
        with serving(seconds_to_end=0) as service:
            asked = pool.submit(service.ask, "/digits", BODY, "application/json")
            assert reading.wait(60)
            Timer(0.5, goes_on.set).start()
        answer = asked.result()
    assert answer.status == 503
    assert "stopped" in answer.json["reason"]
    assert "Traceback" not in capfd.readouterr().err


def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def takes_long(self: Recognizer, *_: object, **__: object) -> Iterator[Recognition]:
        sleep(0.3)
        yield original(self, STROKES)

    original = Recognizer.recognize_strokes
    monkeypatch.setattr(Recognizer, "recognize_each", takes_long)
    with serving(Settings(seconds=0.1)) as service:
        answer = service.ask("/digits", SEVEN)
    assert answer.status == 503
    assert "within 0.1 s" in answer.json["reason"]


def test_a_sheet_that_takes_too_long_is_given_up_and_its_process_ended() -> None:
    with serving(Settings(seconds=0.1)) as service:
        answer = service.ask("/sheets", sample_sheet().read_bytes())
    assert answer.status == 503


def test_a_mistake_of_the_program_is_told_without_its_insides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def mistaken(*_: object, **__: object) -> Recognition:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(Recognizer, "recognize_strokes", mistaken)
    with serving() as service:
        answer = service.ask("/digits", BODY, "application/json")
        after = service.ask("/digits", SEVEN)
    assert answer.status == 500
    assert "a mistake of the program" in answer.json["reason"]
    assert b"RuntimeError" not in answer.body
    assert after.status == 200
