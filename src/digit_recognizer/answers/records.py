"""The answer to one picture as a record: what tables, lines and files are made of."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, get_args

import numpy as np

from digit_recognizer.data.formulas import defused, is_formula
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.networks.verdict import Verdict
from digit_recognizer.recognizer import Recognition

__all__ = ["FIELDS", "Record", "csv_lines", "in_words", "is_record", "record"]

Record = dict[str, Any]
"""``file``, ``answer``, ``likeliest``, ``confidence``, ``verdict`` and ``probabilities``, as JSON
can hold them; or ``file`` and ``problem`` where the picture could not be read."""

FIELDS = ("file", "answer", "likeliest", "confidence", "verdict", "problem")
"""The columns of a table of records."""


def record(file: str, read: Recognition | DigitRecognizerError | str) -> Record:
    """Return what was read in a file, or why it could not be read, as a record."""
    if not isinstance(read, Recognition):
        return {"file": file, "problem": str(read)}
    return {
        "file": file,
        "answer": read.answer,
        "likeliest": read.likeliest,
        "confidence": read.confidence,
        "verdict": read.verdict,
        "probabilities": read.probabilities.tolist(),
    }


def is_record(value: object) -> bool:
    """Tell whether a value that was stored as JSON is a record."""
    match value:
        case {"file": str(), "problem": str(), **others}:
            return not others
        case {
            "file": str(),
            "answer": int() | None as answer,
            "likeliest": int() | None as likeliest,
            "confidence": int() | float() as confidence,
            "verdict": verdict,
            "probabilities": [*numbers],
            **others,
        }:
            digits = (each for each in (answer, likeliest) if each is not None)
            return (
                not others
                and verdict in get_args(Verdict)
                and all(digit in range(10) and not isinstance(digit, bool) for digit in digits)
                and len(numbers) == 10
                and all(_is_share(each) for each in (confidence, *numbers))
            )
    return False


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value <= 1


def in_words(read: Record) -> str:
    """Return a record in one line: the file, and the answer or what keeps it from being one."""
    if "problem" in read:
        return f"{read['file']}: could not be read"
    recognition = Recognition(
        read["likeliest"],
        read["confidence"],
        np.array(read["probabilities"]),
        np.zeros((28, 28), np.uint8),
        read["verdict"],
    )
    return f"{read['file']}: {recognition}"


def csv_lines(records: Iterable[Record], *, delimiter: str = ",") -> Iterator[str]:
    """Yield the lines of a table: the names of ``FIELDS``, then one line for each record.

    A name of a file that a spreadsheet would take for a formula is written with ``./`` before it:
    it is the same file, and no formula. What of a name is no text is replaced.
    """
    line = io.StringIO()
    writer = csv.writer(line, delimiter=delimiter, lineterminator="\n")
    writer.writerow(FIELDS)
    yield line.getvalue()
    for each in records:
        line.seek(0)
        line.truncate()
        writer.writerow(_cells(each))
        yield line.getvalue()


def _cells(read: Record) -> tuple[object, ...]:
    name = _without_surrogates(read["file"])
    if is_formula(name):
        name = f"./{name}"
    if "problem" in read:
        return name, "", "", "", "", defused(_without_surrogates(read["problem"]))
    # Of a number, what was read is text.
    answer, likeliest = (
        defused(text) if isinstance(text, str) else text
        for text in (read["answer"], read["likeliest"])
    )
    return name, answer, likeliest, f"{read['confidence']:.6f}", read["verdict"], ""


def _without_surrogates(text: str) -> str:
    return text.encode(errors="replace").decode()
