"""How a line was cut into characters: every segment, and how probable it is as each character."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.networks.verdict import Verdict, VerdictRule
from digit_recognizer.numbers.candidates import Candidates
from digit_recognizer.numbers.grammar import compose, only
from digit_recognizer.numbers.graph import NO_CHARACTER, Segment
from digit_recognizer.numbers.line import Line, joined
from digit_recognizer.numbers.paths import best_path
from digit_recognizer.numbers.patterns import DIGITS
from digit_recognizer.numbers.scorer import LABELS

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
        graph, places = self.found.graph(-np.log(np.maximum(self.posteriors, _LEAST)))
        allowed, arcs = compose(graph, only(text))
        best = best_path(allowed)
        chosen = [] if best is None else arcs[list(best.arcs)].tolist()
        return [
            (int(places[arc]) // len(LABELS), graph.labels[arc])
            for arc in chosen
            if graph.labels[arc] != NO_CHARACTER
        ]

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
