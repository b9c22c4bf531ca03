"""Digits from envelopes: the text file ``zip.train`` of the US Postal Service's digits.

A label and 256 grey values from -1 (background) to 1 (ink) a line: 16×16 pixels that the digit
fills.
Source: T. Hastie, R. Tibshirani, J. Friedman: The Elements of Statistical Learning, section 11.7.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.packed_files import read_lines
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["SIDE", "USPS_VERSION", "UspsError", "read_usps"]

SIDE = 16
VALUES = 1 + SIDE * SIDE
LONGEST_LINE = 8192
MOST_LINES = 10_000


USPS_VERSION = 1
"""Of what is read from a file; raise it when that changes."""


class UspsError(DigitRecognizerError):
    """A file is not the text of USPS digits it is taken for."""


def read_usps(path: Path) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Read all the digits of a file, plain or gzipped.

    Parameters
    ----------
    path : Path
        ``zip.train``, ``zip.test`` or the same with ``.gz``.

    Returns
    -------
    tuple of NDArray[np.float32] and NDArray[np.uint8]
        Images (n, 16, 16), -1 background and 1 ink, and labels (n,).

    Raises
    ------
    UspsError
        If the file cannot be read or a line is not what it should be; the message names the line.
    """
    lines = read_lines(
        path, "a text of USPS digits", UspsError, longest=LONGEST_LINE, most=MOST_LINES
    )
    rows = [_row(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        raise UspsError(
            f"{path}: expected a text of USPS digits, got no line",
            "check that this is the right file",
        )
    values = np.stack(rows)
    return values[:, 1:].reshape(-1, SIDE, SIDE), values[:, 0].astype(np.uint8)


def _row(path: Path, number: int, line: str) -> NDArray[np.float32]:
    parts = line.split()
    try:
        # By way of float64: a number that float32 cannot hold is no cause for a warning.
        row = np.array([float(part) for part in parts])
    except ValueError:
        row = np.empty(0)
    if len(row) != VALUES:
        found = f"{len(parts):,} values" if len(parts) != VALUES else "something else than numbers"
        raise _problem(path, number, f"a label and {VALUES - 1} grey values", found)
    if row[0] not in range(10):
        raise _problem(path, number, "a label from 0 to 9", f"{row[0]:g}")
    if not (np.abs(row[1:]) <= 1).all():
        raise _problem(path, number, "grey values from -1 to 1", "one outside")
    return row.astype(np.float32)


def _problem(path: Path, number: int, expected: str, found: str) -> UspsError:
    return UspsError(
        f"{path}, line {number}: expected {expected}, got {found}; it is damaged or no text of "
        "USPS digits, fetch or copy it again."
    )
