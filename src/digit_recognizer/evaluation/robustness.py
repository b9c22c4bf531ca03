"""How accuracy falls as digits are made worse, step by step."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.corruptions import (
    Images,
    noise,
    scaled,
    shift,
    thicker,
    thinner,
    turned,
)
from digit_recognizer.evaluation.intervals import Share
from digit_recognizer.evaluation.measured_sets import read_as_pictures
from digit_recognizer.evaluation.readings import Readings, probabilities
from digit_recognizer.nn.network import Network

__all__ = ["DISTURBANCES", "USUAL_DIGITS", "CurvePoint", "Disturbance", "robustness", "sample"]

USUAL_DIGITS = 500
"""So many, drawn at random, tell how a curve runs."""


@dataclass(frozen=True)
class Disturbance:
    """One way of making digits worse, from nothing to more than a person bears easily.

    Attributes
    ----------
    name : str
        In one word.
    unit : str
        Of the strengths.
    description : str
        What is done, in a sentence.
    strengths : tuple of float
        In rising order; some go to both sides of ``untouched``.
    untouched : float
        The strength that changes nothing.
    apply : callable
        From images (n, 28, 28), a strength and a generator to new images.
    """

    name: str
    unit: str
    description: str
    strengths: tuple[float, ...]
    untouched: float
    apply: Callable[[Images, float, np.random.Generator], Images]


@dataclass(frozen=True)
class CurvePoint:
    """How many digits were read right at one strength of a disturbance.

    Attributes
    ----------
    disturbance : str
        Its name.
    by_road : bool
        Whether the disturbed images went down the ink road, as the pictures they are, or to the
        network as they were.
    strength : float
        In the disturbance's unit.
    share : Share
        Of the digits that were read right.
    """

    disturbance: str
    by_road: bool
    strength: float
    share: Share


def _noise(images: Images, strength: float, generator: np.random.Generator) -> Images:
    return noise(images, strength / 35, generator)


def _rotation(images: Images, strength: float, generator: np.random.Generator) -> Images:
    return turned(images, np.full(len(images), strength))


def _size(images: Images, strength: float, generator: np.random.Generator) -> Images:
    return scaled(images, strength / 100)


def _position(images: Images, strength: float, generator: np.random.Generator) -> Images:
    return shift(images, strength / 4, generator)


def _thickness(images: Images, strength: float, generator: np.random.Generator) -> Images:
    # A step is a third of a pixel on each side, so two thirds of the stroke's width.
    if strength < 0:
        return thinner(images, -strength * 3 / 4, generator)
    return thicker(images, strength / 2, generator)


DISTURBANCES = (
    Disturbance(
        "noise",
        "%",
        "Random grey over the whole picture; its spread in percent of the range from paper to ink.",
        (0, 10, 20, 30, 40, 50, 60),
        0,
        _noise,
    ),
    Disturbance(
        "rotation",
        "°",
        "The digit is turned about the middle; clockwise to the right.",
        (-60, -45, -30, -15, 0, 15, 30, 45, 60),
        0,
        _rotation,
    ),
    Disturbance(
        "size",
        "%",
        "The digit is shrunk or enlarged about the middle; above 140 % it reaches over the edge.",
        (40, 60, 80, 100, 120, 140, 160),
        100,
        _size,
    ),
    Disturbance(
        "position",
        "px",
        "The digit is moved in a random direction, by so many of the picture's 28 pixels.",
        (0, 1, 2, 3, 4, 5, 6),
        0,
        _position,
    ),
    Disturbance(
        "thickness",
        "px",
        "The strokes become thinner or thicker, by so many of the picture's 28 pixels.",
        (-4 / 3, -2 / 3, 0, 2 / 3, 4 / 3, 2, 8 / 3, 10 / 3),
        0,
        _thickness,
    ),
)


def sample(digits: WrittenDigits, count: int = USUAL_DIGITS, seed: int = 0) -> WrittenDigits:
    """Draw ``count`` digits at random, or give all where there are no more."""
    if len(digits.labels) <= count:
        return digits
    chosen = np.sort(np.random.default_rng(seed).permutation(len(digits.labels))[:count])
    return WrittenDigits(
        digits.name, digits.images[chosen], digits.labels[chosen], digits.writers[chosen]
    )


def robustness(
    network: Network, digits: WrittenDigits, *, by_road: bool, seed: int = 0
) -> Iterator[CurvePoint]:
    """Measure one disturbance after another, from its lowest strength to its highest.

    Parameters
    ----------
    network : Network
        What reads.
    digits : WrittenDigits
        Each is disturbed at every strength; see ``sample``.
    by_road : bool
        Whether the disturbed images go down the ink road, as the pictures they are.
    seed : int
        Of the noise and the directions.

    Yields
    ------
    CurvePoint
        As soon as it is measured.
    """
    for disturbance in DISTURBANCES:
        for strength in disturbance.strengths:
            images = disturbance.apply(digits.images, strength, np.random.default_rng(seed))
            if by_road:
                images = read_as_pictures(images)
            changed = WrittenDigits(digits.name, images, digits.labels, digits.writers)
            share = Readings(changed, probabilities(network, images)).accuracy
            yield CurvePoint(disturbance.name, by_road, strength, share)
