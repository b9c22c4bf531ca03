"""A line of ink read as a number: the text, how sure, what it is worth, and what else it may be."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.network import Network
from digit_recognizer.numbers.agreement import (
    SecondReading,
    second_posteriors,
    second_readings,
    together,
)
from digit_recognizer.numbers.candidates import Candidates
from digit_recognizer.numbers.formats import NumberFormat, NumberValue
from digit_recognizer.numbers.grammar import only
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.many_graphs import (
    AllowedPaths,
    Graphs,
    best,
    every_path,
    text_costs,
)
from digit_recognizer.numbers.paths import posteriors
from digit_recognizer.numbers.scorer import LABELS, NOTHING, Scorer
from digit_recognizer.numbers.segmentation import Character, Segmentation
from digit_recognizer.numbers.sweep import sweep
from digit_recognizer.numbers.verdict import NumberRule, NumberVerdict

__all__ = ["Alternative", "NumberRecognition", "read_lines"]

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


def read_lines(
    lines: Sequence[Line],
    found: Sequence[Candidates],
    scorer: Scorer,
    number_format: NumberFormat,
    rule: NumberRule,
    sweeper: Network | None = None,
) -> list[NumberRecognition]:
    """Read some lines.

    Parameters
    ----------
    lines : sequence of Line
    found : sequence of Candidates
        Of each line.
    scorer : Scorer
        For strokes or for pictures.
    number_format : NumberFormat
        Which texts may be read.
    rule : NumberRule
        When they are an answer.
    sweeper : Network, optional
        The second reader's.
    """
    if not lines:
        return []
    # The network is swept without Python's lock, while the graphs are searched.
    with ThreadPoolExecutor(1) as beside:
        swept = None if sweeper is None else beside.submit(sweep, lines, sweeper)
        graphs, places = _graphs(found, scorer)
        allowed = AllowedPaths(graphs, number_format.grammar)
        to_end = allowed.costs(every_path)
        shares = np.zeros((sum(len(each.segments) for each in found), len(LABELS)))
        shares.reshape(-1)[places] = allowed.shares(to_end)
        paths = _likeliest(allowed)
        seconds = None if swept is None else second_readings(swept.result(), number_format)
    ranked = _ranked(graphs, to_end[graphs.starts, 0], paths, seconds, number_format)
    read, stop = [], 0
    for number, (line, own) in enumerate(zip(lines, found, strict=True)):
        start, stop = stop, stop + len(own.segments)
        segmentation = Segmentation(line, own, shares[start:stop], rule.digit_rule)
        texts, second = ranked[number], None if seconds is None else seconds[number]
        if not texts:
            read.append(NumberRecognition("", 0.0, "not a number", second=second))
            continue
        arcs = paths[number].get(texts[0].text) or _arcs_of(graphs, number, texts[0].text)
        way = [divmod(place, len(LABELS)) for place in places[list(arcs)].tolist()]
        characters = [
            segmentation.character(row - start, LABELS[label])
            for row, label in way
            if label != NOTHING
        ]
        read.append(_recognition(texts, characters, segmentation, second, number_format, rule))
    return read


def _recognition(
    ranked: list[Alternative],
    characters: list[Character],
    segmentation: Segmentation,
    second: SecondReading | None,
    number_format: NumberFormat,
    rule: NumberRule,
) -> NumberRecognition:
    """Return what was read, with its verdict: the first text and its characters."""
    text, posterior = ranked[0]
    digits = [(int(each.text), each.probabilities) for each in characters if each.is_digit]
    verdict = rule(posterior, digits, None if second is None else second.text == text)
    return NumberRecognition(
        text,
        posterior,
        verdict,
        number_format.value(text),
        tuple(_judged(each, rule, verdict) for each in characters),
        tuple(ranked[:_ALTERNATIVES]),
        segmentation,
        second,
    )


def _likeliest(allowed: AllowedPaths) -> list[dict[str, tuple[int, ...]]]:
    """Return for each line the texts of the best paths, and the arcs of the best path of each."""
    to_end, found = allowed.costs(best), []
    for number in range(len(allowed.graphs)):
        texts: dict[str, tuple[int, ...]] = {}
        for path in allowed.best_paths(number, to_end, _PATHS):
            text = allowed.graphs.text(path)
            if text:
                texts.setdefault(text, path.arcs)
            if len(texts) == _WEIGHED:
                break
        found.append(texts)
    return found


def _arcs_of(graphs: Graphs, number: int, text: str) -> list[int]:
    """Return the arcs of the best path of a graph that reads a text."""
    allowed = AllowedPaths(graphs.part(number), only(text))
    (path,) = allowed.best_paths(0, allowed.costs(best), 1)
    first = graphs.leaving[int(graphs.starts[number])]
    return [first + arc for arc in path.arcs]


def _judged(character: Character, judge: NumberRule, verdict: NumberVerdict) -> Character:
    """Return a character with whether it is an answer: with the whole number, or by itself."""
    alone = not character.is_digit or judge.is_sure(int(character.text), character.probabilities)
    is_sure = verdict == "number" or (alone and character.posterior >= judge.sure_from)
    return replace(character, is_sure=is_sure)


def _graphs(found: Sequence[Candidates], scorer: Scorer) -> tuple[Graphs, NDArray[np.intp]]:
    """Return the graphs of the labels that are not hopeless, and the place of each arc.

    That is its place among the costs of all segments of all lines, (segments, labels).
    """
    costs = scorer.costs(np.concatenate([each.inputs for each in found]))
    pieces = np.array([each.pieces for each in found])
    nodes = np.cumsum([0, *(pieces + 1)])
    segments = np.concatenate([np.array(each.segments, np.intp) for each in found])
    sources, targets = (
        segments + np.repeat(nodes[:-1], [len(each.segments) for each in found])[:, None]
    ).T
    likely = costs <= costs.min(axis=1, keepdims=True) + _HOPELESS
    # Only single pieces may be no character.
    likely[:, NOTHING] = targets == sources + 1
    places = np.flatnonzero(likely)
    segment, label = np.divmod(places, len(LABELS))
    steps = np.repeat(nodes[1:] - 1, pieces + 1) - np.arange(nodes[-1])
    arcs = sources[segment], targets[segment], label, costs.reshape(-1)[places]
    return Graphs(nodes, steps, *arcs), places


def _ranked(
    graphs: Graphs,
    wholes: NDArray[np.float64],
    paths: Sequence[Iterable[str]],
    seconds: Sequence[SecondReading] | None,
    number_format: NumberFormat,
) -> list[list[Alternative]]:
    """Return the likeliest texts of each line, each with its posterior by both readers.

    Parameters
    ----------
    graphs : Graphs
        Of all readings; a path that reads a text which the format allows is allowed too.
    wholes : (lines,) float64
        What all the paths that the format allows cost together.
    paths : sequence of iterables of str
        The likeliest texts by the first reader.
    seconds, number_format
        As ``read_lines`` has them.
    """
    texts = [list(own) for own in paths]
    for own, second in zip(texts, seconds or (), strict=seconds is not None):
        if own and second.text and second.text not in own:
            own.append(second.text)
    firsts = [
        posteriors(costs, whole)
        for costs, whole in zip(text_costs(graphs, texts), wholes.tolist(), strict=True)
    ]
    for own, first in zip(texts, firsts, strict=True):
        # The second reader may read what the first has no path for.
        if first and not first[-1]:
            del own[-1], first[-1]
    heard = [None] * len(texts) if seconds is None else second_posteriors(seconds, texts)
    ranked = []
    for own, first, by_second in zip(texts, firsts, heard, strict=True):
        by_both = together(own, first, by_second, number_format)
        ranked.append(sorted(map(Alternative, own, by_both), key=lambda each: -each.posterior))
    return ranked
