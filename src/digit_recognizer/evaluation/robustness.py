"""How accuracy falls as digits are made worse, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.disturbances import DISTURBANCES
from digit_recognizer.evaluation.intervals import Share
from digit_recognizer.evaluation.measured_sets import read_as_pictures
from digit_recognizer.evaluation.readings import Readings, probabilities
from digit_recognizer.nn.network import Network

__all__ = ["CURVE_POINTS", "USUAL_DIGITS", "CurvePoint", "robustness", "sample"]

USUAL_DIGITS = 200
"""So many, drawn at random, tell how a curve runs."""

CURVE_POINTS = 2 * sum(len(disturbance.strengths) for disturbance in DISTURBANCES)
"""So many points are measured: every strength, as the images are and as pictures."""


@dataclass(frozen=True)
class CurvePoint:
    """How many digits were read correctly at one strength of a disturbance.

    Attributes
    ----------
    disturbance : str
        Its name.
    through_pipeline : bool
        Whether the disturbed images went through the pipeline, as the pictures they are, or to
        the network as they were.
    strength : float
        In the disturbance's unit.
    share : Share
        Of the digits that were read correctly.
    """

    disturbance: str
    through_pipeline: bool
    strength: float
    share: Share


def sample(digits: WrittenDigits, count: int = USUAL_DIGITS, seed: int = 0) -> WrittenDigits:
    """Draw ``count`` digits at random, or give all where there are no more."""
    if len(digits.labels) <= count:
        return digits
    drawn = np.random.default_rng(seed).permutation(len(digits.labels))[:count]
    return digits.chosen(np.sort(drawn))


def robustness(network: Network, digits: WrittenDigits, *, seed: int = 0) -> Iterator[CurvePoint]:
    """Measure one disturbance after another, from its lowest strength to its highest.

    First the network reads the disturbed images as they are, then through the pipeline, as the
    pictures they are.

    Parameters
    ----------
    network : Network
        What reads.
    digits : WrittenDigits
        Each is disturbed at every strength; see ``sample``.
    seed : int
        Of the noise and the directions.

    Yields
    ------
    CurvePoint
        As soon as it is measured, ``CURVE_POINTS`` in all.
    """
    for through_pipeline, disturbance in product((False, True), DISTURBANCES):
        for strength in disturbance.strengths:
            images = disturbance.apply(digits.images, strength, np.random.default_rng(seed))
            if through_pipeline:
                images = read_as_pictures(images)
            changed = replace(digits, images=images)
            share = Readings(changed, probabilities(network, images)).accuracy
            yield CurvePoint(disturbance.name, through_pipeline, strength, share)
