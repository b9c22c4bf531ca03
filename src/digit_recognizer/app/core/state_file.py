"""What the window stores between two sessions: JSON that is whole, or set aside, never lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

from digit_recognizer.data.files import clear_partials, replaced_when_complete, set_aside

__all__ = ["StateError", "StateFile"]

_Content = TypeVar("_Content")
# All that values of the wrong kind or size do to code that expects the right ones.
_MISUNDERSTANDINGS = (
    ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError,
)  # fmt: skip


class StateError(ValueError):
    """A stored file cannot be understood. The message is one sentence: where the file is now."""


class StateFile(Generic[_Content]):
    """One JSON file.

    Parameters
    ----------
    file
        Where it lies. Its folder is made when it is first needed.
    understand
        Makes of the JSON what it stands for; what it raises means that it cannot.
    most_bytes
        A longer file is not read.
    """

    def __init__(
        self, file: Path, understand: Callable[[Any], _Content], most_bytes: int = 1 << 20
    ) -> None:
        self.file = file
        self._understand = understand
        self._most_bytes = most_bytes
        self._untouchable: OSError | None = None

    def load(self) -> _Content | None:
        """Return what was stored, or None where nothing was.

        Raises
        ------
        StateError
            If the file is damaged or of another version: it has been set aside then. Or if it
            cannot be opened: it stays as it is, as its contents may be good, and nothing is
            written over it.
        """
        self._untouchable = None
        clear_partials(self.file.parent)
        try:
            with self.file.open("rb") as stream:
                content = stream.read(self._most_bytes + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._left(error) from error
        try:
            if len(content) > self._most_bytes:
                raise ValueError("a file of another kind")
            return self._understand(json.loads(content.decode("utf-8")))
        except _MISUNDERSTANDINGS as problem:
            try:
                aside = set_aside(self.file)
            except OSError as error:
                raise self._left(error) from problem
            raise StateError(f"The file was set aside as {aside}.") from problem

    def save(self, content: Any) -> None:
        """Write JSON in one step.

        Raises
        ------
        OSError
            If the file cannot be written, or holds what could not be read. It is as it was.
        """
        if self._untouchable is not None:
            raise self._untouchable
        with replaced_when_complete(self.file) as unfinished:
            unfinished.write_text(json.dumps(content) + "\n", encoding="utf-8")

    def remove(self) -> None:
        """Remove the file, unless it holds what could not be read."""
        if self._untouchable is None:
            self.file.unlink(missing_ok=True)

    def _left(self, error: OSError) -> StateError:
        self._untouchable = error
        return StateError(
            f"The file stays as it is: {self.file}: {error.strerror or error}. Mend its "
            "permissions, or move it away, and open the window again."
        )
