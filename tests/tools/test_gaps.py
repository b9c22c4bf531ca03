import time
from collections.abc import Callable

import pytest
from PyQt6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from tools.gaps import Gap, Gaps

SECONDS = 0.06


def compute() -> None:
    end = time.thread_time() + SECONDS
    while time.thread_time() < end:
        pass


def wait() -> None:
    time.sleep(SECONDS)


def gap_of(qtbot: QtBot, deed: Callable[[], None]) -> Gap:
    parent = QObject()
    gaps = Gaps(parent, lambda: deed.__name__)
    QTimer.singleShot(0, deed)
    gaps.start()
    qtbot.waitUntil(lambda: any(gap.what for gap in gaps.noted))
    gaps.stop()
    return max(gaps.noted)


@pytest.mark.parametrize("deed", [compute, wait])
def test_a_gap_is_told_with_what_went_on(qtbot: QtBot, deed: Callable[[], None]) -> None:
    gap = gap_of(qtbot, deed)
    assert gap.seconds >= SECONDS
    assert gap.what == deed.__name__


def test_work_and_waiting_are_told_apart(qtbot: QtBot) -> None:
    assert gap_of(qtbot, compute).work >= SECONDS
    waited = gap_of(qtbot, wait)
    assert waited.blocked > waited.work
