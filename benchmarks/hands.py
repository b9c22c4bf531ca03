"""How much better people are read whom the network never met, once they corrected some digits.

    python -m benchmarks.hands runs/everyday-{0,1,2} --store FOLDER [--ways 5,stream]
    python -m benchmarks.hands --digits

The first writes the figures of ``docs/hands.md``. Writers of pendigits, UNIPEN and the Swiss
numbers are read by the twin that was trained without them, those of MNIST's test half by the
shipped network. What was measured is stored in the folder, a file for each network and way of
correcting: an interrupted measurement goes on, and ways can be measured side by side. The figures
are those of all that is stored. The second writes what gate and replay of the shipped network need,
again whenever the network changes.
"""

import argparse
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.hands_report import HARD, WAYS, report
from benchmarks.report import ROOT, write_json
from digit_recognizer.data.composed_numbers import find_writers, read_writers
from digit_recognizer.data.dataset import load_dataset
from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.data.prepared_sets import pen_digits, swiss_digits, unipen_digits
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.contamination import writers_trained_on
from digit_recognizer.evaluation.learned_hands import Learned, after_corrections, after_stream
from digit_recognizer.evaluation.temperature import with_temperature
from digit_recognizer.hands.copies import COPIES, distorted_copies
from digit_recognizer.hands.digits import Digits
from digit_recognizer.hands.generic import GENERIC, packed_generic
from digit_recognizer.hands.learning import Teacher
from digit_recognizer.hands.profile import Profile
from digit_recognizer.hands.second_look import Examples, looked_again
from digit_recognizer.networks.checkpoint import Checkpoint, find_checkpoint
from digit_recognizer.training.generic_digits import generic_digits
from digit_recognizer.training.stored import averaged, resume_state

__all__ = ["is_for_choosing", "main"]

DRAWS = 3
"""So often other digits are drawn to be corrected, of writers with many errors: chance is large."""
NAMES = ("set", "writer", "way", "draw")
"""What tells one row from another."""
FOLLOWING = 200
"""Digits after a stream of corrections that are counted."""
FEWEST = 60
"""A writer has at least so many digits, of MNIST so many:"""
FEWEST_OF_MNIST = 100


def main() -> None:
    """Measure, or write the digits of the gate."""
    parser = argparse.ArgumentParser(description="Measure what learning hands is worth.")
    parser.add_argument("twins", type=Path, nargs="*", help="Runs without some writers.")
    parser.add_argument("--store", type=Path, help="Where to store what is measured.")
    parser.add_argument("--digits", action="store_true", help="Write what the gate needs.")
    parser.add_argument("--ways", default=",".join(WAYS), help="Those to measure.")
    parser.add_argument("--hard", action="store_true", help="Only writers with many errors.")
    arguments = parser.parse_args()
    if arguments.digits:
        content = packed_generic(generic_digits(find_checkpoint()))
        with replaced_when_complete(ROOT / "src/digit_recognizer/hands" / GENERIC) as partial:
            partial.write_bytes(content)
        return
    for run in (None, *arguments.twins):
        for way in arguments.ways.split(","):
            name = "mnist" if run is None else run.name
            path = arguments.store / f"{name}-{way}{'-hard' * arguments.hard}.json"
            if not path.exists():
                write_json(path, list(_rows(_measured(run), way, arguments.hard)))
    stored = [json.loads(path.read_text("utf-8")) for path in arguments.store.glob("*.json")]
    named = {tuple(row[name] for name in NAMES): row for rows in stored for row in rows}
    report([named[name] for name in sorted(named)])


def is_for_choosing(writer: str) -> bool:
    """Return whether a writer's digits chose widths and penalties: they are told apart."""
    return zlib.crc32(writer.encode()) % 2 == 0


class _Measured(NamedTuple):
    """A network, and people whom it has not met."""

    teacher: Teacher
    sets: Sequence[WrittenDigits]
    fewest: int
    others: "_Others"
    may_have_chosen: bool


@cache
def _measured(run: Path | None) -> _Measured:
    """Return the twin of that run, or the shipped network."""
    if run is None:
        teacher, tested = Teacher(find_checkpoint().network), _tested()
        return _Measured(teacher, [tested], FEWEST_OF_MNIST, _Others(teacher, [tested]), False)
    twin = averaged(resume_state(find_checkpoint(run / "last.safetensors")))
    twin = replace(twin, network=with_temperature(twin.network, find_checkpoint().temperature))
    teacher = Teacher(twin.network, generic_digits(twin))
    unmet = [_unmet(twin, digits) for digits in (pen_digits(), unipen_digits(), swiss_digits())]
    return _Measured(teacher, unmet, FEWEST, _Others(teacher, [*unmet, _tested()]), True)


def _rows(measured: _Measured, way: str, hard: bool) -> Iterator[dict[str, Any]]:
    for digits in measured.sets:
        for row in _of(measured, digits, way, hard):
            chose = measured.may_have_chosen and is_for_choosing(row["writer"])
            yield row | {"chose": chose}


def _tested() -> WrittenDigits:
    half = load_dataset("mnist", "test")
    writers = read_writers(find_writers(), "test").astype(str)
    return WrittenDigits("mnist", half.images, half.labels, writers)


def _unmet(twin: Checkpoint, digits: WrittenDigits) -> WrittenDigits:
    met = np.isin(digits.writers, writers_trained_on(digits, twin.data))
    return digits.chosen(~met & digits.images.any(axis=(1, 2)))


def _of(
    measured: _Measured, digits: WrittenDigits, way: str, hard: bool
) -> Iterator[dict[str, Any]]:
    """Give a row for each writer, and of some for each draw."""
    teacher, fewest = measured.teacher, measured.fewest
    names, counts = np.unique(digits.writers, return_counts=True)
    inputs = teacher.layers.inputs(digits.images)
    wrong = teacher.layers.read(inputs)[1].argmax(axis=1) != digits.labels
    errors = {
        str(name): float(wrong[digits.writers == name].mean()) for name in names[counts >= fewest]
    }
    for draw in range(DRAWS):
        some = digits.only(
            [name for name in errors if (draw == 0 and not hard) or errors[name] > HARD]
        )
        for learned in _learned(teacher, some, way, np.random.default_rng(draw)):
            row = {
                "set": digits.name,
                "way": way,
                "error": errors[learned.writer],
                "draw": draw,
                "draws": DRAWS if errors[learned.writer] > HARD else 1,
                **{
                    name: getattr(learned, name)
                    for name in (
                        *("writer", "corrections", "level"),
                        *("digits", "before", "at_once", "after"),
                    )
                },
            }
            fit = learned.profile.fit
            row["looks_again"] = fit is not None and fit.looks_again
            row["others"] = measured.others.misread(learned, digits.name)
            print(*row.values(), flush=True)
            yield row


def _learned(
    teacher: Teacher, digits: WrittenDigits, way: str, generator: np.random.Generator
) -> Iterator[Learned]:
    if way == "stream":
        return after_stream(teacher, digits, FOLLOWING, generator)
    return after_corrections(teacher, digits, int(way), generator)


class _Others:
    """Digits of people whom the network has not met, as they reach its last layers."""

    def __init__(self, teacher: Teacher, sets: Sequence[WrittenDigits]) -> None:
        self._teacher = teacher
        self._people = np.concatenate([np.char.add(f"{each.name} ", each.writers) for each in sets])
        self._images = np.concatenate([each.images for each in sets])
        self._labels = np.concatenate([each.labels for each in sets])
        layers = teacher.layers
        self._digits = Digits.of(layers, layers.inputs(self._images), self._labels)
        self._copies = np.empty((len(self._labels), COPIES, self._digits.inputs.shape[1]), "f4")
        self._has_copies = np.zeros(len(self._labels), bool)

    def misread(self, learned: Learned, set_name: str) -> list[int]:
        """Return how many digits of all but the writer there are, and are misread before, after."""
        rest = self._people != f"{set_name} {learned.writer}"
        after = self._read(learned.profile)
        wrong = [
            int((outputs.argmax(axis=1) != self._labels)[rest].sum())
            for outputs in (self._digits.outputs, after)
        ]
        return [int(rest.sum()), *wrong]

    def _read(self, profile: Profile) -> NDArray[np.float32]:
        """Return the outputs that ``hand_reader`` has; what stays the same is computed once."""
        fit, layers = profile.fit, self._teacher.layers
        assert fit is not None
        units = self._teacher.prototypes_of(profile) if fit.level == "prototypes" else None

        def outputs(inputs: NDArray[np.float32]) -> NDArray[np.float32]:
            values, found = layers.read(inputs, fit.refined)
            return found if units is None else found + units.added(values)

        first = outputs(self._digits.inputs)
        if not fit.looks_again:
            return first

        def copies_read(which: NDArray[np.bool_]) -> NDArray[np.float32]:
            unknown = which & ~self._has_copies
            copies = distorted_copies(self._images[unknown]).reshape(-1, *self._images.shape[1:])
            self._copies[unknown] = layers.inputs(copies).reshape(-1, *self._copies.shape[1:])
            self._has_copies |= which
            rows = self._copies[which].reshape(-1, self._copies.shape[-1])
            return outputs(rows).reshape(-1, COPIES, 10)

        examples = Examples.of(profile.images, profile.labels)

        def distances(which: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> NDArray[np.float32]:
            return examples.distances(self._images[which], wanted)

        return looked_again(first, copies_read, distances, fit.far)


if __name__ == "__main__":
    main()
