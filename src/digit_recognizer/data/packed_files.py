"""Files of bytes or lines, of which gzipped ones are read and written like plain ones."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, cast

from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["open_unpacked", "read_lines", "write_packed"]

GZIP_MAGIC = b"\x1f\x8b"


@contextmanager
def write_packed(
    path: Path, kind: str, error_type: type[DigitRecognizerError]
) -> Iterator[IO[bytes]]:
    """Open a file to write, gzipped when its name ends in ``.gz``; it is there once complete.

    Equal bytes give equal files: no time and no name goes into the gzip header.

    Parameters
    ----------
    path : Path
        Where to write; its folder is made when it is missing.
    kind : str
        What is written, for the message: ``"an IDX file"``.
    error_type : type of DigitRecognizerError
        What to raise.

    Yields
    ------
    IO[bytes]
        Where the plain bytes go.

    Raises
    ------
    DigitRecognizerError
        Of ``error_type``, if the file cannot be written.
    """
    try:
        with replaced_when_complete(path) as temporary, temporary.open("wb") as file:
            if path.suffix == ".gz":
                with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
                    yield cast(IO[bytes], packed)
            else:
                yield file
    except OSError as error:
        raise error_type(
            f"{path}: expected a place to write {kind}, but it cannot be written "
            f"({error.strerror or error})",
            "choose another folder or make room",
        ) from error


@contextmanager
def open_unpacked(
    path: Path, kind: str, error_type: type[DigitRecognizerError]
) -> Iterator[IO[bytes]]:
    """Open a file, plain or gzipped (told by its first bytes, not by its name), to read its bytes.

    Parameters
    ----------
    path : Path
        The file.
    kind : str
        What it should be, for the message: ``"an IDX file"``.
    error_type : type of DigitRecognizerError
        What to raise.

    Yields
    ------
    IO[bytes]
        The unpacked bytes, unpacked only as far as they are read.

    Raises
    ------
    DigitRecognizerError
        Of ``error_type``, if the file cannot be opened or read, or is damaged gzip.
    """
    try:
        if path.is_fifo():
            raise OSError("a pipe is no file")  # it would be waited for without end
        with path.open("rb") as file:
            packed = file.read(2) == GZIP_MAGIC
            file.seek(0)
            if packed:
                with gzip.GzipFile(fileobj=file) as unpacked:
                    yield cast(IO[bytes], unpacked)
            else:
                yield file
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise error_type(
            f"{path}: expected a whole gzip file, but it is cut short or damaged ({error})",
            "fetch or copy it again",
        ) from error
    except OSError as error:
        raise error_type(
            f"{path}: expected {kind}, but it cannot be read ({error.strerror or error})",
            "check the path and its permissions",
        ) from error


def read_lines(
    path: Path,
    kind: str,
    error_type: type[DigitRecognizerError],
    *,
    longest: int,
    most: int,
) -> Iterator[str]:
    """Read a text of ASCII, plain or gzipped, line by line, and no further than it should go.

    Parameters
    ----------
    path : Path
        The file.
    kind : str
        What it should be, for the message: ``"a text of USPS digits"``.
    error_type : type of DigitRecognizerError
        What to raise.
    longest, most : int
        The bytes of a line and the number of lines that such a text has at most.

    Yields
    ------
    str
        A line with its end; other characters are replaced.

    Raises
    ------
    DigitRecognizerError
        Of ``error_type``, as ``open_unpacked``, and if a line is longer or there are more.
    """
    with open_unpacked(path, kind, error_type) as stream:
        for number in count(1):
            line = stream.readline(longest + 1)
            if not line:
                return
            if len(line) > longest or number > most:
                raise error_type(
                    f"{path}, line {number:,}: expected {kind}, of at most {most:,} lines of "
                    f"{longest:,} bytes, got more",
                    "check that this is the right file",
                )
            yield line.decode("ascii", errors="replace")
