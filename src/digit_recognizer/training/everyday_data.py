"""Real handwriting as training data: pen strokes and scans, brought down the ink road.

The road takes a while for thousands of digits, so what comes of it is kept in the cache, under a
key made of the data and of the road's own code: change either, and it is made anew.
"""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import digit_recognizer.ink
from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.data.handwriting import PENDIGITS, SWISS_NUMBERS, find_handwriting
from digit_recognizer.data.pen_canvas import CANVAS_SIDE, Cell, draw_strokes, place_strokes
from digit_recognizer.data.pendigits import read_pendigits
from digit_recognizer.data.places import cache_folder
from digit_recognizer.data.swiss_numbers import read_swiss_numbers
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.ink import INK_VERSION, find_ink, normalize, open_picture, render_strokes

__all__ = ["pen_digits", "pen_pictures", "swiss_digits"]

Prepared = tuple[NDArray[np.uint8], int, str]
"""An image (28, 28), its label, its writer."""

SMALLEST, LARGEST = 40.0, 240.0
THINNEST_PEN, THICKEST_PEN = 0.03, 0.22
"""Of the digit's size: from a hair line to a felt pen that still leaves the loops open."""


def pen_digits(folder: Path | None = None) -> WrittenDigits:
    """Give the digits of ``pendigits`` as the network sees their strokes.

    Parameters
    ----------
    folder : Path or None
        The data folder; see ``find_handwriting``.

    Raises
    ------
    PlaceError, PenDigitsError
        If the data is not there, or not what it should be.
    """
    path = find_handwriting(PENDIGITS, folder)
    return _kept("pendigits", path, "strokes", _strokes(path))


def pen_pictures(folder: Path | None = None, *, seed: int = 0) -> WrittenDigits:
    """Give the digits of ``pendigits`` as the network sees pictures of them.

    Each is drawn on the canvas with a size, a place and a pen of its own, and read from there as
    any picture is: this is what comes of a drawing made in another program.

    Parameters
    ----------
    folder : Path or None
        The data folder; see ``find_handwriting``.
    seed : int
        Of sizes, places and pens.

    Raises
    ------
    PlaceError, PenDigitsError
        If the data is not there, or not what it should be.
    """
    path = find_handwriting(PENDIGITS, folder)
    return _kept("pendigits pictures", path, f"pictures {seed}", _pictures(path, seed))


def swiss_digits(folder: Path | None = None) -> WrittenDigits:
    """Give the scans of ``swiss-numbers`` as the network sees them.

    Parameters
    ----------
    folder : Path or None
        The data folder; see ``find_handwriting``.

    Raises
    ------
    PlaceError, SwissNumbersError, PictureError
        If the data is not there, or not what it should be.
    """
    path = find_handwriting(SWISS_NUMBERS, folder)
    return _kept("swiss", path, "scans", _scans(path))


def _strokes(path: Path) -> Iterator[Prepared]:
    for digit in read_pendigits(path):
        yield _seen(render_strokes(digit.strokes)), digit.label, _writer(digit.writer)


def _pictures(path: Path, seed: int) -> Iterator[Prepared]:
    generator = np.random.default_rng(seed)
    for digit in read_pendigits(path):
        size = float(np.exp(generator.uniform(np.log(SMALLEST), np.log(LARGEST))))
        pen = float(np.exp(generator.uniform(np.log(THINNEST_PEN), np.log(THICKEST_PEN)))) * size
        across, down = generator.uniform(0, 1, 2)
        cell = Cell(min(size, CANVAS_SIDE - 10 - pen), across, down, max(pen, 2.0))
        drawn = draw_strokes(place_strokes(digit.strokes, cell), cell.pen_width)
        yield _seen(find_ink(open_picture(drawn))), digit.label, _writer(digit.writer)


def _scans(path: Path) -> Iterator[Prepared]:
    for scan in read_swiss_numbers(path):
        ink = find_ink(open_picture(scan.picture, name=scan.name))
        yield _seen(ink), scan.label, scan.writer


def _writer(number: int) -> str:
    return f"{number:02}"


def _seen(ink: NDArray[np.float32] | None) -> NDArray[np.uint8]:
    return np.zeros((28, 28), np.uint8) if ink is None else normalize(ink)


def _kept(name: str, source: Path, how: str, prepared: Iterable[Prepared]) -> WrittenDigits:
    """Give what was prepared before, if it was; otherwise prepare it and keep it."""
    path = cache_folder().parent / "prepared" / f"{name.replace(' ', '-')}-{_key(source, how)}.npz"
    if (kept := _load(name, path)) is not None:
        return kept
    images, labels, writers = zip(*prepared, strict=True)
    made = WrittenDigits(name, np.stack(images), np.array(labels, np.uint8), np.array(writers))
    with replaced_when_complete(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, images=made.images, labels=made.labels, writers=made.writers)
    return made


def _load(name: str, path: Path) -> WrittenDigits | None:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return WrittenDigits(name, arrays["images"], arrays["labels"], arrays["writers"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _key(source: Path, how: str) -> str:
    """Name the data and the road by their contents, so that nothing outdated is ever given."""
    digest = hashlib.sha256(f"{INK_VERSION} {how} ".encode())
    code = [Path(__file__), Path(draw_strokes.__code__.co_filename)]
    code += sorted(Path(digit_recognizer.ink.__file__).parent.glob("*.py"))
    for file in [source, *code]:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
