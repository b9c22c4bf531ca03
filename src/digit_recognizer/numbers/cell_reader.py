"""Reading the cells of sheets by three readers, whose posteriors are multiplied.

Two cut the ink: one along bent ways, with a network that learned from cells of photographed forms,
out of focus and cut by rules too; the other upright, with the network for single digits. The third
cuts nothing: LeNet-5, learned from such cells, is swept along the line. They go wrong in different
ways.
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
from digit_recognizer.numbers.sweep import window_architecture
from digit_recognizer.numbers.verdict import NumberRule

__all__ = ["CELLS", "CellReader", "agreed"]

CELLS = "cells.safetensors"
"""The file of the package with the network for cells and its scorer."""

# Of 1,300 numbers in simulated cells, sharp or nearly so, of writers left out, 58 % have at least
# this posterior, and 0.8 % of all are then answered with a wrong digit; from 0.95 on 66 and 1.8 %.
# These cells are harder than those of real sheets. A wrong answer that is not marked is worse than
# many marked doubts, so the higher one is asked.
_SURE_FROM = 0.99
# What the second of them says counts so much, in logarithms.
_WEIGHT = 0.5
# What a reader does not list among its readings has this posterior: it may be wrong altogether.
_UNLISTED = 0.001


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
        self._sweeper = network_of({"parameters": tensors["sweep"]}, window_architecture())
        self._scorer = Scorer.of(tensors, prefix="scorer.")
        self._alone = alone
        self._rule = NumberRule(rule, _SURE_FROM, 0.0, _SURE_FROM, 0.0)

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
            read_line(line, self._candidates(line), self._scorer, wanted, self._rule, self._sweeper)
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
    """Return what the readers of a cell make of it together.

    Parameters
    ----------
    one : NumberRecognition
        By the first and the third reader.
    other : NumberRecognition
        Of the same line by the second.
    """
    if one.verdict in ("not a number", "blank"):
        return one
    known = dict(one.alternatives), dict(other.alternatives)
    posteriors = {text: _product(text, known) for text in known[0] | known[1]}
    others = [{"": 1 - sum(each.values())} for each in known]
    whole = sum(posteriors.values()) + _product("", others)
    best = max((one, other), key=lambda each: posteriors.get(each.text, 0.0))
    confidence = posteriors[best.text] / whole
    ranked = sorted(posteriors, key=lambda text: (text != best.text, -posteriors[text]))
    is_sure = other.verdict != "not a number" and confidence >= _SURE_FROM
    return replace(
        best,
        confidence=confidence,
        verdict="number" if is_sure else "not sure",
        # Upright cuts leave a point outside of the digits' boxes.
        characters=other.characters if one.text == other.text else best.characters,
        alternatives=tuple(Alternative(text, posteriors[text] / whole) for text in ranked[:5]),
        second=one.second,
    )


def _product(text: str, known: Sequence[Mapping[str, float]]) -> float:
    """Return how probable a text is by the first and third reader, and by the second."""
    first, second = (max(_UNLISTED, each.get(text, 0.0)) for each in known)
    return float(first * second**_WEIGHT)


def _unsure(read: NumberRecognition) -> NumberRecognition:
    return replace(read, verdict="not sure") if read.verdict == "number" else read
