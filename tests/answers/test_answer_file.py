"""A file of answers is whole or not there, and a reading goes on where it was interrupted."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from digit_recognizer.answers.answer_file import (
    AnswerFile,
    AnswerFileError,
    UnfinishedError,
    made_by,
)
from digit_recognizer.answers.records import Record
from digit_recognizer.networks.verdict import VerdictRule
from digit_recognizer.recognizer import Recognizer

NAMES = [f"{number}.png" for number in range(6)]
OURS: dict[str, object] = {"version": 1, "network": "ab", "polarity": "auto"}


def answer(name: str) -> Record:
    probabilities = [0.1] * 10
    values = {"answer": 3, "likeliest": 3, "confidence": 0.5, "verdict": "digit"}
    return {"file": name, **values, "probabilities": probabilities}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "answers.jsonl"


def go_on(path: Path, names: list[str], made_by: dict[str, object] = OURS) -> Iterator[str]:
    """Read pictures, each announced before those before it are answered; yield what is read."""
    with AnswerFile(path, made_by, resume=True) as file:
        new = [name for name in names if not file.has(name)]
        for name in new:
            yield name
            file.add(answer(name))
        file.complete()


def interrupted(path: Path, after: int) -> Path:
    reading = go_on(path, NAMES)
    for _ in range(after + 1):
        next(reading)
    del reading
    return path.with_name(f"{path.name}.unfinished")


def content(path: Path) -> list[str]:
    return [json.loads(line)["file"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_what_is_complete_is_there_and_nothing_else(path: Path) -> None:
    assert list(go_on(path, NAMES)) == NAMES
    assert content(path) == NAMES
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("after", range(len(NAMES)))
def test_a_reading_goes_on_wherever_it_was_interrupted(path: Path, after: int) -> None:
    unfinished = interrupted(path, after)
    assert not path.exists()
    assert unfinished.exists()
    assert list(go_on(path, NAMES)) == NAMES[after:]
    assert content(path) == NAMES
    assert list(path.parent.iterdir()) == [path]


def test_a_kill_at_any_byte_loses_one_answer_at_most(path: Path, tmp_path: Path) -> None:
    whole = interrupted(path, 2).read_bytes()
    for length in range(0, len(whole), 7):
        killed = tmp_path / f"{length}.jsonl"
        killed.with_name(f"{killed.name}.unfinished").write_bytes(whole[:length])
        lines = whole[:length].count(b"\n")
        assert list(go_on(killed, NAMES)) == NAMES[max(0, lines - 1) :]
        assert content(killed) == NAMES


def test_the_file_has_the_order_of_the_pictures_however_they_came(path: Path) -> None:
    interrupted(path, 2)
    names = ["new.png", *reversed(NAMES)]
    assert list(go_on(path, names)) == ["new.png", *reversed(NAMES[2:])]
    assert content(path) == names


def test_what_could_not_be_read_is_tried_again(path: Path) -> None:
    with AnswerFile(path, OURS) as file:
        file.has("7.png")
        file.add({"file": "7.png", "problem": "it was locked"})
    assert list(go_on(path, ["7.png"])) == ["7.png"]
    assert "problem" not in path.read_text(encoding="utf-8")


def test_nothing_goes_on_with_another_network_or_without_being_asked_to(path: Path) -> None:
    unfinished = interrupted(path, 3)
    before = unfinished.read_bytes()
    with pytest.raises(AnswerFileError, match="begun with another network and polarity; go on"):
        next(go_on(path, NAMES, OURS | {"network": "cd", "polarity": "dark-on-light"}))
    with pytest.raises(UnfinishedError, match="expected no interrupted reading, found one"):
        AnswerFile(path, OURS)
    assert unfinished.read_bytes() == before


def test_what_decides_an_answer_is_told_apart() -> None:
    ours = Recognizer()
    strict = Recognizer(ours.network)
    assert made_by(ours, "auto") == made_by(Recognizer(), "auto")
    assert made_by(ours, "auto") != made_by(ours, "dark-on-light")
    strict.__dict__["_loaded"] = (ours.network, VerdictRule(sure_from=1.0))
    assert made_by(ours, "auto") != made_by(strict, "auto")


@pytest.mark.parametrize(
    "damage",
    [b"no JSON\n", b"[" * 100_000 + b"\n", b'{"file": 7}\n', b"\xff\xfe\n", b"{}\n"],
    ids=len,
)
def test_a_line_that_is_none_of_ours_is_explained(path: Path, damage: bytes) -> None:
    unfinished = interrupted(path, 2)
    with unfinished.open("ab") as file:
        file.write(damage)
    with pytest.raises(AnswerFileError, match="line 4: expected a line of an interrupted reading"):
        next(go_on(path, NAMES))


def test_two_programs_never_write_to_one_file(path: Path) -> None:
    pytest.importorskip("fcntl")
    with (
        AnswerFile(path, OURS),
        pytest.raises(AnswerFileError, match="another program writes to it"),
    ):
        AnswerFile(path, OURS, resume=True)


def test_a_place_that_cannot_be_written_is_an_error_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder.csv").mkdir()
    for place in (tmp_path / "file" / "answers.csv", tmp_path / "folder.csv"):
        with pytest.raises(AnswerFileError, match="expected a place to write answers"):
            AnswerFile(place, OURS)
