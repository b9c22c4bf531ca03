"""Numbers put together from one writer's single digits and signs, as pen strokes.

Signs stand where people wrote them: beside a digit, as high and as large against it as somebody's
hand had it.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.unipen import Neighbour, UnipenRecord

__all__ = ["ComposedStrokes", "PlacedSign", "compose_strokes", "placed_signs", "random_text"]

Strokes = Sequence[NDArray[np.float64]]

# Of the digits' height: gaps between neighbours, and how far digits leave the line or their size.
_GAPS = (-0.12, 0.5)
_UNEVEN, _UNLIKE = 0.06, 0.05
# What is a sign at most, and how far from the line at most, of the digits' height.
_LARGEST, _FARTHEST = 1.8, 1.5


class PlacedSign(NamedTuple):
    """A sign in units of the height of a digit beside it.

    Attributes
    ----------
    label : str
    strokes : tuple of (n, 2) float64
        x from the sign's left edge; y down, 0 where the digit stands.
    """

    label: str
    strokes: tuple[NDArray[np.float64], ...]


class ComposedStrokes(NamedTuple):
    """A number put together of single characters.

    Attributes
    ----------
    strokes : tuple of (n, 2) float64
        x to the right, y down.
    owners : tuple of int
        Which character, from 0, each stroke belongs to.
    """

    strokes: tuple[NDArray[np.float64], ...]
    owners: tuple[int, ...]


def placed_signs(records: Sequence[UnipenRecord]) -> list[PlacedSign]:
    """Return the signs that stand beside a digit, and where they stand against it."""
    found = []
    for record in records:
        for beside in (record.before, record.after):
            sign = None if beside is None else _placed(record, beside)
            if sign is not None:
                found.append(sign)
                break
    return found


def _placed(record: UnipenRecord, beside: Neighbour) -> PlacedSign | None:
    left, top, right, bottom = beside.box
    height = bottom - top
    if not beside.label.isdigit() or height <= 0 or right - left > 1.5 * height:
        return None
    points = np.concatenate(record.strokes)
    start = np.array([points[:, 0].min(), bottom])
    strokes = tuple((stroke - start) / height for stroke in record.strokes)
    placed = np.concatenate(strokes)
    fits = np.ptp(placed, axis=0).max() <= _LARGEST and np.abs(placed[:, 1]).max() <= _FARTHEST
    return PlacedSign(record.label, strokes) if fits else None


def compose_strokes(
    digits: dict[str, list[Strokes]],
    signs: dict[str, list[PlacedSign]],
    text: str,
    generator: np.random.Generator,
) -> ComposedStrokes:
    """Write a text with the digits of one writer.

    Parameters
    ----------
    digits : dict of str to list of strokes
        The writer's, of all that the text has.
    signs : dict of str to list of PlacedSign
        Anybody's.
    text : str
    generator : numpy.random.Generator
        Chooses digits and signs, gaps, sizes and heights.
    """
    usual = float(np.median([_height(each) for those in digits.values() for each in those])) or 1.0
    strokes: list[NDArray[np.float64]] = []
    owners: list[int] = []
    right = 0.0
    tightness = generator.uniform(*_GAPS)
    for index, character in enumerate(text):
        if character in digits:
            choices = digits[character]
            own = choices[generator.integers(len(choices))]
            points = np.concatenate(own)
            size = np.exp(generator.normal(0, _UNLIKE)) / usual
            base = np.array([points[:, 0].min(), points[:, 1].max()])
            placed = [(stroke - base) * size for stroke in own]
        else:
            placed = list(signs[character][generator.integers(len(signs[character]))].strokes)
        gap = 0.0 if not index else max(tightness, _GAPS[0]) + generator.normal(0, 0.08)
        shift = np.array([right + max(gap, _GAPS[0]), generator.normal(0, _UNEVEN)])
        moved = [stroke + shift for stroke in placed]
        strokes += moved
        owners += [index] * len(moved)
        right = max(right, float(np.concatenate(moved)[:, 0].max()))
    return ComposedStrokes(tuple(strokes), tuple(owners))


def _height(strokes: Strokes) -> float:
    return float(np.ptp(np.concatenate(strokes)[:, 1]))


def random_text(generator: np.random.Generator, signs: str) -> str:
    """Return digits, or something that people write with signs: an amount, a time, a date, a sum.

    Parameters
    ----------
    generator : numpy.random.Generator
    signs : str
        Those that there are; a text needs no other.
    """
    form = "#" if generator.random() < 0.5 else _FORMS[generator.integers(len(_FORMS))]
    text = ""
    for place in form:
        if place == "#":
            text += _digits(generator, int(generator.integers(1, 6)))
        elif place.isdigit():
            text += _digits(generator, int(place))
        else:
            text += place
    return "".join(character for character in text if character.isdigit() or character in signs)


_FORMS = (
    "#.2", "#,2", "#.1", ".2", "$#.2", "$#", "#%", "#.2%", "2%", "2:2", "2:2:2", "1:1", "2/2/2",
    "1/1/2", "2/3", "1/1", "3-4", "3-4", "1-4", "2-2-2", "1+1", "2+1", "-#", "+#", "1,3", "2,3.2",
    "$1,3.2", "#.", "#,", "1-1", "#-#", "2.2.2",
)  # fmt: skip
"""A number stands for so many digits, and # for one to five."""


def _digits(generator: np.random.Generator, count: int) -> str:
    return "".join(map(str, generator.integers(0, 10, count)))
