"""A file of answers that is there when it is complete, and a reading that can go on.

Answers are appended to a file beside it as they come, one line of JSON each. A kill loses the line
that was being written, and no other.
"""

import errno
import hashlib
import json
import os
from array import array
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from digit_recognizer.answers.formats import write_records
from digit_recognizer.answers.records import Record, is_record
from digit_recognizer.data.files import hold, replaced_when_complete
from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.hands.profile_file import packed_profile
from digit_recognizer.ink import INK_VERSION
from digit_recognizer.recognizer import Recognizer

__all__ = ["AnswerFile", "AnswerFileError", "UnfinishedError", "made_by"]

_VERSION = 1
_PENDING = -1


class AnswerFileError(DigitRecognizerError):
    """A file of answers that cannot be written, or a reading that cannot go on."""


class UnfinishedError(AnswerFileError):
    """An interrupted reading, where none was expected."""


def made_by(recognizer: Recognizer, polarity: str) -> dict[str, object]:
    """Return all that decides an answer besides the picture."""
    network = recognizer.network
    weights = hashlib.sha256(network.parameters.tobytes())
    weights.update(repr((str(network.architecture), recognizer.rule)).encode())
    hand = {}
    if recognizer.profile is not None:
        hand["hand"] = hashlib.sha256(packed_profile(recognizer.profile)).hexdigest()
    return {
        "version": _VERSION,
        "pipeline": INK_VERSION,
        "network": weights.hexdigest(),
        "polarity": polarity,
    } | hand


class AnswerFile:
    """Answers on their way into a file; a context manager.

    Each picture is first announced by ``has``, in the order that the file will have, and where it
    has no answer yet, ``add`` follows, in the same order.

    Parameters
    ----------
    path : Path
        The file, of a name that ``check_format`` takes.
    made_by : dict
        What decides the answers; see ``made_by``.
    resume : bool
        Whether to go on where an earlier reading was interrupted, if one was.
    is_record : callable
        Tells whether a value of JSON is one answer.
    write : callable
        Writes answers, in order, to a file of the kind that an ending names.

    Raises
    ------
    UnfinishedError
        If an interrupted reading is there that shall not go on.
    AnswerFileError
        If it was of another network or polarity, if another program writes to it, or if it cannot
        be written.
    """

    def __init__(
        self,
        path: Path,
        made_by: dict[str, object],
        *,
        resume: bool = False,
        is_record: Callable[[object], bool] = is_record,
        write: Callable[[Iterator[Record], str, Path], None] = write_records,
    ) -> None:
        self.path = path
        self._is_record, self._write = is_record, write
        self.unfinished = path.with_name(f"{path.name}.unfinished")
        self._offsets: dict[str, int] = {}
        self._order = array("q")
        self._announced: deque[int] = deque()
        if self.unfinished.exists() and not resume:
            raise UnfinishedError(
                f"{self.unfinished}: expected no interrupted reading, found one",
                "go on with it, or remove it to begin anew",
            )
        try:
            if path.exists() and not path.is_file():
                raise FileExistsError(errno.EEXIST, "it is a device, a pipe or a folder")
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: IO[bytes] = self.unfinished.open("a+b", buffering=0)
        except OSError as error:
            raise self._unwritable(error) from error
        self._lock = hold(self.unfinished)
        try:
            if self._lock is None:
                raise AnswerFileError(
                    f"{self.unfinished}: another program writes to it",
                    "wait until it has ended, or name another file",
                )
            self._begin(made_by)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "AnswerFile":
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go; unless it is complete, the reading can go on another time."""
        self._file.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @property
    def known(self) -> int:
        """How many pictures an earlier reading has answered."""
        return len(self._offsets)

    def has(self, file: str) -> bool:
        """Announce a picture; return whether it has an answer already."""
        offset = self._offsets.get(file, _PENDING)
        if offset == _PENDING:
            self._announced.append(len(self._order))
        self._order.append(offset)
        return offset != _PENDING

    def add(self, answer: Record) -> None:
        """Store the answer to the next picture that was announced and had none."""
        self._order[self._announced.popleft()] = self._append(answer)

    def complete(self) -> None:
        """Write the file, and remove what was stored beside it."""
        try:
            with replaced_when_complete(self.path) as temporary:
                self._write(self._records(), self.path.suffix.lower(), temporary)
            self.close()
            self.unfinished.unlink()
        except OSError as error:
            raise self._unwritable(error) from error

    def _begin(self, made_by: dict[str, object]) -> None:
        """Find out what is there already, and drop a line that is not whole."""
        self._file.seek(0)
        whole = 0
        with self.unfinished.open("rb") as lines:
            for number, line in enumerate(lines):
                if not line.endswith(b"\n"):
                    break
                content = self._parsed(line, number)
                if number == 0:
                    self._check(content, made_by)
                elif "problem" not in content:
                    self._offsets[content["file"]] = whole
                whole += len(line)
        self._file.truncate(whole)
        if not whole:
            self._append(made_by)

    def _parsed(self, line: bytes, number: int) -> Record:
        with suppress(ValueError, RecursionError):
            content = json.loads(line)
            if self._is_record(content) if number else isinstance(content, dict):
                return dict(content)
        raise AnswerFileError(
            f"{self.unfinished}, line {number + 1:,}: expected a line of an interrupted reading, "
            f"got {quoted(line)}",
            "remove the file to begin anew",
        )

    def _check(self, before: Record, now: dict[str, object]) -> None:
        other = [key for key in now if before.get(key) != now[key]]
        if other:
            raise AnswerFileError(
                f"{self.unfinished}: the reading was begun with another {' and '.join(other)}",
                "go on with the same, or remove the file to begin anew",
            )

    def _append(self, content: dict[str, object]) -> int:
        """Write a line, and return where it begins."""
        try:
            offset = self._file.seek(0, os.SEEK_END)
            line = json.dumps(content).encode() + b"\n"
            if self._file.write(line) != len(line):
                raise OSError("no space left")
        except OSError as error:
            raise self._unwritable(error) from error
        return offset

    def _records(self) -> Iterator[Record]:
        with self.unfinished.open("rb") as lines:
            for offset in self._order:
                lines.seek(offset)
                yield json.loads(lines.readline())

    def _unwritable(self, error: OSError) -> AnswerFileError:
        return AnswerFileError(
            f"{self.path}: expected a place to write answers, but it cannot be written "
            f"({error.strerror or error})",
            "choose another folder or make room",
        )
