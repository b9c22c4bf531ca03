"""What is fuzzed: where inputs come from, who reads them, and what may come of it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

__all__ = [
    "MOST_MIB",
    "MOST_SECONDS",
    "SHEET_SECONDS",
    "LawError",
    "Target",
    "law",
    "load_targets",
    "made",
    "shares",
]

MOST_SECONDS = 2.0
SHEET_SECONDS = 10.0
"""Of a page of numbers, all of whose cells are read."""
MOST_MIB = 1024.0


class LawError(Exception):
    """A result that is not what the documentation promises."""


@dataclass(frozen=True)
class Target:
    """Something that reads inputs nobody vouches for.

    Attributes
    ----------
    name : str
        On the command line and in the report.
    share : float
        Its part of all inputs, beside the shares of the others.
    make : callable
        Makes an input, decided by nothing but the random numbers it is given.
    use : callable
        Hands the input to the product, with an empty folder for files, and checks what comes back.
    documented : tuple of exception types
        What the product's documentation says is raised.
    show : callable
        Writes an input down, as bytes.
    seconds, mib : float
        The most processor time that one input may take, and the most memory beyond what the process
        had before.
    """

    name: str
    share: float
    make: Callable[[Random], Any]
    use: Callable[[Any, Path], None]
    documented: tuple[type[BaseException], ...]
    show: Callable[[Any], bytes] = lambda content: bytes(content)
    seconds: float = MOST_SECONDS
    mib: float = MOST_MIB


def law(holds: object, text: str) -> None:
    """Raise LawError where a law does not hold; ``text`` says which."""
    if not holds:
        raise LawError(text)


def load_targets(table: str) -> dict[str, Target]:
    """Return the targets of a module's ``TARGETS``, by name."""
    return {target.name: target for target in import_module(table).TARGETS}


def made(target: Target, seed: int, index: int) -> Any:
    """Return input number ``index`` of a target: the same for the same seed, always."""
    return target.make(Random(f"{seed}/{target.name}/{index}"))


def shares(targets: dict[str, Target], inputs: int) -> dict[str, int]:
    """Divide a number of inputs among targets by their shares; each gets at least one."""
    whole = sum(target.share for target in targets.values())
    return {name: max(1, round(inputs * target.share / whole)) for name, target in targets.items()}
