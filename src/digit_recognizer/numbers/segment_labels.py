"""What each candidate of a line is, where it is known which ink belongs to which character.

Of numbers that are put together of single digits it is known by construction; of others, from the
best path that reads the text. From these labels a network learns what halves, pairs and slivers of
digits look like.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.graph import Segment
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.picture_pieces import PictureSegments
from digit_recognizer.numbers.scorer import LABELS, NOTHING

__all__ = ["UNCLEAR", "ink_of_pictures", "ink_of_strokes", "labels_of_segments"]

UNCLEAR = -1
"""The label of a segment that is nearly a character, but not quite."""

# So much of a segment's ink belongs to the character, and so much of the character's to it.
_SAME, _NEARLY = 0.8, 0.6
# With so much of each of two characters it is none of them.
_HALF = 0.5

_Amounts = NDArray[np.float64]


def ink_of_pictures(
    line: Line, ink: NDArray[np.uint8], owners: NDArray[np.integer], characters: int
) -> _Amounts:
    """Return how much ink of each character each piece has.

    Parameters
    ----------
    line : Line
        Of a picture.
    ink : (height, width) uint8
        The picture.
    owners : (height, width) int
        Which character, from 0, each pixel belongs to; -1 for none.
    characters : int

    Returns
    -------
    (pieces + 1, characters) float64
        The last row is ink that no piece has.
    """
    segments = line.network_input
    assert isinstance(segments, PictureSegments)
    pieces = np.full(ink.shape, len(line), np.intp)
    top, left = segments.corner
    height, width = segments.numbered.shape
    inside = segments.numbered.astype(np.intp) - 1
    pieces[top : top + height, left : left + width] = np.where(inside < 0, len(line), inside)
    amounts = np.zeros((len(line) + 1, characters))
    known = owners >= 0
    np.add.at(amounts, (pieces[known], owners[known]), ink[known] / 255)
    return amounts


def ink_of_strokes(line: Line, owners: Sequence[int], characters: int) -> _Amounts:
    """Return the same for pen strokes, of which each belongs to one character.

    Parameters
    ----------
    line : Line
        Of pen strokes.
    owners : sequence of int
        The character of each stroke.
    characters : int
    """
    amounts = np.zeros((len(line) + 1, characters))
    # Strokes are not measured along their way: a box says well enough how much of a digit it is.
    sides = line.boxes[:, 2:] - line.boxes[:, :2]
    for piece, members in enumerate(line.members):
        for stroke in members:
            amounts[piece, owners[stroke]] += sides[piece].sum() + 0.05
    return amounts


def labels_of_segments(
    amounts: _Amounts, segments: Sequence[Segment], text: str
) -> NDArray[np.intp]:
    """Return the place of each segment's label in ``LABELS``.

    Parameters
    ----------
    amounts : (pieces + 1, characters) float64
        As the functions above give them.
    segments : sequence of Segment
    text : str
        The characters.

    Returns
    -------
    (segments,) intp
        That of no character for halves, pairs and slivers; ``UNCLEAR`` where it is neither.
    """
    before = np.concatenate((np.zeros((1, len(text))), np.cumsum(amounts, axis=0)))
    sources, targets = np.array(segments, np.intp).T
    inside = before[targets] - before[sources]
    characters = inside.argmax(axis=1)
    own = inside[np.arange(len(segments)), characters]
    purity = own / np.maximum(inside.sum(axis=1), 1e-9)
    share = own / np.maximum(amounts.sum(axis=0)[characters], 1e-9)
    agreement = np.minimum(purity, share)
    every = [LABELS.index(character) for character in text]
    labels: NDArray[np.intp] = np.array(every, np.intp)[characters]
    labels[agreement < _SAME] = UNCLEAR
    labels[agreement < _NEARLY] = NOTHING
    # A small sign changes a digit little, but it must not be lost in it.
    whole = inside >= _HALF * np.maximum(amounts.sum(axis=0), 1e-9)
    labels[whole.sum(axis=1) > 1] = NOTHING
    return labels
