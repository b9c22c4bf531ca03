"""Numbers on the canvas: read without being told, cut by frames, one digit looked at."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.drawing import SIDE, Sheet, Stroke
from digit_recognizer.app.draw.answer import AnswerPanel, NetworkInput
from digit_recognizer.app.draw.canvas import Canvas
from digit_recognizer.app.draw.frames import frame_at, frames_of
from digit_recognizer.app.draw.toolbar import FORMATS
from digit_recognizer.app.draw.words import put_into_words
from digit_recognizer.app.window import MainWindow
from digit_recognizer.numbers.formats import number_format
from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.recognizer import Recognition
from tests.app.hand import ONE, FakeRecognizer, QTest, click, draw, number, part, recognition

Read = Recognition | NumberRecognition


class Counts(FakeRecognizer):
    """Reads one stroke as a 1, and more as a number, 42 and on."""

    read: Read = recognition(1)
    second: bool | None = None

    def recognize_any_strokes(
        self, strokes: Any, **options: Any
    ) -> Recognition | NumberRecognition:
        self.format = options.get("format")
        self.second = options.get("second")
        return recognition(1) if len(strokes) == 1 else self.read


@pytest.fixture
def fake() -> Counts:
    counts = Counts()
    counts.read = number("42")
    return counts


@pytest.fixture
def canvas(window: MainWindow, qtbot: QtBot) -> Canvas:
    """A canvas with two strokes, read as 42."""
    canvas = window.draw_page.canvas
    draw(canvas, [*ONE, [(0.7, 0.3), (0.7, 0.6)]])
    qtbot.waitUntil(lambda: text(window, "digit") == "42")
    return canvas


def text(window: MainWindow, name: str) -> str:
    return part(window, QLabel, name).text()


def point(canvas: Canvas, x: float, y: float) -> QPoint:
    """Where a place of the drawing is on the canvas."""
    rect = canvas.sheet_rect()
    place = rect.topLeft().x() + x * rect.height() / SIDE, rect.y() + y * rect.height() / SIDE
    return QPoint(round(place[0]), round(place[1]))


def shown(window: MainWindow) -> int:
    """The grey of the network input."""
    image = part(window, NetworkInput, "network-input").image()
    assert image is not None
    return image.pixelColor(3, 3).value()


def test_a_number_is_read_by_both_readers_when_the_pen_is_lifted(
    canvas: Canvas, fake: Counts, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: fake.second is True)
    press(canvas, 0.2, 0.8)
    QTest.mouseMove(canvas, point(canvas, 0.3, 0.8))
    qtbot.waitUntil(lambda: fake.second is False)
    lift(canvas, 0.3, 0.8)
    qtbot.waitUntil(lambda: fake.second is True)


def press(canvas: Canvas, x: float, y: float) -> None:
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=point(canvas, x, y))


def lift(canvas: Canvas, x: float, y: float) -> None:
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=point(canvas, x, y))


def test_a_number_is_looked_for_when_the_pen_is_lifted(window: MainWindow, qtbot: QtBot) -> None:
    canvas = window.draw_page.canvas
    draw(canvas, ONE)
    press(canvas, 200, 100)
    qtbot.waitUntil(lambda: text(window, "digit") == "2")  # two strokes read as a digit
    lift(canvas, 200, 200)
    qtbot.waitUntil(lambda: text(window, "digit") == "42")


def test_what_is_a_number_stays_one_while_it_grows(
    window: MainWindow, canvas: Canvas, fake: Counts, qtbot: QtBot
) -> None:
    fake.read = number("427")
    press(canvas, 240, 100)
    qtbot.waitUntil(lambda: text(window, "digit") == "427")
    lift(canvas, 240, 200)


def test_a_number_appears_as_large_as_a_digit(window: MainWindow, canvas: Canvas) -> None:
    assert part(window, QLabel, "digit").font().pixelSize() == 96
    assert text(window, "confidence") == "97.0 % sure"
    assert text(window, "runner-up") == "next: 47 (2.0 %)"


def test_the_digit_that_was_written_last_is_looked_at(window: MainWindow, canvas: Canvas) -> None:
    assert shown(window) == 2
    assert part(window, QLabel, "input-name").text() == "Digit 2 of 2"


def test_a_click_on_a_frame_looks_at_that_digit_and_draws_nothing(
    window: MainWindow, canvas: Canvas
) -> None:
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=point(canvas, 30, 100))
    assert shown(window) == 1
    assert len(window.drawing.sheet.strokes) == 2
    assert "Digit 1 of 2" in part(window, QLabel, "input-name").text()


def test_a_line_that_begins_in_a_frame_is_drawn_whole(window: MainWindow, canvas: Canvas) -> None:
    start, end = point(canvas, 30, 100), point(canvas, 30, 180)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    drawn = window.drawing.sheet.strokes[-1].points
    assert len(window.drawing.sheet.strokes) == 3
    assert drawn[0] == pytest.approx((30, 100), abs=1)
    assert drawn[-1] == pytest.approx((30, 180), abs=1)


def test_the_arrows_go_from_digit_to_digit(window: MainWindow, canvas: Canvas) -> None:
    window.activateWindow()
    canvas.setFocus()
    for key, expected in ((Qt.Key.Key_Left, 1), (Qt.Key.Key_Left, 2), (Qt.Key.Key_Right, 1)):
        QTest.keyClick(canvas, key)
        assert shown(window) == expected


def test_the_number_is_copied(window: MainWindow, canvas: Canvas) -> None:
    QTest.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == "42"


def test_undo_brings_the_digit_back(window: MainWindow, canvas: Canvas, qtbot: QtBot) -> None:
    click(window, "undo")
    qtbot.waitUntil(lambda: text(window, "digit") == "1")
    assert part(window, QLabel, "input-name").text() == "Network input"
    assert window.session.characters.all == ()


def test_clearing_takes_the_frames_away_at_once(window: MainWindow, canvas: Canvas) -> None:
    click(window, "clear")
    assert window.session.characters.recognition is None
    assert text(window, "digit") == ""


def test_a_doubtful_digit_has_the_colour_of_caution(
    window: MainWindow, fake: Counts, canvas: Canvas, qtbot: QtBot
) -> None:
    fake.read = number("47", verdict="not a number", struck="4")
    draw(canvas, [[(0.8, 0.8), (0.9, 0.9)]])
    qtbot.waitUntil(lambda: text(window, "digit") == "?7")
    colours = canvas.grab().toImage()
    middle = point(canvas, 20 + 18, 140)  # a line strikes the first frame through
    near = [colours.pixelColor(middle + QPoint(across, 0)) for across in range(-4, 5)]
    assert max(colour.red() - colour.blue() for colour in near) > 80


def test_what_is_struck_through_is_not_guessed() -> None:
    answer = put_into_words(number("472", verdict="not a number", struck="7"))
    assert (answer.digit, answer.confidence) == ("4?2", "not a number")
    assert answer.runner_up == "no digit: 1 of 3"


def test_a_number_that_is_not_sure_says_what_else_it_may_be() -> None:
    answer = put_into_words(number("42", verdict="not sure"))
    assert (answer.state, answer.confidence) == ("not sure", "not sure: 42 or 47")
    assert answer.runner_up == "97.0 % or 2.0 %"
    long = put_into_words(number("3141592", verdict="not sure"))
    assert (long.confidence, long.runner_up) == ("not sure", "next: 3141597 (2.0 %)")


def test_the_bars_are_those_of_the_digit_that_is_looked_at() -> None:
    read = number("42")
    answer = put_into_words(read, read.characters[0])
    assert answer.contenders == (4,)
    assert answer.probabilities[4] == pytest.approx(0.91)
    sign = number("4.2")
    assert put_into_words(sign, sign.characters[1]).probabilities == (0.0,) * 10


def test_a_format_that_is_chosen_is_read_by_at_once(
    window: MainWindow, fake: Counts, canvas: Canvas, qtbot: QtBot
) -> None:
    window.resize(1040, 720)
    box = part(window, QComboBox, "format")
    assert (box.currentText(), fake.format) == ("any number", None)
    box.setFocus()
    QTest.keyClicks(box, "ti")
    qtbot.waitUntil(lambda: fake.format == "time")
    QTest.keyClick(box, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: fake.format is None)


def test_the_formats_that_can_be_chosen_are_formats() -> None:
    assert {number_format(name).name for name in FORMATS} == set(FORMATS)


def test_the_value_of_a_format_is_told() -> None:
    answer = put_into_words(replace(number("1,50"), value=Decimal("1.50")))
    assert answer.runner_up == "value: 1.50"


def test_a_long_number_shrinks_to_fit(qtbot: QtBot) -> None:
    panel = AnswerPanel()
    qtbot.addWidget(panel)
    panel.resize(360, 500)
    panel.show()
    label = part(panel, QLabel, "digit")
    sizes = []
    for digits in ("42", "314159", "31415926535897"):
        read = number(digits)
        panel.show_number(read, read.characters[0], 0)
        sizes.append(label.font().pixelSize())
        assert label.fontMetrics().horizontalAdvance(digits) <= label.width()
    assert sizes[0] == 96 > sizes[1] > sizes[2]


def test_a_canvas_without_room_paints_nothing(window: MainWindow, canvas: Canvas) -> None:
    canvas.resize(120, 0)
    canvas.setMinimumSize(0, 0)
    canvas.resize(0, 0)
    canvas.grab()
    assert canvas.sheet_rect().isEmpty()


def test_frames_beside_each_other_meet_and_do_not_overlap() -> None:
    read = number("42", width=20)
    first, second = frames_of(read.characters, Sheet())
    assert first.rect.right() <= second.rect.left() + 1e-9
    for index, frame in enumerate((first, second)):
        middle = frame.rect.center()
        assert frame_at((first, second), Sheet(), (middle.x(), middle.y())) == index
    assert frame_at((first, second), Sheet(), (0, 0)) is None


def test_a_click_at_the_foot_of_a_digit_draws_a_decimal_point(
    window: MainWindow, canvas: Canvas
) -> None:
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=point(canvas, 21, 192))
    assert len(window.drawing.sheet.strokes) == 3


def test_a_click_on_the_ink_at_the_foot_looks_at_the_digit() -> None:
    frames = frames_of(number("4").characters, Sheet())
    foot = (30.0, 195.0)
    drawn = Sheet((Stroke((foot,), 16.0),))
    assert frame_at(frames, drawn, foot) == 0
    assert frame_at(frames, Sheet(), foot) is None


def test_the_canvas_is_widened_and_the_drawing_survives(window: MainWindow, canvas: Canvas) -> None:
    before = window.drawing.sheet.strokes
    QTest.keyClick(window, Qt.Key.Key_W)
    assert canvas.width() == 2 * canvas.height()
    click(window, "wider")
    assert canvas.width() == 4 * canvas.height()
    assert window.drawing.sheet.strokes == before
    click(window, "undo")
    assert canvas.width() == 2 * canvas.height()
