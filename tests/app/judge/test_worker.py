"""The thread that judges: the latest request wins, and nothing is told of an older one."""

import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from digit_recognizer.app.judge.messages import Failed, Finished, Message, Request, Stage, Tell
from digit_recognizer.app.judge.sources import SOURCES
from digit_recognizer.app.judge.worker import Judger
from digit_recognizer.networks.library import NetworkLibrary

Open = Callable[[Callable[[Request, Tell], None]], Judger]


@pytest.fixture
def open_judger(qtbot: QtBot) -> Iterator[Open]:
    """A function that makes a judger that does some work."""
    judgers: list[Judger] = []

    def open_one(work: Callable[[Request, Tell], None]) -> Judger:
        judgers.append(Judger(work))
        return judgers[-1]

    yield open_one
    for judger in judgers:
        judger.close()


def request(name: str = "lenet5") -> Request:
    return Request(name, NetworkLibrary(), SOURCES[0])


def heard_by(judger: Judger) -> list[tuple[int, Message]]:
    heard: list[tuple[int, Message]] = []
    judger.told.connect(lambda number, message: heard.append((number, message)))
    return heard


def test_tells_what_the_work_tells(open_judger: Open, qtbot: QtBot) -> None:
    def work(asked: Request, tell: Tell) -> None:
        tell(Stage(str(asked.network)))
        tell(Finished())

    judger = open_judger(work)
    heard = heard_by(judger)
    number = judger.ask(request("mine"))
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == [(number, Stage("mine")), (number, Finished())]


def test_a_newer_request_ends_an_older_one_at_its_next_step(
    open_judger: Open, qtbot: QtBot
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    reached: list[str] = []

    def work(asked: Request, tell: Tell) -> None:
        if asked.network == "slow":
            begun.set()
            assert go_on.wait(5)
            tell(Stage("too late"))
            reached.append("never")
        tell(Finished())

    judger = open_judger(work)
    heard = heard_by(judger)
    judger.ask(request("slow"))
    assert begun.wait(5)
    judger.ask(request("never begun"))
    last = judger.ask(request("last"))
    go_on.set()
    qtbot.waitUntil(lambda: bool(heard))
    qtbot.wait(20)
    assert heard == [(last, Finished())]
    assert not reached


def test_cancelling_ends_the_work(open_judger: Open, qtbot: QtBot) -> None:
    begun, ended = threading.Event(), threading.Event()

    def work(asked: Request, tell: Tell) -> None:
        try:
            while True:
                begun.set()
                tell(Stage("on and on"))
        finally:
            ended.set()

    judger = open_judger(work)
    judger.ask(request())
    assert begun.wait(5)
    judger.cancel()
    assert ended.wait(5)


@pytest.mark.logs_error("judging failed")
def test_what_nobody_foresaw_is_told_in_words(open_judger: Open, qtbot: QtBot) -> None:
    def work(asked: Request, tell: Tell) -> None:
        raise ZeroDivisionError

    judger = open_judger(work)
    heard = heard_by(judger)
    judger.ask(request())
    qtbot.waitUntil(lambda: bool(heard))
    ((_, message),) = heard
    assert isinstance(message, Failed)
    assert "not foreseen" in message.reason
    assert message.remedy


def test_closing_ends_the_thread_and_asking_afterwards_does_nothing(open_judger: Open) -> None:
    judger = open_judger(lambda asked, tell: tell(Finished()))
    judger.ask(request())
    judger.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "judge"]
    judger.ask(request())
    assert not [thread for thread in threading.enumerate() if thread.name == "judge"]
