"""Figure 5: error of training and test images after each pass."""

from pathlib import Path
from typing import Any

import numpy as np

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.reproduction.figures.canvas import BLUE, GREY, ORANGE, page
from digit_recognizer.reproduction.runs import kept_outcomes

__all__ = ["draw"]


def draw(folder: Path, data: Path | None = None) -> Any:
    """Return the figure, of all runs of lenet5: their mean, and each of them faintly.

    Raises
    ------
    DigitRecognizerError
        If there is no run.
    """
    outcomes = kept_outcomes("lenet5", folder)
    if not outcomes:
        raise DigitRecognizerError(
            f"figure 5 shows runs of lenet5: expected one in {folder}, found none",
            "first run: digit-recognizer reproduce lenet5",
        )
    figure = page(6.5, 4)
    axes = figure.subplots()
    curves = {
        ("training", BLUE): np.array([outcome.training_errors for outcome in outcomes]),
        ("test", ORANGE): np.array([outcome.test_errors for outcome in outcomes]),
    }
    passes = np.arange(1, len(outcomes[0].test_errors) + 1)
    for (name, color), errors in curves.items():
        axes.plot(passes, errors.T, color=color, alpha=0.2, linewidth=0.8)
        axes.plot(passes, errors.mean(axis=0), color=color, marker="o", markersize=3, label=name)
    for level, name in ((0.95, "paper: test 0.95"), (0.35, "paper: training 0.35")):
        axes.axhline(level, color=GREY, linewidth=0.8, linestyle="--")
        axes.text(passes[-1], level, name, ha="right", va="bottom", fontsize=8, color="#5B6470")
    axes.set(xlabel="passes through the training images", ylabel="error, %", ylim=(0, None))
    axes.set_xticks(passes[::2])
    axes.set_title(f"LeNet-5 as in 1998, seeds run: {len(outcomes)}", fontsize=10)
    axes.legend(frameon=False)
    axes.grid(alpha=0.25)
    return figure
