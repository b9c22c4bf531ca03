"""How lines look: smooth, calm, and from end to end."""

from math import cos, hypot, pi, sin

from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QColor, QImage, QPainter

from digit_recognizer.app.core.drawing import Stroke
from digit_recognizer.app.draw.painting import paint_strokes, smooth_path


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
