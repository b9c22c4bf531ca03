"""Files of records: the ending of the name says of what kind."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from digit_recognizer.answers.parquet import DIGIT_COLUMNS, write_parquet
from digit_recognizer.answers.records import Record, csv_lines, in_words
from digit_recognizer.extras import require

__all__ = ["ENDINGS", "check_format", "write_records"]


def check_format(path: Path) -> None:
    """Check that a file of this name can be written, before anything is read for it.

    Raises
    ------
    ValueError
        If no kind of file has this ending.
    MissingExtraError
        If what writes it is not installed.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ValueError(f"expected a name that ends in {', '.join(ENDINGS)}, got {path.name!r}")
    if ending == ".parquet":
        require("parquet", "Writing Parquet")


def write_records(records: Iterable[Record], kind: str, path: Path) -> None:
    """Write records to a file, a few at a time.

    Parameters
    ----------
    records : iterable of Record
        In the order that they shall have.
    kind : str
        One of ``ENDINGS``.
    path : Path
        The file, whatever its name.
    """
    ENDINGS[kind](records, path)


def _write_csv(records: Iterable[Record], path: Path) -> None:
    _write_lines(csv_lines(records), path)


def _write_json(records: Iterable[Record], path: Path) -> None:
    _write_lines((json.dumps(each) + "\n" for each in records), path)


def _write_text(records: Iterable[Record], path: Path) -> None:
    _write_lines((_shown(in_words(each)) + "\n" for each in records), path)


def _write_lines(lines: Iterator[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def _write_parquet(records: Iterable[Record], path: Path) -> None:
    write_parquet(records, path, DIGIT_COLUMNS)


def _shown(line: str) -> str:
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)


ENDINGS: dict[str, Callable[[Iterable[Record], Path], Any]] = {
    ".csv": _write_csv,
    ".jsonl": _write_json,
    ".parquet": _write_parquet,
    ".txt": _write_text,
}
"""What a file is by the ending of its name, and what writes it."""
