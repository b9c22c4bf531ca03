"""What is being judged: it follows the worker and tells only of changes."""

from pytestqt.qtbot import QtBot

from digit_recognizer.app.judge.messages import Failed, Finished, Measured, Request, Stage
from digit_recognizer.app.judge.sources import SOURCES
from digit_recognizer.app.judge.state import JudgeState
from digit_recognizer.app.judge.worker import Judger
from digit_recognizer.evaluation.intervals import Share
from digit_recognizer.evaluation.robustness import CurvePoint
from digit_recognizer.networks.library import NetworkLibrary
from tests.app.judge.digits import judged

POINT = CurvePoint("noise", False, 0.0, Share(1, 2))


class Quiet(Judger):
    """A judger that does nothing, and says what a test wants it to."""

    def __init__(self) -> None:
        super().__init__(lambda asked, tell: None)

    def ask(self, request: Request) -> int:
        self._number += 1
        return self._number


def begun() -> tuple[JudgeState, Quiet]:
    judger = Quiet()
    state = JudgeState(judger)
    state.start(Request("lenet5", NetworkLibrary(), SOURCES[0]))
    return state, judger


def test_goes_from_empty_over_running_to_done(qtbot: QtBot) -> None:
    state, judger = begun()
    phases = [state.phase]
    state.phase_changed.connect(phases.append)
    for message in (Stage("reading"), judged(), Measured(POINT), Finished()):
        judger.told.emit(1, message)
    assert phases == ["running", "done"]
    assert state.points == (POINT,)


def test_hears_nothing_of_older_requests(qtbot: QtBot) -> None:
    state, judger = begun()
    state.start(Request("other", NetworkLibrary(), SOURCES[0]))
    judger.told.emit(1, judged())
    assert state.judged is None
    judger.told.emit(2, judged())
    assert state.judged is not None


def test_cancelled_it_keeps_what_is_measured(qtbot: QtBot) -> None:
    state, judger = begun()
    phases: list[str] = []
    state.phase_changed.connect(phases.append)
    state.cancel()
    state.start(Request("lenet5", NetworkLibrary(), SOURCES[0]))
    judger.told.emit(3, judged())
    state.cancel()
    assert phases == ["empty", "running", "done"]
    assert state.judged is not None


def test_remembers_another_network_to_compare_with(qtbot: QtBot) -> None:
    state, judger = begun()
    judger.told.emit(1, judged("one"))
    judger.told.emit(1, judged("one"))
    assert state.earlier is None
    judger.told.emit(1, judged("two"))
    assert state.earlier is not None
    assert state.earlier.network == "one"


def test_new_readings_are_looked_at_as_a_whole(qtbot: QtBot) -> None:
    state, judger = begun()
    judger.told.emit(1, judged())
    judger.told.emit(1, Measured(POINT))
    state.look_at((4, 9))
    judger.told.emit(1, judged())
    assert state.cell is None
    assert state.points == ()


def test_a_failure_is_kept_until_the_next_start(qtbot: QtBot) -> None:
    state, judger = begun()
    failure = Failed("no", "do", SOURCES[0])
    judger.told.emit(1, failure)
    assert (state.phase, state.failure) == ("failed", failure)
    state.start(Request("lenet5", NetworkLibrary(), SOURCES[0]))
    assert (state.phase, state.failure) == ("running", None)


def test_looking_at_the_same_cell_again_is_no_change(qtbot: QtBot) -> None:
    state, _ = begun()
    with qtbot.waitSignal(state.cell_changed):
        state.look_at((1, 7))
    with qtbot.assertNotEmitted(state.cell_changed):
        state.look_at((1, 7))
