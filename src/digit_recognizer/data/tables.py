"""Digits as CSV, in the two layouts MNIST is passed around in: a label, then 784 grey values.

With a first line that names the columns (``label,pixel0,…`` or ``label,1x1,…``) or without one.
"""

import io
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.packed_files import open_unpacked, write_packed
from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.extras import require

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TableError", "read_table", "write_table"]

PIXELS = 28 * 28
ROWS_AT_ONCE = 1_000
MAXIMUM_ROWS = 500_000
LONGEST_FIRST_LINE = 1 << 16
LONGEST_ROW = 1 << 14
CHUNK_BYTES = 1 << 18


class TableError(DigitRecognizerError):
    """A CSV file is not a table of digits, or cannot be written."""


def read_table(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Read digits from a CSV file, plain or gzipped, with or without a line of column names.

    Parameters
    ----------
    path : Path
        Each row a digit: its label (0 to 9), then 784 grey values (0 to 255) line by line, white
        ink on black.

    Returns
    -------
    tuple of NDArray[np.uint8]
        Images (n, 28, 28) and labels (n,).

    Raises
    ------
    TableError
        If the file is no such table; the message names row and column, both counted from 1.
    """
    require("train", "Reading a table")
    import pandas as pd

    names_line = _has_names(path)
    # Room that grows as it is filled: two of the whole would be too much.
    images, labels = bytearray(), bytearray()
    try:
        with (
            open_unpacked(path, "a CSV file", TableError) as stream,
            pd.read_csv(
                _Rows(stream, path, names_line=names_line),
                header=None,
                chunksize=ROWS_AT_ONCE,
                low_memory=False,
            ) as chunks,
        ):
            for chunk in chunks:
                values = _checked(chunk, path, len(labels))
                images += values[:, 1:].tobytes()
                labels += values[:, 0].tobytes()
    except pd.errors.EmptyDataError:
        pass
    except (pd.errors.ParserError, UnicodeDecodeError, OverflowError) as error:
        raise TableError(
            f"{path}: expected rows of a label and {PIXELS} grey values, separated by commas; "
            f"it cannot be read so ({quoted(error)})",
            "correct the file",
        ) from error
    if not labels:
        raise TableError(f"{path}: expected at least one digit, got none", "check the file")
    return np.frombuffer(images, np.uint8).reshape(-1, 28, 28), np.frombuffer(labels, np.uint8)


def write_table(
    path: Path, images: NDArray[np.uint8], labels: NDArray[np.uint8], *, names: bool = True
) -> None:
    """Write digits as CSV, gzipped when the name ends in ``.gz``.

    Parameters
    ----------
    path : Path
        Where to write; the file appears under its name only when it is complete.
    images, labels : NDArray[np.uint8]
        Shapes (n, 28, 28) and (n,).
    names : bool
        Whether the first line names the columns ``label,pixel0,…,pixel783``.

    Raises
    ------
    TableError
        If the file cannot be written.
    """
    require("train", "Writing a table")
    import pandas as pd

    columns = ["label", *(f"pixel{place}" for place in range(PIXELS))]
    values = np.column_stack([labels, images.reshape(len(images), PIXELS)])
    with write_packed(path, "a CSV file", TableError) as file:
        pd.DataFrame(values, columns=columns).to_csv(
            file, index=False, header=names, lineterminator="\n"
        )


def _has_names(path: Path) -> bool:
    with open_unpacked(path, "a CSV file", TableError) as stream:
        line = stream.readline(LONGEST_FIRST_LINE + 1)
    if len(line) > LONGEST_FIRST_LINE:
        raise TableError(
            f"{path}: expected {PIXELS + 1} values in a row, got a first line of more than "
            f"{LONGEST_FIRST_LINE:,} bytes",
            "check that this is the right file",
        )
    return line.lstrip(b'\xef\xbb\xbf "').lower().startswith(b"label")


class _Rows(io.BufferedIOBase):
    """Hands on the rows of a table, without the names of its columns, and no more than it has.

    So a parser never meets what would take all memory and time: immense lines, or empty ones
    without end.
    """

    def __init__(self, stream: IO[bytes], path: Path, *, names_line: bool) -> None:
        self.stream = stream
        self.path = path
        self.rows = 0
        self.length = 0  # of the row that is not at its end
        if names_line:
            stream.readline()

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        piece = self.stream.read(min(size, CHUNK_BYTES) if size and size > 0 else CHUNK_BYTES)
        lines = piece.split(b"\n")
        longest = max(self.length + len(lines[0]), *map(len, lines))
        self.length = len(lines[-1]) + (self.length if len(lines) == 1 else 0)
        self.rows += len(lines) - 1
        if longest > LONGEST_ROW or self.rows > MAXIMUM_ROWS:
            raise TableError(
                f"{self.path}: expected at most {MAXIMUM_ROWS:,} rows of {PIXELS + 1} values, "
                f"got {'a longer row' if longest > LONGEST_ROW else 'more rows'}",
                "check that this is the right file, or divide it",
            )
        return piece

    read1 = read


def _checked(chunk: "pd.DataFrame", path: Path, rows_before: int) -> NDArray[np.uint8]:
    if chunk.shape[1] != PIXELS + 1:
        raise TableError(
            f"{path}: expected {PIXELS + 1} columns (a label and {PIXELS} grey values), "
            f"got {chunk.shape[1]}",
            "check that this is a table of digits with labels",
        )

    limits = np.full(PIXELS + 1, 255)
    limits[0] = 9
    if all(kind.kind == "i" for kind in chunk.dtypes):
        values = chunk.to_numpy()
        wrong = (values < 0) | (values > limits)
    else:
        # Some cell is no whole number: the slower way finds it.
        values = chunk.apply(_numbers).to_numpy(np.float64)
        wrong = ~((values >= 0) & (values <= limits) & (values == np.rint(values)))
    if wrong.any():
        row, column = (int(place) for place in np.argwhere(wrong)[0])
        what = "a label from 0 to 9" if column == 0 else "a grey value from 0 to 255"
        cell = chunk.iat[row, column]
        found = quoted(cell) if isinstance(cell, str) else str(cell)
        if chunk.isna().iat[row, column]:
            found = "nothing"
        raise TableError(
            f"{path}, row {rows_before + row + 1:,}, column {column + 1}: expected {what}, "
            f"got {found}",
            "correct the file",
        )
    return values.astype(np.uint8)


def _numbers(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Give the values of a column; not-a-number where a cell holds anything else."""
    import pandas as pd

    if column.dtype.kind not in "iuf":
        # As text: what pandas took for truths or for immense whole numbers is none.
        column = column.astype(str)
    return pd.to_numeric(column, errors="coerce")
