"""What all figures share: a page, pictures of digits, colours, and how they are saved."""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from digit_recognizer.data.files import replaced_when_complete

__all__ = ["BLUE", "GREY", "ORANGE", "page", "save", "show_digit"]

BLUE, ORANGE, GREY = "#0B6BCB", "#C2570C", "#9AA3AE"
RESOLUTION = 110
"""Dots an inch: legible, and a small file."""


def page(width: float, height: float) -> Figure:
    """Return an empty figure of so many inches."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def show_digit(axes: Any, picture: ArrayLike, title: str = "", **options: Any) -> None:
    """Show a picture, ink black on white."""
    axes.imshow(np.asarray(picture), cmap="gray_r", interpolation="nearest", **options)
    axes.set_axis_off()
    if title:
        axes.set_title(title, fontsize=8, pad=2)


def save(figure: Figure, path: Path) -> None:
    """Write a figure as PNG, in one piece."""
    with replaced_when_complete(path) as partial:
        figure.savefig(partial, dpi=RESOLUTION, format="png")
