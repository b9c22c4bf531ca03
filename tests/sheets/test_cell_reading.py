from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np

from digit_recognizer.numbers.agreement import SecondReading
from digit_recognizer.numbers.reading import Alternative, NumberRecognition
from digit_recognizer.sheets.cell_reading import as_read
from tests.sheets.sheets import cell

INK = np.full((30, 60), 255, np.uint8)


def read(*texts: tuple[str, float]) -> NumberRecognition:
    """Return a sure number with some readings, of which the second reader sees the first alone."""
    alternatives = tuple(Alternative(*each) for each in texts)

    def posteriors(asked: list[str]) -> list[float]:
        return [float(text == texts[0][0]) for text in asked]

    second = cast(SecondReading, SimpleNamespace(posteriors=posteriors))
    found = NumberRecognition(*texts[0], "number", alternatives=alternatives)
    return replace(found, second=second)


def test_a_comma_is_no_other_reading_than_the_point_in_its_place() -> None:
    both = read(("11.200", 0.6), ("11,200", 0.3), ("17.200", 0.1))
    found = as_read(cell(0, 0, "", number_format=None), INK, both, both)
    texts = [each.text for each in found.alternatives]
    assert (found.text, found.state) == ("11.200", "number")
    assert "17.200" in texts
    assert "11,200" not in texts
