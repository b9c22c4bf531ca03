"""How well whole numbers are read: writers never met, composed numbers, cheques; and how surely.

    python -m benchmarks.numbers runs/numbers runs/everyday-0 runs/everyday-1 runs/everyday-2

UNIPEN's strings and numbers are read by the twin networks that have not met the writer, with a
scorer learned without that part of the writers (``benchmarks.learn_numbers``). Numbers composed of
MNIST's test digits, and cheques, are read as shipped: nothing was learned from them. From which
posterior a string is answered was chosen on these same UNIPEN strings, and what is left out as
remains of rules by looking at 200 of the 780 cheques.
"""

import csv
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.learn_numbers import (
    eyes_of,
    twins,
)
from benchmarks.number_lines import Eyes, Reading, composed_readings, stroke_readings
from benchmarks.report import table, write_section
from digit_recognizer.data.folds import FOLDS
from digit_recognizer.data.handwriting import ORAND, find_handwriting
from digit_recognizer.data.orand import OrandError
from digit_recognizer.data.zips import open_zip, read_member
from digit_recognizer.evaluation.intervals import Share, percent
from digit_recognizer.ink import find_ink, open_picture
from digit_recognizer.networks.checkpoint import Checkpoint, find_checkpoint
from digit_recognizer.networks.verdict import VerdictRule
from digit_recognizer.numbers.formats import number_format
from digit_recognizer.numbers.learning import learn_scorer
from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.numbers.reading import NumberRecognition, read_line
from digit_recognizer.numbers.scorer import Scorer, shipped_scorer
from digit_recognizer.numbers.verdict import NumberRule

__all__ = ["main"]

COMPOSED = 1_000
TOUCHING = 1_000
MOST_BYTES = 1 << 20
COVERAGES = (0.5, 0.7, 0.85, 0.95, 1.0)
AIMS = """

The aims: correct are 98 % of UNIPEN's strings, 92 % with signs, 96, 95 and 97 % of composed ZIP
codes, amounts and times, 96 % of touching pairs, 70 % of cheques; 85 % of UNIPEN's strings are
answered, of these 99.5 % correct, and 45 % of the cheques, of these 98 %.
"""


class Answer(NamedTuple):
    """What stands there, and what was read."""

    right: str
    text: str
    confidence: float
    is_sure: bool


def main() -> None:
    """Measure everything and write it down."""
    checkpoint = find_checkpoint()
    folder, alone = Path(sys.argv[1]), twins([Path(each) for each in sys.argv[2:]])
    eyes = eyes_of(folder, [*alone, checkpoint.network])
    measured: dict[str, list[Answer]] = {}
    for name, answers in (
        *_strokes(eyes, checkpoint.rule),
        *_composed(eyes[-1], checkpoint.rule),
        ("cheques (ORAND-CAR-A), `digits`", list(_cheques(checkpoint))),
    ):
        measured[name] = answers
        print(_row(name, answers), flush=True)
    header = ("set", "numbers", "correct, %", "95 % interval", "answered, %", "of these correct, %")
    coverage = ("correct, %, of the surest", *(f"{percent(share)} %" for share in COVERAGES))
    write_section(
        "numbers",
        "## Numbers\n\nWhole strings, exact to the character.\n\n"
        + table(header, [_row(name, answers) for name, answers in measured.items()])
        + "\n\n"
        + table(coverage, [_curve(name, answers) for name, answers in measured.items()])
        + "\n\n"
        + __doc__.split("\n\n")[-1].strip()
        + AIMS,
    )


def _strokes(eyes: Sequence[Eyes], rule: VerdictRule) -> Iterator[tuple[str, list[Answer]]]:
    """Read UNIPEN by what has not met the writers."""
    readings = list(stroke_readings(eyes))
    scorers = [
        learn_scorer([reading.example for reading in readings if reading.fold != fold])
        for fold in range(FOLDS)
    ]
    for name, part, wanted in (
        ("UNIPEN strings, any format", "strings", None),
        ("UNIPEN strings, `digits`", "strings", "digits"),
        ("UNIPEN numbers with signs, any format", "numbers", None),
    ):
        yield (
            name,
            [
                _answer(each, scorers[each.fold], wanted, rule)
                for each in readings
                if each.part == part
            ],
        )


def _composed(eyes: Eyes, rule: VerdictRule) -> Iterator[tuple[str, list[Answer]]]:
    """Read numbers composed of one writer's digits of MNIST's test half."""
    kinds: tuple[
        tuple[str, str, int, tuple[int, int], Callable[[np.random.Generator], str]], ...
    ] = (
        ("ZIP codes, composed, `digits:5`", "digits:5", COMPOSED, (-2, 8), lambda g: _number(g, 5)),
        ("amounts, composed, `digits`", "digits", COMPOSED, (-2, 8), _amount),
        ("times, composed, pattern", "([01]9|[2][0-3])[0-5]9", COMPOSED, (-2, 8), _time),
        ("touching pairs, `digits:2`", "digits:2", TOUCHING, (-3, -1), lambda g: _number(g, 2)),
    )
    for name, wanted, count, gaps, text in kinds:
        readings = composed_readings(eyes, "test", count, text, gaps)
        scorer = shipped_scorer("pictures")
        yield name, [_answer(each, scorer, wanted, rule) for each in readings]


def _number(generator: np.random.Generator, digits: int) -> str:
    return "".join(map(str, generator.integers(0, 10, digits)))


def _amount(generator: np.random.Generator) -> str:
    return str(generator.integers(1, 10)) + _number(generator, int(generator.integers(2, 6)))


def _time(generator: np.random.Generator) -> str:
    return f"{generator.integers(0, 24):02}{generator.integers(0, 60):02}"


def _cheques(checkpoint: Checkpoint) -> Iterator[Answer]:
    """Read the amounts of cheques, as the library does."""
    reader = NumberReader(checkpoint.network.probabilities, checkpoint.rule)
    path = find_handwriting(ORAND)
    with open_zip(path, "zip of amounts", OrandError) as archive:
        rows = read_member(archive, "labels.csv", MOST_BYTES).decode()
        for row in csv.DictReader(io.StringIO(rows)):
            picture = open_picture(read_member(archive, row["file"], MOST_BYTES))
            read = reader.read_ink(find_ink(picture, "dark-on-light", one_digit=False), "digits")
            # An amount is one line; of several, the longest is meant.
            yield _as_answer(row["string"], max(read.lines or (read,), key=lambda x: len(x.text)))


def _answer(each: Reading, scorer: Scorer, wanted: str | None, rule: VerdictRule) -> Answer:
    read = read_line(each.line, each.found, scorer, number_format(wanted), NumberRule(rule))
    return _as_answer(each.text, read)


def _as_answer(right: str, read: NumberRecognition) -> Answer:
    return Answer(right, read.text, read.confidence, read.answer is not None)


def _right(answers: Iterable[Answer]) -> Share:
    those = list(answers)
    return Share(sum(each.text == each.right for each in those), len(those))


def _row(name: str, answers: Sequence[Answer]) -> tuple[str, ...]:
    right = _right(answers)
    sure = [each for each in answers if each.is_sure]
    return (
        name,
        f"{len(answers):,}",
        percent(right.value),
        " to ".join(map(percent, right.interval)),
        percent(len(sure) / len(answers)),
        percent(_right(sure).value) if sure else "-",
    )


def _curve(name: str, answers: Sequence[Answer]) -> tuple[str, ...]:
    """Return how many are right of the surest shares."""
    ordered = sorted(answers, key=lambda each: -each.confidence)
    parts = (ordered[: max(1, round(share * len(ordered)))] for share in COVERAGES)
    return (name, *(percent(_right(part).value) for part in parts))


if __name__ == "__main__":
    main()
