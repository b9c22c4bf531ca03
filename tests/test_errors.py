from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.errors import quoted

VALUES = st.recursive(
    st.none() | st.integers() | st.floats() | st.text() | st.binary() | st.just(10**1000),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_a_quoted_value_is_one_short_line(value: object) -> None:
    assert quoted(value).isprintable()
    assert len(quoted(value)) < 1_000_000


@given(st.text())
def test_quoted_text_is_on_one_short_line(text: str) -> None:
    assert quoted(text).isprintable()
    assert len(quoted(text)) <= 62


@given(st.text())
def test_an_exception_is_quoted_whole_unless_it_is_long(text: str) -> None:
    assert quoted(ValueError(text)).isprintable()
    assert len(quoted(ValueError(text * 100))) <= 300


def test_what_is_short_is_shown_as_python_shows_it() -> None:
    for value in ("white", 2.5, None, ["a", 1], ValueError("no")):
        assert quoted(value) == repr(value)


def test_what_is_long_loses_its_middle() -> None:
    assert (
        quoted("first" + "x" * 5_000 + "last") == "'first" + "x" * 22 + "..." + "x" * 24 + "last'"
    )
