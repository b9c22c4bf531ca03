"""The networks that come with the program."""

from contextlib import AbstractContextManager
from importlib.resources import as_file, files
from pathlib import Path

from digit_recognizer.networks.stored import SUFFIX

__all__ = ["DEFAULT_NETWORK", "shipped_file", "shipped_networks"]

DEFAULT_NETWORK = "lenet5"
FOLDER = "digit_recognizer.networks.weights"


def shipped_networks() -> tuple[str, ...]:
    """Return the names of the networks that come with the program."""
    names = (entry.name for entry in files(FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX)))


def shipped_file(name: str) -> AbstractContextManager[Path]:
    """Return a context manager that lends the file of a network that comes with the program."""
    return as_file(files(FOLDER) / f"{name}{SUFFIX}")
