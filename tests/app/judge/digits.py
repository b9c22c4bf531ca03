"""Readings of which every figure is known beforehand."""

import numpy as np

from digit_recognizer.app.judge.messages import Result
from digit_recognizer.app.judge.sources import SOURCES
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.measured_sets import MeasuredSet
from digit_recognizer.evaluation.measurement import Measurement
from digit_recognizer.evaluation.readings import Readings
from digit_recognizer.networks.checkpoint import find_checkpoint

TRUTH_AND_ANSWERS = ((4, 9, 0.9), (4, 9, 0.7), (4, 4, 0.95), (9, 4, 0.8), (7, 7, 0.5), (1, 1, 0.99))
"""Digit, answer, confidence."""


def readings() -> Readings:
    """Three mistakes in six digits, and a seventh without ink."""
    count = len(TRUTH_AND_ANSWERS) + 1
    images = np.zeros((count, 28, 28), np.uint8)
    for index in range(count - 1):
        images[index, 4 + index : 24, 12:16] = 255
    labels = np.array([*(digit for digit, _, _ in TRUTH_AND_ANSWERS), 3], np.uint8)
    probabilities = np.zeros((count, 10), np.float32)
    for index, (_, answer, confidence) in enumerate(TRUTH_AND_ANSWERS):
        probabilities[index] = (1 - confidence) / 9
        probabilities[index, answer] = confidence
    digits = WrittenDigits("known", images, labels, np.full(count, ""))
    return Readings(digits, probabilities)


def result(network: str = "lenet5", said: Readings | None = None) -> Result:
    """What the worker would tell of these readings."""
    said = said or readings()
    measurement = Measurement(find_checkpoint(), MeasuredSet(said.digits), said, ())
    return Result(network, SOURCES[0], measurement)
