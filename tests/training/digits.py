"""A small data set of our own: ten patterns with noise, quick to learn."""

from pathlib import Path

import numpy as np
from PIL import Image

from digit_recognizer.data.dataset import Dataset


def patterns(count: int, seed: int = 0) -> Dataset:
    """Ten fixed random patterns of strokes, each shown many times with noise."""
    shapes = np.random.default_rng(7).random((10, 7, 7)) < 0.35
    shapes = np.kron(shapes, np.ones((4, 4), bool))
    generator = np.random.default_rng(seed)
    labels = generator.integers(0, 10, count).astype(np.uint8)
    noise = generator.integers(0, 56, (count, 28, 28))
    images = (shapes[labels] * 200 + noise).astype(np.uint8)
    return Dataset(f"patterns-{seed}", images, labels)


def write_pictures(folder: Path, count: int) -> None:
    """Write digits as people keep them: half in folders 0 to 9, half with the digit in the name."""
    digits = patterns(count, seed=3)
    for number, (image, label) in enumerate(zip(digits.images, digits.labels, strict=True)):
        name = f"{label}-{number}.png" if number % 2 else f"{label}/{number}.png"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(255 - np.kron(image, np.ones((3, 3), np.uint8))).save(path)
