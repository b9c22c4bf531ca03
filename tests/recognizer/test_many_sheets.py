"""Many files over all cores: in their order, and one that cannot be read costs no other."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.ink.worker_process import EndedError, NoProcessError, WorkerProcess
from digit_recognizer.recognizer import many_sheets
from digit_recognizer.recognizer.many_sheets import SheetNotReadError, read_many_sheets
from digit_recognizer.recognizer.sheet_reading import read_sheet
from digit_recognizer.samples import sample_sheet
from digit_recognizer.sheets.sheet import Sheet
from tests.sheets.sheets import sheet, table


def test_other_processes_read_the_same(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 no more")
    found = list(read_many_sheets([broken, sample_sheet()], jobs=2))
    assert isinstance(found[0], DigitRecognizerError)
    assert "broken.pdf" in str(found[0])
    assert found[1] == read_sheet(sample_sheet())


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process, by their names."""

    def read(path: Path, *_: object, **__: object) -> Sheet:
        if path.name.startswith("bug"):
            raise ZeroDivisionError("division by zero")
        if path.name.startswith("bad"):
            raise DigitRecognizerError(f"{path.name}: expected a sheet")
        return sheet(table("1 2"), path=str(path))

    monkeypatch.setattr(many_sheets, "read_sheet", read)


NAMES = [Path(name) for name in ("a", "bad", "b", "bug", "c")]


def as_words(found: list[Any]) -> list[str]:
    return [str(each.path) if isinstance(each, Sheet) else each.reason for each in found]


EXPECTED = [
    "a",
    "bad: expected a sheet",
    "b",
    "bug: could not be read (ZeroDivisionError: 'division by zero')",
    "c",
]


def test_one_core_reads_them_one_after_another(fake: None) -> None:
    assert as_words(list(read_many_sheets(NAMES, jobs=1))) == EXPECTED


def test_where_no_process_starts_this_one_reads(
    fake: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NoProcessError

    monkeypatch.setattr(WorkerProcess, "__init__", refuse)
    assert as_words(list(read_many_sheets(NAMES, jobs=2))) == EXPECTED


def test_a_process_that_ends_costs_its_own_file_only(
    fake: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Worker:
        def __init__(self, module: str) -> None:
            assert module == "digit_recognizer.recognizer.many_sheets"

        def wait_until_ready(self) -> None:
            pass

        def ask(self, question: list[Any]) -> tuple[Any, list[Any]]:
            if question[0] == "bad":
                raise EndedError
            return {"pages": []}, []

        def kill(self) -> None:
            pass

        close = kill

    monkeypatch.setattr(many_sheets, "WorkerProcess", Worker)
    found = list(read_many_sheets(NAMES, jobs=2))
    assert isinstance(found[1], SheetNotReadError)
    assert "was ended" in found[1].reason
    assert [isinstance(each, Sheet) for each in found] == [True, False, True, True, True]


def test_a_reading_is_stopped_in_the_middle_of_a_file(
    fake: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed, stopped = Event(), Event()

    class Worker:
        def __init__(self, module: str) -> None:
            pass

        def wait_until_ready(self) -> None:
            stopped.set()

        def ask(self, question: list[Any]) -> tuple[Any, list[Any]]:
            assert killed.wait(20)
            raise EndedError

        def kill(self) -> None:
            killed.set()

        def close(self) -> None:
            pass

    monkeypatch.setattr(many_sheets, "WorkerProcess", Worker)
    assert not list(read_many_sheets([Path("a")], stopped=stopped))
    assert killed.is_set()
