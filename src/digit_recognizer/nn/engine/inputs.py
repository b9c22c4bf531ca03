"""What compiled code is handed beside a plan, and the checks of it."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.augmentation import Augmentation
from digit_recognizer.nn.engine.memory import fixed
from digit_recognizer.nn.engine.plan import EngineError
from digit_recognizer.nn.losses import Labels, Targets

__all__ = [
    "Blocks",
    "CompiledLoss",
    "CompiledNetwork",
    "Data",
    "Looks",
    "Memory",
    "Steps",
    "check_augmentation",
    "check_images",
    "check_labels",
    "check_order",
    "image_shape",
    "make_data",
    "make_looks",
]

Images = NDArray[np.uint8]


class Data(NamedTuple):
    """Images, what they are to be read as, and which of them are seen, in order.

    Attributes
    ----------
    images : ndarray of uint8, (n, height, width)
        White ink on black.
    labels : ndarray of int64, (n,)
        The class of each.
    targets : ndarray of float32, (n, classes) or (0, classes)
        What each class's probability should be; none where the labels are meant.
    order : ndarray of int64
        Numbers of images.
    """

    images: Images
    labels: NDArray[np.int64]
    targets: NDArray[np.float32]
    order: NDArray[np.int64]


class Looks(NamedTuple):
    """How images are encoded and distorted.

    Attributes
    ----------
    encoding : ndarray of float32, (3,)
        What a pixel of 0 becomes, how much is added for each level, and the margin in pixels.
    settings : ndarray of float32, (9,) or (0,)
        Of the augmentation; none where images are not distorted.
    seed : uint64
        Of the distortions.
    first_look : int
        Number of the first look in the whole run.
    """

    encoding: NDArray[np.float32]
    settings: NDArray[np.float32]
    seed: Any
    first_look: int


class CompiledLoss(NamedTuple):
    """What is minimised, and where its inputs and results lie.

    Attributes
    ----------
    loss, probabilities : int
        Addresses of kernels; 0 for a loss that is not needed.
    settings : ndarray of float32, (2,)
        See ``plan.Criterion``.
    outputs, errors, classes : int
        Where outputs and their gradients lie, and how many there are.
    """

    loss: int
    probabilities: int
    settings: NDArray[np.float32]
    outputs: int
    errors: int
    classes: int


class CompiledNetwork(NamedTuple):
    """A plan, its kernels by their addresses.

    Attributes
    ----------
    load : int
        Address of the kernel that encodes images.
    forward, backward : ndarray of int64, (n, 2)
        Addresses, each with its row of the table.
    table, numbers, unused, cleared
        See ``plan.BatchPlan``.
    loss : CompiledLoss
        What is minimised.
    """

    load: int
    forward: NDArray[np.int64]
    backward: NDArray[np.int64]
    table: NDArray[np.int64]
    numbers: NDArray[np.float32]
    unused: NDArray[np.int64]
    cleared: int
    loss: CompiledLoss


class Blocks(NamedTuple):
    """Blocks of weights that move together, where the optimizer asks for it.

    Attributes
    ----------
    kernel : int
        Address of the kernel that moves one; 0 without blocks.
    table : ndarray of int64, (blocks * BLOCK_FIELDS,)
        See ``kernels/orthogonalize.py``.
    positions : ndarray of int64
        Where each weight lies in the vector of parameters.
    room : ndarray of float32
        Working memory.
    """

    kernel: int
    table: NDArray[np.int64]
    positions: NDArray[np.int64]
    room: NDArray[np.float32]


class Steps(NamedTuple):
    """How steps are made.

    Attributes
    ----------
    kind : int
        See ``kernels/update.py``.
    settings : ndarray of float64, (5,)
        See ``kernels/update.py``.
    learning_rates : ndarray of float64, (steps,)
        One for each step.
    first_step : int
        Steps made before these.
    blocks : Blocks
        What moves together.
    """

    kind: int
    settings: NDArray[np.float64]
    learning_rates: NDArray[np.float64]
    first_step: int
    blocks: Blocks


class Memory(NamedTuple):
    """What steps change: vectors of float32 in the engine's own order, empty where not needed.

    Attributes
    ----------
    parameters, first_moment, second_moment, averages : ndarray of float32, (plan.size,)
        The weights, what the optimizer remembers of them, and their moving average.
    gradients : ndarray of float32, (slots * plan.size,)
        Sums of gradients, one vector for each slot.
    sums : ndarray of float64, (slots, 2)
        Of losses, and of images read correctly.
    """

    parameters: NDArray[np.float32]
    first_moment: NDArray[np.float32]
    second_moment: NDArray[np.float32]
    averages: NDArray[np.float32]
    gradients: NDArray[np.float32]
    sums: NDArray[np.float64]


def make_data(
    images: Images,
    labels: Labels,
    targets: Targets | None,
    order: NDArray[np.int64],
    classes: int,
) -> Data:
    """Return data as compiled code takes them; raise EngineError unless the targets fit."""
    if targets is None:
        targets = np.empty((0, classes), np.float32)
    elif targets.shape != (len(images), classes) or targets.dtype != np.float32:
        raise EngineError(
            f"targets: expected float32 of shape ({len(images)}, {classes}), "
            f"got {targets.dtype} of shape {targets.shape}"
        )
    return Data(fixed(images), fixed(labels), fixed(targets), fixed(order))


def make_looks(
    architecture: Architecture,
    augmentation: Augmentation | None = None,
    seed: int = 0,
    first_look: int = 0,
) -> Looks:
    """Return how images are encoded, and distorted if there is an augmentation."""
    encoding = architecture.encoding
    levels = (encoding.background, (encoding.ink - encoding.background) / 255, encoding.margin)
    settings = np.zeros(0) if augmentation is None else augmentation.vector()
    return Looks(
        np.array(levels, np.float32), settings.astype(np.float32), np.uint64(seed), first_look
    )


def image_shape(architecture: Architecture) -> tuple[int, int]:
    """Return height and width of an image, without the margin that the encoding adds."""
    margin = 2 * architecture.encoding.margin
    _, height, breadth = architecture.input_shape
    return height - margin, breadth - margin


def check_images(architecture: Architecture, images: Images) -> None:
    """Raise EngineError unless these are images that the network can read."""
    shape = image_shape(architecture)
    if images.ndim != 3 or images.dtype != np.uint8 or images.shape[1:] != shape:
        raise EngineError(
            f"images: expected uint8 of shape (n, {shape[0]}, {shape[1]}), "
            f"got {images.dtype} of shape {images.shape}"
        )


def check_labels(architecture: Architecture, images: Images, labels: Labels) -> NDArray[np.int64]:
    """Return labels as compiled code takes them; raise EngineError unless they fit."""
    check_images(architecture, images)
    classes = architecture.shapes[-1][0]
    if len(images) == 0 or labels.shape != (len(images),):
        raise EngineError(
            f"labels: expected one for each of at least one image, "
            f"got {labels.shape} for {len(images)} images"
        )
    if labels.min() < 0 or labels.max() >= classes:
        raise EngineError(
            f"labels: expected classes from 0 to {classes - 1}, "
            f"got {labels.min()} to {labels.max()}"
        )
    return fixed(labels.astype(np.int64))


def check_augmentation(architecture: Architecture, augmentation: Augmentation | None) -> None:
    """Raise EngineError if images of this network cannot be distorted."""
    shape, margin = image_shape(architecture), architecture.encoding.margin
    if augmentation is not None and (shape != (28, 28) or margin > 2):
        raise EngineError(
            "augmentation: expected images of 28×28 pixels and a margin of at most 2, "
            f"got {shape[0]}×{shape[1]} pixels and a margin of {margin}"
        )


def check_order(order: NDArray[np.int64], steps: int, batch_size: int, images: int) -> None:
    """Raise EngineError unless an order is so many batches of numbers of images."""
    fits = (steps - 1) * batch_size < len(order) <= steps * batch_size
    if order.dtype != np.int64 or not (fits or steps == len(order) == 0):
        raise EngineError(
            f"order: expected int64, {steps} batches of {batch_size} of which the last may be "
            f"smaller, got {len(order)} of {order.dtype}"
        )
    if len(order) and (order.min() < 0 or order.max() >= images):
        raise EngineError(
            f"order: expected numbers of images from 0 to {images - 1}, "
            f"got {order.min()} to {order.max()}"
        )
