"""Chores of other processes: followed, ended with the request, and their errors told."""

from pathlib import Path
from time import monotonic

import pytest

from digit_recognizer.app.judge.chores import fetch
from digit_recognizer.app.judge.messages import Message
from digit_recognizer.app.judge.sources import Source
from digit_recognizer.training.chores import ChoreError


class Superseded(BaseException):
    """Nobody wants to hear any more."""


def test_what_cannot_be_fetched_is_told_by_the_process(tmp_path: Path) -> None:
    told: list[Message] = []
    with pytest.raises(ChoreError, match="There is no data set 'nothing'"):
        fetch(Source("nothing", "Nothing", ""), tmp_path, told.append)


def test_a_process_is_ended_when_nobody_listens(tmp_path: Path) -> None:
    def tell(message: Message) -> None:
        raise Superseded

    begun = monotonic()
    with pytest.raises(Superseded):
        fetch(Source("emnist-digits", "EMNIST", ""), tmp_path, tell)
    assert monotonic() - begun < 60
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
