"""Whether a network has been trained on what it is measured on."""

from collections.abc import Mapping

from digit_recognizer.data.record import DataRecord
from digit_recognizer.data.written_digits import WrittenDigits

__all__ = ["writers_trained_on"]

TESTED = "test"
"""Under this name a training records what it was only measured on."""


def writers_trained_on(digits: WrittenDigits, data: Mapping[str, DataRecord]) -> tuple[str, ...]:
    """Return those of the digits' writers that a network was trained on.

    Parameters
    ----------
    digits : WrittenDigits
        What the network is to be measured on.
    data : mapping of str to DataRecord
        What played a part in its training, by name: ``Checkpoint.data``.

    Returns
    -------
    tuple of str
        In order; where no writers are known, the empty name stands for all of them.
    """
    used = [record for name, record in data.items() if name != TESTED]
    if digits.dataset.sha256 in {record.sha256 for record in used}:
        return digits.all_writers
    trained: set[str] = set()
    for record in used:
        if record.collection and record.collection == digits.collection:
            trained |= set(digits.all_writers) - set(record.left_out)
    return tuple(sorted(trained))
