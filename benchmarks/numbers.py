"""How well whole numbers are read: writers never met, composed numbers, cheques; and how surely.

    python -m benchmarks.numbers runs/numbers runs/everyday-0 runs/everyday-1 runs/everyday-2

UNIPEN's strings and numbers are those of the third of the writers whom the second reader has not
met (``benchmarks.learn_sweep``). They are read by the twins of the other networks that have not met
them either, with a scorer learned without them (``benchmarks.learn_numbers``). Numbers composed of
MNIST's test digits, and cheques, are read as shipped: nothing was learned from them. From which
posterior a string is answered, and what the second reader counts, was chosen on these same UNIPEN
strings, and what is left out as remains of rules by looking at 200 of the 780 cheques. Each set's
answers are stored in the first folder, and a set that is stored is not read again.
"""

import csv
import io
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.learn_numbers import eyes_of, stroke_lines, stroke_scorer, twins
from benchmarks.learn_sweep import FOLD
from benchmarks.number_coverage import draw_coverage
from benchmarks.number_lines import Eyes, Reading, composed_readings, records
from benchmarks.report import table, write_section
from digit_recognizer.data.handwriting import ORAND, find_handwriting
from digit_recognizer.data.orand import OrandError
from digit_recognizer.data.zips import open_zip, read_member
from digit_recognizer.evaluation.intervals import Share, percent
from digit_recognizer.ink import find_ink, open_picture
from digit_recognizer.networks.checkpoint import find_checkpoint
from digit_recognizer.networks.verdict import VerdictRule
from digit_recognizer.nn.reader import Reader
from digit_recognizer.numbers.candidates import candidates
from digit_recognizer.numbers.formats import number_format
from digit_recognizer.numbers.network import shipped_network
from digit_recognizer.numbers.picture_pieces import lines_of_ink
from digit_recognizer.numbers.reading import NumberRecognition, read_lines
from digit_recognizer.numbers.scorer import Scorer, shipped_scorer
from digit_recognizer.numbers.sweep import shipped_sweeper
from digit_recognizer.numbers.verdict import NumberRule

__all__ = ["main"]

COMPOSED = 1_000
"""Numbers of each kind that are put together of MNIST's test digits."""
EVERY = 1
"""Of the cheques, one in so many."""
MOST_BYTES = 1 << 20
COVERAGES = (0.5, 0.7, 0.85, 0.95, 1.0)
AIMS = """

The aims: correct are 98 % of UNIPEN's strings, 92 % with signs, 96, 95 and 97 % of composed ZIP
codes, amounts and times, 96 % of touching pairs, 70 % of cheques; 85 % of UNIPEN's strings are
answered, of these 99.5 % correct, and 45 % of the cheques, of these 98 %.
"""


class Answer(NamedTuple):
    """What stands there, and what was read: by the first reader alone, and by both."""

    right: str
    alone: str
    alone_confidence: float
    alone_sure: bool
    text: str
    confidence: float
    is_sure: bool


def main() -> None:
    """Measure what is not stored yet and write everything down."""
    folder, rule = Path(sys.argv[1]), find_checkpoint().rule
    measured = {
        **_strokes(folder, [Path(each) for each in sys.argv[2:]], rule),
        **_composed(folder, rule),
        "cheques (ORAND-CAR-A), `digits`": _stored(
            folder / "answers-cheques.json", lambda: _cheques(rule)
        ),
    }
    header = ("set", "numbers", "correct, %", "95 % interval", "answered, %", "of these correct, %")
    versus = ("set", *(f"{one}, {what}" for what in ("correct, %", "answered, %", "of these, %")
                       for one in ("one reader", "two")))  # fmt: skip
    coverage = ("correct, %, of the surest", *(f"{percent(share)} %" for share in COVERAGES))
    draw_coverage({name: [(each.confidence, each.text == each.right) for each in answers]
                   for name, answers in measured.items()})  # fmt: skip
    write_section(
        "numbers",
        "## Numbers\n\nWhole strings, exact to the character, by both readers.\n\n"
        + table(header, [_row(name, answers) for name, answers in measured.items()])
        + "\n\n### Two readers against one\n\n"
        + table(versus, [_versus(name, answers) for name, answers in measured.items()])
        + "\n\n### UNIPEN strings, `digits`, by laboratory\n\n"
        + table(
            ("laboratory", *header[1:]),
            _by_laboratory(measured["UNIPEN strings, `digits`"]),
        )
        + "\n\n### Accuracy against coverage\n\n"
        + table(coverage, [_curve(name, answers) for name, answers in measured.items()])
        + "\n\n![How many are correct of the surest](images/number-coverage.png)\n\n"
        + __doc__.split("\n\n")[-1].strip()
        + AIMS,
    )


def _stored(path: Path, make: Callable[[], Iterable[Answer]]) -> list[Answer]:
    if not path.exists():
        answers = list(make())
        path.write_text(json.dumps(answers))
        print(path.stem, *_row("", answers), flush=True)
    return [Answer(*each) for each in json.loads(path.read_text())]


def _strokes(folder: Path, digits: Sequence[Path], rule: VerdictRule) -> dict[str, list[Answer]]:
    """Read UNIPEN by what has not met the writers."""
    kinds = (
        ("UNIPEN strings, any format", "strings", None),
        ("UNIPEN strings, `digits`", "strings", "digits"),
        ("UNIPEN numbers with signs, any format", "numbers", None),
    )
    paths = [folder / f"answers-{part}-{wanted or 'any'}.json" for _, part, wanted in kinds]
    if not all(path.exists() for path in paths):
        eyes = eyes_of(folder, [*twins(digits), find_checkpoint().network])
        readings = stroke_lines(eyes)
        scorer = stroke_scorer([each.example for each in readings if each.fold != FOLD])

    def read(part: str, wanted: str | None) -> Iterator[Answer]:
        for each in readings:
            if (each.part, each.fold) == (part, FOLD):
                yield _answer(each, scorer, wanted, rule)

    return {
        name: _stored(path, partial(read, part, wanted))
        for (name, part, wanted), path in zip(kinds, paths, strict=True)
    }


def _composed(folder: Path, rule: VerdictRule) -> dict[str, list[Answer]]:
    """Read numbers composed of one writer's digits of MNIST's test half, as shipped."""
    eyes, scorer = _shipped_eyes(), shipped_scorer("pictures")
    kinds: tuple[tuple[str, str, tuple[int, int], Callable[[np.random.Generator], str]], ...] = (
        ("ZIP codes, composed, `digits:5`", "digits:5", (-2, 8), lambda g: _number(g, 5)),
        ("amounts, composed, `digits`", "digits", (-2, 8), _amount),
        ("times, composed, pattern", "([01]9|[2][0-3])[0-5]9", (-2, 8), _time),
        ("touching pairs, `digits:2`", "digits:2", (-3, -1), lambda g: _number(g, 2)),
    )

    def read(
        wanted: str, gaps: tuple[int, int], text: Callable[[np.random.Generator], str]
    ) -> Iterator[Answer]:
        for each in composed_readings(eyes, "test", COMPOSED, text, gaps):
            yield _answer(each, scorer, wanted, rule)

    return {
        name: _stored(folder / f"answers-{name.split()[0]}.json", partial(read, wanted, gaps, text))
        for name, wanted, gaps, text in kinds
    }


def _shipped_eyes() -> Eyes:
    segments = Reader(shipped_network())
    segments.warm_up()
    return Eyes(segments.probabilities, find_checkpoint().network.probabilities)


def _number(generator: np.random.Generator, digits: int) -> str:
    return "".join(map(str, generator.integers(0, 10, digits)))


def _amount(generator: np.random.Generator) -> str:
    return str(generator.integers(1, 10)) + _number(generator, int(generator.integers(2, 6)))


def _time(generator: np.random.Generator) -> str:
    return f"{generator.integers(0, 24):02}{generator.integers(0, 60):02}"


def _cheques(rule: VerdictRule) -> Iterator[Answer]:
    """Read the amounts of cheques as shipped."""
    eyes, scorer = _shipped_eyes(), shipped_scorer("pictures")
    with open_zip(find_handwriting(ORAND), "zip of amounts", OrandError) as archive:
        rows = csv.DictReader(io.StringIO(read_member(archive, "labels.csv", MOST_BYTES).decode()))
        for row in islice(rows, 0, None, EVERY):
            picture = open_picture(read_member(archive, row["file"], MOST_BYTES))
            ink = find_ink(picture, "dark-on-light", one_digit=False)
            lines = [] if ink is None else lines_of_ink(ink)
            readings = [
                Reading(
                    row["string"], "cheques", -1, line, candidates([line], *eyes, averages=True)[0]
                )
                for line in lines
            ]
            answers = [_answer(reading, scorer, "digits", rule) for reading in readings]
            # An amount is one line; of several, the longest is meant.
            nothing = Answer(row["string"], "", 0.0, False, "", 0.0, False)
            yield max(answers, key=lambda answer: len(answer.text), default=nothing)


def _answer(each: Reading, scorer: Scorer, wanted: str | None, rule: VerdictRule) -> Answer:
    found = ([each.line], [each.found], scorer, number_format(wanted), NumberRule(rule))
    by_first, by_both = (read_lines(*found, sweeper)[0] for sweeper in (None, shipped_sweeper()))
    return Answer(each.text, *_as_read(by_first), *_as_read(by_both))


def _as_read(read: NumberRecognition) -> tuple[str, float, bool]:
    return read.text, read.confidence, read.answer is not None


def _share(correct: Iterable[bool]) -> Share:
    those = list(correct)
    return Share(sum(those), max(len(those), 1))


def _row(name: str, answers: Sequence[Answer]) -> tuple[str, ...]:
    right = _share(each.text == each.right for each in answers)
    sure = [each for each in answers if each.is_sure]
    return (
        name,
        f"{len(answers):,}",
        percent(right.value),
        " to ".join(map(percent, right.interval)),
        percent(len(sure) / len(answers)),
        percent(_share(each.text == each.right for each in sure).value) if sure else "-",
    )


def _versus(name: str, answers: Sequence[Answer]) -> tuple[str, ...]:
    alone_sure = [each for each in answers if each.alone_sure]
    sure = [each for each in answers if each.is_sure]
    shares = (
        _share(each.alone == each.right for each in answers),
        _share(each.text == each.right for each in answers),
        _share(each.alone_sure for each in answers),
        _share(each.is_sure for each in answers),
        _share(each.alone == each.right for each in alone_sure),
        _share(each.text == each.right for each in sure),
    )
    return (name, *(percent(share.value) for share in shares))


def _by_laboratory(answers: Sequence[Answer]) -> list[tuple[str, ...]]:
    """Return a row for each contributor of strings, the largest first."""
    of: dict[str, list[Answer]] = defaultdict(list)
    those = (record for _, fold, record in records(["strings"]) if fold == FOLD)
    for record, answer in zip(those, answers, strict=True):
        of[record.contributor].append(answer)
    return [_row(name, of[name]) for name in sorted(of, key=lambda name: -len(of[name]))]


def _curve(name: str, answers: Sequence[Answer]) -> tuple[str, ...]:
    """Return how many are correct of the surest shares."""
    ordered = sorted(answers, key=lambda each: -each.confidence)
    parts = (ordered[: max(1, round(share * len(ordered)))] for share in COVERAGES)
    return (name, *(percent(_share(a.text == a.right for a in part).value) for part in parts))


if __name__ == "__main__":
    main()
