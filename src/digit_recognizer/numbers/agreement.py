"""What the second reader makes of a line, and what the two readers make of it together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.column_criterion import column_costs
from digit_recognizer.numbers.formats import NumberFormat
from digit_recognizer.numbers.grammar import Grammar
from digit_recognizer.numbers.many_graphs import AllowedPaths, best, every_path
from digit_recognizer.numbers.paths import posteriors
from digit_recognizer.numbers.patterns import DIGITS, SIGNS
from digit_recognizer.numbers.scorer import LABELS, NOTHING
from digit_recognizer.numbers.sweep import Sweep, sweep_graphs

__all__ = ["SecondReading", "second_posteriors", "second_readings", "together"]

# What the second reader says of a text counts so much, in logarithms, and no less than that.
_WEIGHT, _LEAST = 0.6, 1e-5
# What is more probable is the likeliest; else it is looked for among the texts of so many paths.
_MOST, _PATHS = 0.5, 8
# So many times less probable is a text that people seldom write.
_UNUSUAL = 20.0
_ANYTHING = Grammar((dict.fromkeys(DIGITS + SIGNS, 0),), frozenset({0}))


@dataclass(frozen=True)
class SecondReading:
    """What the second reader makes of a line.

    Attributes
    ----------
    text : str
        What it reads; empty where it reads nothing that the format allows.
    sweep : Sweep
        Its scores along the line.
    whole : float
        What all strings cost together that the format allows. Where the likeliest of all is
        allowed, and any format is, they are all.
    """

    text: str
    sweep: Sweep
    whole: float = field(repr=False)

    def posteriors(self, texts: Sequence[str]) -> list[float]:
        """Return the probability of each of some texts of the format among all that it allows."""
        return second_posteriors([self], [texts])[0]


def second_posteriors(
    readings: Sequence[SecondReading], texts: Sequence[Sequence[str]]
) -> list[list[float]]:
    """Return ``posteriors`` of many lines at once, for some texts of each."""
    costs = _costs([each.sweep for each in readings], texts)
    return [posteriors(own, each.whole) for own, each in zip(costs, readings, strict=True)]


def second_readings(swept: Sequence[Sweep], number_format: NumberFormat) -> list[SecondReading]:
    """Return what the second reader makes of its scores for some lines.

    Parameters
    ----------
    swept : sequence of Sweep
    number_format : NumberFormat
        Of all of them.
    """
    grammar = number_format.grammar
    plain = [_likeliest_labels(each) for each in swept]
    free = [number_format.usual is not None and grammar.allows(text) for text in plain]
    # The probabilities of each column add up to one, those of all texts too.
    found = {
        number: SecondReading(plain[number], each, 0.0)
        for number, each in enumerate(swept)
        if free[number] and each.probabilities.max(axis=1).prod() >= _MOST
    }
    for is_free in (True, False):
        numbers = [at for at in range(len(swept)) if at not in found and free[at] == is_free]
        if numbers:
            read = _by_graphs([swept[at] for at in numbers], grammar, is_free=is_free)
            found |= zip(numbers, read, strict=True)
    return [found[number] for number in range(len(swept))]


def _likeliest_labels(swept: Sweep) -> str:
    """Return what the likeliest label of each column reads."""
    likeliest = swept.probabilities.argmax(axis=1).tolist()
    return "".join(
        LABELS[label]
        for before, label in pairwise((NOTHING, *likeliest))
        if label not in (NOTHING, before)
    )


def _by_graphs(swept: Sequence[Sweep], grammar: Grammar, *, is_free: bool) -> list[SecondReading]:
    """Return the likeliest text of each line, of those that its best paths read.

    A text is laid over the columns in many ways, and none of them need be the best path of all.

    Parameters
    ----------
    swept : sequence of Sweep
    grammar : Grammar
        Of the texts.
    is_free : bool
        Whether what the grammar does not allow takes part in the sum too.
    """
    graphs = sweep_graphs([each.probabilities for each in swept])
    allowed = AllowedPaths(graphs, _ANYTHING if is_free else grammar)
    wholes = np.zeros(len(graphs))
    if not is_free:
        wholes = allowed.costs(every_path)[graphs.starts, 0]
    to_end = allowed.costs(best)
    tried = []
    for number, whole in enumerate(wholes.tolist()):
        paths = allowed.best_paths(number, to_end, 1 + _PATHS)
        likeliest = list(islice(paths, 1))
        if likeliest and likeliest[0].cost - whole >= -np.log(_MOST):
            likeliest += paths
        texts = dict.fromkeys(map(graphs.text, likeliest))
        tried.append([text for text in texts if grammar.allows(text)])
    return [
        SecondReading(texts[int(np.argmin(costs))] if texts else "", each, whole)
        for each, texts, costs, whole in zip(
            swept, tried, _costs(swept, tried), wholes.tolist(), strict=True
        )
    ]


def _costs(swept: Sequence[Sweep], texts: Sequence[Sequence[str]]) -> list[NDArray[np.float64]]:
    """Return what all ways to lay each of some texts over the columns of its line cost together."""
    rows = [each.probabilities for each, own in zip(swept, texts, strict=True) for _ in own]
    columns = [len(row) for row in rows]
    padded = np.zeros((len(rows), max(columns, default=0), len(LABELS)))
    for place, row in zip(padded, rows, strict=True):
        place[: len(row)] = row
    costs = column_costs(padded, columns, [text for own in texts for text in own])
    return np.split(costs, np.cumsum([len(own) for own in texts])[:-1])


def together(
    texts: Sequence[str],
    first: Sequence[float],
    second: Sequence[float] | None,
    number_format: NumberFormat,
) -> list[float]:
    """Return the posteriors of some texts by both readers, and by what people write.

    Parameters
    ----------
    texts : sequence of str
        That the format allows.
    first : sequence of float
        What the first reader gives to each. What it gives to others than these stays with
        them, as if the second thought nothing of it.
    second : sequence of float or None
        What the second reader gives to each, where it was asked.
    number_format : NumberFormat
        Which texts people write in it.
    """
    others = max(0.0, 1 - float(np.sum(first)))
    if second is None:
        return list(first)
    heard = np.array(first)
    if number_format.usual is not None:
        usual = np.array([number_format.usual.allows(text) for text in texts])
        heard = heard * np.where(usual, 1, 1 / _UNUSUAL)
        others /= _UNUSUAL
    heard = heard * np.maximum(second, _LEAST) ** _WEIGHT
    others *= _LEAST**_WEIGHT
    total = float(heard.sum()) + others
    return (heard / total).tolist() if total > 0 else list(first)
