"""What a recipe learns from, is judged by, and is tested on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from digit_recognizer.data.catalogue import is_public
from digit_recognizer.data.dataset import Dataset, load_dataset, split_validation
from digit_recognizer.data.handwriting import PENDIGITS, SWISS_NUMBERS, UNIPEN, find_handwriting
from digit_recognizer.data.locations import DataNotFoundError, is_so
from digit_recognizer.data.picture_folders import holds_pictures, picture_digits, unread_in_words
from digit_recognizer.data.prepared import OnProgress
from digit_recognizer.data.record import DataRecord
from digit_recognizer.training.everyday import everyday_data
from digit_recognizer.training.recipe import Recipe, RecipeError
from digit_recognizer.training.recipes import EVERYDAY_DATA, images_of

__all__ = [
    "TrainingData",
    "divide",
    "load_pictures",
    "load_training_data",
    "missing_handwriting",
    "pictures_of",
]

FEWEST_PICTURES = 100
"""A network cannot be trained on fewer."""
OWN_VALIDATION = 5
"""Of one's own images, whose writers nobody knows, one in so many is set aside at most."""

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
    remark : str
        What is to be said of the data; empty if nothing is.
    """

    training: Dataset
    validation: Dataset
    test: Dataset | None
    records: Mapping[str, DataRecord]
    remark: str = ""


def load_training_data(recipe: Recipe, folder: Path | None = None) -> TrainingData:
    """Return the data of a recipe, from a data folder or from where data usually lie.

    Raises
    ------
    DigitRecognizerError
        If the data are not there, or not what they should be.
    """
    if (pictures := pictures_of(recipe)) is not None:
        whole, remark = load_pictures(pictures)
        training, validation, records = divide(recipe, whole)
        return TrainingData(training, validation, None, records, remark)
    name = images_of(recipe)
    whole, test = load_dataset(name, "train", folder), load_dataset(name, "test", folder)
    training, validation, records = divide(recipe, whole, folder)
    return TrainingData(training, validation, test, records | {"test": DataRecord(test.sha256)})


def pictures_of(recipe: Recipe) -> Path | None:
    """Return the folder of pictures that a recipe learns from; None if it is another data set."""
    folder = Path(recipe.data)
    if is_public(recipe.data) or recipe.data == EVERYDAY_DATA or not is_so(folder.is_dir):
        return None
    return folder if holds_pictures(folder) else None


def missing_handwriting(recipe: Recipe, folder: Path | None = None) -> tuple[str, str] | None:
    """Return the first set of handwriting that a recipe adds and that is not on this machine.

    Returns
    -------
    tuple of str, or None
        Its name, and where it was looked for; None if nothing is missing.
    """
    for handwriting in (PENDIGITS, UNIPEN, SWISS_NUMBERS) if recipe.data == EVERYDAY_DATA else ():
        try:
            find_handwriting(handwriting, folder)
        except DataNotFoundError as error:
            return handwriting.name, str(error)
    return None


def load_pictures(folder: Path, progress: OnProgress | None = None) -> tuple[Dataset, str]:
    """Return the digits of a folder of pictures as the network sees them.

    Parameters
    ----------
    folder : Path
        See ``picture_digits``.
    progress : callable, optional
        Follows the preparation, and may raise to end it.

    Returns
    -------
    Dataset and str
        Those that could be read, and in words how many could not; empty if all could.

    Raises
    ------
    PictureFolderError
        If none can be read.
    RecipeError
        If there are too few to learn from.
    """
    digits, unread = picture_digits(folder, progress)
    inked = digits.images.max(axis=(1, 2)) > 0
    read = len(digits.labels)
    whole = Dataset(digits.name, digits.images[inked], digits.labels[inked])
    remarks = []
    if unread:
        remarks.append(f"{unread_in_words(unread, read)}; the first: {unread[0].reason}")
    if blank := read - len(whole):
        remarks.append(f"{blank:,} of {read:,} pictures show nothing and are left out.")
    if len(whole) < FEWEST_PICTURES:
        raise RecipeError(
            f"{folder}: expected at least {FEWEST_PICTURES} pictures of digits to learn from, got "
            + "; ".join([f"{len(whole):,}", *remarks]),
            "add more, best some hundred of every digit",
        )
    return whole, " ".join(remarks)


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
    aside = recipe.validation_size
    if not is_public(images_of(recipe)):
        aside = min(aside, len(whole) // OWN_VALIDATION)
    else:
        recipe.check_validation(len(whole), whole.name)
    generator = np.random.default_rng(VALIDATION_SEED)
    training, validation = split_validation(whole, aside, generator)
    records = {"training": DataRecord(whole.sha256)}
    if recipe.data == EVERYDAY_DATA:
        training, validation, more = everyday_data(
            training,
            validation,
            recipe.fold,
            folder,
            progress=progress,
            fold_by=recipe.fold_by,
        )
        records |= more
    elif recipe.fold is not None:
        raise RecipeError(
            f"fold: expected none, as the data {recipe.data} have no writers that could be left "
            f"out, got {recipe.fold}"
        )
    recipe.check_batch(len(training), whole.name)
    return training, validation, records
