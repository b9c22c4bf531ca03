"""A line of ink read as a number: the text, how sure, what it is worth, and what else it may be."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.network import Network
from digit_recognizer.numbers.agreement import SecondReading, second_reading, together
from digit_recognizer.numbers.candidates import Candidates
from digit_recognizer.numbers.formats import NumberFormat, NumberValue
from digit_recognizer.numbers.grammar import compose, only
from digit_recognizer.numbers.graph import NO_CHARACTER, Graph
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.paths import (
    best_path,
    best_paths,
    forward,
    posteriors,
    text_costs,
)
from digit_recognizer.numbers.scorer import LABELS, Scorer
from digit_recognizer.numbers.segmentation import Character, Segmentation
from digit_recognizer.numbers.sweep import sweep
from digit_recognizer.numbers.verdict import NumberRule, NumberVerdict

__all__ = ["Alternative", "NumberRecognition", "read_line"]

# Readings that are told, those that are weighed, and the paths among which these are looked for.
_ALTERNATIVES, _WEIGHED, _PATHS = 5, 8, 40
# A label that costs so much more than the cheapest of its segment changes no posterior.
_HOPELESS = 8.0


class Alternative(NamedTuple):
    """A text and its posterior: the probability among all texts that the format allows."""

    text: str
    posterior: float


@dataclass(frozen=True, eq=False)
class NumberRecognition:
    """What was read as a number.

    Attributes
    ----------
    text : str
        The likeliest text; empty where the ink has none that the format allows.
    confidence : float
        Its posterior, 0 to 1.
    verdict : {"number", "not sure", "not a number", "blank"}
        Whether ``text`` is an answer.
    value : Decimal, date, time or None
        What the text is worth, where the format says so.
    characters : tuple of Character
        From left to right.
    alternatives : tuple of Alternative
        The likeliest texts, that of the answer first.
    graph : Graph or None
        Of all readings that the format allows; None where there was no ink.
    segmentation : Segmentation or None
        How the ink was cut; None where nothing was read, and of several lines.
    second : SecondReading or None
        What the second reader made of it; None where it was not asked, and of several lines.
    lines : tuple of NumberRecognition
        Each line of a picture that has several; ``text`` is then theirs below each other, and
        confidence and verdict are those of the least sure. Empty otherwise.
    """

    text: str
    confidence: float
    verdict: NumberVerdict
    value: NumberValue | None = None
    characters: tuple[Character, ...] = field(default=(), repr=False)
    alternatives: tuple[Alternative, ...] = field(default=(), repr=False)
    graph: Graph | None = field(default=None, repr=False)
    segmentation: Segmentation | None = field(default=None, repr=False)
    second: SecondReading | None = field(default=None, repr=False)
    lines: tuple["NumberRecognition", ...] = field(default=(), repr=False)

    @property
    def answer(self) -> str | None:
        """The text, if the verdict is that it is a number; else None."""
        return self.text if self.verdict == "number" else None

    @property
    def is_agreed(self) -> bool:
        """Whether a second reader was asked and reads the same."""
        return self.second is not None and self.second.text == self.text

    @property
    def digits(self) -> tuple[Character, ...]:
        """The characters that are digits."""
        return tuple(each for each in self.characters if each.is_digit)

    def __str__(self) -> str:
        """Return the answer in one line, or what keeps it from being one."""
        if not self.text:
            return self.verdict
        sure = f"{100 * self.confidence:.1f} %"
        if self.answer is None:
            return f"{self.verdict}  nearest: {self.text} ({sure})"
        return f"{self.answer}  {sure} sure"


def read_line(
    line: Line,
    found: Candidates,
    scorer: Scorer,
    number_format: NumberFormat,
    rule: NumberRule,
    sweeper: Network | None = None,
) -> NumberRecognition:
    """Read one line.

    Parameters
    ----------
    line : Line
    found : Candidates
        Of this line.
    scorer : Scorer
        For strokes or for pictures.
    number_format : NumberFormat
        Which texts may be read.
    rule : NumberRule
        When it is an answer.
    sweeper : Network, optional
        The second reader's.
    """
    graph, places = _graph(found, scorer)
    allowed, arcs = compose(graph, number_format.grammar)
    places = places[arcs]
    second = None if sweeper is None else second_reading(sweep(line, sweeper), number_format)
    whole, paths = forward(allowed), _likeliest(allowed)
    ranked = _ranked(graph, whole.cost, list(paths), second, number_format)
    if not ranked:
        return NumberRecognition("", 0.0, "not a number", graph=allowed, second=second)
    best = ranked[0]
    shares = np.zeros((len(found.segments), len(LABELS)))
    np.add.at(shares.reshape(-1), places, whole.gradient)
    segmentation = Segmentation(line, found, shares, rule.digit_rule)
    characters = [
        segmentation.character(int(places[arc]) // len(LABELS), allowed.labels[arc])
        for arc in paths.get(best.text) or _path_of(allowed, best.text)
        if allowed.labels[arc] != NO_CHARACTER
    ]
    digits = [(int(each.text), each.probabilities) for each in characters if each.is_digit]
    agree = None if second is None else second.text == best.text
    verdict = rule(best.posterior, digits, agree)
    return NumberRecognition(
        best.text,
        best.posterior,
        verdict,
        number_format.value(best.text),
        tuple(_judged(each, rule, verdict) for each in characters),
        tuple(ranked[:_ALTERNATIVES]),
        allowed,
        segmentation,
        second,
    )


def _likeliest(graph: Graph) -> dict[str, tuple[int, ...]]:
    """Return the texts of the best paths, and the arcs of the best path of each."""
    found: dict[str, tuple[int, ...]] = {}
    for path in best_paths(graph, _PATHS):
        text = graph.text(path.arcs)
        if text:
            found.setdefault(text, path.arcs)
        if len(found) == _WEIGHED:
            break
    return found


def _path_of(graph: Graph, text: str) -> list[int]:
    """Return the arcs of the best path that reads a text."""
    constrained, arcs = compose(graph, only(text))
    best = best_path(constrained)
    assert best is not None
    return [int(arc) for arc in arcs[list(best.arcs)]]


def _judged(character: Character, judge: NumberRule, verdict: NumberVerdict) -> Character:
    """Return a character with whether it is an answer: with the whole number, or by itself."""
    alone = not character.is_digit or judge.is_sure(int(character.text), character.probabilities)
    is_sure = verdict == "number" or (alone and character.posterior >= judge.sure_from)
    return replace(character, is_sure=is_sure)


def _graph(found: Candidates, scorer: Scorer) -> tuple[Graph, NDArray[np.intp]]:
    """Return the graph of the labels that are not hopeless, and the place of each arc.

    That is its place among the costs of all segments, (segments, labels).
    """
    costs = scorer.costs(found.inputs)
    graph, places = found.graph(costs)
    segment = places // len(LABELS)
    kept = np.flatnonzero(
        (graph.costs <= costs.min(axis=1)[segment] + _HOPELESS)
        | [label == NO_CHARACTER for label in graph.labels]
    )
    lean = Graph(
        graph.nodes,
        graph.sources[kept],
        graph.targets[kept],
        tuple(graph.labels[arc] for arc in kept.tolist()),
        graph.costs[kept],
    )
    return lean, places[kept]


def _ranked(
    graph: Graph,
    whole: float,
    texts: list[str],
    second: SecondReading | None,
    number_format: NumberFormat,
) -> list[Alternative]:
    """Return the likeliest texts, each with its posterior by both readers.

    Parameters
    ----------
    graph : Graph
        Of all readings; a path that reads a text which the format allows is allowed too.
    whole : float
        What all the paths that the format allows cost together.
    texts : list of str
        The likeliest by the first reader.
    second, number_format
        As ``read_line`` has them.
    """
    if texts and second is not None and second.text and second.text not in texts:
        texts = [*texts, second.text]
    first = posteriors(text_costs(graph, texts), whole)
    # The second reader may read what the first has no path for.
    if first and not first[-1]:
        texts, first = texts[:-1], first[:-1]
    by_both = together(texts, first, second, number_format)
    ranked = map(Alternative, texts, by_both)
    return sorted(ranked, key=lambda each: -each.posterior)
