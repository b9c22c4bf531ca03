from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from digit_recognizer.data.record import DataRecord, earlier_record
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.contamination import writers_trained_on
from digit_recognizer.networks.checkpoint import find_checkpoint

IMAGES = np.arange(3 * 784, dtype=np.uint32).astype(np.uint8).reshape(3, 28, 28)
LABELS = np.array([1, 2, 3], np.uint8)
WRITERS = ("01", "02", "03")
DIGITS = WrittenDigits("strokes", IMAGES, LABELS, np.array(WRITERS), "pendigits")
SAME = DataRecord(DIGITS.dataset.sha256)


@pytest.mark.parametrize(
    ("data", "trained_on"),
    [
        ({}, ()),
        ({"training": DataRecord("ab"), "swiss": DataRecord("cd", "swiss", ("01",))}, ()),
        ({"training": SAME}, WRITERS),
        ({"test": SAME}, ()),
        ({"any": DataRecord("ab", "pendigits")}, WRITERS),
        ({"any": DataRecord("ab", "pendigits", ("02", "03"))}, ("01",)),
        ({"any": DataRecord("ab", "pendigits", WRITERS)}, ()),
        (
            {
                "strokes": DataRecord("ab", "pendigits", ("02", "03")),
                "pictures": DataRecord("cd", "pendigits", ("01", "03")),
            },
            ("01", "02"),
        ),
    ],
)
def test_writers_that_were_trained_on_are_known(
    data: Mapping[str, DataRecord], trained_on: tuple[str, ...]
) -> None:
    assert writers_trained_on(DIGITS, data) == trained_on


def test_sets_of_no_collection_have_no_writers_in_common() -> None:
    alone = replace(DIGITS, collection="")
    assert writers_trained_on(alone, {"any": DataRecord("ab")}) == ()


@pytest.mark.parametrize(
    ("name", "trained_on"),
    [
        ("pendigits", WRITERS),
        ("pendigits (without 02, 03)", ("01",)),
        ("pendigits pictures 0 (without 02)", ("01", "03")),
        ("swiss (without 0001_A)", ()),
        ("training", ()),
    ],
)
def test_the_names_of_earlier_versions_are_understood(
    name: str, trained_on: tuple[str, ...]
) -> None:
    assert writers_trained_on(DIGITS, dict([earlier_record(name, "ab")])) == trained_on


@pytest.mark.parametrize("collection", ["pendigits", "swiss"])
def test_the_shipped_network_was_trained_on_all_writers(collection: str) -> None:
    digits = replace(DIGITS, collection=collection)
    assert writers_trained_on(digits, find_checkpoint("lenet5").data) == WRITERS
    assert writers_trained_on(digits, find_checkpoint("lenet5-mnist").data) == ()
