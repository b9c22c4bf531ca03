"""The canvas: what the hand does becomes strokes, whatever the window's size."""

import numpy as np
import pytest
from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import (
    QColor,
    QEventPoint,
    QInputDevice,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
    QTouchEvent,
)
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.drawing import SIDE, Drawing
from digit_recognizer.app.core.pictures import open_as_picture
from digit_recognizer.app.draw.canvas import Canvas
from digit_recognizer.app.draw.tools import ERASER, PENS
from tests.app.hand import FOUR, ONE, SEVEN, QTest, draw


@pytest.fixture
def drawing() -> Drawing:
    return Drawing()


@pytest.fixture
def canvas(qtbot: QtBot, drawing: Drawing) -> Canvas:
    canvas = Canvas(drawing)
    qtbot.addWidget(canvas)
    canvas.resize(280, 280)
    canvas.show()
    qtbot.waitExposed(canvas)
    return canvas


def white_pixels(canvas: Canvas) -> int:
    image = canvas.grab().toImage()
    white = QColor("white")
    return sum(
        image.pixelColor(x, y) == white
        for x in range(0, image.width(), 4)
        for y in range(0, image.height(), 4)
    )


def test_the_mouse_draws_strokes(canvas: Canvas, drawing: Drawing) -> None:
    draw(canvas, FOUR)
    first, second = drawing.sheet.strokes
    assert first.points[0] == (0.55 * SIDE, 0.15 * SIDE)
    assert first.points[-1] == (0.7 * SIDE, 0.55 * SIDE)
    assert len(second.points) == 3
    assert first.width == PENS[1].width


def test_a_click_draws_a_dot(canvas: Canvas, drawing: Drawing) -> None:
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 80))
    assert drawing.sheet.strokes[0].points == ((100, 80),)
    assert white_pixels(canvas) > 0


def test_other_buttons_and_mere_movement_draw_nothing(canvas: Canvas, drawing: Drawing) -> None:
    QTest.mouseClick(canvas, Qt.MouseButton.RightButton, pos=QPoint(100, 80))
    QTest.mouseMove(canvas, QPoint(120, 90))
    assert drawing.sheet.is_blank


def test_the_ink_is_seen_while_it_is_drawn(canvas: Canvas) -> None:
    assert white_pixels(canvas) == 0
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(40, 140))
    QTest.mouseMove(canvas, QPoint(140, 140))
    half = white_pixels(canvas)
    QTest.mouseMove(canvas, QPoint(240, 140))
    assert white_pixels(canvas) > half > 0
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(240, 140))


def test_a_stroke_may_leave_the_canvas_and_ends_at_its_edge(
    canvas: Canvas, drawing: Drawing
) -> None:
    draw(canvas, [[(0.5, 0.5), (0.9, 0.5), (1.4, 0.5)]])
    assert drawing.sheet.strokes[0].points[-1] == (SIDE, SIDE / 2)


@pytest.mark.parametrize("side", [130, 401, 900])
def test_the_same_movement_is_the_same_drawing_at_any_size(
    canvas: Canvas, drawing: Drawing, side: int
) -> None:
    canvas.resize(side, side)
    draw(canvas, SEVEN)
    for (x, y), (expected_x, expected_y) in zip(
        drawing.sheet.strokes[0].points, SEVEN[0], strict=True
    ):
        assert x == pytest.approx(expected_x * SIDE, abs=SIDE / side)
        assert y == pytest.approx(expected_y * SIDE, abs=SIDE / side)


def test_resizing_changes_nothing_of_the_drawing(canvas: Canvas, drawing: Drawing) -> None:
    draw(canvas, SEVEN)
    before = drawing.sheet
    for size in ((130, 130), (700, 300), (300, 700), (1200, 1200)):
        canvas.resize(*size)
        assert white_pixels(canvas) > 0
    assert drawing.sheet is before


def test_the_sheet_is_a_square_in_the_middle(canvas: Canvas) -> None:
    canvas.resize(400, 300)
    assert canvas.sheet_rect().getRect() == (50, 0, 300, 300)


def test_the_eraser_cuts_where_it_passes(canvas: Canvas, drawing: Drawing) -> None:
    draw(canvas, [[(0.1, 0.5), (0.9, 0.5)]])
    canvas.set_tool(ERASER)
    draw(canvas, [[(0.5, 0.2), (0.5, 0.8)]])
    assert len(drawing.sheet.strokes) == 2
    image = canvas.grab().toImage()
    assert image.pixelColor(140, 140) == QColor("#0E0F12")
    drawing.undo()
    assert canvas.grab().toImage().pixelColor(140, 140) == QColor("white")


def test_the_ring_of_the_eraser_leaves_with_the_mouse(canvas: Canvas) -> None:
    canvas.set_tool(ERASER)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    away = canvas.grab().toImage()
    QTest.mouseMove(canvas, QPoint(140, 140))
    assert canvas.grab().toImage() != away
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert canvas.grab().toImage() == away


def test_a_hidden_canvas_ends_its_stroke(canvas: Canvas, drawing: Drawing) -> None:
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(40, 140))
    canvas.hide()
    assert not drawing.in_gesture
    assert drawing.can_undo


def test_the_blank_canvas_says_what_to_do(canvas: Canvas) -> None:
    assert "Draw a number" in canvas.accessibleDescription()
    hinted = canvas.grab().toImage()
    draw(canvas, ONE)
    assert canvas.accessibleDescription() == "Holds 1 stroke."
    assert canvas.grab().toImage() != hinted


def test_the_keyboard_shows_a_ring_and_the_mouse_does_not(canvas: Canvas) -> None:
    edge = QPoint(140, 0)
    canvas.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    accent = QColor("#0B6BCB")
    assert canvas.grab().toImage().pixelColor(edge) != accent
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert canvas.grab().toImage().pixelColor(edge) == accent


def pointing_device(
    kind: QInputDevice.DeviceType,
    can: QInputDevice.Capability = QInputDevice.Capability.Position,
) -> QPointingDevice:
    return QPointingDevice(
        "a device",
        77,
        kind,
        QPointingDevice.PointerType.Finger,
        can,
        5,
        1,
        "",
        QPointingDeviceUniqueId(),
    )


def test_a_finger_draws(canvas: Canvas, drawing: Drawing) -> None:
    device = pointing_device(QInputDevice.DeviceType.TouchScreen)
    steps = (
        (QEvent.Type.TouchBegin, QEventPoint.State.Pressed, (40, 50)),
        (QEvent.Type.TouchUpdate, QEventPoint.State.Updated, (90, 60)),
        (QEvent.Type.TouchEnd, QEventPoint.State.Released, (140, 70)),
    )
    for kind, state, place in steps:
        position = QPointF(*place)
        on_screen = QPointF(canvas.mapToGlobal(QPoint(*place)))
        points = [QEventPoint(1, state, position, on_screen)]
        event = QTouchEvent(kind, device, Qt.KeyboardModifier.NoModifier, points)
        QApplication.sendEvent(canvas, event)
        assert event.isAccepted()
    assert [stroke.points for stroke in drawing.sheet.strokes] == [((40, 50), (90, 60), (140, 70))]
    assert not drawing.in_gesture


def use_tablet(canvas: Canvas, device: QPointingDevice, *pressures: float) -> None:
    """Draw a line, pressed so hard at each of its points."""
    kinds = [QEvent.Type.TabletPress] + [QEvent.Type.TabletMove] * (len(pressures) - 1)
    for number, (kind, pressure) in enumerate(zip(kinds, pressures, strict=True)):
        send_tablet(canvas, kind, device, QPointF(40 + 50 * number, 50 + 10.5 * number), pressure)
    end = QPointF(40 + 50 * (len(pressures) - 1), 50 + 10.5 * (len(pressures) - 1))
    send_tablet(canvas, QEvent.Type.TabletRelease, device, end, 0.0)


def send_tablet(
    canvas: Canvas, kind: QEvent.Type, device: QPointingDevice, place: QPointF, pressure: float
) -> None:
    left = Qt.MouseButton.LeftButton
    event = QTabletEvent(
        kind, device, place, place, pressure, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier,
        left, left,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_a_tablet_pen_draws(canvas: Canvas, drawing: Drawing) -> None:
    use_tablet(canvas, pointing_device(QInputDevice.DeviceType.Stylus), 0.5, 0.5)
    [stroke] = drawing.sheet.strokes
    assert stroke.points == ((40, 50), (90, 60.5))
    assert stroke.pressures == ()
    assert not drawing.in_gesture


def test_a_pen_that_can_tell_its_pressure_draws_wider(canvas: Canvas, drawing: Drawing) -> None:
    can = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure
    use_tablet(canvas, pointing_device(QInputDevice.DeviceType.Stylus, can), 0.25, 0.5, 1.0)
    [stroke] = drawing.sheet.strokes
    assert stroke.pressures == (0.25, 0.5, 1.0)
    assert len(stroke.points) == 3


def test_a_picture_is_named(canvas: Canvas, drawing: Drawing) -> None:
    drawing.place(open_as_picture(np.full((30, 20, 4), 255, np.uint8), "paper.png"))
    assert "paper.png" in canvas.accessibleDescription()
    caption = canvas.grab().toImage().copy(0, 260, 280, 20)
    drawing.place(open_as_picture(np.full((30, 20, 4), 255, np.uint8), "other.png"))
    assert canvas.grab().toImage().copy(0, 260, 280, 20) != caption
