"""Brings the engine up to the speed that a recipe needs, before its first step."""

from time import perf_counter

import numpy as np

from digit_recognizer.lenet5 import architecture
from digit_recognizer.nn.levenberg_marquardt import StochasticDiagonalLevenbergMarquardt
from digit_recognizer.training.recipes import Recipe

__all__ = ["learns_patterns", "warm_up"]


def warm_up(recipe: Recipe) -> float:
    """Compile all that a recipe runs, or load it from the disk; return the seconds it took."""
    from digit_recognizer.nn.engine import PatternTraining, Program

    begun = perf_counter()
    described = architecture(recipe.architecture)
    Program(described).warm_up(distorts=recipe.augmentation is not None)
    if learns_patterns(recipe):
        image, label = np.zeros((1, 28, 28), np.uint8), np.zeros(1, np.int64)
        PatternTraining(described, image, label, optimizer=recipe.optimizer).warm_up()
    return perf_counter() - begun


def learns_patterns(recipe: Recipe) -> bool:
    """Tell whether the weights move after each image, each by a rate of its own."""
    return (
        isinstance(recipe.optimizer, StochasticDiagonalLevenbergMarquardt)
        and recipe.batch_size == 1
        and recipe.averaging is None
    )
