"""Many pictures are prepared as one by one, in order, whoever does it and whatever happens."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, wait
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digit_recognizer.ink import (
    PictureError,
    PictureLike,
    Prepared,
    PreparedPicture,
    many,
    prepare_many,
    prepare_picture,
)
from digit_recognizer.ink.helper_process import HelperProcess, NamedPicture
from digit_recognizer.ink.worker_process import EndedError
from digit_recognizer.samples import sample_pictures

SAMPLES = list(sample_pictures())
SMALL = [np.pad(np.full((12, 2 + width), 255, np.uint8), 8) for width in range(10)]


@pytest.fixture
def helped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes help from the first picture on, and are waited for."""

    def start_and_wait(helpers: many._Helpers) -> list[Future[None]]:
        wait(started := start(helpers))
        return started

    start = many._Helpers.start
    monkeypatch.setattr(many._Helpers, "start", start_and_wait)
    monkeypatch.setattr(many, "_MANY", 0)


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[HelperProcess]:
    """Those that were started."""
    started: list[HelperProcess] = []

    class Noted(HelperProcess):
        def __init__(self) -> None:
            super().__init__()
            started.append(self)

    monkeypatch.setattr(many, "HelperProcess", Noted)
    return started


def prepared(pictures: Iterable[Any], **how: Any) -> list[Prepared]:
    return list(chain.from_iterable(prepare_many(pictures, **how)))


def content(found: Prepared) -> object:
    if isinstance(found, PictureError):
        return str(found)
    arrays = [each if each is None else each.tolist() for each in (found.image, found.thumbnail)]
    return found.box, arrays


def same(some: list[Prepared], others: list[Prepared]) -> bool:
    return list(map(content, some)) == list(map(content, others))


def every_kind(tmp_path: Path) -> list[Any]:
    """Pictures of every kind, blank ones and what is none."""
    grey = np.asarray(Image.open(SAMPLES[3]).convert("L"))
    text = tmp_path / "text.png"
    text.write_text("seven")
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.png"))
    strange.write_bytes(SAMPLES[7].read_bytes())
    return [
        *(SAMPLES[0], str(SAMPLES[1]), SAMPLES[2].read_bytes(), bytearray(SAMPLES[4].read_bytes())),
        *(Image.open(SAMPLES[5]), grey, grey / 255, grey > 128, grey[::-1], strange),
        *(text, tmp_path / "none.png", Path(), "\0", b"", b"no picture", object(), np.zeros(3)),
        *(np.zeros((9, 9)), np.array([[None]]), PictureError("given")),
    ]


@pytest.mark.usefixtures("helped")
def test_whoever_prepares_them_the_same_comes_of_pictures_in_their_order(tmp_path: Path) -> None:
    pictures = every_kind(tmp_path)
    alone = prepared(pictures * 2, jobs=1, thumbnail=20)
    assert len(alone) == 2 * len(pictures)
    assert same(prepared(pictures * 2, jobs=3, thumbnail=20), alone)
    read = alone[0]
    assert isinstance(read, PreparedPicture)
    one_by_one = prepare_picture(pictures[0], thumbnail=20)
    assert same([read], [one_by_one])
    assert read.thumbnail is not None
    assert max(read.thumbnail.shape) == 20
    assert str(alone[15]).startswith("Cannot read picture 15: it is not a picture")


@pytest.mark.usefixtures("helped")
def test_what_changes_or_closes_after_it_was_given_is_prepared_as_it_was(
    processes: list[HelperProcess],
) -> None:
    def one_buffer() -> Iterator[PictureLike]:
        buffer = np.full((200, 200), 255, np.uint8)
        for column in range(20, 180, 4):
            buffer[...] = 255
            buffer[30:160, column : column + 9] = 0
            yield buffer

    def opened_for_a_moment() -> Iterator[PictureLike]:
        for path in SAMPLES:
            with Image.open(path) as picture:
                yield picture

    for pictures in (one_buffer, opened_for_a_moment):
        assert same(prepared(pictures(), jobs=2), prepared(pictures(), jobs=1))
    assert len(processes) == 2


def test_a_few_pictures_start_no_process(processes: list[HelperProcess]) -> None:
    assert len(prepared(SAMPLES, jobs=2)) == 10
    assert not processes


@pytest.mark.usefixtures("helped")
def test_pictures_that_take_long_start_one(
    processes: list[HelperProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "_MANY", 99)
    monkeypatch.setattr(many, "_LONG", 0.0)
    assert len(prepared(iter(SAMPLES), jobs=2)) == 10
    assert len(processes) == 1


@pytest.mark.usefixtures("helped")
def test_no_more_pictures_are_taken_than_are_at_work() -> None:
    taken = 0

    def endless() -> Iterator[PictureLike]:
        nonlocal taken
        while True:
            taken += 1
            yield np.full((9, 9), 255, np.uint8)

    some: Any = prepare_many(endless(), jobs=2)
    for _ in range(20):
        next(some)
    before, number = taken, len(next(some))
    some.close()
    most = many._MOST_IN_A_CHUNK * (2 * many._MOST_AHEAD + 2)
    assert taken - before <= most + number


@pytest.mark.usefixtures("helped")
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that kills")
def test_pictures_of_a_process_that_is_killed_are_prepared_all_the_same(
    processes: list[HelperProcess],
) -> None:
    found: list[Prepared] = []
    for some in prepare_many(iter(SMALL * 30), jobs=2):
        found += some
        if len(found) in range(50, 150) and processes:
            processes[-1].kill()
    assert same(found, prepared(SMALL, jobs=1) * 30)


@pytest.mark.usefixtures("helped")
def test_a_picture_that_ends_every_process_is_an_error_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Mortal(HelperProcess):
        def prepare(self, pictures: Any, *how: Any) -> Any:
            if "picture 10" in [each.name for each in pictures]:
                raise EndedError
            return super().prepare(pictures, *how)

    monkeypatch.setattr(many, "HelperProcess", Mortal)
    # So that this process does none of them.
    monkeypatch.setattr(many._Helpers, "have_room", True)
    found = prepared([*SMALL, b"poison", *SMALL], jobs=2)
    assert str(found.pop(10)) == (
        "Cannot read picture 10: the process that read it was ended, by somebody or by the system "
        "for want of memory. Free some memory and read it once more."
    )
    assert same(found, prepared(SMALL, jobs=1) * 2)


@pytest.mark.usefixtures("helped")
@pytest.mark.parametrize("python", ["/none/such", sys.executable])
def test_where_no_process_can_work_this_one_does_it_all(
    python: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", python)
    monkeypatch.setattr("digit_recognizer.ink.worker_process._START", "raise SystemExit")
    assert same(prepared(SMALL * 3, jobs=2), prepared(SMALL * 3, jobs=1))


@pytest.mark.usefixtures("helped")
def test_an_error_of_the_caller_is_raised_as_it_is() -> None:
    with pytest.raises(ValueError, match="polarity must be"):
        prepared(SAMPLES, jobs=2, polarity="sideways")
    with pytest.raises(ValueError, match="jobs must be a whole number from 1, not 0"):
        prepared(SAMPLES, jobs=0)


def test_a_process_imports_nothing_of_the_folder_it_is_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "PIL.py").write_text("raise SystemExit")
    (tmp_path / "numpy.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    process = HelperProcess()
    process.wait_until_ready()
    (found,) = process.prepare([NamedPicture(str(SAMPLES[7]), "seven")], "auto", 0)
    process.close()
    assert isinstance(found, PreparedPicture)


def test_a_program_without_a_main_guard_is_run_once(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "print('begins')\n"
        "from digit_recognizer import Recognizer\n"
        "import numpy as np\n"
        "pictures = np.full((600, 9, 9), 255, np.uint8)\n"
        "print(len(Recognizer().recognize_many(pictures, jobs=2)))\n"
    )
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, check=True)
    assert done.stdout == "begins\n600\n"
    assert done.stderr == ""
