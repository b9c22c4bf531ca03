"""Whether a network has been trained on what it is measured on.

Training notes by name and SHA-256 what it used (``Checkpoint.data``). Sets with writers are noted
under the names that ``WrittenDigits`` gives them: ``"pendigits (without 03, 07)"`` was trained on
all writers but these.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.data.written_digits import WrittenDigits

__all__ = ["FairPart", "fair_part", "writers_seen_before"]

NOTE = re.compile(r"(?P<name>[^()]*?)(?: \((?P<how>by|without) (?P<writers>[^()]*)\))?")
TESTED = "test"
"""Under this name training notes what it was only measured on."""


@dataclass(frozen=True, eq=False)
class FairPart:
    """What of a set a network can be measured on.

    Attributes
    ----------
    digits : WrittenDigits
        Of the writers it was not trained on; all digits where there are none of these.
    seen : tuple of str
        The writers it was trained on; the empty name stands for all where none are known.
    is_fair : bool
        Whether it was trained on none of ``digits``.
    """

    digits: WrittenDigits
    seen: tuple[str, ...]
    is_fair: bool


def fair_part(digits: WrittenDigits, data: Mapping[str, str]) -> FairPart:
    """Leave out the writers that a network was trained on; see ``writers_seen_before``."""
    seen = writers_seen_before(digits, data)
    unseen = [writer for writer in digits.all_writers if writer not in seen]
    if seen and unseen:
        return FairPart(digits.only(unseen), seen, is_fair=True)
    return FairPart(digits, seen, is_fair=not seen)


def writers_seen_before(digits: WrittenDigits, data: Mapping[str, str]) -> tuple[str, ...]:
    """Return those of the digits' writers that were trained on.

    Parameters
    ----------
    digits : WrittenDigits
        What is to be measured on.
    data : mapping of str to str
        SHA-256 of each data set that played a part in training, by name.

    Returns
    -------
    tuple of str
        In order; where no writers are known, the empty name stands for all of them.
    """
    trained = {name: sha256 for name, sha256 in data.items() if name != TESTED}
    whole = Dataset(digits.name, digits.images, digits.labels).sha256
    if whole in trained.values():
        return digits.all_writers
    seen: set[str] = set()
    for note in trained:
        seen |= _writers(note, digits)
    return tuple(sorted(seen))


def _writers(note: str, digits: WrittenDigits) -> set[str]:
    match = NOTE.fullmatch(note)
    family = digits.name.split()[0]
    if not match or match["name"].split()[:1] != [family] or family == "mnist":
        return set()
    everybody = set(digits.all_writers)
    if match["how"] is None:
        return everybody
    named = set(match["writers"].split(", "))
    return everybody & named if match["how"] == "by" else everybody - named
