"""From ink to numbers: the way through the package."""

from collections.abc import Sequence
from dataclasses import replace
from operator import length_hint

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digit_recognizer.ink import render_strokes
from digit_recognizer.networks.verdict import VerdictRule
from digit_recognizer.nn.reader import Reader
from digit_recognizer.numbers.candidates import Probabilities, candidates
from digit_recognizer.numbers.cell_reader import CellReader
from digit_recognizer.numbers.drawn_segments import DrawnSegments
from digit_recognizer.numbers.formats import number_format
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.network import shipped_network
from digit_recognizer.numbers.patterns import DIGITS
from digit_recognizer.numbers.picture_pieces import lines_of_ink
from digit_recognizer.numbers.reading import NumberRecognition, read_lines
from digit_recognizer.numbers.scorer import shipped_scorer
from digit_recognizer.numbers.stroke_pieces import line_of_strokes
from digit_recognizer.numbers.sweep import shipped_sweeper
from digit_recognizer.numbers.verdict import NumberRule

__all__ = ["NumberReader"]

# A drawing of more is no number: a hundred digits have fewer, and time grows with their square.
_MOST_STROKES = 400
# Of a digit that is out of the question.
_LEAST = 1e-9

_WORST_FIRST = ("not a number", "not sure", "number")


class NumberReader:
    """Reads numbers, with the network for segments and that for single digits together.

    Parameters
    ----------
    probabilities : callable
        The network for single digits: from images (n, 28, 28) uint8 to probabilities (n, 10).
    rule : VerdictRule
        By which single digits of that network are judged.
    shipped : callable, optional
        Where that network reads with a person's hand, the same without. The network for segments
        learned no hand: its digits become more and less probable by the same factors.
    """

    def __init__(
        self,
        probabilities: Probabilities,
        rule: VerdictRule,
        shipped: Probabilities | None = None,
    ) -> None:
        self._alone = probabilities
        self._shipped = shipped
        self._segments = Reader(shipped_network())
        self._sweeper = shipped_sweeper()
        self._rule = NumberRule(rule)
        self._cells = CellReader(probabilities, rule)

    def warm_up(self, *, compiles: bool = True) -> bool:
        """Load compiled code for the network of segments, as ``nn.reader.Reader.warm_up`` does."""
        return self._segments.warm_up(compiles=compiles)

    def read_strokes(
        self,
        strokes: Sequence[ArrayLike],
        format_name: str | None = None,
        *,
        second: bool = True,
        drawn: DrawnSegments | None = None,
    ) -> NumberRecognition:
        """Read the number that pen strokes draw, in one line.

        Parameters
        ----------
        strokes : sequence of (n, 2) arrays
            x to the right, y down, any unit.
        format_name : str, optional
            A format or pattern (``numbers.formats``); by default any number.
        second : bool
            Whether the second reader is asked, which takes as long again; without it, less is sure.
        drawn : DrawnSegments, optional
            Of this drawing, which grows: what did not change is not drawn anew.

        Raises
        ------
        StrokeError, PatternError
            If the strokes or the format are not such.
        """
        if length_hint(strokes) > _MOST_STROKES:
            is_blank = render_strokes(strokes) is None
            return NumberRecognition("", 0.0, "blank" if is_blank else "not a number")
        line = line_of_strokes(strokes, drawn)
        lines = [] if line is None else [line]
        return self._read(lines, format_name, "strokes", second=second)

    def read_ink(
        self, ink: NDArray[np.uint8] | None, format_name: str | None = None
    ) -> NumberRecognition:
        """Read the numbers in the ink of a picture, one in each line of writing.

        Parameters
        ----------
        ink : (height, width) uint8 or None
            As ``find_ink`` returns it.
        format_name : str, optional
            As above; of each line.

        Raises
        ------
        PatternError
            If the format is not such.
        """
        lines = [] if ink is None else lines_of_ink(ink)
        return self._read(lines, format_name, "pictures")

    def read_cells(
        self, inks: Sequence[NDArray[np.uint8]], format_names: Sequence[str | None]
    ) -> list[NumberRecognition]:
        """Read the ink of cells of a sheet, each as ``read_ink`` reads that of a picture.

        By three readers (``numbers.cell_reader``), which have all cells before them at once.

        Parameters
        ----------
        inks : sequence of (height, width) uint8
        format_names : sequence of str or None
            As above; of each cell.

        Raises
        ------
        PatternError
            If a format is not such.
        """
        formats = [number_format(name) for name in format_names]
        read = self._cells.read(inks, formats)
        return [_together([each for each in lines if each.text] or lines) for lines in read]

    def in_one_hand(self, reads: Sequence[NumberRecognition]) -> list[NumberRecognition]:
        """Return what ``read_cells`` read on a page that one person wrote, each beside the others.

        Its own digits, where they are sure, tell of those that are not (``numbers.one_hand``).
        """
        return self._cells.in_one_hand(reads)

    def hidden_of_cells(self, images: NDArray[np.uint8]) -> NDArray[np.floating]:
        """Return what the network for cells makes of images in its hidden layer, (n, units)."""
        return self._cells.hidden(images)

    def _read_segments(self, images: NDArray[np.uint8]) -> NDArray[np.floating]:
        """Return the probability of each label, (n, labels)."""
        said = self._segments.probabilities(images)
        if self._shipped is not None:
            digits = len(DIGITS)
            said[:, :digits] *= self._alone(images) / np.maximum(self._shipped(images), _LEAST)
            said /= said.sum(axis=1, keepdims=True)
        return said

    def _read(
        self, lines: Sequence[Line], format_name: str | None, of: str, *, second: bool = True
    ) -> NumberRecognition:
        """Read lines by one reader or both, with what was learned for strokes or for pictures."""
        found = candidates(lines, self._read_segments, self._alone, averages=True)
        sweeper = self._sweeper if second else None
        read = read_lines(
            lines, found, shipped_scorer(of), number_format(format_name), self._rule, sweeper
        )
        return _together([each for each in read if each.text] or read)


def _together(lines: Sequence[NumberRecognition]) -> NumberRecognition:
    """Return one line as it is; of several, their texts below each other, as sure as the least."""
    if not lines:
        return NumberRecognition("", 0.0, "blank")
    if len(lines) == 1:
        return lines[0]
    least = min(lines, key=lambda each: (_WORST_FIRST.index(each.verdict), each.confidence))
    return replace(
        least,
        text="\n".join(each.text for each in lines),
        value=None,
        characters=tuple(character for each in lines for character in each.characters),
        alternatives=(),
        second=None,
        lines=tuple(lines),
    )
