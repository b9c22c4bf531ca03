"""The curves of accuracy against coverage: of the surest numbers, how many are correct."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.report import ROOT
from digit_recognizer.reproduction.figures.canvas import page, save

__all__ = ["draw_coverage"]

FIGURE = ROOT / "docs" / "images" / "number-coverage.png"
# Shares of fewer answers than these say little.
_FEWEST = 20


def draw_coverage(
    measured: Mapping[str, Sequence[tuple[float, bool]]], path: Path = FIGURE
) -> None:
    """Draw one curve for each set.

    Parameters
    ----------
    measured : mapping of str to sequence of (float, bool)
        For each set the confidence of each answer, and whether it is correct.
    path : Path
        Of the PNG.
    """
    figure = page(7.2, 4.4)
    axes = figure.subplots()
    for name, answers in measured.items():
        correct = np.array([right for _, right in sorted(answers, reverse=True)])
        counts = np.arange(1, len(correct) + 1)
        shown = counts >= min(_FEWEST, len(correct))
        axes.plot(
            100 * counts[shown] / len(correct),
            100 * (np.cumsum(correct) / counts)[shown],
            linewidth=1.4,
            label=name.replace("`", ""),
        )
    axes.set_xlabel("answered, % of all numbers, the surest first")
    axes.set_ylabel("correct, % of those answered")
    axes.set_xlim(0, 100)
    axes.grid(alpha=0.3)
    axes.legend(fontsize=7, loc="lower left")
    save(figure, path)
