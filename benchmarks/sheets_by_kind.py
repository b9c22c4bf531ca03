"""How well synthetic sheets are read, by the kind of their rules.

    python -m benchmarks.sheets_by_kind --sheets 100 --first 0 --store FILE
    python -m benchmarks.sheets_by_kind --report FILE ...

The hands are of writers of the half of MNIST that nothing was learned from, one a sheet; rules are
full, faint, broken, dotted, level only, or there are none; photographs are simulated: tilted, with
a shadow, out of focus a little, with noise, as JPEG. Of what is wrong in sheets with totals, by
ink alone, caught is what was repaired or is marked.
"""

import argparse
import json
import time
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from benchmarks.report import table, write_section
from benchmarks.sheets import HEADER, Tally, measured
from benchmarks.synthetic_sheets import KINDS, synthetic_sheets
from digit_recognizer import Recognizer
from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.sheets.page_reading import PageReader
from digit_recognizer.sheets.sheet import Sheet

__all__ = ["main"]

_SEED = 2026
_TOTALS = "with totals"


def main() -> None:
    """Read some of the sheets, or report what was stored of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=60, help="how many")
    parser.add_argument("--first", type=int, default=0, help="number of the first, from 0")
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--half", choices=("train", "test"), default="test")
    parser.add_argument("--kind", choices=KINDS, help="only sheets of this kind")
    parser.add_argument("--store", type=Path, help="a file for what was measured")
    parser.add_argument("--report", type=Path, nargs="+", help="such files")
    options = parser.parse_args()
    if options.report:
        stored = [json.loads(path.read_text(encoding="utf-8")) for path in options.report]
        _report([each for part in stored for each in part])
        return
    found = []
    for each in _read(options):
        found.append(each)
        if options.store:
            options.store.write_text(json.dumps(found), encoding="utf-8")
        print("\n".join(each["tally"]["mistakes"]), flush=True)
    print(_table(found))


def _read(options: argparse.Namespace) -> Iterable[dict[str, Any]]:
    """Yield what came of each sheet."""
    recognizer = Recognizer()
    numbers = NumberReader(recognizer.predict_proba, recognizer.rule)
    reader = PageReader(numbers, recognizer.predict_proba)
    wanted = [
        number
        for number in range(options.first, options.first + options.sheets)
        if options.kind in (None, KINDS[number % len(KINDS)])
    ]
    for drawn in synthetic_sheets(wanted, options.seed, options.half):
        begun = time.process_time()
        sheet = Sheet(Path("drawn"), (reader.read(drawn.photograph),))
        tally = Tally(seconds=time.process_time() - begun)
        measured(drawn.truth, sheet, tally)
        wrong, caught = _caught(drawn.truth, sheet) if drawn.has_totals else (0, 0)
        yield {
            "kind": drawn.kind,
            "has_totals": drawn.has_totals,
            "wrong": wrong,
            "caught": caught,
            "tally": asdict(tally),
        }


def _caught(truth: dict[str, Any], sheet: Sheet) -> tuple[int, int]:
    """Return how many numbers are wrong by their ink alone, and how many of them are caught."""
    rows = truth["tables"][0]["rows"]
    wrong = caught = 0
    for read in sheet.tables[:1]:
        if (len(read.cells), len(read.cells[0])) != (len(rows), len(rows[0])):
            continue
        for texts, cells in zip(rows, read.cells, strict=True):
            for text, cell in zip(texts, cells, strict=True):
                if text in ("", "x"):
                    continue
                is_right = cell.text == text
                if not is_right or cell.repair is not None:
                    wrong += 1
                    caught += is_right or cell.state == "doubtful"
    return wrong, caught


def _sum(found: Iterable[dict[str, Any]]) -> Tally:
    total = Tally()
    for each in found:
        for part in fields(Tally):
            value = getattr(total, part.name) + each["tally"][part.name]
            setattr(total, part.name, value)
    return total


def _table(found: list[dict[str, Any]]) -> str:
    groups: dict[str, list[dict[str, Any]]] = {
        kind: [each for each in found if each["kind"] == kind] for kind in KINDS
    }
    groups[_TOTALS] = [each for each in found if each["has_totals"]]
    groups["all"] = found
    return table(HEADER, [_sum(those).row(name) for name, those in groups.items() if those])


def _report(found: list[dict[str, Any]]) -> None:
    wrong, caught = (sum(each[name] for each in found) for name in ("wrong", "caught"))
    share = f"{100 * caught / wrong:.0f} %" if wrong else "none"
    text = (
        f"### Synthetic sheets\n\n{(__doc__ or '').split(chr(10) * 2)[-1].strip()}\n\n"
        f"{_table(found)}\n\nIn sheets with totals {wrong:,} numbers are wrong by ink alone; "
        f"{share} of them are repaired or marked."
    )
    write_section("synthetic-sheets", text)
    print(text)


if __name__ == "__main__":
    main()
