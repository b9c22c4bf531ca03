"""Words on paper, and the rows that they stand in."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Boxes", "Row", "rows_of", "usual_lean", "with_empty_rows", "words_of"]

Boxes = NDArray[np.float64]
"""Left, top, right and bottom of each, (n, 4)."""


class Row(NamedTuple):
    """Words beside each other, and how far down, on a page that does not lean."""

    place: float
    words: Boxes


# Of the usual height: characters that are so near to each other, and beside each other, are a word.
_NEAR, _BESIDE = 0.45, 0.5
# Of the usual height: words whose middles differ by less are of one row; rows are so far apart.
_SPREAD, _APART = 0.3, 1.1
# The same of the usual distance of rows, once it is known.
_SPREAD_OF_STEP, _APART_OF_STEP = 0.2, 1.2
# Across over along: so far rows may lean.
_LEANS = np.linspace(-0.04, 0.04, 33)
# So many steps of rows, at most, are between two that hold words, and but for so much of one.
_EMPTY, _OFF = 3, 0.25
# The least number of rows that tell how far they are from each other.
_ROWS = 3


def words_of(boxes: Boxes, usual: float) -> Boxes:
    """Return the boxes of words: of characters that are near to each other, together.

    Parameters
    ----------
    boxes : (n, 4) float64
        Left, top, right and bottom of each character.
    usual : float
        The usual height of one.
    """
    words: list[list[float]] = []
    # From left to right; a word that ends too far to the left is near to none that follows.
    open_words: list[list[float]] = []
    for left, top, right, bottom in boxes[np.argsort(boxes[:, 0])].tolist():
        open_words = [word for word in open_words if left - word[2] <= _NEAR * usual]
        for word in reversed(open_words):
            if abs(top + bottom - word[1] - word[3]) < 2 * _BESIDE * usual:
                word[1], word[2], word[3] = (
                    min(word[1], top),
                    max(word[2], right),
                    max(word[3], bottom),
                )
                break
        else:
            words.append([left, top, right, bottom])
            open_words.append(words[-1])
    return np.array(words)


def _middles(words: Boxes, lean: float) -> NDArray[np.float64]:
    """Return how far down words are, on a page that does not lean."""
    x, y = (words[:, 0] + words[:, 2]) / 2, (words[:, 1] + words[:, 3]) / 2
    return np.asarray(y - lean * x)


def _density(words: Boxes, spread: float, lean: float) -> tuple[NDArray[np.float64], float]:
    """Return how many words are at each height, smoothly, and the first height."""
    middles = _middles(words, lean)
    first = float(middles.min()) - 4 * spread
    count = np.bincount(np.rint(middles - first).astype(int)).astype(np.float64)
    count = np.pad(count, (0, int(4 * spread)))[:, None]
    smooth = cv2.GaussianBlur(count, (0, 0), spread, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(smooth[:, 0] * spread * np.sqrt(2 * np.pi)), first


def usual_lean(words: Boxes, usual: float) -> float:
    """Return how far rows go down for a pixel along: where words gather most.

    Parameters
    ----------
    words : (n, 4) float64
        As ``words_of`` returns them.
    usual : float
        The usual height of a character.
    """
    found = [float((_density(words, _SPREAD * usual, lean)[0] ** 2).sum()) for lean in _LEANS]
    return float(_LEANS[int(np.argmax(found))])


def rows_of(words: Boxes, usual: float, lean: float) -> list[Row]:
    """Return the rows of words, from top to bottom.

    Parameters
    ----------
    words : (n, 4) float64
        As ``words_of`` returns them.
    usual : float
        The usual height of a character.
    lean : float
        How far rows go down for a pixel along.
    """
    rows = _gathered(words, _SPREAD * usual, _APART * usual, lean)
    if len(rows) < _ROWS:
        return rows
    # Of rows that are far from each other words may be so much farther up or down.
    step = max(usual, float(np.median(np.diff([row.place for row in rows]))))
    return _gathered(words, _SPREAD_OF_STEP * step, _APART_OF_STEP * step, lean)


def _gathered(words: Boxes, spread: float, apart: float, lean: float) -> list[Row]:
    """Return rows where words gather."""
    density, first = _density(words, spread, lean)
    reach = max(1, int(apart / 2))
    highest = cv2.dilate(density[:, None], np.ones((2 * reach + 1, 1), np.uint8))[:, 0]
    peaks = np.flatnonzero((density >= highest) & (density > 0.5))
    if not len(peaks):
        return []
    # Where two heights are as full, the peak is the first.
    peaks = peaks[np.diff(peaks, prepend=-reach - 1) > reach]
    middles = _middles(words, lean) - first
    nearest = np.abs(middles[:, None] - peaks).argmin(axis=1)
    return [
        Row(float(np.median(middles[nearest == row])) + first, words[nearest == row])
        for row in range(len(peaks))
        if (nearest == row).any()
    ]


def with_empty_rows(rows: list[Row]) -> list[Row]:
    """Return rows, and those without words where two are two or three times as far apart as usual.

    Parameters
    ----------
    rows : list of Row
        From top to bottom.
    """
    if len(rows) < _ROWS:
        return rows
    steps = np.diff([row.place for row in rows])
    ratios = steps / np.median(steps)
    counts = np.rint(ratios).astype(int)
    between = (counts > 1) & (counts <= _EMPTY) & (np.abs(ratios - counts) <= _OFF)
    found = [rows[0]]
    for row, step, count, is_so in zip(rows[1:], steps, counts, between.tolist(), strict=True):
        start = found[-1].place
        missing = range(1, count if is_so else 1)
        found += [Row(start + step * part / count, np.zeros((0, 4))) for part in missing]
        found.append(row)
    return found
