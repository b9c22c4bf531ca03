"""Figure 3: the patterns that the output units compare F6 with."""

from pathlib import Path
from typing import Any

from digit_recognizer.lenet.bitmaps import bitmap
from digit_recognizer.reproduction.figures.canvas import page, show_digit

__all__ = ["draw"]


def draw(folder: Path, data: Path | None = None) -> Any:
    """Return the figure: ten bitmaps of 7×12, of which each point is a unit of F6."""
    figure = page(7, 1.5)
    for digit, axes in enumerate(figure.subplots(1, 10)):
        show_digit(axes, bitmap(digit), str(digit), vmin=-1.4, vmax=1)
    return figure
