"""Scales: they hold every value, and have round figures with room for each."""

from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.app.widgets.scales import CountScale, LogScale

VALUES = st.lists(st.floats(1e-30, 1e30), max_size=20)


@given(VALUES)
def test_a_logarithmic_scale_holds_every_value(values: list[float]) -> None:
    scale = LogScale(0.1, 3, values)
    assert scale.low <= 0.1 < 3 <= scale.high
    parts = scale.part([0.1, 3, *values])
    assert parts.min() >= -1e-5
    assert parts.max() <= 1 + 1e-5


@given(VALUES, st.floats(20, 2_000))
def test_its_figures_are_in_order_inside_and_have_room(values: list[float], pixels: float) -> None:
    scale = LogScale(0.1, 3, values)
    marks = scale.marks(pixels)
    assert 1 <= len(marks) <= max(pixels // 20, 2)
    numbers = [value for value, _ in marks]
    assert numbers == sorted(numbers)
    assert all(-1e-5 <= part <= 1 + 1e-5 for part in scale.part(numbers))
    assert len({text for _, text in marks}) == len(marks)


def test_figures_are_written_as_people_write_them() -> None:
    texts = [text for _, text in LogScale(0.1, 3).marks(400)]
    assert texts == ["0.1", "0.2", "0.5", "1", "2"]
    assert [text for _, text in LogScale(1e-6, 1e6).marks(100)] == [
        "10⁻⁶",
        "0.001",
        "1",
        "1000",
        "10⁶",
    ]
    assert "2·10⁵" in [text for _, text in LogScale(1e5, 1e6).marks(400)]


@given(st.floats(0.1, 1e6), st.floats(60, 2_000))
def test_a_scale_of_counts_has_whole_numbers_and_names_them(high: float, pixels: float) -> None:
    marks = CountScale(high, "passes").marks(pixels)
    assert marks[-1][1].endswith(" passes")
    assert all(value.is_integer() and 0 <= value <= high for value, _ in marks)
    assert len(marks) <= pixels // 48 + 1
