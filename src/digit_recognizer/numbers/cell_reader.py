"""Reading the cells of sheets by two readers; where both agree, the answer is sure.

One has a network that learned from cells of photographed forms, out of focus and cut by rules too,
and cuts along bent ways; the other has the network for single digits and upright cuts. They go
wrong in different ways.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.networks.verdict import VerdictRule
from digit_recognizer.nn.reader import Reader
from digit_recognizer.numbers.candidates import Candidates, Probabilities, candidates
from digit_recognizer.numbers.formats import NumberFormat
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.network import segment_architecture
from digit_recognizer.numbers.patterns import DIGITS
from digit_recognizer.numbers.picture_pieces import lines_of_ink
from digit_recognizer.numbers.reading import Alternative, NumberRecognition, read_line
from digit_recognizer.numbers.scorer import Scorer, shipped_scorer
from digit_recognizer.numbers.shipped_tensors import network_of, shipped_tensors
from digit_recognizer.numbers.verdict import NumberRule

__all__ = ["CELLS", "CellReader", "agreed"]

CELLS = "cells.safetensors"
"""The file of the package with the network for cells and its scorer."""

# The readers give a sure answer at least these posteriors. Of 509 numbers in simulated photographs,
# no more than a little out of focus, of writers whom neither met, 59 % are answered so; 0.4 % are
# answered with a wrong digit, 1.0 % without their point, 0.6 % without a digit whose ink was lost.
_SURE_FROM, _OTHER_SURE_FROM = 0.7, 0.5
# What a reader does not list among its readings has this posterior: it may be wrong altogether.
_UNLISTED = 0.01


class CellReader:
    """Reads the ink of a cell.

    Parameters
    ----------
    alone : callable
        The network for single digits: from images (n, 28, 28) uint8 to probabilities (n, 10).
    rule : VerdictRule
        By which single digits of that network are judged.
    """

    def __init__(self, alone: Probabilities, rule: VerdictRule) -> None:
        tensors = shipped_tensors(CELLS)
        self._network = Reader(network_of(tensors, segment_architecture()))
        self._scorer = Scorer.of(tensors, prefix="scorer.")
        self._alone = alone
        self._rule = NumberRule(rule, _SURE_FROM, 0.0)

    def read(self, ink: NDArray[np.uint8], wanted: NumberFormat) -> list[NumberRecognition]:
        """Return what stands in each line of a cell.

        Parameters
        ----------
        ink : (height, width) uint8
            As ``find_ink`` returns it.
        wanted : NumberFormat
        """
        lines, others = lines_of_ink(ink), lines_of_ink(ink, bent=False)
        first = [
            read_line(line, self._candidates(line), self._scorer, wanted, self._rule)
            for line in lines
        ]
        if len(lines) != len(others):
            return [_unsure(each) for each in first]
        scorer = shipped_scorer("cells")
        second = [
            read_line(line, candidates(line, None, self._alone), scorer, wanted, self._rule)
            for line in others
        ]
        return [agreed(one, other) for one, other in zip(first, second, strict=True)]

    def _candidates(self, line: Line) -> Candidates:
        found = candidates(line, self._network.probabilities, _not_asked)
        # Single digits, too, are judged by the network that knows digits out of focus.
        return replace(found, probabilities=np.exp(found.logs[:, : len(DIGITS)]))


def _not_asked(images: NDArray[np.uint8]) -> NDArray[np.floating]:
    return np.zeros((len(images), len(DIGITS)))


def agreed(one: NumberRecognition, other: NumberRecognition) -> NumberRecognition:
    """Return the first reading, sure if the second is the same.

    Parameters
    ----------
    one, other : NumberRecognition
        Of the same line by two readers, each with its alternatives.
    """
    if one.verdict in ("not a number", "blank"):
        return one
    # A point that is plain to one of them is sooner lost by the other than read where none is.
    has_point = _digits(one) == _digits(other) and len(other.text) > len(one.text)
    if has_point and other.confidence >= _SURE_FROM:
        one, other = other, one
    known = dict(one.alternatives), dict(other.alternatives)
    posteriors = {text: _product(text, known) for text in known[0] | known[1]}
    whole = sum(posteriors.values())
    ranked = sorted(posteriors, key=lambda text: (text != one.text, -posteriors[text]))
    is_sure = (
        one.text == other.text
        and other.verdict != "not a number"
        and one.confidence >= _SURE_FROM
        and other.confidence >= _OTHER_SURE_FROM
    )
    return replace(
        one,
        confidence=posteriors[one.text] / whole,
        verdict="number" if is_sure else "not sure",
        # Upright cuts leave a point outside of the digits' boxes.
        characters=other.characters if one.text == other.text else one.characters,
        alternatives=tuple(Alternative(text, posteriors[text] / whole) for text in ranked[:5]),
    )


def _digits(read: NumberRecognition) -> str:
    return "".join(filter(str.isdigit, read.text))


def _product(text: str, known: Sequence[Mapping[str, float]]) -> float:
    return float(np.prod([max(_UNLISTED, each.get(text, 0.0)) for each in known]))


def _unsure(read: NumberRecognition) -> NumberRecognition:
    return replace(read, verdict="not sure") if read.verdict == "number" else read
