"""The drawing: gestures, and taking them back."""

from hypothesis import given
from hypothesis import strategies as st
from numpy import zeros

from digit_recognizer.app.core.drawing import SHAPES, SIDE, Drawing, Sheet
from digit_recognizer.app.core.pictures import Picture


def with_stroke(*points: tuple[float, float]) -> Drawing:
    drawing = Drawing()
    draw(drawing, *points)
    return drawing


def draw(drawing: Drawing, *points: tuple[float, float]) -> None:
    drawing.begin_stroke(points[0], 10)
    for point in points[1:]:
        drawing.extend_stroke(point)
    drawing.end_gesture()


def picture() -> Picture:
    return Picture("a picture", zeros((2, 2), "float32"), b"")


def test_a_stroke_is_on_the_sheet_while_it_is_drawn() -> None:
    drawing = Drawing()
    drawing.begin_stroke((1, 2), 10)
    assert drawing.sheet.strokes[0].points == ((1, 2),)
    drawing.extend_stroke((3, 4))
    assert drawing.sheet.strokes[0].points == ((1, 2), (3, 4))
    assert not drawing.can_undo


def test_a_point_that_comes_twice_is_kept_once() -> None:
    assert with_stroke((1, 2), (1, 2), (3, 4), (3, 4)).sheet.strokes[0].points == ((1, 2), (3, 4))


def test_a_stroke_stays_on_the_sheet() -> None:
    points = with_stroke((-50, 10), (20, 900)).sheet.strokes[0].points
    assert points == ((0, 10), (20, SIDE))


def test_each_stroke_is_one_step_of_undo() -> None:
    drawing = with_stroke((1, 1), (2, 2), (3, 3))
    draw(drawing, (5, 5), (6, 6))
    drawing.undo()
    assert len(drawing.sheet.strokes) == 1
    drawing.undo()
    assert drawing.sheet.is_blank
    assert not drawing.can_undo
    drawing.redo()
    drawing.redo()
    assert len(drawing.sheet.strokes) == 2
    assert not drawing.can_redo


def test_a_new_stroke_ends_what_could_be_redone() -> None:
    drawing = with_stroke((1, 1), (2, 2))
    drawing.undo()
    draw(drawing, (5, 5), (6, 6))
    assert not drawing.can_redo


def test_clear_can_be_undone() -> None:
    drawing = with_stroke((1, 1), (2, 2))
    before = drawing.sheet
    drawing.clear()
    assert drawing.sheet.is_blank
    drawing.undo()
    assert drawing.sheet == before


def test_clearing_a_blank_sheet_is_no_step() -> None:
    drawing = Drawing()
    drawing.clear()
    assert not drawing.can_undo


def test_a_sweep_of_the_eraser_is_one_step() -> None:
    drawing = with_stroke((10, 100), (200, 100))
    drawing.begin_erasing((100, 50), 5)
    drawing.erase_to((100, 90), 5)
    drawing.erase_to((100, 150), 5)
    drawing.end_gesture()
    assert len(drawing.sheet.strokes) == 2
    drawing.undo()
    assert drawing.sheet.strokes[0].points == ((10, 100), (200, 100))


def test_an_eraser_that_touches_nothing_is_no_step() -> None:
    drawing = with_stroke((10, 100), (200, 100))
    drawing.begin_erasing((100, 200), 5)
    drawing.end_gesture()
    drawing.undo()
    assert drawing.sheet.is_blank


def test_a_picture_takes_the_place_of_the_strokes_and_gives_it_back() -> None:
    drawing = with_stroke((10, 100), (200, 100))
    before, laid = drawing.sheet, picture()
    drawing.place(laid)
    assert drawing.sheet == Sheet(picture=laid)
    draw(drawing, (5, 5), (6, 6))
    assert drawing.sheet.picture is None
    assert len(drawing.sheet.strokes) == 1
    drawing.undo()
    assert drawing.sheet.picture is laid
    drawing.undo()
    assert drawing.sheet == before


def test_undo_during_a_stroke_takes_that_stroke_back() -> None:
    drawing = Drawing()
    drawing.begin_stroke((1, 1), 10)
    drawing.extend_stroke((2, 2))
    drawing.undo()
    assert drawing.sheet.is_blank
    assert not drawing.in_gesture


def test_listeners_hear_of_changes_only() -> None:
    drawing, heard = Drawing(), []
    drawing.listen(lambda: heard.append(drawing.sheet))
    drawing.undo()
    drawing.redo()
    drawing.clear()
    drawing.end_gesture()
    assert heard == []
    drawing.begin_stroke((1, 1), 10)
    drawing.extend_stroke((1, 1))
    assert len(heard) == 1


GESTURES = st.lists(st.sampled_from(["stroke", "erase", "clear", "undo", "redo"]), max_size=20)


@given(GESTURES)
def test_undoing_everything_leads_to_the_blank_sheet_and_redoing_leads_back(
    gestures: list[str],
) -> None:
    drawing = Drawing()
    for number, gesture in enumerate(gestures):
        if gesture == "stroke":
            draw(drawing, (10, 10.0 * number), (200, 10.0 * number))
        elif gesture == "erase":
            drawing.begin_erasing((100, 0), 5)
            drawing.erase_to((100, 280), 5)
            drawing.end_gesture()
        else:
            getattr(drawing, gesture)()
    last = drawing.sheet
    steps = 0
    while drawing.can_undo:
        drawing.undo()
        steps += 1
    assert drawing.sheet.is_blank
    for _ in range(steps):
        drawing.redo()
    assert drawing.sheet == last


def test_the_eraser_keeps_the_pressure_of_what_it_leaves() -> None:
    drawing = Drawing()
    drawing.begin_stroke((0, 0), 10, 0.0)
    drawing.extend_stroke((100, 0), 1.0)
    drawing.end_gesture()
    drawing.begin_erasing((50, -20), 5)
    drawing.erase_to((50, 20), 5)
    drawing.end_gesture()
    left, right = drawing.sheet.strokes
    for stroke in (left, right):
        assert len(stroke.pressures) == len(stroke.points)
        for (x, _), pressure in zip(stroke.points, stroke.pressures, strict=True):
            assert abs(pressure - x / 100) < 1e-9


def test_a_pen_that_stops_telling_its_pressure_goes_on_as_before() -> None:
    drawing = Drawing()
    drawing.begin_stroke((0, 0), 10, 0.5)
    drawing.extend_stroke((9, 9))
    assert drawing.sheet.strokes[0].pressures == (0.5, 0.5)


def test_a_sheet_grows_wide_and_is_square_again_and_all_can_be_undone() -> None:
    drawing = with_stroke((1, 1), (9, 9))
    shapes = []
    for _ in SHAPES:
        drawing.widen()
        shapes.append(drawing.sheet.shape)
    assert shapes == [*SHAPES[1:], 1]
    assert drawing.sheet.strokes[0].points == ((1, 1), (9, 9))
    drawing.undo()
    assert drawing.sheet.shape == SHAPES[-1]


def test_a_sheet_stays_as_wide_as_its_ink() -> None:
    drawing = Drawing()
    drawing.widen()
    draw(drawing, (1, 1), (3 * SIDE, 9))
    assert drawing.sheet.strokes[0].points[-1] == (2 * SIDE, 9)
    drawing.widen()
    drawing.widen()
    assert drawing.sheet.shape == 2
    drawing.clear()
    assert drawing.sheet == Sheet(shape=2)
    drawing.place(picture())
    assert drawing.sheet.shape == 2
