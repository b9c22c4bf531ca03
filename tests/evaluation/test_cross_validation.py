"""Twins that were trained without some writers are measured on these, and on nobody else."""

from dataclasses import replace

import numpy as np
import pytest

from digit_recognizer.data.record import DataRecord
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.evaluation import cross_validation
from digit_recognizer.evaluation.cross_validation import (
    REFUSED,
    apart,
    calibrate,
    calibrated,
)
from digit_recognizer.evaluation.temperature import outputs_of, softmax
from digit_recognizer.networks.checkpoint import Checkpoint, Network, find_checkpoint
from tests.training.digits import patterns


@pytest.fixture(scope="module")
def digits() -> WrittenDigits:
    some = patterns(300)
    return WrittenDigits(
        "notes", some.images, some.labels, np.repeat(["ada", "bea", "cid"], 100), "notes"
    )


@pytest.fixture(scope="module")
def twins() -> list[Checkpoint]:
    """Three networks that differ, each with other people to whom it is a stranger."""
    known = find_checkpoint()
    return [
        replace(
            known,
            network=Network(known.network.architecture, known.network.parameters * factor),
            data={"notes": DataRecord("0", "notes", (writer,))},
        )
        for writer, factor in (("ada", 1.0), ("bea", 1.1), ("cid", 0.9))
    ]


def test_each_reads_the_writers_it_was_not_trained_on(
    twins: list[Checkpoint], digits: WrittenDigits
) -> None:
    outputs = apart(twins, digits)
    for place, twin in enumerate(twins):
        those = slice(100 * place, 100 * place + 100)
        expected = outputs_of(twin.network, digits.images[those])
        np.testing.assert_allclose(outputs[those], expected, atol=1e-5)


def test_nobody_may_be_known_to_all_of_them(twins: list[Checkpoint], digits: WrittenDigits) -> None:
    with pytest.raises(DigitRecognizerError, match="exactly one has not been trained on each"):
        apart(twins[:2], digits)
    with pytest.raises(DigitRecognizerError, match="exactly one has not been trained on each"):
        apart([twins[0], *twins], digits)


def test_no_set_has_more_digits_without_an_answer_than_was_agreed(
    monkeypatch: pytest.MonkeyPatch, twins: list[Checkpoint], digits: WrittenDigits
) -> None:
    generator = np.random.default_rng(0)
    labels = (np.arange(2_000) % 10).astype(np.uint8)
    outputs = {
        name: generator.normal(0, 1, (2_000, 10)) + height * np.eye(10)[labels]
        for name, height in (("easy", 7.0), ("hard", 5.0))
    }
    monkeypatch.setattr(cross_validation, "apart", lambda _, digits: outputs[digits.name])
    sets = [replace(digits, name=name, labels=labels) for name in outputs]
    calibration = calibrate(twins, sets)
    refused = {
        name: (softmax(each / calibration.temperature).max(axis=1) < calibration.rule.sure_from)
        for name, each in outputs.items()
    }
    assert refused["hard"].mean() == pytest.approx(REFUSED, abs=0.001)
    assert refused["easy"].mean() < REFUSED / 2
    cooled = [calibrated(twin, calibration) for twin in twins]
    assert cooled[0].rule == calibration.rule
    assert cooled[0].scores["temperature"] == calibration.temperature
