from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np

from digit_recognizer.numbers.agreement import SecondReading
from digit_recognizer.numbers.graph import Segment
from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.numbers.reading import Alternative, NumberRecognition
from digit_recognizer.numbers.segmentation import Character
from digit_recognizer.sheets.cell_reading import read_by_one_person
from digit_recognizer.sheets.cells import CellInk
from digit_recognizer.sheets.table import Cell
from tests.sheets.sheets import cell

INK = CellInk(np.pad(np.ones((30, 60), np.float32), 5), 0, 0, 1)


def read(*texts: tuple[str, float]) -> NumberRecognition:
    """Return a sure number with some readings, of which the second reader sees the first alone."""
    alternatives = tuple(Alternative(*each) for each in texts)

    def posteriors(asked: list[str]) -> list[float]:
        return [float(text == texts[0][0]) for text in asked]

    second = cast(SecondReading, SimpleNamespace(posteriors=posteriors))
    found = NumberRecognition(*texts[0], "number", alternatives=alternatives)
    return replace(found, second=second)


def cells_of(reads: Sequence[NumberRecognition]) -> list[Cell]:
    """Return the cells in which that is read."""
    numbers = SimpleNamespace(read_cells=lambda *_: reads, in_one_hand=lambda alone: alone)
    empty = [cell(row, 0, "", number_format=None) for row in range(len(reads))]
    return read_by_one_person(cast(NumberReader, numbers), empty, [INK] * len(reads))


def test_a_comma_is_no_other_reading_than_the_point_in_its_place() -> None:
    (found,) = cells_of([read(("11.200", 0.6), ("11,200", 0.3), ("17.200", 0.1))])
    texts = [each.text for each in found.alternatives]
    assert (found.text, found.state) == ("11.200", "number")
    assert "17.200" in texts
    assert "11,200" not in texts


def high(height: float) -> NumberRecognition:
    """Return two strokes of some height that are read as 11."""
    boxes = ((5.0, 40 - height, 9.0, 40.0), (15.0, 40 - height, 19.0, 40.0))
    image, ones = np.zeros((28, 28), np.uint8), np.eye(10)[1]
    characters = tuple(Character("1", Segment(0, 1), each, (), image, ones) for each in boxes)
    return replace(read(("11", 1.0)), characters=characters)


def test_ditto_marks_that_are_read_as_a_number_are_doubted_for_their_height() -> None:
    *numbers, marks = cells_of([high(each) for each in (32, 30, 30, 28, 20, 12)])
    assert {each.state for each in numbers} == {"number"}
    assert marks.state == "doubtful"
    assert marks.doubt is not None
    assert "lower" in marks.doubt


def test_a_few_numbers_do_not_tell_how_high_digits_are() -> None:
    assert {each.state for each in cells_of([high(30), high(30), high(12)])} == {"number"}
