"""The network runs in a thread of its own, and the latest request wins."""

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from digit_recognizer.app.inside import worker
from digit_recognizer.app.inside.worker import Inspector
from digit_recognizer.inspection import Evidence, Snapshot, find_evidence
from tests.inspection.networks import bar, random_network

NETWORK = random_network("lenet5")


@pytest.fixture
def inspector() -> Iterator[Inspector]:
    inspector = Inspector()
    yield inspector
    inspector.close()


def test_it_answers_with_a_snapshot(inspector: Inspector, qtbot: QtBot) -> None:
    with qtbot.waitSignal(inspector.inspected) as answer:
        inspector.request(NETWORK, bar())
    assert answer.args is not None
    snapshot = answer.args[0]
    assert isinstance(snapshot, Snapshot)
    assert np.array_equal(snapshot.image, bar())


def test_it_weighs_the_evidence_where_a_class_is_asked_about(
    inspector: Inspector, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(inspector.weighed) as answer:
        inspector.request(NETWORK, bar(), 3)
    assert answer.args is not None
    evidence = answer.args[0]
    assert isinstance(evidence, Evidence)
    assert np.array_equal(evidence.weights, find_evidence(NETWORK, bar(), 3).weights)


def test_of_many_requests_the_last_is_answered(inspector: Inspector, qtbot: QtBot) -> None:
    seen: list[Snapshot] = []
    inspector.inspected.connect(seen.append)
    for left in range(20):
        inspector.request(NETWORK, bar(left))
    qtbot.waitUntil(lambda: bool(seen) and np.array_equal(seen[-1].image, bar(19)))


def test_closing_waits_and_later_requests_are_not_answered(qtbot: QtBot) -> None:
    inspector = Inspector()
    with qtbot.waitSignal(inspector.inspected):
        inspector.request(NETWORK, bar())
    inspector.close()
    with qtbot.assertNotEmitted(inspector.inspected, wait=50):
        inspector.request(NETWORK, bar())


def test_a_failure_is_survived(
    inspector: Inspector, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.delattr(worker, "take_snapshot")
        with qtbot.assertNotEmitted(inspector.inspected, wait=50):
            inspector.request(NETWORK, bar())
    with qtbot.waitSignal(inspector.inspected):
        inspector.request(NETWORK, bar())
