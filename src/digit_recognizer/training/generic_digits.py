"""Other people's digits for the gate and the replay of learned hands, from public data."""

from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.dataset import Dataset, load_dataset, split_validation
from digit_recognizer.data.prepared_sets import (
    pen_digits,
    swiss_digits,
    unipen_digits,
    unipen_negatives,
)
from digit_recognizer.evaluation.contamination import writers_trained_on
from digit_recognizer.hands.copies import strange_copies
from digit_recognizer.hands.generic import GenericDigits
from digit_recognizer.hands.last_layers import LastLayers
from digit_recognizer.networks.checkpoint import Checkpoint
from digit_recognizer.networks.identity import network_identity
from digit_recognizer.training.stored import recipe_of
from digit_recognizer.training.training_data import VALIDATION_SEED

__all__ = ["generic_digits"]

REPLAYED, HARDEST_REPLAYED, NEGATIVES = 250, 1_000, 250
"""Of MNIST and of the others each: so many at random, and so many that are the hardest."""
LOOKED_AT = 20_000
"""Among so many of MNIST the hardest are looked for."""
JUDGING = 2_000
"""So many are stored for the gate, the hardest of all."""
PICTURES, ALIKE = 400, 3
"""For the second look so many pictures are stored, each the mean of so many digits that are alike:
nobody's own digit is."""
MIXED = 6_000
"""Of so many of the hardest, and of those like them, means are taken; the most doubtful stay."""
# In pixels: digits are compared as if they were so far out of focus.
_SMOOTH = 1.2


class Digits(NamedTuple):
    """Digits: what reaches the last layers, what they are, and how they look."""

    inputs: NDArray[np.float32]
    labels: NDArray[np.int64]
    images: NDArray[np.uint8]


def generic_digits(checkpoint: Checkpoint, folder: Path | None = None) -> GenericDigits:
    """Return them for a network that was trained by a recipe on MNIST and perhaps more.

    The gate has MNIST's validation images, which the network never learned, half of the written
    digits, and of each a strange copy: of people whom the network has not met nothing is taken,
    since learned hands are measured on them, and a hand does more harm to those than to digits that
    were trained on.

    Parameters
    ----------
    checkpoint : Checkpoint
        The network, and what it was trained on.
    folder : Path or None
        The data folder; see ``load_dataset``.

    Raises
    ------
    DigitRecognizerError
        If data is missing, or the network's last layers learn no hand.
    """
    layers, generator = LastLayers(checkpoint.network), np.random.default_rng(1998)
    mnist = load_dataset("mnist", "train", folder)
    aside = recipe_of(checkpoint).validation_size
    learned, judging = split_validation(mnist, aside, np.random.default_rng(VALIDATION_SEED))
    some = generator.permutation(len(learned))[:LOOKED_AT]
    printed = _reaching(layers, learned.images[some], learned.labels[some])
    written, others = _written(checkpoint, layers, generator, folder)
    negatives = unipen_negatives("letters", folder)
    met = np.isin(negatives.writers, writers_trained_on(negatives, checkpoint.data))
    shapes = negatives.images[met & negatives.images.any(axis=(1, 2))]
    shapes = shapes[generator.permutation(len(shapes))[:NEGATIVES]]
    replay = [_some(layers, printed), _some(layers, written), layers.inputs(shapes)]
    every = _joined([_judging(layers, judging, generator), others])
    margins = _margins(layers, every)
    order = np.argsort(margins, kind="stable")
    hardest = order[:JUDGING]
    means = _means(every, order[:MIXED])
    mixed = _reaching(layers, means, every.labels[order[:MIXED]])
    doubtful = np.argsort(np.abs(_margins(layers, mixed)), kind="stable")[:PICTURES]
    return GenericDigits(
        network_identity(checkpoint.network),
        np.concatenate(replay),
        np.concatenate([mixed.inputs[doubtful], every.inputs[hardest]]),
        np.concatenate([mixed.labels[doubtful], every.labels[hardest]]),
        means[doubtful],
        len(every.labels),
    )


def _means(digits: Digits, which: NDArray[np.intp]) -> NDArray[np.uint8]:
    """Return for some digits the mean of each and of those of its class that are most like it."""
    means = np.empty((len(which), *digits.images.shape[1:]), np.uint8)
    for label in np.unique(digits.labels[which]):
        rows = np.flatnonzero(digits.labels[which] == label)
        among = np.flatnonzero(digits.labels == label)
        images = digits.images[among].astype(np.float32)
        smooth = np.stack([cv2.GaussianBlur(image, (5, 5), _SMOOTH) for image in images])
        flat = smooth.reshape(len(among), -1)
        those = flat[np.searchsorted(among, which[rows])]
        # The square of the distance, but for what is the same for all neighbours of one.
        apart = (flat * flat).sum(axis=1) - 2 * those @ flat.T
        nearest = np.argpartition(apart, ALIKE, axis=1)[:, :ALIKE]
        means[rows] = np.rint(images[nearest].mean(axis=1))
    return means


def _written(
    checkpoint: Checkpoint,
    layers: LastLayers,
    generator: np.random.Generator,
    folder: Path | None,
) -> tuple[Digits, Digits]:
    """Return half of the written digits to be replayed, and the other half to judge by."""
    replayed, judging = [], []
    for digits in (pen_digits(folder), unipen_digits(folder), swiss_digits(folder)):
        met = np.isin(digits.writers, writers_trained_on(digits, checkpoint.data))
        known = digits.chosen(met & digits.images.any(axis=(1, 2)))
        order = generator.permutation(len(known.labels))
        first, second = (known.chosen(order[start::2]).dataset for start in (0, 1))
        replayed.append(_reaching(layers, first.images, first.labels))
        judging.append(_judging(layers, second, generator))
    inputs, labels, images = _joined(replayed)
    order = generator.permutation(len(labels))
    return Digits(inputs[order], labels[order], images[order]), _joined(judging)


def _judging(layers: LastLayers, digits: Dataset, generator: np.random.Generator) -> Digits:
    """Return digits and a strange copy of each."""
    copies = strange_copies(digits.images, generator)
    each = [_reaching(layers, images, digits.labels) for images in (digits.images, copies)]
    return _joined(each)


def _reaching(layers: LastLayers, images: NDArray[np.uint8], labels: NDArray[np.integer]) -> Digits:
    return Digits(layers.inputs(images), labels.astype(np.int64), images)


def _joined(parts: list[Digits]) -> Digits:
    inputs, labels, images = zip(*parts, strict=True)
    return Digits(np.concatenate(inputs), np.concatenate(labels), np.concatenate(images))


def _some(layers: LastLayers, digits: Digits) -> NDArray[np.float32]:
    """Return some at random and some that are hard; they are in random order."""
    hard = np.argsort(_margins(layers, digits), kind="stable")[:HARDEST_REPLAYED]
    return np.concatenate([digits.inputs[:REPLAYED], digits.inputs[hard]])


def _margins(layers: LastLayers, digits: Digits) -> NDArray[np.float32]:
    """Return by how much the output of the truth is above all others, (n,)."""
    outputs = layers.read(digits.inputs)[1].copy()
    rows = np.arange(len(digits.labels))
    truth = outputs[rows, digits.labels].copy()
    outputs[rows, digits.labels] = -np.inf
    margins: NDArray[np.float32] = truth - outputs.max(axis=1)
    return margins
