from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.sheets.column_lengths import in_length
from digit_recognizer.sheets.table import Alternative, Cell, CellState
from tests.sheets.sheets import cell


def number(row: int, *readings: tuple[str, float], state: CellState = "number") -> Cell:
    found = cell(row, 0, readings[0][0], state, None)
    return replace(found, alternatives=tuple(Alternative(*each) for each in readings))


def sure(*texts: str) -> list[Cell]:
    return [number(row, (text, 0.999)) for row, text in enumerate(texts)]


def doubtful(*readings: tuple[str, float]) -> Cell:
    return number(99, *readings, state="doubtful")


def beside(column: list[Cell], odd: Cell) -> Cell:
    """Return a cell as it is beside the others of its column."""
    return {each.row: each for each in in_length([*column, odd])}.get(odd.row, odd)


def test_a_doubtful_number_is_first_read_with_as_many_digits_as_the_others() -> None:
    odd = doubtful(("324", 0.5), ("32", 0.38))
    found = beside(sure("61", "27", "84", "35"), odd)
    assert (found.text, found.value, found.state) == ("32", Decimal(32), "doubtful")
    assert [each.text for each in found.alternatives] == ["32", "324"]
    assert found.repair == (
        "read as 324, but most numbers of its column have 2 digits before the mark"
    )


def test_where_numbers_are_of_many_lengths_readings_stay_in_their_order() -> None:
    odd = doubtful(("324", 0.5), ("32", 0.38))
    prices = sure("3.50", "1250.00", "18.20", "340.00", "7.95", "61.00", "455.10")
    assert beside(prices, odd) == odd
    assert beside(sure("2", "940", "17", "88", "5", "430"), odd) == odd


def test_digits_behind_the_mark_do_not_count() -> None:
    odd = doubtful(("112.5", 0.5), ("12.5", 0.4))
    assert beside(sure("61.25", "27.5", "84", "35.1"), odd).text == "12.5"


def test_a_sure_number_is_doubted_where_its_other_reading_has_the_length_of_many() -> None:
    column = sure(*(str(number) for number in range(1, 10)), *"123456789")
    found = beside(column, number(99, ("71", 0.985), ("7", 0.012)))
    assert (found.text, found.state) == ("71", "doubtful")
    assert found.doubt == "most numbers of its column have 1 digit before the mark"
    clear = number(99, ("71", 0.9999), ("7", 0.00001))
    assert beside(column, clear) == clear


@given(
    st.lists(
        st.tuples(st.integers(0, 9999), st.integers(0, 9999), st.floats(0.5, 1), st.booleans()),
        max_size=12,
    )
)
def test_no_number_becomes_sure(column: list[tuple[int, int, float, bool]]) -> None:
    cells = [
        number(
            row,
            (str(text), share),
            *([(str(other), (1 - share) / 2)] if other != text else []),
            state="number" if is_sure else "doubtful",
        )
        for row, (text, other, share, is_sure) in enumerate(column)
    ]
    for found in in_length(cells):
        before = cells[found.row]
        assert found.state in (before.state, "doubtful")
        assert found.state == "doubtful" or found == before
        assert found.text in [each.text for each in before.alternatives]
