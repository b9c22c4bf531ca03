"""The charts: what they say, where the cursor goes, what is painted."""

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QColor
from pytestqt.qtbot import QtBot

from digit_recognizer.app.judge.reliability_chart import ReliabilityChart
from digit_recognizer.app.judge.robustness_chart import RobustnessChart
from digit_recognizer.app.widgets.chart import Chart
from digit_recognizer.app.widgets.theme import LIGHT
from digit_recognizer.evaluation.disturbances import DISTURBANCES
from digit_recognizer.evaluation.intervals import Share
from digit_recognizer.evaluation.robustness import CurvePoint
from tests.app.hand import QTest
from tests.app.judge.digits import readings

ROTATION = next(each for each in DISTURBANCES if each.name == "rotation")
POINTS = (
    *(CurvePoint("rotation", False, angle, Share(50, 100)) for angle in ROTATION.strengths),
    CurvePoint("rotation", True, -60, Share(90, 100)),
    CurvePoint("noise", False, 0, Share(1, 100)),
)


def shown(qtbot: QtBot, chart: Chart) -> None:
    qtbot.addWidget(chart)
    chart.resize(240, 160)
    chart.show()
    qtbot.waitExposed(chart)


@pytest.fixture
def rotation(qtbot: QtBot) -> RobustnessChart:
    chart = RobustnessChart(ROTATION)
    shown(qtbot, chart)
    return chart


@pytest.fixture
def reliability(qtbot: QtBot) -> ReliabilityChart:
    chart = ReliabilityChart()
    shown(qtbot, chart)
    return chart


def test_an_empty_chart_says_so_and_has_no_cursor(rotation: RobustnessChart) -> None:
    assert rotation.accessibleDescription() == "Nothing is measured yet."
    QTest.keyClick(rotation, Qt.Key.Key_Right)
    QTest.mouseMove(rotation, rotation.rect().center())
    assert rotation.cursor_at is None


def test_a_curve_in_words(rotation: RobustnessChart) -> None:
    rotation.show_points(POINTS)
    said = rotation.accessibleDescription()
    assert "Alone: −60° 50.0 %, −45° 50.0 %" in said
    assert "Through the pipeline: −60° 90.0 %." in said


def test_arrow_keys_walk_along_the_curve(rotation: RobustnessChart) -> None:
    rotation.show_points(POINTS)
    QTest.keyClick(rotation, Qt.Key.Key_Left)
    assert rotation.accessibleDescription() == "−60°: 90.0, dashed 50.0"
    QTest.keyClick(rotation, Qt.Key.Key_Right)
    assert rotation.accessibleDescription() == "−45°: dashed 50.0"
    for _ in range(20):
        QTest.keyClick(rotation, Qt.Key.Key_Right)
    assert rotation.accessibleDescription() == "60°: dashed 50.0"


def test_the_pointer_takes_the_nearest_stop(rotation: RobustnessChart) -> None:
    rotation.show_points(POINTS)
    middle = rotation.place(0, 0.2).toPoint() + QPoint(4, 0)
    QTest.mouseMove(rotation, QPoint(2, 2))
    QTest.mouseMove(rotation, middle)
    assert rotation.readout(rotation.cursor_at) == "0°: dashed 50.0"


def test_the_curve_is_painted_where_its_points_are(rotation: RobustnessChart) -> None:
    full = tuple(CurvePoint("rotation", True, angle, Share(50, 100)) for angle in (-60, 0, 60))
    rotation.show_points(full)
    picture = rotation.grab().toImage()
    place = rotation.place(30, 0.5).toPoint()
    column = [picture.pixelColor(place.x(), place.y() + step) for step in (-1, 0, 1)]
    assert QColor(LIGHT.accent) in column


def test_reliability_in_words(reliability: ReliabilityChart) -> None:
    reliability.show_reliability(readings().reliability)
    said = reliability.accessibleDescription()
    assert said.startswith("Calibration error ")
    assert "93–100 % sure: 100.0 % of 2" in said


def test_a_bin_is_read_out(reliability: ReliabilityChart) -> None:
    reliability.show_reliability(readings().reliability)
    QTest.keyClick(reliability, Qt.Key.Key_Right)
    assert reliability.accessibleDescription() == "0–7 % sure: 0.0 % of 1"
    QTest.keyClick(reliability, Qt.Key.Key_Right)
    assert reliability.accessibleDescription() == "7–13 % sure: none"


@pytest.mark.parametrize("width", [160, 240, 400])
def test_scale_and_ticks_stay_on_the_card(rotation: RobustnessChart, width: int) -> None:
    rotation.resize(width, 140)
    rotation.show_points(POINTS)
    picture = rotation.grab().toImage()
    for x in (1, width - 2):
        column = {picture.pixelColor(x, y).name() for y in range(20, 120)}
        assert len(column) == 1
