"""Five ways of making digits worse, each from nothing to more than a person bears easily."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from digit_recognizer.evaluation.corruptions import (
    Images,
    noise,
    scaled,
    shift,
    thicker,
    thinner,
    turned,
)

__all__ = ["DISTURBANCES", "Disturbance"]


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
        "Random grey over the whole picture; its spread in percent of the range from background to "
        "ink.",
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
