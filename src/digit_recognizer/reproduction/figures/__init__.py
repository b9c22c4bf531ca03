"""The pictures of the 1998 paper, drawn anew from our own data and networks; one a file."""

from importlib import import_module
from pathlib import Path

from digit_recognizer.errors import DigitRecognizerError

__all__ = ["FIGURES", "draw"]

FIGURES = {
    3: "bitmaps",
    5: "learning_curves",
    6: "training_set_size",
    7: "distortions",
    8: "misread",
    9: "networks",
    13: "unusual",
}
"""Modules by the number of the paper's figure; each has ``draw(folder, data)``, a figure."""


def draw(number: int, folder: Path, data: Path | None = None) -> Path:
    """Draw a figure; return the PNG file, which is named by its number.

    Parameters
    ----------
    number : int
        Of the paper's figure.
    folder : Path
        Where runs are kept, and where the figure goes.
    data : Path, optional
        Folder that holds MNIST.

    Raises
    ------
    DigitRecognizerError
        If there is no such figure, or a run that it shows is missing.
    """
    from digit_recognizer.reproduction.figures.canvas import save

    if number not in FIGURES:
        known = ", ".join(map(str, FIGURES))
        raise DigitRecognizerError(f"no figure {number}: expected one of {known}")
    module = import_module(f"{__name__}.{FIGURES[number]}")
    path = folder / f"figure-{number}.png"
    folder.mkdir(parents=True, exist_ok=True)
    save(module.draw(folder, data), path)
    return path
