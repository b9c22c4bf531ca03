"""Whether a network has been trained on what it is measured on.

Training notes by name and SHA-256 what it used (``Checkpoint.data``). Sets with writers are noted
under the names that ``WrittenDigits`` gives them: ``"pendigits (without 03, 07)"`` was trained on
all writers but these.
"""

import re
from collections.abc import Mapping

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.data.written_digits import WrittenDigits

__all__ = ["writers_seen_before"]

NOTE = re.compile(r"(?P<name>[^()]*?)(?: \((?P<how>by|without) (?P<writers>[^()]*)\))?")
TESTED = "test"
"""Under this name training notes what it was only measured on."""


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
