"""Other people's digits for the gate and the replay of learned hands, from public data."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.dataset import load_dataset, split_validation
from digit_recognizer.data.prepared_sets import (
    pen_digits,
    swiss_digits,
    unipen_digits,
    unipen_negatives,
)
from digit_recognizer.evaluation.contamination import writers_trained_on
from digit_recognizer.hands.generic import GenericDigits
from digit_recognizer.hands.last_layers import LastLayers
from digit_recognizer.networks.checkpoint import Checkpoint
from digit_recognizer.networks.identity import network_identity
from digit_recognizer.training.stored import recipe_of
from digit_recognizer.training.training_data import VALIDATION_SEED

__all__ = ["generic_digits"]

REPLAYED, HARDEST_REPLAYED, NEGATIVES = 500, 250, 250
"""Of MNIST and of the others each: so many at random, and so many that are the hardest."""
JUDGING = 1_000
"""So many are stored for the gate, the hardest of all."""

Digits = tuple[NDArray[np.float32], NDArray[np.int64]]


def generic_digits(checkpoint: Checkpoint, folder: Path | None = None) -> GenericDigits:
    """Return them for a network that was trained by a recipe on MNIST and perhaps more.

    The gate has MNIST's validation images, which the network never learned, and half of the written
    digits. Of people that it has not met, nothing is taken: learned hands are measured on them.

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
    some = generator.permutation(len(learned))[: 10 * REPLAYED]
    printed = _reaching(layers, learned.images[some], learned.labels[some])
    written, others = _written(checkpoint, layers, generator, folder)
    negatives = unipen_negatives("letters", folder)
    met = np.isin(negatives.writers, writers_trained_on(negatives, checkpoint.data))
    shapes = negatives.images[met & negatives.images.any(axis=(1, 2))]
    shapes = shapes[generator.permutation(len(shapes))[:NEGATIVES]]
    replay = [_some(layers, printed), _some(layers, written), layers.inputs(shapes)]
    inputs, labels = _joined([_reaching(layers, judging.images, judging.labels), others])
    hardest = np.argsort(_margins(layers, (inputs, labels)), kind="stable")[:JUDGING]
    return GenericDigits(
        network_identity(checkpoint.network),
        np.concatenate(replay),
        inputs[hardest],
        labels[hardest],
        len(labels),
    )


def _written(
    checkpoint: Checkpoint,
    layers: LastLayers,
    generator: np.random.Generator,
    folder: Path | None,
) -> tuple[Digits, Digits]:
    """Return half of the written digits to be replayed, and the other half to judge by."""
    parts = []
    for digits in (pen_digits(folder), unipen_digits(folder), swiss_digits(folder)):
        met = np.isin(digits.writers, writers_trained_on(digits, checkpoint.data))
        known = digits.chosen(met & digits.images.any(axis=(1, 2)))
        parts.append(_reaching(layers, known.images, known.labels))
    inputs, labels = _joined(parts)
    order = generator.permutation(len(labels))
    first, second = order[::2], order[1::2]
    return (inputs[first], labels[first]), (inputs[second], labels[second])


def _reaching(layers: LastLayers, images: NDArray[np.uint8], labels: NDArray[np.integer]) -> Digits:
    return layers.inputs(images), labels.astype(np.int64)


def _joined(parts: list[Digits]) -> Digits:
    inputs, labels = zip(*parts, strict=True)
    return np.concatenate(inputs), np.concatenate(labels)


def _some(layers: LastLayers, digits: Digits) -> NDArray[np.float32]:
    """Return some at random and some that are hard; they are in random order."""
    inputs, _ = digits
    hard = np.argsort(_margins(layers, digits), kind="stable")[:HARDEST_REPLAYED]
    return np.concatenate([inputs[:REPLAYED], inputs[hard]])


def _margins(layers: LastLayers, digits: Digits) -> NDArray[np.float32]:
    """Return by how much the output of the truth is above all others, (n,)."""
    inputs, labels = digits
    outputs = layers.read(inputs)[1].copy()
    rows = np.arange(len(labels))
    truth = outputs[rows, labels].copy()
    outputs[rows, labels] = -np.inf
    margins: NDArray[np.float32] = truth - outputs.max(axis=1)
    return margins
