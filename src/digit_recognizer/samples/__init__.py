"""Ten small pictures of digits, to try the reading on; each is named for its digit.

``tools/draw_samples.py`` draws them.
"""

from importlib.resources import files
from pathlib import Path

__all__ = ["DIGIT_NAMES", "sample_pictures"]

DIGIT_NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def sample_pictures() -> list[Path]:
    """Return the paths of the bundled pictures, in order of the digit.

    ``DIGIT_NAMES.index(path.stem.split("-")[0])`` is the digit of one.
    """
    folder = Path(str(files(__name__)))
    return sorted(folder.glob("*.png"), key=lambda path: DIGIT_NAMES.index(path.stem.split("-")[0]))
