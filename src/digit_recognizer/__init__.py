"""Digit Recognizer: LeNet-5 from scratch, from ink to digit.

The public face. Nothing heavy is imported until it is used.
"""

from __future__ import annotations

# As in typing, which takes longer to import than all of this.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any

    from digit_recognizer.networks.checkpoint import load_network
    from digit_recognizer.recognizer import Recognition, Recognizer

__all__ = ["Recognition", "Recognizer", "__version__", "load_network"]

__version__ = "0.1.0"

_HOMES = {
    "Recognition": "digit_recognizer.recognizer",
    "Recognizer": "digit_recognizer.recognizer",
    "load_network": "digit_recognizer.networks.checkpoint",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
