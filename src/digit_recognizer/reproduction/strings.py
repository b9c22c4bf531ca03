"""The four criteria of section VI, by each of which the same reader of strings learns.

Viterbi and forward training lower the cost of what is right and nothing holds up the rest: costs
collapse, and all readings become alike. Discriminative Viterbi training stops as soon as the right
path wins, by however little. The discriminative forward criterion weighs every path.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from digit_recognizer.data.composed_numbers import (
    compose_number,
    digits_of_writers,
    find_writers,
    read_writers,
)
from digit_recognizer.data.dataset import load_dataset
from digit_recognizer.ink import find_ink
from digit_recognizer.nn.reader import Reader
from digit_recognizer.numbers.candidates import Candidates, candidates
from digit_recognizer.numbers.grammar import compose, only
from digit_recognizer.numbers.lattice import Combination
from digit_recognizer.numbers.learning import Example, LearningPlan, learn_scorer
from digit_recognizer.numbers.network import shipped_network
from digit_recognizer.numbers.paths import best_path, best_paths
from digit_recognizer.numbers.picture_pieces import lines_of_ink
from digit_recognizer.numbers.scorer import Scorer

__all__ = ["STRINGS", "STRINGS_HEADER", "CriterionResult", "compare_criteria", "result_row"]

STRINGS = "strings"
"""The experiment's name in commands."""
STRINGS_HEADER = ("criterion", "strings correct, %", "cost of the right path", "margin", "strings")

_LEARNED, _MEASURED = 300, 300
_DIGITS = 5
_PLAN = LearningPlan(epochs=15, weight_decay=0)
# Among so many paths another text is looked for.
_PATHS = 200
_CRITERIA: tuple[tuple[str, Combination, bool], ...] = (
    ("Viterbi", "best", False),
    ("discriminative Viterbi", "best", True),
    ("forward", "all", False),
    ("discriminative forward", "all", True),
)


@dataclass(frozen=True)
class CriterionResult:
    """What a reader does that has learned by one criterion.

    Attributes
    ----------
    name : str
        As the paper calls the criterion.
    correct : float
        Share of strings, 0 to 1.
    cost : float
        Mean cost of the best path that reads what stands there; it collapses by the criteria that
        are not discriminative.
    margin : float
        Median of what the best other text costs more.
    strings : int
        That were measured.
    """

    name: str
    correct: float
    cost: float
    margin: float
    strings: int


def compare_criteria(
    folder: Path | None = None, learned: int = _LEARNED, measured: int = _MEASURED
) -> Iterator[CriterionResult]:
    """Learn by each criterion from strings of MNIST's training half; measure on its test half.

    Parameters
    ----------
    folder : Path, optional
        The data folder, with MNIST and its writers.
    learned, measured : int
        Strings of five digits of one writer each, some of them touching.

    Raises
    ------
    DataNotFoundError, DatasetError
        If the digits, or who wrote them, are not there.
    """
    examples = list(_strings("train", learned, folder))
    strings = list(_strings("test", measured, folder))
    for name, combination, against in _CRITERIA:
        plan = LearningPlan(
            epochs=_PLAN.epochs,
            weight_decay=_PLAN.weight_decay,
            combination=combination,
            against=against,
        )
        yield _result(name, learn_scorer(examples, plan), strings)


def result_row(result: CriterionResult) -> tuple[str, ...]:
    """Return a row of the table."""
    return (
        result.name,
        f"{100 * result.correct:.1f}",
        f"{result.cost:,.1f}",
        f"{result.margin:,.1f}",
        f"{result.strings}",
    )


def _strings(half: Literal["train", "test"], count: int, folder: Path | None) -> Iterator[Example]:
    digits = load_dataset("mnist", half, folder)
    writers = digits_of_writers(
        digits.images, digits.labels, read_writers(find_writers(folder), half)
    )
    generator = np.random.default_rng(0)
    network = Reader(shipped_network())
    network.expect(20 * count)
    while count:
        text = "".join(map(str, generator.integers(0, 10, _DIGITS)))
        number = compose_number(writers[generator.integers(len(writers))], text, generator)
        ink = find_ink(number.picture, "light-on-dark", one_digit=False)
        lines = [] if ink is None else lines_of_ink(ink)
        if len(lines) == 1:
            count -= 1
            read = network.probabilities
            yield Example(candidates(lines, read, read)[0], text)


def _result(name: str, scorer: Scorer, strings: list[Example]) -> CriterionResult:
    measured = [_measured(each.candidates, each.text, scorer) for each in strings]
    readable = [each for each in measured if each is not None]
    return CriterionResult(
        name,
        sum(margin > 0 for _, margin in readable) / len(strings),
        float(np.mean([cost for cost, _ in readable])),
        float(np.median([margin for _, margin in readable])),
        len(strings),
    )


def _measured(found: Candidates, text: str, scorer: Scorer) -> tuple[float, float] | None:
    """Return the cost of the right text, and what the best other one costs more."""
    graph, _ = found.graph(scorer.costs(found.inputs))
    right = best_path(compose(graph, only(text)).graph)
    if right is None:
        return None
    for path in best_paths(graph, _PATHS):
        if graph.text(path.arcs) != text:
            return right.cost, path.cost - right.cost
    return right.cost, np.inf
