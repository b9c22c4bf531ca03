"""Write figures where people read them: tables in Markdown between markers, and JSON."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = ["ReportError", "table", "write_json", "write_section"]

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "docs" / "results.md"


class ReportError(Exception):
    """A report that cannot take in a section."""


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table; the first column is text, the others are set to the right.

    Raises
    ------
    ReportError
        If a row is longer or shorter than the header.
    """
    for row in rows:
        if len(row) != len(header):
            raise ReportError(f"table: expected {len(header)} cells in a row, got {len(row)}")
    rule = ["---", *["---:"] * (len(header) - 1)]
    lines = [header, rule, *[[str(cell) for cell in row] for row in rows]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def write_section(name: str, text: str, path: Path = RESULTS) -> None:
    """Replace what stands between ``<!-- name:start -->`` and ``<!-- name:end -->``.

    A section that is not there yet is added at the end, and so is the file.

    Raises
    ------
    ReportError
        If only one of the markers is there, or they stand in the wrong order.
    """
    start, end = f"<!-- {name}:start -->", f"<!-- {name}:end -->"
    old = path.read_text(encoding="utf-8") if path.exists() else "# Results\n"
    section = f"{start}\n{text.strip()}\n{end}"
    if start not in old and end not in old:
        new = f"{old.rstrip()}\n\n{section}\n"
    else:
        before, first, rest = old.partition(start)
        _, last, after = rest.partition(end)
        if not (first and last):
            raise ReportError(f"{path}: expected {start} and then {end}; put both back")
        new = before + section + after
    _write(path, new)


def write_json(path: Path, values: Any) -> None:
    """Write values as JSON, in the order they have."""
    _write(path, json.dumps(values, indent=2, ensure_ascii=False) + "\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
