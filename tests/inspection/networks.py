"""Networks to look into: the two of the paper, with random weights, and images for them."""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.lenet.architectures import architecture
from digit_recognizer.networks.checkpoint import Network
from digit_recognizer.nn.architecture import Architecture


def random_network(described: Architecture | str, seed: int = 0) -> Network:
    """A network whose parameters are all different from 0."""
    made = architecture(described) if isinstance(described, str) else described
    generator = np.random.default_rng(seed)
    return Network(made, generator.uniform(-0.2, 0.2, made.size).astype(np.float32))


def random_image(seed: int = 0, side: int = 28) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (side, side), dtype=np.uint8)


def bar(left: int = 13, width: int = 3) -> NDArray[np.uint8]:
    """A thick upright line."""
    image = np.zeros((28, 28), np.uint8)
    image[4:24, left : left + width] = 255
    return image
