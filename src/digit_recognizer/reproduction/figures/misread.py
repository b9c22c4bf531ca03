"""Figure 8: the test images that LeNet-5 misreads, with truth and guess."""

from pathlib import Path
from typing import Any

import numpy as np

from digit_recognizer.data.dataset import load_dataset
from digit_recognizer.nn.engine import Program
from digit_recognizer.reproduction.figures.canvas import page, show_digit
from digit_recognizer.reproduction.runs import kept_outcomes, stored_network

__all__ = ["draw"]

COLUMNS = 14


def draw(folder: Path, data: Path | None = None) -> Any:
    """Return the figure, of the network trained with distortions, or else of that without."""
    name = "lenet5-distorted" if kept_outcomes("lenet5-distorted", folder) else "lenet5"
    network, test = stored_network(name, folder), load_dataset("mnist", "test", data)
    program = Program(network.architecture)
    guesses = program.probabilities(network.parameters, test.images).argmax(axis=1)
    wrong = np.flatnonzero(guesses != test.labels)
    rows = max(1, -(-len(wrong) // COLUMNS))
    figure = page(COLUMNS * 0.55, rows * 0.72 + 0.4)
    figure.suptitle(
        f"{len(wrong)} of {len(test):,} test images misread ({name}): truth → guess", fontsize=9
    )
    grid = figure.subplots(rows, COLUMNS, squeeze=False).ravel()
    for axes in grid[len(wrong) :]:
        axes.set_axis_off()
    for axes, index in zip(grid, wrong, strict=False):
        show_digit(axes, test.images[index], f"{test.labels[index]}→{guesses[index]}")
    return figure
