"""What is being measured: it follows the work and tells only of changes."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.jobs import close_workers
from digit_recognizer.app.judge import state as state_module
from digit_recognizer.app.judge.messages import Failed, Finished, Measured, Report, Request, Stage
from digit_recognizer.app.judge.sources import SOURCES, Source
from digit_recognizer.app.judge.state import JudgeState
from digit_recognizer.evaluation.intervals import Share
from digit_recognizer.evaluation.robustness import CurvePoint
from digit_recognizer.networks.library import NetworkLibrary
from digit_recognizer.training import preparation
from digit_recognizer.training.preparation import Readiness
from tests.app.judge.digits import result
from tests.training.prepared import NothingToCompile

POINT = CurvePoint("noise", False, 0.0, Share(1, 2))


class Waiting:
    """A measurement that says nothing by itself and goes on until it is stopped."""

    def __init__(self, request: Request, _: object, report: Report) -> None:
        self._request, self._report = request, report
        self._stopped = threading.Event()

    def run(self) -> None:
        if self._request.network == "broken":
            raise ZeroDivisionError
        assert self._stopped.wait(10)
        self._report(result("too late"))

    def stop(self) -> None:
        self._stopped.set()


def request(network: str = "lenet5") -> Request:
    return Request(network, NetworkLibrary(), SOURCES[0])


@pytest.fixture
def state(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[JudgeState]:
    """A state at work."""
    monkeypatch.setattr(state_module, "Measuring", Waiting)
    state = JudgeState(Readiness())
    state.start(request())
    yield state
    close_workers(state)


def test_goes_from_empty_over_running_to_done(state: JudgeState, qtbot: QtBot) -> None:
    phases = [state.phase]
    state.phase_changed.connect(phases.append)
    for message in (Stage("reading"), result(), Measured(POINT), Finished()):
        state.take(message)
    assert phases == ["running", "done"]
    assert state.points == (POINT,)


def test_hears_nothing_of_older_requests(state: JudgeState, qtbot: QtBot) -> None:
    state.start(request("other"))
    qtbot.wait(50)
    assert state.result is None
    assert state.phase == "running"


def test_what_nobody_foresaw_is_told_and_another_measurement_can_begin(
    state: JudgeState, qtbot: QtBot
) -> None:
    with capture_exceptions() as caught:
        state.start(request("broken"))
        qtbot.waitUntil(lambda: state.phase == "empty")
    assert caught[0][0] is ZeroDivisionError
    state.start(request())
    assert state.phase == "running"


def test_cancelled_it_keeps_what_is_measured(state: JudgeState, qtbot: QtBot) -> None:
    phases: list[str] = []
    state.phase_changed.connect(phases.append)
    state.cancel()
    state.start(request())
    state.take(result())
    state.cancel()
    assert phases == ["cancelled", "running", "cancelled"]
    assert state.result is not None


def test_remembers_another_network_to_compare_with(state: JudgeState, qtbot: QtBot) -> None:
    state.take(result("one"))
    state.take(result("one"))
    assert state.earlier is None
    state.take(result("two"))
    assert state.earlier is not None
    assert state.earlier.network == "one"


def test_new_readings_are_looked_at_as_a_whole(state: JudgeState, qtbot: QtBot) -> None:
    state.take(result())
    state.take(Measured(POINT))
    state.look_at((4, 9))
    state.take(result())
    assert state.cell is None
    assert state.points == ()


def test_a_failure_is_kept_until_the_next_start(state: JudgeState, qtbot: QtBot) -> None:
    failure = Failed("no", "do", SOURCES[0])
    state.take(failure)
    assert (state.phase, state.failure) == ("failed", failure)
    state.start(request())
    assert (state.phase, state.failure) == ("running", None)


def test_looking_at_the_same_cell_again_is_no_change(state: JudgeState, qtbot: QtBot) -> None:
    with qtbot.waitSignal(state.cell_changed):
        state.look_at((1, 7))
    with qtbot.assertNotEmitted(state.cell_changed):
        state.look_at((1, 7))


def test_what_is_fetched_is_given_up_with_the_measurement(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    class Endless(NothingToCompile):
        ended = threading.Event()

        def reports(self) -> Iterator[tuple[str, int, int]]:
            begun.set()
            assert self.ended.wait(10)
            return iter(())

        def end(self) -> None:
            self.ended.set()

    monkeypatch.setattr(preparation, "Process", Endless)
    state = JudgeState(Readiness())
    emnist = Source("emnist-digits", "EMNIST", "")
    state.start(Request("lenet5", NetworkLibrary(), emnist, fetch=True))
    assert begun.wait(10)
    state.cancel()
    assert Endless.ended.wait(10)
    close_workers(state)
    assert state.result is None
