"""The curves of a training: axes that follow them, a readout, and a cursor by key."""

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor
from pytestqt.qtbot import QtBot

from digit_recognizer.app.train.curves import TRAINING, VALIDATION, Curves, CurvesChart
from digit_recognizer.app.train.phase import Seen
from digit_recognizer.app.widgets.theme import LIGHT
from digit_recognizer.training.watching import Progress
from tests.app.hand import QTest


@pytest.fixture
def curves(qtbot: QtBot) -> Curves:
    curves = Curves()
    qtbot.addWidget(curves)
    curves.resize(500, 400)
    curves.show_range(4)
    curves.show()
    qtbot.waitExposed(curves)
    return curves


def show(chart: CurvesChart, *values: float) -> None:
    chart.show_points(VALIDATION, np.arange(len(values), dtype=float), np.array(values))


@pytest.mark.parametrize("loss", [800.0, 4.2, 1e30, 1e-9])
def test_no_loss_is_cut_off(curves: Curves, loss: float) -> None:
    show(curves.loss, 1.0, loss, 2.0)
    plot = curves.loss.plot()
    assert plot.top() - 0.1 <= curves.loss.place(1, loss).y() <= plot.bottom() + 0.1
    picture = curves.loss.grab().toImage()
    place = curves.loss.place(1, loss).toPoint()
    around = [
        picture.pixelColor(place.x() + x, place.y() + y) for x in (-1, 0, 1) for y in (-1, 0, 1)
    ]
    assert QColor(LIGHT.accent) in around


def test_the_axis_comes_back_when_the_next_training_begins(curves: Curves) -> None:
    show(curves.loss, 800.0)
    assert curves.loss.up.high == 1000
    show(curves.loss, 2.3)
    assert (curves.loss.up.low, curves.loss.up.high) == (0.1, 3)


def test_what_is_no_number_leaves_the_rest_to_be_seen(curves: Curves) -> None:
    show(curves.loss, 2.0, float("nan"), float("inf"), 0.0, 1.0)
    assert curves.loss.stops().tolist() == [0.0, 4.0]
    assert not curves.loss.grab().isNull()


def test_arrow_keys_read_the_curves_out(curves: Curves) -> None:
    show(curves.loss, 2.0, 1.0, 0.5)
    curves.loss.show_points(TRAINING, np.array([0.5, 1.0, 1.5]), np.array([1.8, 1.2, 0.7]))
    curves.loss.describe("Validation loss 0.500 after 2.0 passes.")
    assert curves.loss.readout(None) == "validation 0.5"
    QTest.keyClick(curves.loss, Qt.Key.Key_Right)
    QTest.keyClick(curves.loss, Qt.Key.Key_Right)
    said = "pass 1.0: validation 1, training 1.2"
    assert curves.loss.accessibleDescription() == said
    curves.loss.describe("Validation loss 0.500 after 2.0 passes.")
    assert curves.loss.accessibleDescription() == said
    QTest.keyClick(curves.loss, Qt.Key.Key_End)
    assert curves.loss.accessibleDescription() == "pass 2.0: validation 0.5, training 0.7"
    QTest.keyClick(curves.loss, Qt.Key.Key_Home)
    assert curves.loss.accessibleDescription().startswith("pass 0.0: validation 2")


def test_a_long_training_looks_as_it_is_though_it_is_thinned(curves: Curves) -> None:
    passes = np.linspace(0, 4, 50_000)
    values = np.where(np.arange(50_000) == 25_000, 3.0, 1.0)
    curves.loss.show_points(TRAINING, passes, values)
    show(curves.loss, 1.0)
    picture = curves.loss.grab().toImage()
    peak = curves.loss.place(2, 2).toPoint()
    beside = picture.pixelColor(peak.x() - 20, peak.y()).name()
    assert {picture.pixelColor(peak.x() + x, peak.y()).name() for x in range(-2, 3)} > {beside}


def test_a_training_that_goes_on_is_drawn_from_where_it_was(curves: Curves) -> None:
    seen = Seen(4)
    for step in range(3):
        seen.progress.append(Progress(step, 9, step / 3, 2.0 - step, 0.5, 1.0, 1.0))
        curves.show_seen(seen)
    assert len(curves._learned) == 3
    curves.show_seen(Seen(4))
    assert curves._learned == []
    assert curves.loss.accessibleDescription() == "No curve yet."
