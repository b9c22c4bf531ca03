"""How lines look: smooth, calm, and from end to end."""

from math import cos, hypot, pi, sin

from PyQt6.QtCore import QPointF

from digit_recognizer.app.draw.painting import smooth_path


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
