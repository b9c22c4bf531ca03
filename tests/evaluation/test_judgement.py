import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.judgement import judge
from digit_recognizer.evaluation.measured_sets import MeasuredSet
from digit_recognizer.evaluation.picture_folders import Unread
from digit_recognizer.networks.checkpoint import find_checkpoint


@pytest.fixture
def bars() -> MeasuredSet:
    """A one of each of three writers."""
    images = np.zeros((3, 28, 28), np.uint8)
    images[:, 4:24, 13:15] = 255
    writers = np.array(["ada", "bea", "cid"])
    return MeasuredSet(WrittenDigits("bars", images, np.ones(3, np.uint8), writers), True)


def test_a_stranger_is_judged_on_all(bars: MeasuredSet) -> None:
    judgement = judge(find_checkpoint(), bars)
    assert judgement.readings.accuracy.whole == 3
    assert judgement.note == ""


def test_writers_it_was_trained_on_are_left_out(bars: MeasuredSet) -> None:
    checkpoint = replace(find_checkpoint(), data={"bars (by ada, bea)": "0"})
    judgement = judge(checkpoint, bars)
    assert judgement.readings.digits.all_writers == ("cid",)
    assert judgement.note.startswith("2 of the 3 writers are left out")


def test_one_that_was_trained_on_all_is_judged_on_all_with_a_warning(bars: MeasuredSet) -> None:
    digits = bars.digits
    sha256 = hashlib.sha256(digits.images.tobytes() + digits.labels.tobytes()).hexdigest()
    judgement = judge(replace(find_checkpoint(), data={"some name": sha256}), bars)
    assert judgement.readings.accuracy.whole == 3
    assert judgement.note.startswith("The network was trained on these very digits")


def test_what_could_not_be_read_is_counted_and_the_first_are_named(bars: MeasuredSet) -> None:
    unread = tuple(Unread(Path(f"folder/{number}.png"), "damaged") for number in range(5))
    judgement = judge(find_checkpoint(), replace(bars, unread=unread))
    assert judgement.note == ("5 of 8 pictures could not be read: 0.png, 1.png, 2.png, and 2 more.")
