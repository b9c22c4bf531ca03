"""Real handwriting as training data: pen strokes and scans, brought through the pipeline."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.handwriting import PENDIGITS, SWISS_NUMBERS, UNIPEN, find_handwriting
from digit_recognizer.data.pen_canvas import (
    CANVAS_SIDE,
    CANVAS_VERSION,
    EDGE,
    Cell,
    draw_strokes,
    place_strokes,
)
from digit_recognizer.data.pendigits import PENDIGITS_VERSION, read_pendigits
from digit_recognizer.data.prepared import OnProgress, Prepared, cached, file_sha256, network_input
from digit_recognizer.data.stroke_variation import VARIATION_VERSION, crossed_out, varied
from digit_recognizer.data.swiss_numbers import SWISS_NUMBERS_VERSION, read_swiss_numbers
from digit_recognizer.data.unipen import (
    UNIPEN_VERSION,
    UnipenError,
    UnipenPart,
    find_unipen,
    read_unipen,
)
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.errors import quoted
from digit_recognizer.ink import find_ink, open_picture, render_strokes

__all__ = [
    "LIKE_DIGITS",
    "Form",
    "UnipenNegatives",
    "drawn_in_form",
    "pen_digits",
    "swiss_digits",
    "unipen_digits",
    "unipen_negatives",
]

Form = Literal["strokes", "pictures", "varied"]
"""How strokes reach the network: as they are; from pictures, each with a size, a position and a pen
of its own, as drawings made in another program; or varied, as another hand and another tablet might
have drawn them, half of these as strokes and half from pictures."""

UnipenNegatives = Literal["letters", "signs"]
"""The parts of UNIPEN that show no digits."""

FORM_VERSIONS: dict[Form, tuple[int, ...]] = {
    "strokes": (),
    "pictures": (CANVAS_VERSION,),
    "varied": (CANVAS_VERSION, VARIATION_VERSION),
}

SIZES = (40.0, 240.0)
"""Pixels of the canvas, from the smallest digit to the largest."""

PENS = (0.03, 0.22)
"""Of the digit's size: from a hair line to a felt pen that still leaves the loops open."""

VARIED_PENS = (0.03, 0.46)
"""Likewise, of what is varied: up to a felt pen on a drawing twice as large."""

SLASHING_PENS = (0.03, 0.12)
"""Likewise, of crossed noughts: a thicker pen makes a spot of them."""

THINNEST = 2.0
"""Pixels of the canvas; no pen is thinner."""

CROSSED_NOUGHTS = 0.3
"""Share of the noughts, of those that are varied, that get a slash or a dot."""

LIKE_DIGITS = frozenset("oOlISZBqgbszDGJY/,")
"""Letters and signs that are drawn as digits are: no reader of single signs can refuse them."""

Strokes = Sequence[NDArray[np.float64]]


def pen_digits(
    folder: Path | None = None,
    progress: OnProgress | None = None,
    *,
    form: Form = "strokes",
    seed: int = 0,
) -> WrittenDigits:
    """Give the digits of ``pendigits`` as network input.

    Parameters
    ----------
    folder : Path or None
        The data folder; see ``find_handwriting``.
    progress : callable, optional
        Follows the preparation.
    form : {"strokes", "pictures", "varied"}
        How they reach the network; see ``Form``.
    seed : int
        Draws what the form leaves to chance.

    Raises
    ------
    DataNotFoundError, PenDigitsError
        If the data is not there, or not what it should be.
    """
    path = find_handwriting(PENDIGITS, folder)

    def digits() -> Iterator[tuple[Strokes, int, str]]:
        return ((each.strokes, each.label, f"{each.writer:02}") for each in read_pendigits(path))

    name = _titled("pendigits", form, seed)
    return cached(
        name,
        lambda: drawn_in_form(digits(), form, seed),
        source=file_sha256(path),
        how=_how(form, seed),
        versions=(PENDIGITS_VERSION, *FORM_VERSIONS[form]),
        progress=progress,
        collection=PENDIGITS.name,
    )


def unipen_digits(
    folder: Path | None = None,
    progress: OnProgress | None = None,
    *,
    form: Form = "strokes",
    seed: int = 0,
) -> WrittenDigits:
    """Give the digits of ``unipen`` as network input; writers are called ``"apb-w0010"``.

    Parameters
    ----------
    folder, progress, form, seed
        As in ``pen_digits``.

    Raises
    ------
    DataNotFoundError, UnipenError
        If the data is not there, or not what it should be.
    """
    return _unipen("digits", False, folder, progress, form, seed)


def unipen_negatives(
    part: UnipenNegatives,
    folder: Path | None = None,
    progress: OnProgress | None = None,
    *,
    form: Form = "strokes",
    seed: int = 0,
    like_digits: bool = False,
) -> WrittenDigits:
    """Give letters or signs of ``unipen`` as network input; their labels, 0, mean nothing.

    Parameters
    ----------
    part : {"letters", "signs"}
        Which.
    folder, progress, form, seed
        As in ``pen_digits``.
    like_digits : bool
        Whether those that are drawn as digits are, ``LIKE_DIGITS``, or all others.

    Raises
    ------
    DataNotFoundError, UnipenError
        If the data is not there, or not what it should be.
    """
    return _unipen(part, like_digits, folder, progress, form, seed)


def swiss_digits(folder: Path | None = None, progress: OnProgress | None = None) -> WrittenDigits:
    """Give the scans of ``swiss-numbers`` as network input.

    Parameters
    ----------
    folder : Path or None
        The data folder; see ``find_handwriting``.
    progress : callable, optional
        Follows the preparation.

    Raises
    ------
    DataNotFoundError, SwissNumbersError, PictureError
        If the data is not there, or not what it should be.
    """
    path = find_handwriting(SWISS_NUMBERS, folder)
    return cached(
        "swiss",
        partial(_scans, path),
        source=file_sha256(path),
        how="scans",
        versions=(SWISS_NUMBERS_VERSION,),
        progress=progress,
        collection="swiss",
    )


def drawn_in_form(
    drawings: Iterable[tuple[Strokes, int, str]],
    form: Form,
    seed: int = 0,
    *,
    are_digits: bool = True,
) -> Iterator[Prepared]:
    """Bring strokes to the network's input; see ``Form``.

    Parameters
    ----------
    drawings : iterable of (strokes, label, writer)
        Strokes have x to the right and y down.
    form : {"strokes", "pictures", "varied"}
        How.
    seed : int
        Draws what the form leaves to chance.
    are_digits : bool
        Whether the labels mean anything: some noughts that are varied get a slash.
    """
    generator = np.random.default_rng(seed)
    for strokes, label, writer in drawings:
        as_picture = form == "pictures"
        if form == "varied":
            pens = VARIED_PENS
            if are_digits and label == 0 and generator.random() < CROSSED_NOUGHTS:
                strokes, pens = crossed_out(strokes, generator), SLASHING_PENS
            strokes = varied(strokes, generator)
            as_picture = generator.random() < 0.5
        if as_picture:
            size, pen = (np.exp(generator.uniform(*np.log(span))) for span in (SIZES, PENS))
            if form == "varied":  # thick pens close loops, and need as many examples as thin ones
                pen = generator.uniform(*pens)
            ink = _pictured(strokes, float(size), float(max(pen * size, THINNEST)), generator)
        else:
            ink = render_strokes(strokes)
        yield network_input(ink), label, writer


def _pictured(
    strokes: Strokes, size: float, pen_width: float, generator: np.random.Generator
) -> NDArray[np.uint8] | None:
    """Draw strokes somewhere on the canvas, and find the ink of that picture."""
    across, down = generator.uniform(0, 1, 2)
    largest = CANVAS_SIDE - 2 * EDGE - pen_width
    cell = Cell(min(size, largest), across, down, pen_width)
    return find_ink(open_picture(draw_strokes(place_strokes(strokes, cell), pen_width)))


def _unipen(
    part: UnipenPart,
    like_digits: bool,
    folder: Path | None,
    progress: OnProgress | None,
    form: Form,
    seed: int,
) -> WrittenDigits:
    path = find_unipen(part, folder)

    def drawings() -> Iterator[tuple[Strokes, int, str]]:
        for record in read_unipen(path):
            writer = f"{record.contributor}-{record.writer}"
            if part == "digits":
                yield record.strokes, _digit(path, record.label), writer
            elif (record.label in LIKE_DIGITS) == like_digits:
                yield record.strokes, 0, writer

    name = "unipen" if part == "digits" else f"unipen {part}"
    return cached(
        _titled(f"{name} like digits" if like_digits else name, form, seed),
        lambda: drawn_in_form(drawings(), form, seed, are_digits=part == "digits"),
        source=file_sha256(path),
        how=f"{_how(form, seed)} {part} {like_digits}",
        versions=(UNIPEN_VERSION, *FORM_VERSIONS[form]),
        progress=progress,
        collection=UNIPEN.name,
    )


def _digit(path: Path, label: str) -> int:
    if len(label) != 1 or label not in "0123456789":
        raise UnipenError(
            f"{path}: expected digits, got the label {quoted(label)}", "copy the file again"
        )
    return int(label)


def _titled(name: str, form: Form, seed: int) -> str:
    return name if form == "strokes" else f"{name} {form} {seed}"


def _how(form: Form, seed: int) -> str:
    """Say all that decides what comes of strokes."""
    if form == "strokes":
        return form
    return f"{form} {seed} {SIZES} {PENS if form == 'pictures' else VARIED_PENS}"


def _scans(path: Path) -> Iterator[Prepared]:
    for scan in read_swiss_numbers(path):
        ink = find_ink(open_picture(scan.picture, name=scan.name))
        yield network_input(ink), scan.label, scan.writer
