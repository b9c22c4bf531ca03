"""The mixture of recipe ``everyday``: MNIST, pen strokes, scans, and what is no digit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.data.drawn_sets import drawn_digits, drawn_negatives
from digit_recognizer.data.folds import FoldBy, writers_of_fold
from digit_recognizer.data.neighboured_sets import neighboured_digits
from digit_recognizer.data.prepared import OnProgress
from digit_recognizer.data.prepared_sets import (
    Form,
    UnipenNegatives,
    pen_digits,
    swiss_digits,
    unipen_digits,
    unipen_negatives,
)
from digit_recognizer.data.record import DataRecord
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.training.recipes import EVERYDAY_DATA

__all__ = ["MIXTURE", "Mixture", "everyday_data"]

CLASSES = 10


@dataclass(frozen=True)
class Mixture:
    """What a pass sees.

    MNIST has seven times as many digits as each of the others, by five hundred writers: they weigh
    more.

    Attributes
    ----------
    mnist : int
        How often each digit of MNIST.
    strokes, pictures, varied : int
        How often each digit of ``pendigits`` and of ``unipen``: as the pen drew it, as pictures
        that differ, and as other hands and tablets might have drawn it.
    scans : int
        How often each digit as it was scanned.
    neighboured : int
        How often each digit of ``pendigits`` and ``swiss``, cut out among its neighbours, each time
        among others.
    letters, signs : int
        How often each letter and sign that looks like no digit, in every form.
    remains : int
        How many remains of neighbours without a digit, and how many pairs of digits, of each set.
    forms, negatives : int
        How many are drawn.
    """

    mnist: int = 2
    strokes: int = 2
    pictures: int = 2
    varied: int = 2
    scans: int = 3
    neighboured: int = 2
    letters: int = 4
    signs: int = 2
    remains: int = 2_000
    forms: int = 10_000
    negatives: int = 30_000


MIXTURE = Mixture()

DRAWN_FORMS: tuple[Form, ...] = ("pictures", "varied")
"""The forms that are another drawing with every seed."""

NEIGHBOURED: tuple[Literal["pendigits", "swiss"], ...] = ("pendigits", "swiss")
"""The sets whose digits are also drawn among their neighbours."""


class Written(NamedTuple):
    """Digits or negatives of known writers, and how often a pass sees each."""

    digits: WrittenDigits
    times: int
    is_negative: bool = False


def everyday_data(
    training: Dataset,
    validation: Dataset,
    fold: int | None,
    folder: Path | None = None,
    mixture: Mixture = MIXTURE,
    progress: OnProgress | None = None,
    *,
    fold_by: FoldBy = "writer",
) -> tuple[Dataset, Dataset, dict[str, DataRecord]]:
    """Add everyday handwriting to MNIST.

    Parameters
    ----------
    training, validation : Dataset
        The two parts of MNIST's training set.
    fold : int or None
        Which part of the writers, from 0 to 2, is left out of training, negatives included. Their
        digits are added to the validation digits instead. None trains on all.
    folder : Path or None
        The data folder; see ``find_handwriting``.
    mixture : Mixture
        How much of what.
    progress : callable, optional
        Called with the number of images so far; it may raise, to end the work.
    fold_by : {"writer", "laboratory"}
        What a part consists of; see ``writers_of_fold``.

    Returns
    -------
    training, validation : Dataset
        Of the first, negatives have the soft target of one tenth for every digit.
    records : dict of str to DataRecord
        What is trained on, by its name.
    """
    made = 0

    def follow(images: int) -> None:
        if progress is not None:
            progress(made + images)

    sets: list[Written] = []
    for each in _written(folder, mixture, follow):
        made += len(each.digits.labels)
        follow(0)
        sets.append(each)
    left_out = {} if fold is None else _left_out(sets, fold, fold_by)
    parts, judges, negatives = [training] * mixture.mnist, [validation], list[Dataset]()
    records: dict[str, DataRecord] = {}
    for digits, times, is_negative in sets:
        out = left_out.get(digits.collection, ())
        absent = np.isin(digits.writers, out)
        part = digits.chosen(~absent).dataset
        records[digits.name] = DataRecord(part.sha256, digits.collection, out)
        (negatives if is_negative else parts).extend([part] * times)
        if absent.any() and not is_negative:
            judges.append(digits.chosen(absent).dataset)
    for draw, count, those in (
        (drawn_digits, mixture.forms, parts),
        (drawn_negatives, mixture.negatives, negatives),
    ):
        drawn = _drawn(draw, count, follow)
        made += len(drawn)
        if count:
            records[drawn.name] = DataRecord(drawn.sha256)
        those.append(drawn)
    return _taught(parts, negatives), _joined("everyday (validation)", judges), records


def _written(folder: Path | None, mixture: Mixture, progress: OnProgress) -> Iterator[Written]:
    """Give the digits and negatives of known writers, and how often a pass sees each."""
    times_drawn = {"pictures": mixture.pictures, "varied": mixture.varied}
    for digits in (pen_digits, unipen_digits):
        if mixture.strokes:
            yield Written(digits(folder, progress), mixture.strokes)
        for form in DRAWN_FORMS:
            for seed in range(times_drawn[form]):
                yield Written(digits(folder, progress, form=form, seed=seed), 1)
    if mixture.scans:
        yield Written(swiss_digits(folder, progress), mixture.scans)
    for source in NEIGHBOURED:
        cut_out = partial(neighboured_digits, source, folder=folder, progress=progress)
        for seed in range(mixture.neighboured):
            yield Written(cut_out(seed=seed), 1)
        if mixture.remains:
            for drawing in ("remains", "pair"):
                yield Written(cut_out(drawing, count=mixture.remains), 1, is_negative=True)
    negatives: dict[UnipenNegatives, int] = {"letters": mixture.letters, "signs": mixture.signs}
    for part, times in negatives.items():
        if times:
            yield Written(unipen_negatives(part, folder, progress), times, is_negative=True)
        for form, seed in product(DRAWN_FORMS, range(times)):
            drawn = unipen_negatives(part, folder, progress, form=form, seed=seed)
            yield Written(drawn, 1, is_negative=True)


def _left_out(sets: list[Written], fold: int, by: FoldBy) -> dict[str, tuple[str, ...]]:
    """Return the writers of a fold of each collection, whichever of its sets they are in."""
    writers: dict[str, set[str]] = {}
    for each in sets:
        writers.setdefault(each.digits.collection, set()).update(each.digits.all_writers)
    return {name: writers_of_fold(name, all_, fold, by) for name, all_ in writers.items()}


def _drawn(
    draw: Callable[[int, OnProgress], WrittenDigits], count: int, progress: OnProgress
) -> Dataset:
    """Draw so many, none included."""
    if count:
        return draw(count, progress).dataset
    return Dataset("nothing", np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))


def _taught(digits: list[Dataset], negatives: list[Dataset]) -> Dataset:
    """Put all together with its targets: of negatives every digit is as likely as any other."""
    known, unknown = _joined("digits", digits), _joined("negatives", negatives)
    targets = np.eye(CLASSES, dtype=np.float32)[known.labels]
    nothing = np.full((len(unknown), CLASSES), 1 / CLASSES, np.float32)
    return Dataset(
        EVERYDAY_DATA,
        np.concatenate([known.images, unknown.images]),
        np.concatenate([known.labels, unknown.labels]),
        np.concatenate([targets, nothing]),
    )


def _joined(name: str, parts: list[Dataset]) -> Dataset:
    return Dataset(
        name,
        np.concatenate([part.images for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )
