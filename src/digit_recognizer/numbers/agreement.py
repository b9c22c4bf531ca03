"""What the second reader makes of a line, and what the two readers make of it together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from digit_recognizer.numbers.column_criterion import column_costs
from digit_recognizer.numbers.formats import NumberFormat
from digit_recognizer.numbers.grammar import Grammar, compose
from digit_recognizer.numbers.graph import Graph
from digit_recognizer.numbers.paths import all_paths_cost, best_paths, posteriors
from digit_recognizer.numbers.scorer import LABELS, NOTHING
from digit_recognizer.numbers.sweep import Sweep, sweep_graph

__all__ = ["SecondReading", "second_reading", "together"]

# What the second reader says of a text counts so much, in logarithms, and no less than that.
_WEIGHT, _LEAST = 0.5, 1e-5
# What is more probable is the likeliest; else it is looked for among the texts of so many paths.
_MOST, _PATHS = 0.5, 8
# So many times less probable is a text that people seldom write.
_UNUSUAL = 20.0


@dataclass(frozen=True)
class SecondReading:
    """What the second reader makes of a line.

    Attributes
    ----------
    text : str
        What it reads; empty where it reads nothing that the format allows.
    sweep : Sweep
        Its scores along the line.
    graph : Graph
        Of the strings that they may be. A format leaves those that it allows; without one, all of
        them stay where the likeliest is allowed.
    whole : float
        What all its paths cost together.
    """

    text: str
    sweep: Sweep
    graph: Graph = field(repr=False)
    whole: float = field(repr=False)

    def posteriors(self, texts: Sequence[str]) -> list[float]:
        """Return the probability of each of some texts of the format among all that it allows."""
        return posteriors(column_costs(self.sweep.probabilities, texts), self.whole)


def second_reading(swept: Sweep, number_format: NumberFormat) -> SecondReading:
    """Return what the second reader makes of its scores."""
    grammar, graph = number_format.grammar, sweep_graph(swept.probabilities)
    likeliest = swept.probabilities.argmax(axis=1).tolist()
    text = "".join(
        LABELS[label]
        for before, label in pairwise((NOTHING, *likeliest))
        if label not in (NOTHING, before)
    )
    if number_format.usual is not None and grammar.allows(text):
        # The probabilities of each column add up to one, those of all texts too.
        if swept.probabilities.max(axis=1).prod() < _MOST:
            text = _likeliest(swept, graph, 0.0, grammar)
        return SecondReading(text, swept, graph, 0.0)
    allowed = compose(graph, grammar).graph
    whole = all_paths_cost(allowed)
    return SecondReading(_likeliest(swept, allowed, whole, grammar), swept, allowed, whole)


def _likeliest(swept: Sweep, graph: Graph, whole: float, grammar: Grammar) -> str:
    """Return the likeliest text of those that the best paths read, by all the paths that read it.

    A text is laid over the columns in many ways, and none of them need be the best path of all.
    """
    paths = best_paths(graph, 1 + _PATHS)
    best = next(paths, None)
    if best is None or best.cost - whole < -np.log(_MOST):
        return "" if best is None else graph.text(best.arcs)
    found = dict.fromkeys(graph.text(path.arcs) for path in (best, *paths))
    texts = [text for text in found if grammar.allows(text)]
    return texts[int(np.argmax(posteriors(column_costs(swept.probabilities, texts), whole)))]


def together(
    texts: Sequence[str],
    first: Sequence[float],
    second: SecondReading | None,
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
    second : SecondReading or None
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
    heard = heard * np.maximum(second.posteriors(texts), _LEAST) ** _WEIGHT
    others *= _LEAST**_WEIGHT
    total = float(heard.sum()) + others
    return (heard / total).tolist() if total > 0 else list(first)
