"""What a network can be measured on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from digit_recognizer.data.known_sets import find_known_set

__all__ = ["SOURCES", "Source", "source_of_path"]


@dataclass(frozen=True)
class Source:
    """Digits of which the truth is known.

    Parameters
    ----------
    name
        What ``measured_set`` knows it by.
    title
        What people call it.
    description
        In a few words.
    """

    name: str
    title: str
    description: str


def _public(name: str, description: str) -> Source:
    return Source(name, find_known_set(name).title, description)


SOURCES = (
    _public("mnist", "10,000 test digits of American clerks and pupils"),
    _public("usps", "7,291 digits from American envelopes"),
    _public("pendigits", "7,494 digits by 30 writers on a tablet"),
    _public("unipen", "8,009 pen-drawn digits by 122 writers of seven laboratories"),
    _public("swiss", "6,277 scanned digits by 11 writers, with flagged 1"),
    _public("emnist-digits", "40,000 digits from the same forms as MNIST's"),
)


def source_of_path(path: Path) -> Source:
    """Return a folder of pictures, a CSV or an IDX file as something to measure on."""
    kind = "a folder of your own" if path.is_dir() else "a file of your own"
    return Source(str(path), path.name or str(path), kind)
