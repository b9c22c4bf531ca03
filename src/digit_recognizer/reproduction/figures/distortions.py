"""Figure 7: a digit, and what the distortions make of it."""

from pathlib import Path
from typing import Any

import numpy as np

from digit_recognizer.data.dataset import load_dataset
from digit_recognizer.nn.augmentation import PAPER_1998
from digit_recognizer.reproduction.figures.canvas import page, show_digit

__all__ = ["draw"]

DIGIT, COPIES = 4, 12


def draw(folder: Path, data: Path | None = None) -> Any:
    """Return the figure: the first 4 of the training images and twelve distorted copies."""
    from digit_recognizer.nn.engine.distortion import distorted

    training = load_dataset("mnist", "train", data)
    original = training.images[np.flatnonzero(training.labels == DIGIT)[0]]
    copies = distorted(np.repeat(original[None], COPIES, axis=0), PAPER_1998, seed=7)
    figure = page(7, 2.4)
    grid = figure.subplots(2, 7)
    show_digit(grid[0, 0], original, "original")
    grid[1, 0].set_axis_off()
    for axes, copy in zip(grid[:, 1:].ravel(), copies, strict=True):
        show_digit(axes, copy)
    return figure
