"""The standard streams, so that commands can count on them: open, and named where they fail."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any, TextIO, cast

__all__ = ["STANDARD_OUTPUT", "complain", "drop", "prepare_streams", "printable"]

STANDARD_OUTPUT = "standard output"
"""What stands for the file in errors of it."""


def prepare_streams() -> None:
    """Open what a shell closed, as in ``>&-``, and let errors of standard output bear its name.

    Closed input is empty then, closed output fails as it should, what was to go to closed standard
    error is lost, and no file that is opened takes one of their numbers. Signs that cannot be
    written are replaced.
    """
    if sys.stdin is None:
        _connect(0, os.O_RDONLY)
        sys.stdin = os.fdopen(0, closefd=False)
    if sys.stdout is None:
        _connect(1, os.O_RDONLY)  # cannot be written to, like what is closed
        sys.stdout = os.fdopen(1, "w", errors="replace", closefd=False)
    if sys.stderr is None:
        _connect(2, os.O_WRONLY)
        sys.stderr = os.fdopen(2, "w", errors="backslashreplace", closefd=False)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    sys.stdout = cast(TextIO, _Named(sys.stdout, STANDARD_OUTPUT))


def drop(stream: TextIO) -> None:
    """Let go of what a standard stream did not take, or Python tries once more at exit."""
    _connect(stream.fileno(), os.O_WRONLY)


def printable(text: str) -> str:
    """Keep file names from breaking the line, driving the terminal or failing to be printed."""
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    encoding = sys.stdout.encoding or "utf-8"
    return shown.encode(encoding, "replace").decode(encoding)


def complain(text: str) -> None:
    """Say on standard error, in a line of its own, what went wrong."""
    print(printable(f"digit-recognizer: {text}"), file=sys.stderr, flush=True)


class _Named:
    """A stream whose errors say its name."""

    def __init__(self, stream: TextIO, name: str) -> None:
        self._stream = stream
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(self._stream, attribute)

    def write(self, text: str) -> int:
        """Write a text."""
        with self._named():
            return self._stream.write(text)

    def flush(self) -> None:
        """Write what is still held back."""
        with self._named():
            self._stream.flush()

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OSError(error.errno, error.strerror, self._name) from error


def _connect(number: int, how: int) -> None:
    """Connect a stream to the device that holds nothing and takes everything."""
    device = os.open(os.devnull, how)
    if device != number:
        os.dup2(device, number)
        os.close(device)
