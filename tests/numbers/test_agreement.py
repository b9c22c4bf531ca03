"""Two readers and what people write, heard together."""

import numpy as np
import pytest

from digit_recognizer.numbers.agreement import (
    SecondReading,
    second_posteriors,
    second_readings,
    together,
)
from digit_recognizer.numbers.formats import number_format
from digit_recognizer.numbers.scorer import LABELS, NOTHING
from digit_recognizer.numbers.sweep import Sweep

ANY = number_format(None)


def second(columns: str, format_name: str | None = None) -> SecondReading:
    """Scores that are nearly sure of a label in each column; a space stands for none."""
    probabilities = np.full((len(columns), len(LABELS)), 1e-3)
    for column, label in enumerate(columns):
        probabilities[column, NOTHING if label == " " else LABELS.index(label)] = 1
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    picture = np.zeros((32, 32 + 4 * len(columns)), np.uint8)
    (read,) = second_readings([Sweep(picture, probabilities)], number_format(format_name))
    return read


def test_the_second_reader_reads_by_itself_and_is_asked_about_texts() -> None:
    reading = second(" 4  2 ")
    assert reading.text == "42"
    sure, unsure, never = reading.posteriors(["42", "12", "423456789"])
    assert sure > 0.8 > 0.1 > unsure > never


def test_the_second_reader_reads_what_the_format_allows() -> None:
    assert second(" 4.2 ").text == "4.2"
    assert second(" 4.2 ", "digits:2").text == "42"
    nothing = second(" 4 ", "digits:9")
    assert (nothing.text, nothing.posteriors(["4"])) == ("", [0.0])


@pytest.mark.parametrize("format_name", [None, "digits"])
def test_a_text_counts_by_all_the_ways_to_lay_it_over_the_columns(format_name: str | None) -> None:
    # In each of two columns none is likelier than a 7, but one of them mostly has it.
    probabilities = np.full((4, len(LABELS)), 1e-6)
    probabilities[[0, 3], NOTHING] = 1
    probabilities[1:3, NOTHING], probabilities[1:3, 7] = 0.6, 0.4
    swept = Sweep(np.zeros((32, 48), np.uint8), probabilities)
    (read,) = second_readings([swept], number_format(format_name))
    assert read.text == "7"


def test_many_lines_are_read_as_each_alone() -> None:
    rows = [" 4  2 ", "7", "1 1", " 4.2 ", "  "]
    swept = [second(row).sweep for row in rows]
    for format_name in (None, "digits", "digits:2"):
        read = second_readings(swept, number_format(format_name))
        assert [each.text for each in read] == [second(row, format_name).text for row in rows]
        texts = [["42", "7"], [], ["11"], ["4.2", "42", "2"], ["1"]]
        for each, own, posteriors in zip(read, texts, second_posteriors(read, texts), strict=True):
            assert posteriors == pytest.approx(each.posteriors(own))


def test_heard_together_the_second_reader_may_change_the_order() -> None:
    heard = together(["12", "42"], [0.6, 0.35], second(" 4  2 ").posteriors(["12", "42"]), ANY)
    assert heard[1] > 0.9
    assert sum(heard) <= 1


def test_where_nobody_else_is_heard_the_first_reader_stays_as_it_is() -> None:
    assert together(["12", "42"], [0.6, 0.35], None, ANY) == [0.6, 0.35]


@pytest.mark.parametrize(
    ("usual", "unusual"),
    [
        ("01/23/45", "01/23145"),
        ("879-0123", "879-0/23"),
        ("$12,738.50", "$12,738,50"),
        ("800-901-4678", "800-9-4678-"),
        ("12:34:56", "12:34-56"),
        ("15.08%", "15.08.%"),
        ("-.334", "-.334-"),
        ("2345,", ",2345,"),
    ],
)
def test_texts_that_people_write_are_more_probable(usual: str, unusual: str) -> None:
    assert ANY.usual is not None
    assert ANY.grammar.allows(usual)
    assert ANY.usual.allows(usual)
    assert not ANY.usual.allows(unusual)
    texts = [usual, unusual]
    heard = together(texts, [0.3, 0.7], second("  ").posteriors(texts), ANY)
    assert heard[0] > heard[1]
