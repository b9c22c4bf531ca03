"""Zips from elsewhere: each member small, plainly packed and open to all, or the zip is refused."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digit_recognizer.errors import DigitRecognizerError

__all__ = ["open_zip", "read_member"]

MOST_BYTES = 32 << 20
"""The largest zip that is opened; its list of members is read whole."""
MOST_UNPACKED_BYTES = 256 << 20
"""Members may lie over one another, so that a small zip holds any number of large ones."""
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What zipfile raises of a damaged zip; RuntimeError is an encrypted member.
_DAMAGES = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, RuntimeError,
    ValueError, KeyError, OverflowError,
)  # fmt: skip


@contextmanager
def open_zip(
    path: Path, kind: str, error_type: type[DigitRecognizerError]
) -> Iterator[zipfile.ZipFile]:
    """Open a zip to read its members.

    Parameters
    ----------
    path : Path
        The file, of 32 MiB at most.
    kind : str
        What it should be, for the message: ``"zip of scanned digits"``.
    error_type : type of DigitRecognizerError
        What to raise.

    Yields
    ------
    zipfile.ZipFile
        To be read by ``read_member``.

    Raises
    ------
    DigitRecognizerError
        Of ``error_type``, if the file cannot be read, or is damaged or no such zip: also where the
        block raises a ValueError or a KeyError.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"it is larger than {MOST_BYTES:,} bytes")
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED_BYTES:
                raise ValueError(f"its members take more than {MOST_UNPACKED_BYTES:,} bytes")
            yield archive
    except _DAMAGES as error:
        reason = " ".join(str(error).split())[:200]
        raise error_type(
            f"{path}: expected a whole {kind}, but it is none or it is damaged ({reason})",
            "fetch or copy it again",
        ) from error
    except OSError as error:
        raise error_type(
            f"{path}: expected a {kind}, but it cannot be read ({error.strerror or error})",
            "check the path and its permissions",
        ) from error


def read_member(archive: zipfile.ZipFile, name: str, most_bytes: int) -> bytes:
    """Read a member whole.

    Raises
    ------
    ValueError
        If it is larger than ``most_bytes``, encrypted, or packed in a way that few can open.
    """
    info = archive.getinfo(name)
    if info.flag_bits & 1 or info.compress_type not in PACKINGS:
        raise ValueError(f"{name[:60]!r} is encrypted or packed in an unusual way")
    # What the list of members says of its size may be wrong: it is never unpacked further.
    with archive.open(info) as member:
        content = member.read(most_bytes + 1)
    if len(content) > most_bytes or len(content) != info.file_size:
        raise ValueError(f"{name[:60]!r} has more than {most_bytes:,} bytes, or not those it says")
    return content
