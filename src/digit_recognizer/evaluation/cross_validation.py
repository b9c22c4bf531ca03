"""What networks know of people they have never met: each reads those it was not trained on.

The network that is shipped was trained on everybody, so nothing could be measured on it. Its twins,
trained in the same way but for a part of the writers, are measured on that part, and what they find
together holds for it: how often it is correct, how sure it may be, and when it should not answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.evaluation.contamination import writers_trained_on
from digit_recognizer.evaluation.readings import Readings
from digit_recognizer.evaluation.temperature import (
    best_temperature,
    outputs_of,
    softmax,
    with_temperature,
)
from digit_recognizer.networks.checkpoint import Checkpoint
from digit_recognizer.networks.verdict import VerdictRule

__all__ = ["Calibration", "apart", "calibrate", "calibrated", "read_apart"]

REFUSED = 0.009
"""Share of the digits of any set that may go without an answer: a little less than the 1 % that is
promised."""

RIVALS = 0.8
"""If the two likeliest digits have this much together, it is one of the two."""


@dataclass(frozen=True)
class Calibration:
    """How sure a network may be, and when it answers.

    Attributes
    ----------
    temperature : float
        What its outputs are divided by.
    rule : VerdictRule
        When it answers.
    """

    temperature: float
    rule: VerdictRule


def apart(twins: Sequence[Checkpoint], digits: WrittenDigits) -> NDArray[np.float32]:
    """Let each twin read the writers that it alone has not met.

    Parameters
    ----------
    twins : sequence of Checkpoint
        Each trained without some of the writers, no two without the same.
    digits : WrittenDigits
        With their writers.

    Returns
    -------
    ndarray of float32, (n, 10)
        Outputs before softmax, in the order of the digits.

    Raises
    ------
    DigitRecognizerError
        If a writer is known to all twins, or unknown to two.
    """
    outputs = np.empty((len(digits.labels), 10), np.float32)
    times = np.zeros(len(digits.labels), np.int64)
    for twin in twins:
        strangers = ~np.isin(digits.writers, writers_trained_on(digits, twin.data))
        outputs[strangers] = outputs_of(twin.network, digits.images[strangers])
        times += strangers
    if (times != 1).any():
        raise DigitRecognizerError(
            f"{digits.name}: expected networks of which exactly one has not been trained on each "
            f"writer, got {times.min()} to {times.max()}",
            "train one network with each fold, 0, 1 and 2",
        )
    return outputs


def calibrate(twins: Sequence[Checkpoint], sets: Sequence[WrittenDigits]) -> Calibration:
    """Choose temperature and threshold by the digits of people that the twins have not met.

    For the temperature every set counts alike, however large it is; the threshold leaves enough
    digits of each of them with an answer.
    """
    outputs = [apart(twins, digits) for digits in sets]
    least = min(map(len, outputs))
    some = [np.linspace(0, len(each) - 1, least).astype(int) for each in outputs]
    temperature = best_temperature(
        np.concatenate([each[those] for each, those in zip(outputs, some, strict=True)]),
        np.concatenate([digits.labels[those] for digits, those in zip(sets, some, strict=True)]),
    )
    confidences = [softmax(each / temperature).max(axis=1) for each in outputs]
    lowest = min(float(np.quantile(each, REFUSED)) for each in confidences)
    sure_from = floor(1000 * lowest) / 1000
    return Calibration(temperature, VerdictRule(sure_from, max(RIVALS, sure_from)))


def calibrated(checkpoint: Checkpoint, calibration: Calibration) -> Checkpoint:
    """Return a network that is as sure as it may be, with its rule."""
    network = with_temperature(checkpoint.network, calibration.temperature)
    scores = dict(checkpoint.scores) | {"temperature": calibration.temperature}
    return replace(checkpoint, network=network, rule=calibration.rule, scores=scores)


def read_apart(twins: Sequence[Checkpoint], digits: WrittenDigits) -> Readings:
    """Let calibrated twins read the writers that each has not met; see ``apart``."""
    said = softmax(apart(twins, digits)).astype(np.float32)
    said[~digits.images.any(axis=(1, 2))] = 0
    return Readings(digits, said, twins[0].rule)
