"""How much better people are read once they were corrected: counted on digits not learned."""

import numpy as np
import pytest

from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.learned_hands import (
    after_corrections,
    after_stream,
    learned_table,
)
from digit_recognizer.hands.learning import Teacher
from digit_recognizer.networks.checkpoint import find_checkpoint
from tests.hands.conftest import BAR, image_of, odd_seven


@pytest.fixture(scope="module")
def teacher() -> Teacher:
    return Teacher(find_checkpoint().network)


@pytest.fixture
def written() -> WrittenDigits:
    """Twelve sevens of Ann's, all of which are misread, and twelve ones of Ben's."""
    sevens = [odd_seven(lean) for lean in np.linspace(-4, 4, 12)]
    images = np.stack([*sevens, *[image_of(BAR)] * 12])
    writers = np.repeat(["Ann", "Ben"], 12)
    return WrittenDigits("test", images, np.repeat(np.array([7, 1], np.uint8), 12), writers)


def test_digits_that_were_not_learned_are_counted(teacher: Teacher, written: WrittenDigits) -> None:
    ann, ben = after_corrections(teacher, written, 4, np.random.default_rng(0))
    assert (ann.writer, ann.corrections, ann.digits, ann.before) == ("Ann", 4, 8, 8)
    assert ann.at_once <= ann.before
    assert ann.after <= 4
    assert (ben.digits, ben.before, ben.after) == (8, 0, 0)


def test_in_a_stream_only_what_is_misread_is_learned(
    teacher: Teacher, written: WrittenDigits
) -> None:
    ann, ben = after_stream(teacher, written, 200, np.random.default_rng(0))
    assert (ann.digits, ann.before) == (6, 6)
    assert 0 < ann.corrections < 12
    assert ann.after < ann.before
    assert (ben.corrections, ben.level, ben.after) == (0, "none", 0)


def test_the_table_has_a_line_for_each_number(teacher: Teacher, written: WrittenDigits) -> None:
    head, nothing, four = learned_table(teacher, written, [0, 4])
    assert head.split()[0] == "corrections"
    assert nothing.split() == ["0", "24", "50.00", "%", "50.00", "%", "50.00", "%"]
    assert four.split()[:4] == ["4", "16", "50.00", "%"]
