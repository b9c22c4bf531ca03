"""What a recipe learns from, is judged by, and is tested on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from digit_recognizer.data.dataset import Dataset, load_dataset, split_validation
from digit_recognizer.data.prepared import OnProgress
from digit_recognizer.data.record import DataRecord
from digit_recognizer.training.everyday import everyday_data
from digit_recognizer.training.recipes import EVERYDAY_DATA, Recipe, RecipeError, images_of

__all__ = ["TrainingData", "divide", "load_training_data"]

VALIDATION_SEED = 1998
"""Every run sets the same images aside, so that runs can be compared on them."""


@dataclass(frozen=True, eq=False)
class TrainingData:
    """Three data sets that have no image in common.

    Attributes
    ----------
    training, validation, test : Dataset
        To learn from, to choose by, and to measure on once; the last may be left out.
    records : mapping of str to DataRecord
        What played a part, by name, as checkpoints store it.
    """

    training: Dataset
    validation: Dataset
    test: Dataset | None
    records: Mapping[str, DataRecord]


def load_training_data(recipe: Recipe, folder: Path | None = None) -> TrainingData:
    """Return the data of a recipe, from a data folder or from where data usually lie.

    Raises
    ------
    DigitRecognizerError
        If the data are not there, or not what they should be.
    """
    name = images_of(recipe)
    whole, test = load_dataset(name, "train", folder), load_dataset(name, "test", folder)
    training, validation, records = divide(recipe, whole, folder)
    return TrainingData(training, validation, test, records | {"test": DataRecord(test.sha256)})


def divide(
    recipe: Recipe, whole: Dataset, folder: Path | None = None, progress: OnProgress | None = None
) -> tuple[Dataset, Dataset, dict[str, DataRecord]]:
    """Set some images aside, add what else the recipe learns from; return the records as well.

    What is added may take a while; ``progress`` follows it, and may raise to end it.

    Raises
    ------
    DigitRecognizerError
        If what is added is not there, or there are no writers to leave out.
    """
    recipe.check_validation(len(whole), whole.name)
    generator = np.random.default_rng(VALIDATION_SEED)
    training, validation = split_validation(whole, recipe.validation_size, generator)
    records = {"training": DataRecord(whole.sha256)}
    if recipe.data == EVERYDAY_DATA:
        training, validation, more = everyday_data(
            training, validation, recipe.fold, folder, progress=progress
        )
        records |= more
    elif recipe.fold is not None:
        raise RecipeError(
            f"fold: expected none, as the data {recipe.data} have no writers that could be left "
            f"out, got {recipe.fold}"
        )
    recipe.check_batch(len(training), whole.name)
    return training, validation, records
