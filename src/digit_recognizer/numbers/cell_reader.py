"""Reading the cells of sheets by three readers, whose posteriors are multiplied.

Two cut the ink: one along bent ways, with a network that learned from cells of photographed forms,
out of focus and cut by rules too; the other upright, with the network for single digits. The third
cuts nothing: it is the network that is swept along lines of all kinds. They go wrong in different
ways.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.networks.verdict import VerdictRule
from digit_recognizer.nn.network import CHUNK
from digit_recognizer.nn.reader import Reader
from digit_recognizer.numbers.candidates import Candidates, Probabilities, candidates
from digit_recognizer.numbers.formats import NumberFormat
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.network import segment_architecture
from digit_recognizer.numbers.one_hand import PageDigits, in_one_hand
from digit_recognizer.numbers.patterns import DIGITS, without_marks
from digit_recognizer.numbers.picture_pieces import cut_lines
from digit_recognizer.numbers.reading import Alternative, NumberRecognition, read_lines
from digit_recognizer.numbers.scorer import Scorer, shipped_scorer
from digit_recognizer.numbers.shipped_tensors import network_of, shipped_tensors
from digit_recognizer.numbers.sweep import shipped_sweeper
from digit_recognizer.numbers.verdict import NumberRule
from digit_recognizer.numbers.writing import lines_of_writing

__all__ = ["CELLS", "PAGE_DIGITS", "UNREAD", "CellReader", "agreed"]

CELLS = "cells.safetensors"
"""The file of the package with the network for cells and its scorer."""

PAGE_DIGITS = "page_digits.safetensors"
"""The file of the package with what digits of pages look like to that network."""

# Of 1,100 numbers in simulated cells, sharp or nearly so, of writers left out, 61 % have at least
# this posterior, and 1.1 % of all are then answered with a wrong digit; from 0.95 on 66 and 1.9 %.
# These cells are harder than those of real sheets. A wrong answer that is not marked is worse than
# many marked doubts, so the higher one is asked.
_SURE_FROM = 0.99
# The same of what is weighed anew beside the other cells of its page: of 790 numbers of synthetic
# sheets, two thirds of them out of focus, 16 are between this and 0.99, and none of them is wrong.
_SURE_IN_ONE_HAND = 0.985
# What the second of them says counts so much, in logarithms.
_WEIGHT = 0.4
# What a reader does not list among its readings has this posterior: it may be wrong altogether.
_UNLISTED = 0.001
# So many cells are read at once, which bounds the memory; and after so many segments of a page none
# is, which bounds the time: 400 numbers have some 15,000, noise that looks like a table 33,000.
_AT_ONCE, _MOST_SEGMENTS = 64, 16_000

UNREAD = NumberRecognition("", 0.0, "not sure")
"""Of a cell that is not read, as there is too much ink on its page."""


class CellReader:
    """Reads the ink of cells.

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
        self._sweeper = shipped_sweeper()
        self._scorer = Scorer.of(tensors, prefix="scorer.")
        self._alone = alone
        self._rule = NumberRule(rule, _SURE_FROM, 0.0, _SURE_FROM, 0.0)

    def read(
        self, inks: Sequence[NDArray[np.uint8]], wanted: Sequence[NumberFormat]
    ) -> list[list[NumberRecognition]]:
        """Return what stands in each line of some cells.

        Parameters
        ----------
        inks : sequence of (height, width) uint8
            As ``find_ink`` returns them.
        wanted : sequence of NumberFormat
            Of each cell.

        Returns
        -------
        list of lists of NumberRecognition
            ``UNREAD`` after more ink than a page of numbers has.
        """
        read: dict[int, list[NumberRecognition]] = {}
        segments = 0
        for name in dict.fromkeys(each.name for each in wanted):
            those = [at for at, each in enumerate(wanted) if each.name == name]
            for some in (those[at : at + _AT_ONCE] for at in range(0, len(those), _AT_ONCE)):
                if segments > _MOST_SEGMENTS:
                    read |= {at: [UNREAD] for at in some}
                    continue
                found, more = self._read([inks[at] for at in some], wanted[some[0]])
                segments += more
                read |= zip(some, found, strict=True)
        return [read[at] for at in range(len(inks))]

    def _read(
        self, inks: Sequence[NDArray[np.uint8]], wanted: NumberFormat
    ) -> tuple[list[list[NumberRecognition]], int]:
        """Return what stands in each line of each cell, all of one format, and their segments."""
        writings = [lines_of_writing(ink) for ink in inks]
        flat = [line for lines in writings for line in lines]
        bent, straight = cut_lines(flat), cut_lines(flat, bent=False)
        lines, others = ([line for line in cut if line is not None] for cut in (bent, straight))
        found, sweeper = self._candidates(lines), self._sweeper
        alone = candidates(others, None, self._alone)
        first = iter(read_lines(lines, found, self._scorer, wanted, self._rule, sweeper))
        second = iter(read_lines(others, alone, shipped_scorer("cells"), wanted, self._rule))
        read, stop = [], 0
        for own in writings:
            cell = slice(stop, stop := stop + len(own))
            ones = [next(first) for line in bent[cell] if line is not None]
            by_second = [next(second) for line in straight[cell] if line is not None]
            if len(ones) != len(by_second):
                read.append([_unsure(each) for each in ones])
            else:
                read.append([agreed(*both) for both in zip(ones, by_second, strict=True)])
        return read, sum(len(each.segments) for each in (*found, *alone))

    def in_one_hand(self, reads: Sequence[NumberRecognition]) -> list[NumberRecognition]:
        """Return what was read on a page, weighed anew by how its digits are written there."""
        return in_one_hand(reads, self.hidden, _page_digits(), _SURE_IN_ONE_HAND)

    def hidden(self, images: NDArray[np.uint8]) -> NDArray[np.floating]:
        """Return what the hidden layer of the first network makes of images, (n, units)."""
        network = self._network.network
        found = []
        for start in range(0, len(images), CHUNK):
            some = network.architecture.encoding(images[start : start + CHUNK])
            *_, values, _ = network.forward(some)
            found.append(values.reshape(-1, values.shape[-1]).T)
        return np.concatenate(found)

    def _candidates(self, lines: Sequence[Line]) -> list[Candidates]:
        # Single digits, too, are judged by the network that knows digits out of focus.
        return [
            replace(found, probabilities=np.exp(found.logs[:, : len(DIGITS)]))
            for found in candidates(lines, self._network.probabilities, _not_asked)
        ]


@cache
def _page_digits() -> PageDigits:
    return PageDigits(**shipped_tensors(PAGE_DIGITS))


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
    if not one.text:
        return one
    posteriors = _posteriors(dict(one.alternatives), dict(other.alternatives))
    best = max((one, other), key=lambda each: posteriors.get(each.text, 0.0))
    confidence = posteriors[best.text]
    ranked = sorted(posteriors, key=lambda text: (text != best.text, -posteriors[text]))
    is_sure = other.verdict != "not a number" and confidence >= _SURE_FROM
    is_number = one.verdict != "not a number"
    return replace(
        best,
        confidence=confidence,
        verdict=("number" if is_sure else "not sure") if is_number else one.verdict,
        # Upright cuts leave a point outside of the digits' boxes.
        characters=other.characters if is_number and one.text == other.text else best.characters,
        alternatives=tuple(Alternative(text, posteriors[text]) for text in ranked[:5]),
        segmentation=one.segmentation,
        second=one.second,
    )


def _posteriors(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    """Return how probable each text is by the first and third reader, and by the second.

    They are asked for its digits first, then for its mark: who has no sign for a point may know the
    digits.
    """
    by_text = {text: _product(one.get(text, 0.0), other.get(text, 0.0)) for text in one | other}
    by_digits = [_sums(known) for known in (one, other, by_text)]
    digits = {
        text: _product(*(known.get(text, 0.0) for known in by_digits[:2])) for text in by_digits[2]
    }
    unlisted = _product(*(1 - sum(known.values()) for known in (one, other)))
    whole = sum(digits.values()) + unlisted
    shares = ((text, without_marks(text)) for text in by_text)
    return {text: digits[own] / whole * by_text[text] / by_digits[2][own] for text, own in shares}


def _sums(known: Mapping[str, float]) -> dict[str, float]:
    """Return how probable some texts are, whatever their mark."""
    sums: dict[str, float] = {}
    for text, posterior in known.items():
        own = without_marks(text)
        sums[own] = sums.get(own, 0.0) + posterior
    return sums


def _product(first: float, second: float) -> float:
    return float(max(_UNLISTED, first) * max(_UNLISTED, second) ** _WEIGHT)


def _unsure(read: NumberRecognition) -> NumberRecognition:
    """Return a line that the readers do not agree on as one: nothing else makes it sure."""
    verdict = "not sure" if read.verdict == "number" else read.verdict
    return replace(read, verdict=verdict, segmentation=None)
