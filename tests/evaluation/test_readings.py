from dataclasses import replace

import numpy as np
import pytest

from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.readings import Readings, read_digits
from digit_recognizer.networks.checkpoint import Network
from digit_recognizer.networks.verdict import VerdictRule


def readings(
    labels: list[int], answers: list[int | None], confidence: float, writers: str
) -> Readings:
    """Answers that all have the same confidence, None where no ink was found."""
    said = np.zeros((len(labels), 10), np.float32)
    for row, answer in zip(said, answers, strict=True):
        if answer is not None:
            row[:] = (1 - confidence) / 9
            row[answer] = confidence
    images = np.zeros((len(labels), 28, 28), np.uint8)
    digits = WrittenDigits("notes", images, np.array(labels, np.uint8), np.array(list(writers)))
    return Readings(digits, said)


def test_accuracy_counts_what_is_right() -> None:
    accuracy = readings([1, 2, 3, 4], [1, 2, 3, 9], 0.9, "aabb").accuracy
    assert (accuracy.part, accuracy.whole) == (3, 4)


def test_a_nought_in_which_no_ink_was_found_is_not_right() -> None:
    found = readings([0, 0], [None, 0], 0.9, "ab")
    assert found.accuracy.part == 1
    assert found.blank.part == 1
    assert found.confusion.sum() == 1


def test_writers_come_worst_first() -> None:
    shares = readings([1, 2, 3, 4], [1, 2, 3, 9], 0.9, "aabb").by_writer()
    assert [(name, share.part) for name, share in shares.items()] == [("b", 1), ("a", 2)]


@pytest.mark.parametrize(("confidence", "refused"), [(0.5, 2), (0.7, 1)])
def test_what_is_below_the_threshold_is_no_answer(confidence: float, refused: int) -> None:
    found = replace(readings([1, 2], [1, None], confidence, "ab"), rule=VerdictRule(0.6))
    assert found.refused.part == refused


def test_a_network_reads_and_a_black_image_has_no_answer() -> None:
    images = np.zeros((2, 28, 28), np.uint8)
    images[1, 5:23, 13:16] = 255
    digits = WrittenDigits("notes", images, np.array([0, 1], np.uint8), np.array(["a", "a"]))
    found = read_digits(Network.load(), digits)
    assert found.correct.tolist() == [False, True]
    assert found.confidence[0] == 0
