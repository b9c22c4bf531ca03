"""Figure 13: unusual, distorted and noisy digits, and what every layer makes of them."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.dataset import load_dataset
from digit_recognizer.nn.augmentation import Augmentation
from digit_recognizer.reproduction.figures.canvas import page, show_digit
from digit_recognizer.reproduction.runs import kept_outcomes, stored_network

__all__ = ["draw", "strange_digits"]

LAYERS = ("C1 squashed", "S2 squashed", "C3 squashed", "S4 squashed")
STRANGE = Augmentation(rotation=25, scale=0.3, squeeze=0.3, shear=0.5, shift=3, elastic=1.5)


def draw(folder: Path, data: Path | None = None) -> Any:
    """Return the figure: a row a digit, with input, maps, C5, F6 and the answer."""
    name = "lenet5-distorted" if kept_outcomes("lenet5-distorted", folder) else "lenet5"
    network, test = stored_network(name, folder), load_dataset("mnist", "test", data)
    digits = strange_digits(test.images)
    answers = network.probabilities(digits).argmax(axis=1)
    seen = network.activations(digits)
    figure = page(8, 0.8 * len(digits) + 0.3)
    grid = figure.subplots(len(digits), 8, width_ratios=(1, 1.6, 1.6, 2.2, 2.2, 2, 0.6, 0.5))
    for row, axes in enumerate(grid):
        pictures = [digits[row], *(tiled(seen[layer][..., row]) for layer in LAYERS)]
        pictures.append(seen["C5 squashed"][:, 0, 0, row].reshape(6, 20))
        pictures.append(seen["F6 squashed"][:, 0, 0, row].reshape(12, 7))
        titles = ("input", "C1", "S2", "C3", "S4", "C5", "F6") if row == 0 else ("",) * 7
        for place, picture, title in zip(axes, pictures, titles, strict=False):
            show_digit(place, picture, title)
        axes[-1].set_axis_off()
        axes[-1].text(0.5, 0.5, str(answers[row]), fontsize=18, ha="center", va="center")
    return figure


def strange_digits(images: NDArray[np.uint8], seed: int = 13) -> NDArray[np.uint8]:
    """Return eight test digits bent out of shape, of which every other is noisy too."""
    from digit_recognizer.nn.engine.distortion import distorted

    generator = np.random.default_rng(seed)
    chosen = images[generator.choice(len(images), 8, replace=False)]
    bent = distorted(chosen, STRANGE, seed).astype(np.float64)
    noise = generator.random(bent.shape) < 0.12
    noise[::2] = False
    return np.where(noise, generator.integers(0, 256, bent.shape), bent).astype(np.uint8)


def tiled(maps: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return feature maps (maps, height, width) as one picture of two rows."""
    count, height, width = maps.shape
    columns = -(-count // 2)
    picture = np.full((2 * (height + 1), columns * (width + 1)), np.nan)
    for index, one in enumerate(maps):
        row, column = divmod(index, columns)
        top, left = row * (height + 1), column * (width + 1)
        picture[top : top + height, left : left + width] = one
    return picture
