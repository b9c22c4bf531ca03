"""Use one input, and measure what that takes."""

import os
import resource
import signal
import sys
import time
import traceback
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.fuzz.target import LawError, Target

__all__ = [
    "LAST_TIMES",
    "Memory",
    "Outcome",
    "Printed",
    "limit_memory",
    "use_once",
]

LAST_TIMES = 3
"""So many times the seconds that an input may take, the system ends the process."""
ADDRESS_SPACE_MIB = 4096
"""More than so much beyond the idle process is refused, to spare the machine."""
WORTH_A_LOOK_MIB = 8.0


@dataclass(frozen=True)
class Outcome:
    """What came of one input.

    Attributes
    ----------
    error : BaseException or None
        What was raised.
    documented : bool
        Whether that is documented.
    seconds, mib : float
        Processor time and memory that it took; 0 for a few MiB.
    printed : str
        What went to the standard streams.
    """

    error: BaseException | None
    documented: bool
    seconds: float
    mib: float
    printed: str

    def complaints(self, target: Target) -> list[tuple[str, str]]:
        """Return what should not be, each as a kind and a detail."""
        found = []
        if self.error is not None and not self.documented:
            found.append((_kind(self.error), str(self.error)))
        elif self.error is not None and (wrong := _wrong_message(str(self.error))):
            found.append((f"{type(self.error).__name__} with {wrong}", str(self.error)))
        if self.seconds > target.seconds:
            found.append((f"over {target.seconds:g} s", f"{self.seconds:.1f} s"))
        if self.mib > target.mib:
            found.append((f"over {target.mib:g} MiB", f"{self.mib:.0f} MiB"))
        if self.printed:
            found.append(("something printed", self.printed))
        return found


class Memory:
    """The most memory this process ever had, counted anew now and then."""

    def __init__(self) -> None:
        self._idle = self._most = 0.0
        self.count_anew()

    def count_anew(self) -> None:
        """Forget the most there was."""
        with suppress(OSError):  # only Linux can; elsewhere the first of many alike is measured
            Path("/proc/self/clear_refs").write_text("5")
        self._idle = self._most = _most_mib()

    def grown(self) -> float:
        """Return by how many MiB it grew since it was asked last, 0 where that is little."""
        if (now := _most_mib()) - self._most < WORTH_A_LOOK_MIB:
            return 0.0
        grown = now - self._idle
        self.count_anew()
        return grown


class Printed:
    """All that goes to the standard streams of this process, by whatever way."""

    def __init__(self, file: Path) -> None:
        self._handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(self._handle, stream)

    def forget(self) -> None:
        """Begin anew."""
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)

    def take(self) -> str:
        """Return what was printed since the beginning."""
        sys.stdout.flush()
        sys.stderr.flush()
        if not (length := os.lseek(self._handle, 0, os.SEEK_CUR)):
            return ""
        return os.pread(self._handle, min(length, 2_000), 0).decode(errors="replace")


def limit_memory() -> None:
    """Let the system refuse memory far beyond what this process has now."""
    with suppress(OSError, ValueError):  # where the size of a process cannot be asked or limited
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + (ADDRESS_SPACE_MIB << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def use_once(
    target: Target, content: Any, folder: Path, memory: Memory, printed: Printed
) -> Outcome:
    """Hand one input to its target and return what came of it."""
    error: BaseException | None = None
    memory.grown()  # what it took to make the input is nobody's
    printed.forget()
    signal.setitimer(signal.ITIMER_PROF, LAST_TIMES * target.seconds)
    begun = time.process_time()
    try:
        target.use(content, folder)
    except BaseException as raised:
        error = raised
    seconds = time.process_time() - begun
    signal.setitimer(signal.ITIMER_PROF, 0)
    documented = error is not None and isinstance(error, target.documented)
    return Outcome(error, documented, seconds, memory.grown(), printed.take())


def _most_mib() -> float:
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _kind(error: BaseException) -> str:
    """Name an error by its type and where it was raised: the innermost function, and ours."""
    if isinstance(error, LawError):
        return f"broken promise: {error}"
    frames = [
        (Path(frame.filename), frame.name)
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).parent != Path(__file__).parent
    ]
    ours = [frame for frame in frames if "digit_recognizer" in frame[0].parts]
    places = [f"{file.name}:{function}" for file, function in (*frames[-1:], *ours[-1:])]
    return " in ".join([type(error).__name__, *(dict.fromkeys(places) or ["the fuzzer"])])


def _wrong_message(text: str) -> str:
    """Say what is wrong with the text of an error that a person will read, if anything is."""
    if not text.strip():
        return "no message"
    if any(unicodedata.category(character) == "Cc" for character in text):
        return "a message of several lines or with control characters"
    return "a message of over 1,000 characters" if len(text) > 1_000 else ""
