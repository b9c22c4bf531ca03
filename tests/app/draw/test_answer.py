"""The answer: everything stands where it stood, whatever is said."""

import pytest
from PyQt6.QtCore import QEvent, QObject, QVariantAnimation
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from digit_recognizer.app.draw.answer import AnswerPanel, NetworkInput
from digit_recognizer.app.draw.probability_bars import ProbabilityBar
from tests.app.hand import part, recognition


@pytest.fixture
def panel(qtbot: QtBot) -> AnswerPanel:
    panel = AnswerPanel()
    qtbot.addWidget(panel)
    panel.resize(400, 500)
    panel.show()
    return panel


class Paintings(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802 (Qt calls it so)
        self.count += event is not None and event.type() == QEvent.Type.Paint
        return False


def texts(panel: QWidget) -> list[str]:
    return [part(panel, QLabel, name).text() for name in ("digit", "confidence", "runner-up")]


def test_it_says_digit_confidence_and_runner_up(panel: AnswerPanel) -> None:
    panel.show_recognition(recognition(7, 0.992, second=1))
    assert texts(panel) == ["7", "99.2 % sure", "next: 1 (0.4 %)"]


def test_blank_is_a_state_of_its_own(panel: AnswerPanel) -> None:
    panel.show_recognition(recognition(7))
    panel.show_recognition(recognition(None))
    assert texts(panel) == ["", "blank", ""]
    assert part(panel, ProbabilityBar, "probability-7").text() == ""
    assert part(panel, NetworkInput, "network-input").image() is None


def test_each_bar_says_its_percentage_at_once(panel: AnswerPanel) -> None:
    panel.show_recognition(recognition(7, 0.9, second=3))
    bars = [part(panel, ProbabilityBar, f"probability-{digit}") for digit in range(10)]
    assert [bar.text() for bar in bars] == ["0.5 %"] * 3 + ["5.5 %"] + ["0.5 %"] * 3 + [
        "90.0 %",
        "0.5 %",
        "0.5 %",
    ]
    assert bars[7].value() == 900
    assert bars[7].accessibleDescription() == "The digit 7 has 90.0 %."


def test_the_bars_keep_their_order_and_place(panel: AnswerPanel) -> None:
    def places() -> list[tuple[int, ...]]:
        return [
            part(panel, ProbabilityBar, f"probability-{digit}").geometry().getRect()
            for digit in range(10)
        ]

    before = places()
    assert before == sorted(before, key=lambda place: place[1])
    for answer in (recognition(1, 0.99), recognition(4, 0.5, second=9), recognition(None)):
        panel.show_recognition(answer)
        assert places() == before


def test_a_bar_takes_eighty_milliseconds_to_grow(panel: AnswerPanel, qtbot: QtBot) -> None:
    bar = part(panel, ProbabilityBar, "probability-7")
    (animation,) = panel.findChildren(QVariantAnimation)
    assert animation.duration() == 80
    with qtbot.waitSignal(animation.finished):
        panel.show_recognition(recognition(7, 0.9))
        assert (bar.text(), bar.length()) == ("90.0 %", 0.0)
    assert bar.length() == 0.9


def test_an_answer_waits_for_the_next_painting(panel: AnswerPanel, qtbot: QtBot) -> None:
    bar = part(panel, ProbabilityBar, "probability-7")
    qtbot.waitExposed(panel)
    QApplication.processEvents()
    paintings = Paintings(bar)
    panel.show_recognition(recognition(7, 0.9))
    assert paintings.count == 0
    QApplication.processEvents()
    assert paintings.count == 1


def test_what_the_network_sees_is_shown_pixel_by_pixel(panel: AnswerPanel) -> None:
    answer = recognition(7)
    answer.network_input[3, 5] = 200
    panel.show_recognition(answer)
    image = part(panel, NetworkInput, "network-input").image()
    assert image is not None
    assert (image.width(), image.height()) == (28, 28)
    assert image.pixelColor(5, 3) == QColor(200, 200, 200)
    assert image.pixelColor(6, 3) == QColor(9, 9, 9)


@pytest.mark.parametrize("size", [(156, 287), (200, 290), (330, 300), (560, 760)])
def test_nothing_is_cut_off(panel: AnswerPanel, size: tuple[int, int]) -> None:
    panel.resize(*size)
    panel.show_recognition(recognition(4, 0.5, second=9))
    QApplication.processEvents()
    for label in panel.findChildren(QLabel):
        if label.objectName() != "digit":
            assert label.width() >= label.sizeHint().width(), label.objectName()
            assert label.height() >= label.sizeHint().height() - 2, label.objectName()
    lowest = part(panel, ProbabilityBar, "probability-9")
    assert lowest.geometry().bottom() <= panel.height()
    assert lowest.height() >= 13
