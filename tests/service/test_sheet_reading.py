"""The process that reads sheets for a service: it stays for the next one, and is replaced."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.ink.worker_process import EndedError
from digit_recognizer.service import sheet_reading
from digit_recognizer.service.refusals import RefusedError
from digit_recognizer.service.sheet_reading import SheetReader


class Process:
    """Answers at once, ends, or waits until it is ended, as the content of the file says."""

    started: int
    closed: int

    def __init__(self, module: str) -> None:
        type(self).started += 1
        self._killed = Event()

    def wait_until_ready(self) -> None:
        pass

    def ask(self, question: list[Any]) -> tuple[Any, list[Any]]:
        path, _, formats, _ = question
        content = Path(path).read_bytes()
        if content == b"slow":
            assert self._killed.wait(20)
        if content in (b"slow", b"ends"):
            raise EndedError
        if content == b"bad":
            return {"reason": f"Cannot read {path}: no sheet", "remedy": "send one"}, []
        return {"pages": [formats]}, []

    def kill(self) -> None:
        self._killed.set()

    def close(self) -> None:
        type(self).closed += 1


@pytest.fixture(autouse=True)
def processes(monkeypatch: pytest.MonkeyPatch) -> None:
    Process.started = Process.closed = 0
    monkeypatch.setattr(sheet_reading, "WorkerProcess", Process)


def test_a_process_starts_with_the_first_sheet_stays_and_ends_with_the_block() -> None:
    with SheetReader() as reader:
        assert Process.started == 0
        for _ in range(2):
            assert reader.read(b"good", {"a": "digits"}, 9) == {"pages": [{"a": "digits"}]}
        assert (Process.started, Process.closed) == (1, 0)
    assert Process.closed == 1


def test_a_file_that_cannot_be_read_is_no_end_of_the_process_and_named_by_no_path() -> None:
    with SheetReader() as reader, pytest.raises(DigitRecognizerError) as raised:
        reader.read(b"bad", {}, 9)
    assert raised.value.reason == "Cannot read the file: no sheet"
    assert Process.closed == 1


@pytest.mark.parametrize(
    ("content", "seconds", "reason"), [(b"slow", 0.05, "within 0.05 s"), (b"ends", 9, "was ended")]
)
def test_a_process_that_is_ended_is_replaced(content: bytes, seconds: float, reason: str) -> None:
    with SheetReader() as reader:
        with pytest.raises(RefusedError, match=reason) as raised:
            reader.read(content, {}, seconds)
        assert raised.value.status == 503
        assert reader.read(b"good", {}, 9)
    assert (Process.started, Process.closed) == (2, 2)
