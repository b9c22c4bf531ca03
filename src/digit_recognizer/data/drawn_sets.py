"""What this project draws to learn from, brought through the pipeline: negatives and rare forms."""

from collections.abc import Iterator
from functools import partial

from digit_recognizer.data.drawn_forms import FORMS_VERSION, drawn_forms
from digit_recognizer.data.drawn_negatives import NEGATIVES_VERSION, draw_negatives
from digit_recognizer.data.pen_canvas import CANVAS_VERSION
from digit_recognizer.data.prepared import OnProgress, Prepared, cached, network_input
from digit_recognizer.data.prepared_sets import Form, drawn_in_form
from digit_recognizer.data.stroke_variation import VARIATION_VERSION
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.ink import find_ink, open_picture

__all__ = ["drawn_digits", "drawn_negatives"]


def drawn_negatives(
    count: int, progress: OnProgress | None = None, *, seed: int = 0
) -> WrittenDigits:
    """Give drawings that are no digits as network input; their labels, 0, mean nothing.

    Parameters
    ----------
    count : int
        How many.
    progress : callable, optional
        Follows the preparation.
    seed : int
        Draws them.
    """
    return cached(
        "negatives",
        partial(_negatives, count, seed),
        how=f"{count} {seed}",
        versions=(NEGATIVES_VERSION,),
        progress=progress,
    )


def drawn_digits(count: int, progress: OnProgress | None = None, *, seed: int = 0) -> WrittenDigits:
    """Give digits in rare forms, drawn by rule, as network input: half as strokes.

    Parameters
    ----------
    count : int
        How many.
    progress : callable, optional
        Follows the preparation.
    seed : int
        Draws them.
    """
    return cached(
        "forms",
        partial(_forms, count, seed),
        how=f"{count} {seed}",
        versions=(FORMS_VERSION, CANVAS_VERSION, VARIATION_VERSION),
        progress=progress,
    )


def _forms(count: int, seed: int) -> Iterator[Prepared]:
    forms: tuple[Form, ...] = ("strokes", "pictures")
    for index, form in enumerate(forms):
        drawn = drawn_forms(count // 2 + index * (count % 2), seed + index)
        yield from drawn_in_form(((strokes, digit, "") for strokes, digit in drawn), form, seed)


def _negatives(count: int, seed: int) -> Iterator[Prepared]:
    for picture in draw_negatives(count, seed):
        yield network_input(find_ink(open_picture(picture))), 0, ""
