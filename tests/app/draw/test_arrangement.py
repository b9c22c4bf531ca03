"""Canvas and answer fit into every window."""

from hypothesis import given
from hypothesis import strategies as st
from PyQt6.QtCore import QRect, QSize

from digit_recognizer.app.core.drawing import SHAPES
from digit_recognizer.app.draw.arrangement import arrange

SIZES = st.builds(QSize, st.integers(480, 2560), st.integers(400 - 48 - 41, 1440 - 48 - 41))


@given(SIZES)
def test_both_lie_inside_and_apart(size: QSize) -> None:
    canvas, answer = arrange(size)
    assert QRect(0, 0, size.width(), size.height()).contains(canvas.united(answer))
    assert not canvas.intersects(answer)


@given(SIZES)
def test_the_canvas_is_a_square_and_the_answer_has_its_room(size: QSize) -> None:
    canvas, answer = arrange(size)
    assert canvas.width() == canvas.height() >= 260
    assert answer.width() >= 156
    assert answer.height() >= 287


def test_in_a_usual_window_the_canvas_fills_the_height() -> None:
    canvas, answer = arrange(QSize(1040, 631))
    assert canvas == QRect(24, 0, 607, 607)
    assert answer == QRect(24 + 607 + 32, 0, 1040 - 24 - 607 - 32 - 24, 607)


def test_in_a_tall_window_the_answer_stands_below() -> None:
    canvas, answer = arrange(QSize(500, 900))
    assert answer.top() > canvas.bottom()


@given(SIZES, st.sampled_from(SHAPES))
def test_a_wide_canvas_keeps_its_shape_and_leaves_the_answer_its_room(
    size: QSize, shape: int
) -> None:
    canvas, answer = arrange(size, shape)
    assert QRect(0, 0, size.width(), size.height()).contains(canvas.united(answer))
    assert not canvas.intersects(answer)
    assert canvas.width() == shape * canvas.height()
    assert answer.width() >= 156
    assert answer.height() >= 287


def test_below_the_widest_canvas_stands_the_answer() -> None:
    canvas, answer = arrange(QSize(1040, 591), 4)
    assert canvas.width() >= 980
    assert answer.top() > canvas.bottom()
