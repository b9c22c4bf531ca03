"""How well sheets are read: photographs and PDFs with their truth, by group and filling.

    python -m benchmarks.sheets [NAME ...]

Right are texts that equal the truth, marked or not; wrong and unmarked are numbers by hand that are
shown as another number, as words or as empty, without a doubt. Tables and fields are paired in the
order in which they are read; where there are more or fewer than there should be, by what they are
most like. Words are all that is no number by hand: print, ticks, several numbers in one cell. The
second table says why numbers are marked, and how many of them are right.
"""

import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.report import table, write_section
from digit_recognizer import Recognizer
from digit_recognizer.data.locations import ENVIRONMENT_VARIABLE
from digit_recognizer.recognizer.sheet_reading import read_sheet
from digit_recognizer.sheets.sheet import Sheet
from digit_recognizer.sheets.table import Cell, Field

__all__ = ["Tally", "main", "measured", "paired"]

HEADER = (
    "sheets", "files", "structure", "numbers", "right, %", "wrong, unmarked, %", "marked, %",
    "empty", "of these filled, %", "words", "given as numbers, %", "s",
)  # fmt: skip


@dataclass
class Tally:
    """What came of the cells of some sheets."""

    files: int = 0
    structure: int = 0
    numbers: int = 0
    right: int = 0
    wrong_unmarked: int = 0
    marked: int = 0
    empty: int = 0
    filled: int = 0
    words: int = 0
    words_as_numbers: int = 0
    seconds: float = 0.0
    mistakes: list[str] = field(default_factory=list)
    doubts: list[tuple[str, bool]] = field(default_factory=list)
    """Why each number is marked, and whether it is right."""

    def add(self, truth: str, cell: Cell | None, where: str) -> None:
        """Count one cell; None is one that was not found."""
        state, text = ("missing", "") if cell is None else (cell.state, _plain(cell.text))
        if truth == "?":
            return
        if truth == "x":
            self.words += 1
            self.words_as_numbers += state == "number"
        elif truth == "":
            self.empty += 1
            self.filled += state in ("number", "doubtful") and text != ""
        else:
            self.numbers += 1
            self.right += text == _plain(truth)
            if cell is not None and state == "doubtful":
                self.marked += 1
                self.doubts.append((_cause(cell), text == _plain(truth)))
            self.wrong_unmarked += text != _plain(truth) and state != "doubtful"
        wrong = truth not in ("x", "") and text != _plain(truth)
        if wrong or (truth in ("x", "") and state == "number"):
            self.mistakes.append(f"{where}: {truth!r} read as {text!r} ({state})")

    def row(self, name: str) -> list[object]:
        """Return its line of the report."""
        return [
            name,
            self.files,
            f"{self.structure} right",
            self.numbers,
            _percent(self.right, self.numbers),
            _percent(self.wrong_unmarked, self.numbers),
            _percent(self.marked, self.numbers),
            self.empty,
            _percent(self.filled, self.empty),
            self.words,
            _percent(self.words_as_numbers, self.words),
            f"{self.seconds / max(1, self.files):.1f}",
        ]


def _cause(cell: Cell) -> str:
    """Return why a cell is marked, with no number in it."""
    return re.sub(r"\d+", "n", cell.doubt or "its ink alone, or what its table says")


def _doubts(tallies: Iterable[Tally]) -> list[tuple[object, ...]]:
    """Return for each reason how many numbers are marked, and how many of them are right."""
    every = [doubt for tally in tallies for doubt in tally.doubts]
    counts = Counter(cause for cause, _ in every)
    right = Counter(cause for cause, is_right in every if is_right)
    return [(cause, count, right[cause]) for cause, count in counts.most_common()]


def _plain(text: str) -> str:
    return text.replace(" ", "").replace(",", ".")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def paired(
    truth: Sequence[Any], found: Sequence[Any], unlike: Callable[[Any, Any], float]
) -> list[tuple[Any, Any | None]]:
    """Return each part of the truth with what was found of it, in order; None where nothing was.

    Parameters
    ----------
    truth, found : sequence
    unlike : callable
        How little a part of the one is like a part of the other, 0 to 1. Of all ways to pair them
        in order, the one with the least is taken; a part that is left alone counts as a half.
    """
    costs = np.zeros((len(truth) + 1, len(found) + 1))
    costs[0], costs[:, 0] = np.arange(len(found) + 1) / 2, np.arange(len(truth) + 1) / 2
    for (t, each), (f, other) in product(enumerate(truth), enumerate(found)):
        alone = min(costs[t, f + 1], costs[t + 1, f]) + 0.5
        costs[t + 1, f + 1] = min(costs[t, f] + unlike(each, other), alone)
    pairs: list[tuple[Any, Any | None]] = []
    t, f = len(truth), len(found)
    while t:
        if f and costs[t, f] == costs[t - 1, f - 1] + unlike(truth[t - 1], found[f - 1]):
            t, f = t - 1, f - 1
            pairs.append((truth[t], found[f]))
        elif costs[t, f] == costs[t - 1, f] + 0.5:
            t -= 1
            pairs.append((truth[t], None))
        else:
            f -= 1
    return pairs[::-1]


def _unlike_texts(field: tuple[str, str], found: Field) -> float:
    """Return how little a text is like that of a field; where no number is, any words are."""
    truth, text = _plain(field[1]), _plain(found.cell.text)
    if truth in ("x", "?"):
        return 0.0 if found.cell.state == "other" else 0.5
    return 1 - SequenceMatcher(None, truth, text, autojunk=False).ratio()


def measured(truth: dict[str, Any], sheet: Sheet, tally: Tally) -> None:
    """Count what a sheet holds beside what is true."""
    name = truth["file"]
    shapes = [(len(each["rows"]), len(each["rows"][0])) for each in truth["tables"]]
    found = [(len(each.cells), len(each.cells[0])) for each in sheet.tables]
    tally.files += 1
    tally.structure += shapes == found
    if shapes != found:
        tally.mistakes.append(f"{name}: expected tables {shapes}, got {found}")
    for (each, _), read in paired(
        list(zip(truth["tables"], shapes, strict=True)),
        sheet.tables,
        lambda one, other: float(one[1] != (len(other.cells), len(other.cells[0]))) * 2,
    ):
        for r, row in enumerate(each["rows"]):
            for c, text in enumerate(row):
                cell = None if read is None else read.cells[r][c]
                tally.add(text, cell, f"{name} {each['name']} {r},{c}")
    fields = list(truth["fields"].items())
    if len(fields) == len(sheet.fields):
        pairs: list[tuple[Any, Any]] = list(zip(fields, sheet.fields, strict=True))
    else:
        tally.mistakes.append(f"{name}: expected {len(fields)} fields, got {len(sheet.fields)}")
        pairs = paired(fields, sheet.fields, _unlike_texts)
    for (label, text), read in pairs:
        tally.add(text, None if read is None else read.cell, f"{name} {label}")


def main() -> None:
    """Measure all sheets, or those whose names hold a word of the command line."""
    wanted = sys.argv[1:]
    folder = Path(os.environ.get(ENVIRONMENT_VARIABLE, "../shared/data")) / "sheets"
    recognizer = Recognizer()
    tallies: dict[str, Tally] = {}
    for path in sorted(folder.rglob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        if wanted and not any(word in truth["file"] for word in wanted):
            continue
        start = time.process_time()
        sheet = read_sheet(folder / truth["file"], recognizer=recognizer)
        seconds = time.process_time() - start
        group = truth["file"].split("/")[0]
        kind = truth.get("filling") or ("blank" if _is_blank(truth) else "filled")
        for name in (group, f"{group}, {kind}"):
            tally = tallies.setdefault(name, Tally())
            measured(truth, sheet, tally)
            tally.seconds += seconds
        print(f"{truth['file']} {seconds:.1f} s", flush=True)
    for name, tally in sorted(tallies.items()):
        if ", " in name:
            print("\n".join(tally.mistakes))
    found = table(HEADER, [tally.row(name) for name, tally in sorted(tallies.items())])
    groups = (tally for name, tally in tallies.items() if ", " not in name)
    doubts = table(("marked because", "numbers", "right"), _doubts(groups))
    print(f"{found}\n\n{doubts}")
    if not wanted:
        write_section("sheets", f"## Sheets\n\n{_INTRODUCTION}\n\n{found}\n\n{doubts}")


def _is_blank(truth: dict[str, Any]) -> bool:
    cells = [text for each in truth["tables"] for row in each["rows"] for text in row]
    return not any(any(map(str.isdigit, text)) for text in [*cells, *truth["fields"].values()])


_INTRODUCTION = (__doc__ or "").split("\n\n")[-1].strip()

if __name__ == "__main__":
    main()
