"""Ten small pictures of digits, each named for its digit, and a sheet, to try the reading on.

``tools/draw_samples.py`` and ``tools/draw_sheet.py`` draw them.
"""

from importlib.resources import files
from pathlib import Path

__all__ = ["DIGIT_NAMES", "sample_pictures", "sample_sheet"]

DIGIT_NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def sample_pictures() -> list[Path]:
    """Return the paths of the bundled pictures, in order of the digit.

    ``DIGIT_NAMES.index(path.stem.split("-")[0])`` is the digit of one.
    """
    folder = Path(str(files(__name__)))
    return sorted(folder.glob("*.png"), key=lambda path: DIGIT_NAMES.index(path.stem.split("-")[0]))


def sample_sheet() -> Path:
    """Return the path of the bundled sheet: a form of ours, filled in and photographed."""
    return Path(str(files(__name__))) / "class-4b.jpg"
