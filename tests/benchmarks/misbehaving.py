"""Targets that misbehave, each in a way of its own, to see whether the fuzzer notices."""

import os
import signal
import sys
import time
import warnings
from pathlib import Path
from random import Random

from benchmarks.fuzz.target import Target, law

__all__ = ["TARGETS"]


def _number(rng: Random) -> bytes:
    return str(rng.randrange(1_000)).encode()


def _answers(content: bytes, folder: Path) -> None:
    law(content.isdigit(), "a number has digits")


def _refuses(content: bytes, folder: Path) -> None:
    raise ValueError("expected another input; choose one")


def _refuses_without_a_word(content: bytes, folder: Path) -> None:
    raise ValueError("")


def _refuses_over_lines(content: bytes, folder: Path) -> None:
    raise ValueError("found\nthis")


def _raises(content: bytes, folder: Path) -> None:
    raise KeyError(content)


def _breaks_a_promise(content: bytes, folder: Path) -> None:
    law(not content, "nothing comes of something")


def _prints(content: bytes, folder: Path) -> None:
    print("a decoder grumbles", file=sys.stderr)


def _warns(content: bytes, folder: Path) -> None:
    warnings.warn("a cast", RuntimeWarning, stacklevel=1)


def _dies_of_some(content: bytes, folder: Path) -> None:
    if int(content) % 10 == 3:
        os.kill(os.getpid(), signal.SIGSEGV)


def _computes_for_long(content: bytes, folder: Path) -> None:
    begun = time.process_time()
    while time.process_time() - begun < 0.4:
        sum(range(1_000))


def _computes_for_ever(content: bytes, folder: Path) -> None:
    while True:
        pass


def _waits_for_ever(content: bytes, folder: Path) -> None:
    time.sleep(1_000)


def _takes_memory(content: bytes, folder: Path) -> None:
    b"\1" * (300 << 20)


def _cannot_be_made(rng: Random) -> bytes:
    raise RuntimeError("no such input")


TARGETS = (
    Target("answers", 1, _number, _answers, ()),
    Target("refuses", 1, _number, _refuses, (ValueError,)),
    Target("refuses-without-a-word", 1, _number, _refuses_without_a_word, (ValueError,)),
    Target("refuses-over-lines", 1, _number, _refuses_over_lines, (ValueError,)),
    Target("raises", 1, _number, _raises, (ValueError,)),
    Target("breaks-a-promise", 1, _number, _breaks_a_promise, (ValueError,)),
    Target("prints", 1, _number, _prints, ()),
    Target("warns", 1, _number, _warns, ()),
    Target("dies-of-some", 1, _number, _dies_of_some, ()),
    Target("computes-for-long", 1, _number, _computes_for_long, (), seconds=0.2),
    Target("computes-for-ever", 1, _number, _computes_for_ever, (), seconds=0.2),
    Target("waits-for-ever", 1, _number, _waits_for_ever, ()),
    Target("takes-memory", 1, _number, _takes_memory, (), mib=200),
    Target("cannot-be-made", 1, _cannot_be_made, _answers, ()),
)
