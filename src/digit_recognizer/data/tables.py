"""Digits as CSV, in the two layouts MNIST is passed around in: a label, then 784 grey values.

With a first line that names the columns (``label,pixel0,…`` or ``label,1x1,…``) or without one.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.files import open_unpacked, write_packed
from digit_recognizer.errors import DigitRecognizerError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TableError", "read_table", "write_table"]

PIXELS = 28 * 28
ROWS_AT_ONCE = 10_000
MAXIMUM_ROWS = 1_000_000
LONGEST_FIRST_LINE = 1 << 16


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
    import pandas as pd

    names_line = _has_names(path)
    pieces: list[NDArray[np.uint8]] = []
    rows = 0
    try:
        with (
            open_unpacked(path, "a CSV file", TableError) as stream,
            pd.read_csv(
                stream,
                header=None,
                skiprows=1 if names_line else 0,
                chunksize=ROWS_AT_ONCE,
                low_memory=False,
            ) as chunks,
        ):
            for chunk in chunks:
                pieces.append(_checked(chunk, path, rows))
                rows += len(chunk)
                if rows > MAXIMUM_ROWS:
                    raise TableError(
                        f"{path}: expected at most {MAXIMUM_ROWS:,} digits, found more; "
                        "divide the file."
                    )
    except pd.errors.EmptyDataError:
        pieces = []
    except (pd.errors.ParserError, UnicodeDecodeError) as error:
        raise TableError(
            f"{path}: expected rows of a label and {PIXELS} grey values, separated by commas; "
            f"it cannot be read so ({str(error).strip()}); correct the file."
        ) from error
    if not pieces:
        raise TableError(f"{path}: expected at least one digit, found none; check the file.")
    table = np.concatenate(pieces)
    return np.ascontiguousarray(table[:, 1:]).reshape(-1, 28, 28), table[:, 0].copy()


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
            f"{path}: expected {PIXELS + 1} values in a row, found a first line of more than "
            f"{LONGEST_FIRST_LINE:,} bytes; check that this is the right file."
        )
    return line.lstrip(b'\xef\xbb\xbf "').lower().startswith(b"label")


def _checked(chunk: "pd.DataFrame", path: Path, rows_before: int) -> NDArray[np.uint8]:
    if chunk.shape[1] != PIXELS + 1:
        raise TableError(
            f"{path}: expected {PIXELS + 1} columns (a label and {PIXELS} grey values), "
            f"found {chunk.shape[1]}; check that this is a table of digits with labels."
        )
    import pandas as pd

    limits = np.full(PIXELS + 1, 255)
    limits[0] = 9
    if all(kind.kind == "i" for kind in chunk.dtypes):
        values = chunk.to_numpy()
        wrong = (values < 0) | (values > limits)
    else:
        # Some cell is no whole number: the slower way finds it.
        values = chunk.apply(pd.to_numeric, errors="coerce").to_numpy(np.float64)
        wrong = ~((values >= 0) & (values <= limits) & (values == np.rint(values)))
    if wrong.any():
        row, column = (int(place) for place in np.argwhere(wrong)[0])
        what = "a label from 0 to 9" if column == 0 else "a grey value from 0 to 255"
        found = "nothing" if chunk.isna().iat[row, column] else f"{chunk.iat[row, column]!s:.40}"
        raise TableError(
            f"{path}, row {rows_before + row + 1:,}, column {column + 1}: expected {what}, "
            f"found {found}; correct the file."
        )
    return values.astype(np.uint8)
