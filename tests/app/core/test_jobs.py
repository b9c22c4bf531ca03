"""The helper for threads: the latest request wins, failures are told, closing ends all."""

import gc
import logging
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PyQt6.QtCore import QCoreApplication, QObject, QThread
from PyQt6.QtWidgets import QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.jobs import Worker, close_workers
from digit_recognizer.errors import DigitRecognizerError

SECONDS = 10


@pytest.fixture
def worker(qapp: object) -> Iterator[Worker]:
    worker = Worker("test worker")
    yield worker
    worker.close()


class Blocking:
    """A job that yields a message, waits, and yields another."""

    def __init__(self) -> None:
        self.begun, self.may_go_on, self.ended = (threading.Event() for _ in range(3))

    def __call__(self) -> Iterator[str]:
        try:
            self.begun.set()
            assert self.may_go_on.wait(SECONDS)
            yield "first"
            yield "second"
        finally:
            self.ended.set()


def heard_from(worker: Worker) -> list[object]:
    heard: list[object] = []
    worker.reported.connect(heard.append)
    return heard


def fail(error: Exception) -> None:
    raise error


def ended_names(worker: Worker) -> list[str]:
    names: list[str] = []
    worker.ended.connect(names.append)
    return names


def test_messages_arrive_in_order_in_the_thread_of_the_window(worker: Worker, qtbot: QtBot) -> None:
    threads: list[QThread | None] = []
    worker.reported.connect(lambda _: threads.append(QThread.currentThread()))
    heard = heard_from(worker)
    with qtbot.waitSignal(worker.ended):
        worker.submit(lambda: iter(range(5)))
    assert heard == [0, 1, 2, 3, 4]
    assert set(threads) == {QCoreApplication.instance().thread()}  # type: ignore[union-attr]


@given(names=st.lists(st.sampled_from("abc"), min_size=1, max_size=20))
def test_of_the_jobs_of_one_name_that_wait_only_the_latest_is_done(
    qapp: QCoreApplication, names: list[str]
) -> None:
    worker, first = Worker("test worker", finishes=True), Blocking()
    done: list[tuple[str, int]] = []
    worker.submit(first, "first")
    assert first.begun.wait(SECONDS)
    for number, name in enumerate(names):
        worker.submit(partial(done.append, (name, number)), name)
    first.may_go_on.set()
    worker.close()
    latest = {name: number for number, name in enumerate(names)}
    assert done == [(name, latest[name]) for name in dict.fromkeys(names)]


def test_a_job_that_is_overtaken_ends_at_its_next_message(worker: Worker, qtbot: QtBot) -> None:
    heard, slow = heard_from(worker), Blocking()
    worker.submit(slow)
    assert slow.begun.wait(SECONDS)
    worker.submit(lambda: iter(["latest"]))
    slow.may_go_on.set()
    qtbot.waitUntil(lambda: "latest" in heard)
    assert heard == ["first", "latest"]
    assert slow.ended.is_set()


def test_of_a_job_that_is_cancelled_nothing_arrives_any_more(worker: Worker, qtbot: QtBot) -> None:
    heard, names, slow = heard_from(worker), ended_names(worker), Blocking()
    worker.submit(slow, "slow")
    worker.submit(lambda: iter(["waits"]), "waits")
    assert slow.begun.wait(SECONDS)
    slow.may_go_on.set()
    assert slow.ended.wait(SECONDS)
    worker.cancel("slow")  # its messages are on their way already
    worker.cancel("waits")
    worker.submit(lambda: iter(["other"]), "other")
    qtbot.waitUntil(lambda: "other" in names)
    assert heard in (["other"], ["waits", "other"])
    assert "first" not in heard


def test_a_job_that_can_be_stopped_is_when_it_is_cancelled(worker: Worker) -> None:
    slow = Blocking()
    worker.submit(slow, stop=slow.may_go_on.set)
    assert slow.begun.wait(SECONDS)
    worker.cancel()
    assert slow.ended.wait(SECONDS)


def test_a_failure_that_is_explained_is_told_and_the_next_job_is_done(
    worker: Worker, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(worker.ended), qtbot.waitSignal(worker.failed) as failed:
        worker.submit(lambda: fail(DigitRecognizerError("It is missing. Fetch it.")))
    assert failed.args == ["It is missing. Fetch it."]
    with qtbot.waitSignal(worker.reported):
        worker.submit(lambda: iter([1]))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device", "/a/b"), "/a/b: No space left on device."),
        (MemoryError(), "There is not enough memory. Close other programs, or take less at once."),
    ],
)
def test_what_the_machine_lacks_is_told_in_words(
    worker: Worker, qtbot: QtBot, error: Exception, words: str
) -> None:
    with qtbot.waitSignal(worker.failed) as failed:
        worker.submit(lambda: fail(error))
    assert failed.args == [words]


@pytest.mark.parametrize("error", [RuntimeError("a slip"), ValueError("a slip"), KeyError("slip")])
@pytest.mark.parametrize("after", [0, 2])
def test_what_nobody_foresaw_goes_to_the_windows_error_path(
    worker: Worker, qtbot: QtBot, error: Exception, after: int
) -> None:
    def job() -> Iterator[int]:
        yield from range(after)
        raise error

    heard, names = heard_from(worker), ended_names(worker)
    with capture_exceptions() as caught:
        worker.submit(job, "broken")
        qtbot.waitUntil(lambda: names == ["broken"])
    assert [each[1] for each in caught] == [error]
    assert heard == list(range(after))
    with qtbot.waitSignal(worker.reported):
        worker.submit(lambda: iter([1]))


def test_an_explained_failure_that_nobody_is_connected_to_goes_there_too(
    worker: Worker, qtbot: QtBot
) -> None:
    with capture_exceptions() as caught:
        worker.submit(lambda: fail(DigitRecognizerError("It is missing.")))
        qtbot.waitUntil(lambda: bool(caught))
    assert str(caught[0][1]) == "It is missing."


def test_closing_ends_what_is_at_work_and_drops_what_waits(worker: Worker) -> None:
    done: list[int] = []
    slow = Blocking()
    worker.submit(slow, "slow")
    worker.submit(partial(done.append, 1), "waits")
    assert slow.begun.wait(SECONDS)
    threading.Timer(0.05, slow.may_go_on.set).start()
    worker.close()
    assert slow.ended.is_set()
    worker.submit(partial(done.append, 2))
    worker.start()
    assert done == []


def test_closing_stops_what_can_be_stopped_and_no_signal_comes_after(
    worker: Worker, qtbot: QtBot
) -> None:
    heard, names, slow = heard_from(worker), ended_names(worker), Blocking()
    worker.submit(slow, stop=slow.may_go_on.set)
    assert slow.begun.wait(SECONDS)
    worker.close()
    qtbot.wait(20)
    assert (heard, names) == ([], [])


def test_closing_does_not_wait_for_ever_for_what_need_not_be_finished(qapp: object) -> None:
    worker, slow = Worker("slow"), Blocking()
    worker.submit(slow)
    assert slow.begun.wait(SECONDS)
    worker.close(seconds=0.01)
    assert worker.is_at_work
    slow.may_go_on.set()
    worker.close()
    assert not worker.is_at_work
    assert slow.ended.is_set()


@pytest.mark.parametrize("error", [KeyError("a slip"), DigitRecognizerError("a slip")])
@pytest.mark.logs_error("the saver failed")
def test_a_failure_while_it_closes_is_logged(
    qapp: object, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    begun, may_fail = threading.Event(), threading.Event()

    def job() -> None:
        begun.set()
        assert may_fail.wait(SECONDS)
        raise error

    worker = Worker("saver", finishes=True)
    worker.submit(job)
    assert begun.wait(SECONDS)
    threading.Timer(0.05, may_fail.set).start()
    with caplog.at_level(logging.ERROR, "digit_recognizer.app.core.jobs"):
        worker.close()
    assert "a slip" in caplog.text


def test_an_explained_failure_of_what_was_cancelled_is_not_logged(
    worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    begun, may_fail = threading.Event(), threading.Event()

    def job() -> None:
        begun.set()
        assert may_fail.wait(SECONDS)
        raise DigitRecognizerError("no network")

    worker.submit(job)
    assert begun.wait(SECONDS)
    worker.cancel()
    may_fail.set()
    worker.close()
    assert caplog.text == ""


def test_a_worker_that_finishes_does_what_waits(qapp: object) -> None:
    worker, first = Worker("saver", finishes=True), Blocking()
    done: list[int] = []
    worker.submit(first, "first")
    worker.submit(partial(done.append, 1), "waits")
    threading.Timer(0.05, first.may_go_on.set).start()
    worker.close()
    assert done == [1]


def test_a_worker_may_be_started_later(qapp: object, qtbot: QtBot) -> None:
    worker, done = Worker("late", starts=False), threading.Event()
    worker.submit(done.set)
    qtbot.wait(20)
    assert not done.is_set()
    worker.start()
    assert done.wait(SECONDS)
    worker.close()


def test_a_window_that_is_gone_ends_its_workers(
    qapp: QCoreApplication, qtbot: QtBot, make_orphan: Callable[[], tuple[Worker, Blocking]]
) -> None:
    worker, slow = make_orphan()
    slow.may_go_on.set()
    assert slow.ended.wait(SECONDS)
    worker._thread.join(SECONDS)  # type: ignore[union-attr]
    assert not worker._thread.is_alive()  # type: ignore[union-attr]


@pytest.fixture
def make_orphan(qapp: QCoreApplication) -> Callable[[], tuple[Worker, Blocking]]:
    """A function that makes a worker at work whose parent is deleted, not closed."""

    def make() -> tuple[Worker, Blocking]:
        from PyQt6 import sip

        owner, slow = QObject(), Blocking()
        worker = Worker("orphan", owner)
        worker.submit(slow)
        assert slow.begun.wait(SECONDS)
        sip.delete(owner)
        gc.collect()
        return worker, slow

    return make


def test_all_workers_of_a_window_are_closed_together(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    page = QWidget(window)
    jobs = [Blocking(), Blocking()]
    for owner, job in zip((window, page), jobs, strict=True):
        Worker("of a page", owner).submit(job, stop=job.may_go_on.set)
        assert job.begun.wait(SECONDS)
    close_workers(window)
    assert all(job.ended.is_set() for job in jobs)


def test_a_job_that_reports_ends_where_nobody_wants_its_report_any_more(
    worker: Worker, qtbot: QtBot
) -> None:
    begun, stopped, ended = (threading.Event() for _ in range(3))
    reached: list[str] = []

    def job() -> None:
        try:
            worker.report("wanted")
            begun.set()
            assert stopped.wait(SECONDS)
            worker.report("too late")
            reached.append("never")
        finally:
            ended.set()

    heard = heard_from(worker)
    worker.submit(job, stop=stopped.set)
    assert begun.wait(SECONDS)
    qtbot.waitUntil(lambda: heard == ["wanted"])
    worker.cancel()
    assert ended.wait(SECONDS)
    with qtbot.waitSignal(worker.reported):
        worker.submit(lambda: iter(["next"]))
    assert heard == ["wanted", "next"]
    assert not reached
