"""Files that are complete or not there, and gzipped ones that are read like plain ones."""

import gzip
import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from digit_recognizer.errors import DigitRecognizerError

__all__ = ["open_unpacked", "replaced_when_complete", "write_packed"]

GZIP_MAGIC = b"\x1f\x8b"


@contextmanager
def replaced_when_complete(path: Path) -> Iterator[Path]:
    """Lend a temporary name in the folder of ``path`` that becomes ``path`` when all went well.

    Parameters
    ----------
    path : Path
        The final name; its folder is made when it is missing.

    Yields
    ------
    Path
        An empty file to write to. It takes the final name in one step at the end of the block,
        and is removed, with ``path`` left as it was, when the block raises.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".partial")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp makes files that only their owner can read; this one is a file like any other.
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


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
            f"({error.strerror or error}); choose another folder or make room."
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
            f"{path}: expected a whole gzip file, but it is cut short or damaged ({error}); "
            "fetch or copy it again."
        ) from error
    except OSError as error:
        raise error_type(
            f"{path}: expected {kind}, but it cannot be read ({error.strerror or error}); "
            "check the path and its permissions."
        ) from error
