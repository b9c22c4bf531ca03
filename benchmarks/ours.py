"""Our own network at the tasks of the benchmark."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.rounds import Contestant
from digit_recognizer.lenet.architectures import lenet5
from digit_recognizer.nn.augmentation import Augmentation
from digit_recognizer.nn.engine.program import Program
from digit_recognizer.nn.engine.training import Training
from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.nn.network import Network
from digit_recognizer.nn.optimizers import GradientDescent
from digit_recognizer.nn.reader import Reader

__all__ = ["images_and_labels", "network", "reading", "training"]

IMAGES_A_CALL = 4096
"""About so many images are learnt from in one call, as a training run does between two events."""


def images_and_labels(count: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return random pictures: no speed here depends on what is in them."""
    generator = np.random.default_rng(0)
    images = generator.integers(0, 256, (count, 28, 28), dtype=np.uint8)
    return images, generator.integers(0, 10, count, dtype=np.uint8)


def network(width: int) -> Network:
    """Return a network with its first weights."""
    drawn = Network(lenet5(width))
    drawn.initialize(fan_in_uniform, np.random.default_rng(0))
    return drawn


def training(
    batch: int,
    task: str,
    *,
    threads: int,
    width: int = 1,
    images: int = IMAGES_A_CALL,
    augmentation: Augmentation | None = None,
    name: str = "ours",
) -> Contestant:
    """Return training: images gathered in random order from bytes, encoded, learnt from."""
    pictures, labels = images_and_labels(max(images, batch))
    optimizer = GradientDescent(momentum=0.9)
    run = Training(
        Program(lenet5(width), threads=threads),
        pictures,
        labels,
        optimizer=optimizer,
        batch_size=batch,
        augmentation=augmentation,
        seed=0,
    )
    parameters = network(width).parameters
    state = optimizer.initial_state(len(parameters))
    steps = len(pictures) // batch
    order = np.random.default_rng(1).permutation(len(pictures))[: steps * batch]
    rates = np.full(steps, 1e-3)

    def learn() -> None:
        run.run(parameters, state, order, rates, 0)

    return Contestant(name, task, learn, steps * batch)


def reading(batch: int, task: str, *, name: str = "ours") -> Contestant:
    """Return reading: probabilities of a batch of bytes, as a program gets them that warmed up."""
    loaded = network(1)
    loaded.parameters.flags.writeable = False  # as those of a network that was loaded
    reader = Reader(loaded)
    reader.warm_up()
    pictures, _ = images_and_labels(batch)
    return Contestant(name, task, lambda: reader.probabilities(pictures), batch)
