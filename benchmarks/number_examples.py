"""Examples that a scorer learns from, stored, so that learning goes on where it was stopped."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from digit_recognizer.numbers.candidates import Candidates
from digit_recognizer.numbers.graph import Segment
from digit_recognizer.numbers.learning import Example

__all__ = ["stored_examples"]

_PER_SEGMENT = ("segments", "images", "logs", "geometry", "probabilities")


def stored_examples(path: Path, make: Callable[[], Iterable[Example]]) -> list[Example]:
    """Return the examples of a file, which is made if there is none."""
    if not path.exists():
        examples = list(make())
        arrays: dict[str, Any] = {
            "texts": [each.text for each in examples],
            "pieces": [each.candidates.pieces for each in examples],
            "counts": [len(each.candidates.segments) for each in examples],
            "averages": [each.candidates.averages for each in examples],
        }
        for name in _PER_SEGMENT:
            of_each = [np.array(getattr(each.candidates, name)) for each in examples]
            arrays[name] = np.concatenate(of_each)
        np.savez(path, **arrays)
    with np.load(path) as file:
        ends = np.cumsum(file["counts"])[:-1]
        columns: list[Any] = [file[name].tolist() for name in ("texts", "pieces", "averages")]
        columns += [np.split(file[name], ends) for name in _PER_SEGMENT]
    return [
        Example(
            Candidates(
                *(pieces, tuple(Segment(*each) for each in segments.tolist())),
                *(images, logs, places, digits, averages),
            ),
            text,
        )
        for text, pieces, averages, segments, images, logs, places, digits in zip(
            *columns, strict=True
        )
    ]
