"""What a network can be judged on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["SOURCES", "Source", "source_of_path"]


@dataclass(frozen=True)
class Source:
    """Digits of which the truth is known.

    Parameters
    ----------
    name
        What ``measured_set`` knows it by.
    title
        What people know it by.
    description
        In a few words.
    megabytes
        How much has to come over the net where it is not on this computer; 0 where it cannot.
    """

    name: str
    title: str
    description: str
    megabytes: int = 0


SOURCES = (
    Source("mnist", "MNIST test", "10,000 digits of American clerks and pupils", 11),
    Source("usps", "USPS envelopes", "7,291 digits from American envelopes"),
    Source("pendigits", "Pen strokes", "7,494 digits by 30 writers on a tablet (pendigits)"),
    Source("swiss", "Swiss numbers", "6,277 scanned digits by 11 writers, with flagged 1"),
    Source("emnist-digits", "EMNIST digits", "40,000 digits from the same forms as MNIST's", 536),
)


def source_of_path(path: Path) -> Source:
    """Return a folder of pictures, a CSV or an IDX file as something to judge on."""
    kind = "a folder of your own" if path.is_dir() else "a file of your own"
    return Source(str(path), path.name or str(path), kind)
