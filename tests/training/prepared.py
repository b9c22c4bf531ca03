"""A compiler that has nothing to do, for tests that train often: no process is begun."""

from collections.abc import Iterator
from typing import Any

from digit_recognizer.lenet.architectures import architecture
from digit_recognizer.nn.engine import Program
from digit_recognizer.training import preparation

__all__ = ["NothingToCompile", "RealProcess", "warm_up"]


RealProcess = preparation.Process
"""The process itself, whatever stands in its place in a test."""


class NothingToCompile:
    """Stands for the process that compiles."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def __enter__(self) -> "NothingToCompile":
        return self

    def __exit__(self, *raised: object) -> None:
        pass

    def wait(self, seconds: float) -> bool:
        return True

    def reports(self) -> Iterator[tuple[str, int, int]]:
        return iter(())

    def end(self) -> None:
        pass


def warm_up() -> None:
    """Compile what these tests need, before any of them waits for it."""
    Program(architecture("lenet5")).warm_up()
