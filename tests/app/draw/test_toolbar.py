"""The toolbar: each action by mouse and by key, enabled where it does something."""

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.settings import CurrentSettings
from digit_recognizer.app.draw.tools import ERASER, PENS, Tool
from digit_recognizer.app.window import MainWindow
from tests.app.conftest import OpenWindow
from tests.app.hand import FOUR, ONE, QTest, click, draw, part

NAMES = (
    *("pen-1", "pen-2", "pen-3", "eraser", "undo", "redo", "clear"),
    *("wider", "open", "random", "more"),
)


def button(window: QWidget, name: str) -> QToolButton:
    return part(window, QToolButton, name)


def strokes(window: MainWindow) -> int:
    return len(window.drawing.sheet.strokes)


def test_undo_redo_and_clear_do_as_they_say(window: MainWindow) -> None:
    draw(window.draw_page.canvas, FOUR)
    click(window, "undo")
    assert strokes(window) == 1
    click(window, "redo")
    assert strokes(window) == 2
    click(window, "clear")
    assert strokes(window) == 0
    click(window, "undo")
    assert strokes(window) == 2


def test_only_what_does_something_is_enabled(window: MainWindow) -> None:
    def enabled() -> set[str]:
        return {
            name for name in ("undo", "redo", "clear", "open") if button(window, name).isEnabled()
        }

    assert enabled() == {"open"}
    draw(window.draw_page.canvas, ONE)
    assert enabled() == {"open", "undo", "clear"}
    click(window, "undo")
    assert enabled() == {"open", "redo"}


@pytest.mark.parametrize("pen", PENS, ids=lambda pen: pen.name)
def test_each_pen_has_its_width(window: MainWindow, pen: Tool) -> None:
    click(window, pen.name)
    draw(window.draw_page.canvas, ONE)
    assert window.drawing.sheet.strokes[0].width == pen.width
    assert button(window, pen.name).isChecked()


def test_the_eraser_is_one_of_the_tools(window: MainWindow) -> None:
    canvas = window.draw_page.canvas
    draw(canvas, ONE)
    click(window, "eraser")
    assert not button(window, "pen-2").isChecked()
    draw(canvas, [[(0.3, 0.5), (0.7, 0.5)]])
    assert strokes(window) == 2
    click(window, "pen-1")
    draw(canvas, [[(0.3, 0.5), (0.7, 0.5)]])
    assert strokes(window) == 3


def test_every_action_has_a_key(window: MainWindow) -> None:
    window.activateWindow()
    canvas = window.draw_page.canvas
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    draw(canvas, FOUR)
    QTest.keyClick(window, Qt.Key.Key_Z, control)
    assert strokes(window) == 1
    QTest.keyClick(window, Qt.Key.Key_Z, control | shift)
    assert strokes(window) == 2
    QTest.keyClick(window, Qt.Key.Key_Delete)
    assert strokes(window) == 0
    QTest.keyClick(window, Qt.Key.Key_Z, control)
    QTest.keyClick(window, Qt.Key.Key_Z, control)
    QTest.keyClick(window, Qt.Key.Key_Y, control)
    assert strokes(window) == 2
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert strokes(window) == 0
    QTest.keyClick(window, Qt.Key.Key_3)
    assert button(window, "pen-3").isChecked()
    QTest.keyClick(window, Qt.Key.Key_E)
    assert button(window, ERASER.name).isChecked()


def test_tooltips_tell_the_keys(window: MainWindow) -> None:
    tips = {name: button(window, name).toolTip() for name in NAMES}
    assert tips["pen-1"] == "Thin pen (1)"
    assert tips["eraser"] == "Eraser (E)"
    assert tips["undo"] == "Undo (Ctrl+Z)"
    assert tips["redo"] == "Redo (Ctrl+Shift+Z or Ctrl+Y)"
    assert tips["open"] == "Open (Ctrl+O)"


def test_tab_reaches_the_canvas_and_every_button(window: MainWindow) -> None:
    draw(window.draw_page.canvas, FOUR)
    click(window, "undo")
    window.activateWindow()
    window.draw_page.canvas.setFocus()
    reached = []
    for _ in range(len(NAMES) + 1):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert reached == ["canvas", *NAMES]


def test_space_presses_the_button_in_focus(window: MainWindow) -> None:
    draw(window.draw_page.canvas, ONE)
    QTest.keyClick(button(window, "undo"), Qt.Key.Key_Space)
    assert strokes(window) == 0


def test_words_are_shown_where_there_is_room(window: MainWindow) -> None:
    style = Qt.ToolButtonStyle
    window.resize(900, 600)
    assert button(window, "clear").toolButtonStyle() == style.ToolButtonTextBesideIcon
    window.resize(480, 400)
    assert button(window, "clear").toolButtonStyle() == style.ToolButtonIconOnly


def test_targets_are_forty_high_and_wide(window: MainWindow) -> None:
    for name in NAMES:
        assert button(window, name).height() == 40
        assert button(window, name).width() >= 40


def test_the_pen_in_hand_is_remembered(open_window: OpenWindow) -> None:
    settings = CurrentSettings()
    first = open_window(settings=settings)
    click(first, "pen-3")
    click(first, "eraser")
    assert settings.now.pen == "pen-3"
    second = open_window(settings=settings)
    draw(second.draw_page.canvas, ONE)
    assert second.drawing.sheet.strokes[0].width == PENS[2].width


def test_the_box_is_shown_or_not(open_window: OpenWindow, qtbot: QtBot) -> None:
    settings = CurrentSettings()
    window = open_window(settings=settings)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    draw(window.draw_page.canvas, ONE)
    with_box = window.draw_page.canvas.grab().toImage()
    QTest.keyClick(window, Qt.Key.Key_B)
    assert settings.now.show_box is False
    without_box = window.draw_page.canvas.grab().toImage()
    assert with_box != without_box
    settings.change(show_box=True)
    assert window.draw_page.canvas.grab().toImage() == with_box
