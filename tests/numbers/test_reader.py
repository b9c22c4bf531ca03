"""The whole way: strokes or a picture in, the number out."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer import Recognizer
from digit_recognizer.data.unipen import UnipenRecord, find_unipen, read_unipen
from digit_recognizer.ink import StrokeError
from digit_recognizer.numbers.formats import number_format
from digit_recognizer.numbers.patterns import PatternError
from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.samples import sample_pictures
from tests.numbers.drawn import FOUR, ONE, POINT, SEVEN, TWO, ZERO, beside


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer()


@pytest.fixture(scope="module")
def samples(recognizer: Recognizer) -> list[NDArray[np.uint8]]:
    """White digits on black, 0 to 9."""
    return [read.network_input for read in recognizer.recognize_many(sample_pictures())]


def test_a_number_is_read_with_its_digits_boxes_and_strokes(recognizer: Recognizer) -> None:
    strokes = beside(FOUR, TWO)
    read = recognizer.recognize_number_strokes(strokes, format="integer")
    assert read.text == "42"
    assert read.value == Decimal(42)
    assert [each.text for each in read.digits] == ["4", "2"]
    assert [each.strokes for each in read.digits] == [(0, 1), (2,)]
    left, top, right, bottom = read.digits[1].box
    assert (left, right) == (strokes[2][:, 0].min(), strokes[2][:, 0].max())
    assert (top, bottom) == (0, 50)


def test_alternatives_have_posteriors_and_the_answer_is_the_first(recognizer: Recognizer) -> None:
    read = recognizer.recognize_number_strokes(beside(FOUR, SEVEN, ONE))
    posteriors = [each.posterior for each in read.alternatives]
    assert posteriors == sorted(posteriors, reverse=True)
    assert sum(posteriors) <= 1 + 1e-9
    assert read.alternatives[0] == (read.text, read.confidence)
    assert len({each.text for each in read.alternatives}) == len(posteriors)


def test_the_format_decides_what_may_be_read(recognizer: Recognizer) -> None:
    strokes = beside(ONE, ZERO, POINT, TWO, ZERO)
    assert recognizer.recognize_number_strokes(strokes, format="99.99").text == "10.20"
    for name in ("digits", "digits:4", "amount", "time"):
        read = recognizer.recognize_number_strokes(strokes, format=name)
        assert number_format(name).grammar.allows(read.text)
    with pytest.raises(PatternError):
        recognizer.recognize_number_strokes(strokes, format="words")


def test_what_the_format_cannot_be_is_no_number(recognizer: Recognizer) -> None:
    read = recognizer.recognize_number_strokes(ONE, format="digits:9")
    assert (read.text, read.verdict, read.answer) == ("", "not a number", None)


def test_a_scribble_is_no_answer(recognizer: Recognizer) -> None:
    scribble = np.random.default_rng(3).uniform(0, 90, (60, 2))
    assert recognizer.recognize_number_strokes([scribble]).answer is None


def test_a_drawing_of_very_many_strokes_is_no_number(recognizer: Recognizer) -> None:
    hatched = [[(x, 0), (x, 9)] for x in range(10_000)]
    assert recognizer.recognize_number_strokes(hatched).verdict == "not a number"
    assert recognizer.recognize_number_strokes([()] * 500).verdict == "blank"


def test_without_ink_it_is_blank(recognizer: Recognizer) -> None:
    assert recognizer.recognize_number_strokes([]).verdict == "blank"
    assert recognizer.recognize_number(np.full((40, 90), 255, np.uint8)).verdict == "blank"
    with pytest.raises(StrokeError):
        recognizer.recognize_number_strokes([np.array([[np.inf, 0]])])


def test_place_and_size_of_the_drawing_do_not_matter(recognizer: Recognizer) -> None:
    strokes = beside(TWO, FOUR, ZERO)
    there = recognizer.recognize_number_strokes(strokes)
    moved = recognizer.recognize_number_strokes([stroke * 0.07 + 400 for stroke in strokes])
    assert moved.text == there.text == "240"
    assert moved.confidence == pytest.approx(there.confidence, abs=0.02)


def test_a_picture_of_digits_side_by_side_is_read(
    recognizer: Recognizer, samples: list[NDArray[np.uint8]]
) -> None:
    read = recognizer.recognize_number(np.hstack(samples), format="digits")
    assert read.text == "0123456789"
    assert [each.strokes for each in read.digits] == [()] * 10
    lefts = [each.box[0] for each in read.digits]
    assert lefts == sorted(lefts)


def test_lines_of_a_picture_are_read_one_by_one(
    recognizer: Recognizer, samples: list[NDArray[np.uint8]]
) -> None:
    space = np.zeros((30, 28 * 3), np.uint8)
    lines = [np.hstack([samples[digit] for digit in line]) for line in ((3, 1, 4), (2, 7, 2))]
    read = recognizer.recognize_number(np.vstack((lines[0], space, lines[1])), format="digits")
    assert read.text == "314\n272"
    assert [line.value for line in read.lines] == [Decimal(314), Decimal(272)]
    assert read.confidence == min(line.confidence for line in read.lines)


def test_people_are_read_as_strokes(recognizer: Recognizer, shared_data: Path) -> None:
    """A check that the whole fits together; how well it reads is measured elsewhere."""
    records: list[UnipenRecord] = read_unipen(find_unipen("strings", shared_data))[::40]
    right = [
        recognizer.recognize_number_strokes(record.strokes, format="digits").text == record.label
        for record in records
    ]
    assert np.mean(right) > 0.8


def test_while_the_pen_moves_one_reader_will_do(recognizer: Recognizer) -> None:
    strokes = beside(FOUR, SEVEN, ONE)
    one = recognizer.recognize_any_strokes(strokes, second=False)
    both = recognizer.recognize_any_strokes(strokes)
    assert isinstance(one, NumberRecognition)
    assert isinstance(both, NumberRecognition)
    assert one.text == both.text == "471"
    assert one.second is None
    assert both.second is not None
