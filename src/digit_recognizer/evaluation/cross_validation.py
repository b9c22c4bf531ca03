"""What networks know of people they have never met: each reads those it was not trained on.

The network that is shipped was trained on everybody, so nothing could be measured on it. Its twins,
trained in the same way but for a part of the writers, are measured on that part, and what they find
together holds for it: how often it is right, how sure it may be, and when it should not answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.evaluation.readings import Readings
from digit_recognizer.evaluation.seen_before import fair_part
from digit_recognizer.evaluation.temperature import (
    best_temperature,
    outputs_of,
    softmax,
    with_temperature,
)
from digit_recognizer.training.checkpoint import Checkpoint
from digit_recognizer.verdict import VerdictRule

__all__ = ["Calibration", "apart", "calibrate", "calibrated", "read_apart"]

REFUSED = 0.007
"""Share of good digits that may go without an answer: less than the 1 % that is promised, because
other people's digits will be less like those the threshold is chosen on."""

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


def apart(
    twins: Sequence[Checkpoint], digits: WrittenDigits
) -> tuple[NDArray[np.float32], WrittenDigits]:
    """Let each twin read the writers that it alone has not met.

    Parameters
    ----------
    twins : sequence of Checkpoint
        Each trained without some of the writers, no two without the same.
    digits : WrittenDigits
        With their writers.

    Returns
    -------
    outputs : ndarray of float32, (n, 10)
        Before softmax.
    digits : WrittenDigits
        All digits, in the order of the outputs.

    Raises
    ------
    DigitRecognizerError
        If a writer is known to all twins, or unknown to two.
    """
    parts = [fair_part(digits, twin.data) for twin in twins]
    fair = [part.digits for part in parts if part.is_fair]
    writers = sorted(writer for part in fair for writer in part.all_writers)
    if writers != list(digits.all_writers):
        raise DigitRecognizerError(
            f"{digits.name}: expected networks of which exactly one has not been trained on each "
            f"writer, found {len(writers)} such writers of {len(digits.all_writers)}; train with "
            "--fold 0, 1 and 2"
        )
    outputs = [
        outputs_of(twin.network, part.digits.images)
        for twin, part in zip(twins, parts, strict=True)
        if part.is_fair
    ]
    return np.concatenate(outputs), WrittenDigits(
        digits.name,
        np.concatenate([part.images for part in fair]),
        np.concatenate([part.labels for part in fair]),
        np.concatenate([part.writers for part in fair]),
    )


def calibrate(twins: Sequence[Checkpoint], sets: Sequence[WrittenDigits]) -> Calibration:
    """Choose temperature and threshold by the digits of people that the twins have not met.

    Every set counts alike, however large it is.
    """
    found = [apart(twins, digits) for digits in sets]
    least = min(len(outputs) for outputs, _ in found)
    every = [np.linspace(0, len(outputs) - 1, least).astype(int) for outputs, _ in found]
    outputs = np.concatenate([o[some] for (o, _), some in zip(found, every, strict=True)])
    labels = np.concatenate([d.labels[some] for (_, d), some in zip(found, every, strict=True)])
    temperature = best_temperature(outputs, labels)
    confidence = softmax(outputs / temperature).max(axis=1)
    sure_from = round(float(np.quantile(confidence, REFUSED)), 3)
    return Calibration(temperature, VerdictRule(sure_from, max(RIVALS, sure_from)))


def calibrated(checkpoint: Checkpoint, calibration: Calibration) -> Checkpoint:
    """Return a network that is as sure as it may be, with its rule."""
    network = with_temperature(checkpoint.network, calibration.temperature)
    scores = dict(checkpoint.scores) | {"temperature": calibration.temperature}
    return replace(checkpoint, network=network, rule=calibration.rule, scores=scores)


def read_apart(twins: Sequence[Checkpoint], digits: WrittenDigits) -> Readings:
    """Let calibrated twins read the writers that each has not met; see ``apart``."""
    outputs, everybody = apart(twins, digits)
    said = softmax(outputs).astype(np.float32)
    said[~everybody.images.any(axis=(1, 2))] = 0
    return Readings(everybody, said, twins[0].rule)
