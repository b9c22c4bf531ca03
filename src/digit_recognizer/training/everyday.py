"""The mixture of recipe ``everyday``: MNIST, pen strokes, scans, and what is no digit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.data.prepared import OnProgress
from digit_recognizer.data.prepared_sets import (
    drawn_negatives,
    european_forms,
    pen_digits,
    pen_pictures,
    swiss_digits,
)
from digit_recognizer.data.record import DataRecord
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.training.recipes import EVERYDAY_DATA

__all__ = ["FOLDS", "MIXTURE", "Mixture", "everyday_data"]

FOLDS = 3
"""Into so many parts the writers are divided; a recipe may leave one of them out."""

CLASSES = 10


@dataclass(frozen=True)
class Mixture:
    """What a pass sees besides MNIST.

    MNIST has seven times as many digits as the others, by five hundred writers: they weigh more.

    Attributes
    ----------
    strokes, pictures, scans : int
        How often each digit: as the pen drew it, as pictures that differ, and as it was scanned.
    forms, negatives : int
        How many are drawn.
    """

    strokes: int = 2
    pictures: int = 2
    scans: int = 3
    forms: int = 3_000
    negatives: int = 12_000


MIXTURE = Mixture()


def everyday_data(
    training: Dataset,
    validation: Dataset,
    fold: int | None,
    folder: Path | None = None,
    mixture: Mixture = MIXTURE,
    progress: OnProgress | None = None,
) -> tuple[Dataset, Dataset, dict[str, DataRecord]]:
    """Add everyday handwriting to MNIST.

    Parameters
    ----------
    training, validation : Dataset
        The two parts of MNIST's training set.
    fold : int or None
        Which part of the writers, from 0 to 2, is left out of training and added to the validation
        digits instead; None trains on all.
    folder : Path or None
        The data folder; see ``find_handwriting``.
    mixture : Mixture
        How much of what.
    progress : callable, optional
        Called with the number of images so far; it may raise, to end the work.

    Returns
    -------
    training, validation : Dataset
        Of the first, negatives have the soft target of one tenth for every digit.
    records : dict of str to DataRecord
        What is trained on, by its name.
    """
    parts, judges, records = [training], [validation], {}
    made = 0

    def follow(images: int) -> None:
        if progress is not None:
            progress(made + images)

    for digits, times in _written(folder, mixture, follow):
        made += len(digits.labels)
        follow(0)
        left_out = () if fold is None else digits.folds(FOLDS)[fold]
        part = digits.without(left_out).dataset
        records[digits.name] = DataRecord(part.sha256, digits.collection, left_out)
        parts += [part] * times
        if left_out:
            judges.append(digits.only(left_out).dataset)
    forms = _drawn(european_forms, mixture.forms, follow)
    made += len(forms)
    negatives = _drawn(drawn_negatives, mixture.negatives, follow)
    records |= {part.name: DataRecord(part.sha256) for part in (forms, negatives) if len(part)}
    parts.append(forms)
    labels = np.concatenate([part.labels for part in parts])
    targets = np.eye(CLASSES, dtype=np.float32)[labels]
    nothing = np.full((len(negatives), CLASSES), 1 / CLASSES, np.float32)
    together = Dataset(
        EVERYDAY_DATA,
        np.concatenate([part.images for part in (*parts, negatives)]),
        np.concatenate([labels, negatives.labels]),
        np.concatenate([targets, nothing]),
    )
    return together, _joined(judges), records


def _written(
    folder: Path | None, mixture: Mixture, progress: OnProgress
) -> Iterator[tuple[WrittenDigits, int]]:
    """Give the digits of known writers, and how often a pass sees each."""
    yield pen_digits(folder, progress), mixture.strokes
    for seed in range(mixture.pictures):
        yield pen_pictures(folder, progress, seed=seed), 1
    yield swiss_digits(folder, progress), mixture.scans


def _drawn(
    draw: Callable[[int, OnProgress], WrittenDigits], count: int, progress: OnProgress
) -> Dataset:
    """Draw so many, none included."""
    if count:
        return draw(count, progress).dataset
    return Dataset("nothing", np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))


def _joined(parts: list[Dataset]) -> Dataset:
    return Dataset(
        "everyday (validation)",
        np.concatenate([part.images for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )
