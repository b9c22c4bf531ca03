"""Digits scanned from paper: a zip of pictures, in a folder for each writer and digit.

Raw crops of 80 to 105 pixels, dark on white, in several modes of colour, not centred; of European
form, with flagged 1 and crossed 7.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from digit_recognizer.errors import DigitRecognizerError

__all__ = ["Scan", "SwissNumbersError", "read_swiss_numbers"]

MEMBER = re.compile(r"(?:.*/)?([^/]+)/(\d)/[^/]+\.png", re.IGNORECASE)
MOST_BYTES = 16 << 20
"""No scan of a digit is larger; what claims to be is a trap or another thing."""


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
    try:
        with zipfile.ZipFile(path) as archive:
            names = {info.filename: info for info in archive.infolist()}
            members = [(name, MEMBER.fullmatch(name)) for name in sorted(names)]
            found = [(name, match) for name, match in members if match]
            if not found:
                raise SwissNumbersError(
                    f"{path}: expected scans named <writer>/<digit>/<name>.png, found none among "
                    f"{len(names):,} members; check that this is the right file."
                )
            for name, match in found:
                picture = _member(archive, names[name], path)
                yield Scan(int(match[2]), match[1], name, picture)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise SwissNumbersError(
            f"{path}: expected a whole zip of scanned digits, but it is none or it is damaged "
            f"({error}); fetch or copy it again."
        ) from error
    except OSError as error:
        raise SwissNumbersError(
            f"{path}: expected a zip of scanned digits, but it cannot be read "
            f"({error.strerror or error}); check the path and its permissions."
        ) from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> bytes:
    if info.file_size > MOST_BYTES or info.flag_bits & 1:
        found = "an encrypted one" if info.flag_bits & 1 else f"{info.file_size:,} bytes"
        raise SwissNumbersError(
            f"{path}: expected {info.filename} to be a small picture that anyone may open, found "
            f"{found}; check that this is the right file."
        )
    return archive.read(info)
