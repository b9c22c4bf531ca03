"""Digits scanned from paper: a zip of pictures, in a folder for each writer and digit.

Raw crops of 80 to 105 pixels, dark on white, in several modes of colour, not centred; of European
form, with flagged 1 and crossed 7.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from digit_recognizer.data.zips import open_zip, read_member
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["SWISS_NUMBERS_VERSION", "Scan", "SwissNumbersError", "read_swiss_numbers"]

MEMBER = re.compile(r"(?:.*/)?([^/\s]{1,100})/([0-9])/[^/]+\.png", re.IGNORECASE)
MOST_BYTES = 1 << 20
"""No scan of a digit is larger; what claims to be is a trap or another thing."""


SWISS_NUMBERS_VERSION = 1
"""Of what is read from a file; raise it when that changes."""


class SwissNumbersError(DigitRecognizerError):
    """A file is not the zip of scanned digits it is taken for."""


@dataclass(frozen=True)
class Scan:
    """One digit as it was scanned.

    Attributes
    ----------
    label : int
        The digit, 0 to 9.
    writer : str
        Who wrote it.
    name : str
        Its name in the zip.
    picture : bytes
        The picture as a PNG file.
    """

    label: int
    writer: str
    name: str
    picture: bytes


def read_swiss_numbers(path: Path) -> Iterator[Scan]:
    """Read the scans of a zip one after another, in the order of their names.

    Parameters
    ----------
    path : Path
        A zip with members ``<writer>/<digit>/<name>.png``; others are passed over.

    Yields
    ------
    Scan
        Only one at a time is in memory.

    Raises
    ------
    SwissNumbersError
        If the file cannot be read, is no zip or is damaged, or holds no such member.
    """
    with open_zip(path, "zip of scanned digits", SwissNumbersError) as archive:
        names = set(archive.namelist())
        members = [(name, MEMBER.fullmatch(name)) for name in sorted(names)]
        found = [(name, match) for name, match in members if match]
        if not found:
            raise SwissNumbersError(
                f"{path}: expected scans named <writer>/<digit>/<name>.png, got none among "
                f"{len(names):,} members",
                "check that this is the right file",
            )
        for name, match in found:
            yield Scan(int(match[2]), match[1], name, read_member(archive, name, MOST_BYTES))
