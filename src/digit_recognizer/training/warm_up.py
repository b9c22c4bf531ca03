"""Brings the engine up to the speed that a recipe needs, before its first step."""

from time import perf_counter

import numpy as np

from digit_recognizer.lenet.architectures import architecture
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.levenberg_marquardt import StochasticDiagonalLevenbergMarquardt
from digit_recognizer.nn.optimizers import Muon
from digit_recognizer.training.recipe import Recipe

__all__ = ["learns_patterns", "warm_up"]


def warm_up(
    recipe: Recipe, lanes: int | None = None, *, made_of: Architecture | None = None
) -> float:
    """Compile all that a recipe runs, or load it from the disk; return the seconds it took.

    Parameters
    ----------
    recipe : Recipe
        What will be followed.
    lanes : int, optional
        The engine's vector width, 16, 8 or 4; by default what suits this machine.
    made_of : Architecture, optional
        What is trained; by default what the recipe names.
    """
    from digit_recognizer.nn.engine import PatternTraining, Program, choose_lanes, pattern_lanes

    begun = perf_counter()
    described = made_of or architecture(recipe.architecture)
    lanes = lanes or choose_lanes().width
    one_by_one = learns_patterns(recipe)
    Program(described, lanes=lanes).warm_up(
        learns=not one_by_one,
        distorts=recipe.augmentation is not None,
        orthogonalizes=isinstance(recipe.optimizer, Muon),
    )
    if one_by_one:
        image, label = np.zeros((1, 28, 28), np.uint8), np.zeros(1, np.int64)
        narrow = pattern_lanes(lanes)
        PatternTraining(described, image, label, optimizer=recipe.optimizer, lanes=narrow).warm_up()
    return perf_counter() - begun


def learns_patterns(recipe: Recipe) -> bool:
    """Tell whether the weights move after each image, each by a rate of its own."""
    return (
        isinstance(recipe.optimizer, StochasticDiagonalLevenbergMarquardt)
        and recipe.batch_size == 1
        and recipe.averaging is None
    )
