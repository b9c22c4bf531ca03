"""How often a digit drawn alone is taken for a number, and a number for a digit.

    python -m benchmarks.alone runs/everyday-0 runs/everyday-1 runs/everyday-2

Nobody is told which it is. Pen strokes are read by the twin network that has not met the writer;
without twins, and pictures, by the shipped network. From which confidence on a digit is not even
read as a number, and that a doubtful number has a sure character, was chosen on these strokes.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.learn_numbers import twins
from benchmarks.report import table, write_section
from digit_recognizer.data.dataset import load_dataset
from digit_recognizer.data.folds import FOLDS, writers_of_fold
from digit_recognizer.data.handwriting import PENDIGITS, UNIPEN, find_handwriting
from digit_recognizer.data.pendigits import read_pendigits
from digit_recognizer.data.unipen import find_unipen, read_unipen
from digit_recognizer.evaluation.intervals import Share, percent
from digit_recognizer.evaluation.negatives import negatives
from digit_recognizer.networks.checkpoint import Network, find_checkpoint
from digit_recognizer.numbers.reading import NumberRecognition
from digit_recognizer.recognizer import Recognition, Recognizer

__all__ = ["main"]

Read = Recognition | NumberRecognition

MARGIN = 4
"""Pixels of black around MNIST's images."""


def main() -> None:
    """Read everything, count, and write it down."""
    checkpoint = find_checkpoint()
    recognizers = [
        Recognizer(replace(checkpoint, network=Network(network.architecture, network.parameters)))
        for network in twins([Path(folder) for folder in sys.argv[1:]])
    ]
    shipped = Recognizer(checkpoint)
    for recognizer in (*recognizers, shipped):
        recognizer.warm_up()
    rows = []
    for name, read in (
        ("digits by pen (UNIPEN)", _unipen(recognizers, "digits")),
        ("digits by pen (pendigits)", _pendigits(recognizers)),
        ("digits in pictures (MNIST's test set)", _mnist(shipped)),
        ("numbers by pen (UNIPEN strings)", _unipen(recognizers, "strings")),
        ("drawn negatives", (shipped.recognize_any(each.picture) for each in negatives(1000))),
    ):
        rows.append(_row(name, read))
        print(rows[-1], flush=True)
    header = (
        *("set", "drawn", "read as a digit, %", "as a number, %", "interval"),
        *("of these doubtful", "neither, %"),
    )
    notes = __doc__.split("\n\n")[-1].strip()
    write_section("alone", f"### One digit or a number\n\n{table(header, rows)}\n\n{notes}")


def _row(name: str, read: Iterable[Read]) -> list[str]:
    """Count the verdicts; a number that is none, and a blank, is neither."""
    counts = Counter(
        "neither" if each.verdict not in ("digit", "number", "not sure") else _kind(each)
        for each in read
    )
    whole = counts.total()
    numbers = Share(counts["number"] + counts["doubtful number"], whole)
    return [
        name,
        f"{whole:,}",
        percent(counts["digit"] / whole),
        percent(numbers.value),
        f"{percent(numbers.interval[0])} to {percent(numbers.interval[1])}",
        f"{counts['doubtful number']:,}",
        percent(counts["neither"] / whole),
    ]


def _kind(read: Read) -> str:
    if isinstance(read, Recognition):
        return "digit"
    return "number" if read.verdict == "number" else "doubtful number"


def _unipen(recognizers: list[Recognizer], part: str) -> Iterator[Read]:
    records = read_unipen(find_unipen("digits" if part == "digits" else "strings"))
    people = [f"{record.contributor}-{record.writer}" for record in records]
    folds = _folds(UNIPEN.name, people)
    for record, writer in zip(records, people, strict=True):
        yield recognizers[folds[writer]].recognize_any_strokes(record.strokes)


def _pendigits(recognizers: list[Recognizer]) -> Iterator[Read]:
    digits = read_pendigits(find_handwriting(PENDIGITS))
    folds = _folds(PENDIGITS.name, [str(digit.writer) for digit in digits])
    for digit in digits:
        yield recognizers[folds[str(digit.writer)]].recognize_any_strokes(digit.strokes)


def _mnist(recognizer: Recognizer) -> Iterator[Read]:
    for image in load_dataset("mnist", "test").images:
        yield recognizer.recognize_any(np.pad(image, MARGIN))


def _folds(name: str, people: list[str]) -> dict[str, int]:
    return {writer: fold for fold in range(FOLDS) for writer in writers_of_fold(name, people, fold)}


if __name__ == "__main__":
    main()
