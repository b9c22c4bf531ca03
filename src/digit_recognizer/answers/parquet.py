"""Rows as Parquet, a few at a time."""

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

__all__ = ["DIGIT_COLUMNS", "write_parquet"]

_ROWS_TOGETHER = 10_000

DIGIT_COLUMNS = {
    "file": "string",
    "answer": "int8",
    "likeliest": "int8",
    "confidence": "double",
    "verdict": "string",
    "probabilities": "list<double>",
    "problem": "string",
}
"""The columns of a table of digits and their types, as Arrow calls them."""


def write_parquet(
    rows: Iterable[Mapping[str, Any]], path: Path, columns: Mapping[str, str]
) -> None:
    """Write rows to a file of Parquet.

    Parameters
    ----------
    rows : iterable of mapping
        Each has some of the columns.
    path : Path
        The file, whatever its name.
    columns : mapping of str to str
        The type of each column: ``string``, ``int8``, ``int32``, ``double`` or ``list<double>``.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema({name: _type(kind) for name, kind in columns.items()})
    texts = map(_of_text, rows)
    with pq.ParquetWriter(path, schema) as writer:
        while some := list(islice(texts, _ROWS_TOGETHER)):
            writer.write_table(pa.Table.from_pylist(some, schema))


def _type(kind: str) -> Any:
    import pyarrow as pa

    return pa.list_(pa.float64()) if kind == "list<double>" else pa.type_for_alias(kind)


def _of_text(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row in which what of a name is no text is replaced."""
    return {key: _text(value) if isinstance(value, str) else value for key, value in row.items()}


def _text(value: str) -> str:
    return value.encode(errors="replace").decode()
