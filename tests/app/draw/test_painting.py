"""How lines look: smooth, calm, and from end to end; settled ink is drawn once."""

from math import cos, hypot, pi, sin

import pytest
from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.drawing import Sheet, Stroke
from digit_recognizer.app.draw import painting
from digit_recognizer.app.draw.painting import SettledInk, Surface, paint_strokes, smooth_path


def test_a_path_goes_from_the_first_point_to_the_last() -> None:
    path = smooth_path(((10, 20), (50, 60), (90, 20), (130, 30)))
    assert path.pointAtPercent(0) == QPointF(10, 20)
    assert path.pointAtPercent(1) == QPointF(130, 30)


def test_a_path_of_two_points_is_straight() -> None:
    assert smooth_path(((0, 0), (30, 40))).length() == 50


def test_the_shaking_of_whole_pixels_is_calmed() -> None:
    line = tuple((4.0 * step, 100.0 + 0.5 * (-1) ** step) for step in range(40))
    path = smooth_path(line)
    heights = [path.pointAtPercent(0.1 + 0.8 * part / 100).y() for part in range(101)]
    assert max(heights) - min(heights) < 0.1


def test_a_circle_stays_a_circle() -> None:
    circle = tuple(
        (140 + 60 * cos(turn * pi / 40), 140 + 60 * sin(turn * pi / 40)) for turn in range(81)
    )
    path = smooth_path(circle)
    points = [path.pointAtPercent(part / 100) for part in range(101)]
    radii = [hypot(point.x() - 140, point.y() - 140) for point in points]
    assert 59 < min(radii) <= max(radii) < 60.5


def test_a_corner_of_a_fast_hand_is_not_cut_off() -> None:
    path = smooth_path(((0, 0), (50, 0), (100, 0), (100, 50), (100, 100)))
    nearest = min(
        hypot(100 - path.pointAtPercent(part / 200).x(), path.pointAtPercent(part / 200).y())
        for part in range(201)
    )
    assert nearest < 20


def painted(stroke: Stroke) -> QImage:
    image = QImage(280, 280, QImage.Format.Format_Grayscale8)
    image.fill(QColor("black"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_strokes(painter, [stroke], QColor("white"))
    painter.end()
    return image


def height_of_ink(image: QImage, x: int) -> int:
    return sum(image.pixelColor(x, y).value() > 127 for y in range(image.height()))


LINE = tuple((40.0 + 5 * step, 140.0) for step in range(41))


def test_a_line_is_wider_where_the_pen_was_pressed() -> None:
    rising = tuple(step / 40 for step in range(41))
    image = painted(Stroke(LINE, 16, rising))
    heights = [height_of_ink(image, x) for x in (60, 100, 140, 180, 220)]
    assert heights == sorted(heights)
    assert heights[0] < 11
    assert heights[-1] > 18


def test_an_even_pressure_gives_an_even_line() -> None:
    image = painted(Stroke(LINE, 16, (0.65,) * 41))
    assert {height_of_ink(image, x) for x in range(50, 230)} <= {15, 16, 17}


def test_a_pressed_line_has_no_holes_at_its_corners() -> None:
    zigzag = ((40.0, 40.0), (200.0, 60.0), (50.0, 80.0), (200.0, 240.0), (210.0, 60.0))
    image = painted(Stroke(zigzag, 20, (0.9,) * 5))
    for part in range(101):
        middle = smooth_path(zigzag).pointAtPercent(part / 100).toPoint()
        assert image.pixelColor(middle).value() > 250


def test_a_pressed_dot_is_seen() -> None:
    assert height_of_ink(painted(Stroke(((50.0, 50.0),), 16, (0.5,))), 50) > 8


SURFACE = Surface(140, 1.5, "#FFFFFF")
STROKES = tuple(
    Stroke(tuple((20.0 + 7 * step, 30.0 * row + 3 * (step % 2)) for step in range(30)), 16.0)
    for row in range(1, 5)
)


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    """Pixmaps need an application."""


def fresh(sheet: Sheet, surface: Surface = SURFACE) -> QImage:
    return SettledInk().pixmap(sheet, surface).toImage()


def test_stroke_by_stroke_looks_like_all_at_once() -> None:
    ink = SettledInk()
    for count in range(len(STROKES) + 1):
        sheet = Sheet(STROKES[:count])
        assert ink.pixmap(sheet, SURFACE).toImage() == fresh(sheet)


@pytest.mark.parametrize(
    "after",
    [
        Sheet(),
        Sheet(STROKES[:1]),
        Sheet(STROKES[1:]),
        Sheet((STROKES[3], *STROKES[:3])),
    ],
)
def test_what_was_taken_away_or_changed_is_gone(after: Sheet) -> None:
    ink = SettledInk()
    ink.pixmap(Sheet(STROKES[:3]), SURFACE)
    assert ink.pixmap(after, SURFACE).toImage() == fresh(after)


def test_another_size_is_drawn_anew() -> None:
    ink, larger = SettledInk(), Surface(200, 2.0, "#FFFFFF")
    ink.pixmap(Sheet(STROKES), SURFACE)
    assert ink.pixmap(Sheet(STROKES), larger).toImage() == fresh(Sheet(STROKES), larger)


def test_each_stroke_is_drawn_once(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    drawn: list[Stroke] = []
    monkeypatch.setattr(
        painting, "paint_sheet", lambda painter, sheet, ink: drawn.extend(sheet.strokes)
    )
    ink = SettledInk()
    for count in (1, 2, 2, 4, 4):
        ink.pixmap(Sheet(STROKES[:count]), SURFACE)
    assert drawn == list(STROKES)
