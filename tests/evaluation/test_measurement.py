from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.data.pictures_below import Unread
from digit_recognizer.data.record import DataRecord
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.measured_sets import MeasuredSet
from digit_recognizer.evaluation.measurement import measure
from digit_recognizer.evaluation.robustness import CURVE_POINTS
from digit_recognizer.networks.checkpoint import find_checkpoint


@pytest.fixture
def bars() -> MeasuredSet:
    """A one of each of three writers."""
    images = np.zeros((3, 28, 28), np.uint8)
    images[:, 4:24, 13:15] = 255
    writers = np.array(["ada", "bea", "cid"])
    digits = WrittenDigits("bars", images, np.ones(3, np.uint8), writers, "notes")
    return MeasuredSet(digits, in_mnists_form=True)


def test_a_network_that_knows_none_of_the_writers_reads_all(bars: MeasuredSet) -> None:
    measurement = measure(find_checkpoint(), bars)
    assert measurement.readings.accuracy.whole == 3
    assert measurement.trained_on == ()
    assert measurement.is_fair
    assert measurement.note == ""


def test_writers_it_was_trained_on_are_left_out(bars: MeasuredSet) -> None:
    data = {"pictures": DataRecord("0", "notes", ("cid",))}
    measurement = measure(replace(find_checkpoint(), data=data), bars)
    assert measurement.readings.digits.all_writers == ("cid",)
    assert measurement.trained_on == ("ada", "bea")
    assert measurement.is_fair
    assert measurement.note.startswith("2 of the 3 writers are left out")
    pictures = measurement.as_pictures()
    assert pictures is not None
    assert pictures.digits.all_writers == ("cid",)
    assert {point.share.whole for point in measurement.robustness()} == {1}


@pytest.mark.parametrize("by", ["hash", "collection"])
def test_one_that_was_trained_on_all_reads_all_with_a_warning(bars: MeasuredSet, by: str) -> None:
    whole = DataRecord(bars.digits.dataset.sha256)
    data = {"any": whole if by == "hash" else DataRecord("0", "notes")}
    measurement = measure(replace(find_checkpoint(), data=data), bars)
    assert measurement.readings.accuracy.whole == 3
    assert not measurement.is_fair
    assert measurement.note.startswith("The network was trained on these very digits")


def test_what_could_not_be_read_is_counted_and_the_first_are_named(bars: MeasuredSet) -> None:
    unread = tuple(Unread(Path(f"folder/{number}.png"), "damaged") for number in range(5))
    measurement = measure(find_checkpoint(), replace(bars, unread=unread))
    assert measurement.unread == unread
    assert measurement.note == (
        "5 of 8 pictures could not be read: 0.png, 1.png, 2.png, and 2 more."
    )


def test_what_went_through_the_pipeline_already_does_not_go_twice(bars: MeasuredSet) -> None:
    assert measure(find_checkpoint(), MeasuredSet(bars.digits)).as_pictures() is None


def test_robustness_is_measured_on_request(bars: MeasuredSet) -> None:
    points = list(measure(find_checkpoint(), bars).robustness())
    assert len(points) == CURVE_POINTS
