"""How a line was cut into characters: every segment, and how probable it is as each character."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.networks.verdict import Verdict, VerdictRule
from digit_recognizer.numbers.candidates import Candidates
from digit_recognizer.numbers.graph import Segment
from digit_recognizer.numbers.line import Line, joined
from digit_recognizer.numbers.patterns import DIGITS
from digit_recognizer.numbers.scorer import LABELS, NOTHING

__all__ = ["Character", "Segmentation"]

# Of a segment that is never a character.
_LEAST = 1e-12


@dataclass(frozen=True, eq=False)
class Character:
    """A segment taken for a character.

    Attributes
    ----------
    text : str
        A digit or a sign; empty where the ink is more probably no part of the number.
    segment : Segment
        Its pieces.
    box : (left, top, right, bottom)
        Where its ink is, in the unit of the drawing or picture.
    strokes : tuple of int
        Which strokes it has ink of, in the order of writing; empty for pictures.
    network_input : (28, 28) uint8
        The image that the network read.
    probabilities : (10,) float64
        What the network makes of it as a single digit.
    verdict : {"digit", "not sure", "not a digit"}
        Of those probabilities, by the rule of single digits.
    posterior : float
        The probability, among all readings, that this segment is this character.
    is_sure : bool
        Whether it is an answer by itself; of the characters of a number alone.
    """

    text: str
    segment: Segment
    box: tuple[float, float, float, float]
    strokes: tuple[int, ...]
    network_input: NDArray[np.uint8] = field(repr=False)
    probabilities: NDArray[np.float64] = field(repr=False)
    verdict: Verdict = "digit"
    posterior: float = 1.0
    is_sure: bool = False

    @property
    def is_digit(self) -> bool:
        """Whether it is a digit and no sign."""
        return self.text != "" and self.text in DIGITS

    @property
    def likeliest(self) -> int:
        """The digit of the highest probability, whatever the path takes it for."""
        return int(self.probabilities.argmax())

    @property
    def confidence(self) -> float:
        """The probability of that digit, 0 to 1."""
        return float(self.probabilities.max())

    @property
    def is_struck(self) -> bool:
        """Whether it is taken for a digit where there is none: a letter, a scrawl."""
        return self.is_digit and self.verdict == "not a digit" and not self.is_sure


@dataclass(frozen=True, eq=False)
class Segmentation:
    """All the segments of a line.

    Attributes
    ----------
    line : Line
    found : Candidates
        Its segments, and what the network makes of them.
    posteriors : (segments, labels) float64
        For each, the probability among all readings that it is this character; the labels are
        ``scorer.LABELS``. A row adds up to the probability that the line is cut so there.
    rule : VerdictRule
        For single digits.
    """

    line: Line
    found: Candidates
    posteriors: NDArray[np.float64]
    rule: VerdictRule

    @property
    def shares(self) -> NDArray[np.float64]:
        """For each segment, the probability among all readings that the line is cut so, (n,)."""
        shares: NDArray[np.float64] = np.minimum(self.posteriors.sum(axis=1), 1)
        return shares

    def likeliest(self, index: int) -> Character:
        """Return a segment as the character that it most probably is."""
        return self.character(index, LABELS[int(self.posteriors[index].argmax())])

    def path(self, text: str) -> list[tuple[int, str]]:
        """Return the segments that most probably are a text, and the character of each.

        Empty where the line cannot be cut into so many.
        """
        costs = (-np.log(np.maximum(self.posteriors, _LEAST))).tolist()
        read = [LABELS.index(character) for character in text]
        end = self.found.pieces
        # Of each node, after so many characters: what the rest costs at least.
        to_end = [[inf] * (len(read) + 1) for _ in range(end + 1)]
        to_end[end][-1] = 0.0
        leaving: list[list[tuple[int, int]]] = [[] for _ in range(end)]
        for index, (source, target) in enumerate(self.found.segments):
            leaving[source].append((index, target))

        def ways(node: int, place: int) -> Iterator[tuple[float, int, int, int]]:
            """Yield ways on: what all costs from here, the segment, its end, characters read."""
            for index, target in leaving[node]:
                if place < len(read):
                    cost = costs[index][read[place]] + to_end[target][place + 1]
                    yield cost, index, target, place + 1
                if target == node + 1:
                    yield costs[index][NOTHING] + to_end[target][place], index, target, place

        for node in reversed(range(end)):
            for place in range(len(read) + 1):
                to_end[node][place] = min((cost for cost, *_ in ways(node, place)), default=inf)
        if to_end[0][0] == inf:
            return []
        chosen, node, place = [], 0, 0
        while node < end:
            # Of equal ones the last.
            options = reversed(list(ways(node, place)))
            _, index, node, after = min(options, key=lambda way: way[0])
            if after > place:
                chosen.append((index, text[place]))
            place = after
        return chosen

    def character(self, index: int, text: str) -> Character:
        """Return a segment as one character."""
        segment = self.found.segments[index]
        inside = slice(segment.source, segment.target)
        left, top, right, bottom = joined(self.line.frames[inside]).tolist()
        strokes = {stroke for members in self.line.members[inside] for stroke in members}
        probabilities = self.found.probabilities[index].astype(np.float64)
        posterior = float(min(1, self.posteriors[index, LABELS.index(text)]))
        return Character(
            text,
            segment,
            (left, top, right, bottom),
            tuple(sorted(strokes)),
            self.found.images[index],
            probabilities,
            self.rule(probabilities),
            posterior,
        )
