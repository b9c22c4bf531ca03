"""Patterns: which strings they allow, and which patterns are refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.numbers.patterns import (
    DIGITS,
    SIGNS,
    PatternError,
    grammar_of,
    without_marks,
)


@pytest.mark.parametrize(
    ("pattern", "allowed", "refused"),
    [
        ("99:99", ["12:34"], ["1:34", "12:345", "1234", ""]),
        ("#", ["7", "1998"], ["", "1,5"]),
        ("(-)?#(,99)?", ["5", "-5", "12,50"], ["-", "12,5", "--5"]),
        ("99|999-9", ["12", "123-4"], ["123", "12-4"]),
        ("9?9?9(,999)*", ["1", "123", "1,234,567"], ["1234", "1,23"]),
        ("[0-5]9 [13]", ["591", "003"], ["601", "592"]),
    ],
)
def test_a_pattern_allows_what_it_says(
    pattern: str, allowed: list[str], refused: list[str]
) -> None:
    grammar = grammar_of(pattern)
    assert all(grammar.allows(text) for text in allowed)
    assert not any(grammar.allows(text) for text in refused)


PARTS = st.recursive(
    st.sampled_from(["9", "#", "[0-5]", ",", "-", "."]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}|{two[1]})"),
        inner.map(lambda part: f"({part})?"),
        inner.map(lambda part: f"({part})*"),
    ),
    max_leaves=6,
)


@given(PARTS, st.lists(st.text("05,-.", max_size=5), max_size=8))
def test_a_pattern_means_what_the_same_regular_expression_means(
    pattern: str, texts: list[str]
) -> None:
    expression = "".join(
        {"9": "[0-9]", "#": "[0-9]+", ".": r"\."}.get(character, character) for character in pattern
    )
    for text in texts:
        assert grammar_of(pattern).allows(text) == bool(re.fullmatch(expression, text))


@pytest.mark.parametrize(
    "pattern",
    [
        "99a",
        "(99",
        "99)",
        "[",
        "[]",
        "[a]",
        "[5-0]",
        "?9",
        "5",
        "9" * 501,
        "(" * 60,
        "|" * 400 + "x",
    ],
)
def test_what_is_no_pattern_is_refused_with_an_example(pattern: str) -> None:
    with pytest.raises(PatternError) as refusal:
        grammar_of(pattern)
    assert "expected" in refusal.value.reason
    assert "99:99" in refusal.value.remedy


@given(st.text(f"9#()[]|?*{DIGITS}{SIGNS}", max_size=40))
def test_any_text_is_a_pattern_or_is_refused(text: str) -> None:
    try:
        grammar_of(text)
    except PatternError:
        return


def test_a_pattern_whose_automaton_doubles_with_every_character_is_refused() -> None:
    with pytest.raises(PatternError, match="states"):
        grammar_of("(9|,)*9" + "(9|,)" * 30)


def test_without_its_mark_a_number_has_its_digits_and_its_sign() -> None:
    texts = [without_marks(text) for text in ("204", "20.4", "-2,04", "12:30")]
    assert texts == ["204", "204", "-204", "12:30"]
