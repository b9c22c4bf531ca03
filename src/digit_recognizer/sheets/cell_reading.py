"""What stands in the cells of a page, from their ink: a number, words, or what is not sure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink import find_ink
from digit_recognizer.numbers.formats import number_format
from digit_recognizer.numbers.patterns import without_marks
from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.sheets.cells import CellInk
from digit_recognizer.sheets.column_shapes import DOUBTED_POINT, POINT_SURE_FROM
from digit_recognizer.sheets.points import placed, with_points
from digit_recognizer.sheets.table import WORDS, Alternative, Cell

__all__ = ["USUAL_FORMAT", "read_by_one_person", "written_in"]

# A cell with so many characters that are no digits holds words.
_STRUCK = 0.5
# A cell with more pieces of ink holds words.
_MOST_PIECES = 12
# Less probable places of a point are no readings.
_RARE = 0.001
# Of the height of the digits of a page: what is lower may be ditto marks, or a dash. Of 2,900 sure
# numbers of synthetic sheets none is lower than 0.53. So many sure ones tell what is usual.
_LOW, _FEWEST = 0.45, 5
_IS_LOW = "its characters are much lower than those of other numbers: they may be no digits"
_UNREAD = "it is not read: there is more ink on its page than numbers have"
USUAL_FORMAT = "(-)?#((,|.)#)?"
"""Of cells where no other is given."""


def read_by_one_person(
    numbers: NumberReader, cells: Sequence[Cell], inks: Sequence[CellInk | None]
) -> list[Cell]:
    """Return the cells of a page with what one person wrote in them.

    Parameters
    ----------
    numbers : NumberReader
    cells : sequence of Cell
        Still empty, with their formats.
    inks : sequence of CellInk or None
        Of each cell; None where nothing is written, or nothing is to be read.
    """
    read = list(cells)
    written: dict[int, NDArray[np.uint8]] = {}
    for at, (cell, ink) in enumerate(zip(cells, inks, strict=True)):
        if ink is None:
            continue
        if _holds_words(cell, ink):
            read[at] = replace(cell, state="other")
        elif (found := written_in(ink)) is not None:
            written[at] = found
    formats = [cells[at].format or USUAL_FORMAT for at in written]
    alone = numbers.read_cells(list(written.values()), formats)
    together = numbers.in_one_hand(alone)
    height = _usual_height(together)
    for (at, found), own, answer in zip(written.items(), alone, together, strict=True):
        read[at] = _as_read(cells[at], found, own, answer, height)
    return read


def written_in(ink: CellInk) -> NDArray[np.uint8] | None:
    """Return what is written in a cell, as ``find_ink`` returns it."""
    return find_ink(ink.grey, "dark-on-light", one_digit=False)


def _holds_words(cell: Cell, ink: CellInk) -> bool:
    """Tell whether a cell holds words by its format, or by its ink alone."""
    return cell.format == WORDS or ink.pieces > _MOST_PIECES


def _as_read(
    cell: Cell,
    ink: NDArray[np.uint8],
    alone: NumberRecognition,
    read: NumberRecognition,
    height: float,
) -> Cell:
    """Return a cell with what was read in it.

    Parameters
    ----------
    cell : Cell
        Still empty.
    ink : (height, width) uint8
        What is written there.
    alone, read : NumberRecognition
        As it was read by itself, and beside the other cells of its page.
    height : float
        Of the digits of its page, in pixels; 0 where that is not known.
    """
    if read.verdict == "blank":
        return cell
    if read.verdict == "not sure" and not (read.text or read.lines):
        return replace(cell, state="doubtful", confidence=0.0, doubt=_UNREAD)
    struck = sum(each.is_struck for each in read.characters) / max(1, len(read.characters))
    if read.lines or not read.text or (read.verdict == "not a number" and struck >= _STRUCK):
        return replace(
            cell, state="other", confidence=1 - read.confidence, alternatives=read.alternatives
        )
    found = placed(read, ink, number_format(cell.format or USUAL_FORMAT).grammar.allows)
    texts = {with_points(each.text) for each in found}
    alternatives = [
        Alternative(text, read.confidence * share) for text, share in found if share >= _RARE
    ]
    alternatives += [each for each in read.alternatives if with_points(each.text) not in texts]
    is_sure, has_point = read.verdict == "number", found[0].probability >= POINT_SURE_FROM
    is_other = without_marks(read.text) != without_marks(alone.text)
    is_low = _digit_height(read) < _LOW * height
    why = f"read as {alone.text}, but the sure digits of the page are like {read.text}"
    return replace(
        cell,
        text=found[0].text,
        value=number_format(cell.format or "decimal").value(found[0].text),
        state="number" if is_sure and has_point and not is_low else "doubtful",
        confidence=read.confidence * found[0].probability,
        alternatives=tuple(alternatives),
        repair=why if is_other else None,
        doubt=_IS_LOW if is_low else DOUBTED_POINT if is_sure and not has_point else None,
    )


def _usual_height(reads: Iterable[NumberRecognition]) -> float:
    """Return how high the digits of the sure numbers of a page are; 0 where these are few."""
    heights = [_digit_height(read) for read in reads if read.verdict == "number"]
    return float(np.median(heights)) if len(heights) >= _FEWEST else 0.0


def _digit_height(read: NumberRecognition) -> float:
    """Return how high the digits of a number are, in pixels; 0 where it has none."""
    heights = [each.box[3] - each.box[1] for each in read.digits]
    return float(np.median(heights)) if heights else 0.0
