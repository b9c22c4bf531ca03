"""Learn what the reader of numbers knows besides the network, and store it in the package.

    python -m benchmarks.learn_numbers strokes runs/everyday-0 runs/everyday-1 runs/everyday-2
    python -m benchmarks.learn_numbers pictures runs/everyday-0 runs/everyday-1 runs/everyday-2

From UNIPEN's numbers as strokes, from the same drawn as pictures, and from numbers put together of
MNIST's training digits. Every record is read by the twin network that has not met its writer, so
that what is learned does not trust the network too much; without twins, by the shipped network.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.report import ROOT
from digit_recognizer.data.composed_numbers import (
    GAPS,
    Writer,
    compose_number,
    digits_of_writers,
    find_writers,
    read_writers,
)
from digit_recognizer.data.dataset import load_dataset
from digit_recognizer.data.folds import FOLDS, writers_of_fold
from digit_recognizer.data.handwriting import UNIPEN
from digit_recognizer.data.unipen import UnipenRecord, find_unipen, read_unipen
from digit_recognizer.ink import INK_VERSION, find_ink
from digit_recognizer.networks.checkpoint import find_checkpoint
from digit_recognizer.networks.tensor_file import packed_tensors, unpacked_tensors
from digit_recognizer.nn.network import Network
from digit_recognizer.numbers.candidates import Candidates, candidates
from digit_recognizer.numbers.learning import Example, learn_scorer
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.picture_pieces import lines_of_ink
from digit_recognizer.numbers.scorer import WEIGHTS, Scorer
from digit_recognizer.numbers.stroke_pieces import line_of_strokes
from digit_recognizer.training.stored import averaged, resume_state

__all__ = ["Reading", "composed_readings", "draw", "main", "stroke_readings", "twins", "writers"]

Part = Literal["strings", "numbers"]

COMPOSED = 1_000
"""Numbers that are put together of MNIST's digits."""
_LONGEST = 8
_SEED = 1998

_HEIGHTS = (24.0, 60.0)
"""Pixels of a number that is drawn as a picture."""
_PENS = (0.05, 0.14)
"""Of that height."""


@dataclass(frozen=True, eq=False)
class Reading:
    """A line as a network saw it that had not met the writer.

    Attributes
    ----------
    text : str
        What stands there.
    part : str
        Where it comes from.
    fold : int
        Of the writer.
    """

    text: str
    part: str
    fold: int
    line: Line
    found: Candidates

    @property
    def example(self) -> Example:
        """What a scorer learns from."""
        return Example(self.found, self.text)


def main() -> None:
    """Learn the scorer of strokes or that of pictures, and write it beside the other."""
    name, folders = sys.argv[1], sys.argv[2:]
    networks = twins([Path(folder) for folder in folders])
    if name == "strokes":
        readings = list(stroke_readings(networks))
    else:
        readings = [*picture_readings(networks), *composed_readings(networks[0], "train")]
    print(f"{name}: {len(readings):,} lines", flush=True)
    scorer = learn_scorer([reading.example for reading in readings])
    path = ROOT / "src/digit_recognizer/numbers" / WEIGHTS
    tensors = unpacked_tensors(path.read_bytes())[0] if path.exists() else {}
    tensors |= {f"{name}.{key}": value for key, value in named(scorer).items()}
    path.write_bytes(packed_tensors(tensors, {"ink version": str(INK_VERSION)}))


def named(scorer: Scorer) -> dict[str, NDArray[np.float32]]:
    """Return a scorer's parameters by name, as they are stored."""
    return {name: np.ascontiguousarray(value, np.float32) for name, value in vars(scorer).items()}


def twins(folders: Sequence[Path]) -> list[Network]:
    """Return for each fold the network that reads its writers."""
    if not folders:
        return [find_checkpoint().network] * FOLDS
    return [
        averaged(resume_state(find_checkpoint(folder / "last.safetensors"))).network
        for folder in folders
    ]


def stroke_readings(
    networks: Sequence[Network], parts: Sequence[Part] = ("strings", "numbers")
) -> Iterator[Reading]:
    """Read UNIPEN's numbers as strokes."""
    for part, fold, record in _records(parts):
        line = line_of_strokes(record.strokes)
        assert line is not None
        found = candidates(line, networks[fold].probabilities)
        yield Reading(record.label, part, fold, line, found)


def picture_readings(networks: Sequence[Network]) -> Iterator[Reading]:
    """Read UNIPEN's numbers as pictures, half of them on paper with stray marks."""
    generator = np.random.default_rng(_SEED)
    for part, fold, record in _records(("strings", "numbers")):
        picture = draw(record.strokes, generator)
        if generator.random() < 0.5:
            picture = _with_marks(picture, generator)
        yield from _read(picture, record.label, part, fold, networks[fold])


def composed_readings(
    network: Network,
    half: Literal["train", "test"],
    count: int = COMPOSED,
    text: Callable[[np.random.Generator], str] | None = None,
    gaps: tuple[int, int] = GAPS,
) -> Iterator[Reading]:
    """Read numbers put together of one writer's digits each; of the test half without marks."""
    generator = np.random.default_rng(_SEED)
    choices = writers(half)
    for index in range(count):
        written = text(generator) if text else _digits(generator)
        picture = compose_number(
            choices[generator.integers(len(choices))], written, generator, gaps
        )
        if half == "train" and index % 2:
            factor = generator.uniform(1, 2.2)
            picture = np.asarray(
                cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
            )
            picture = _with_marks(picture, generator)
        yield from _read(picture, written, "composed", index % FOLDS, network)


def writers(half: Literal["train", "test"]) -> list[Writer]:
    """Return the writers of a half of MNIST."""
    digits = load_dataset("mnist", half)
    return digits_of_writers(digits.images, digits.labels, read_writers(find_writers(), half))


def _digits(generator: np.random.Generator) -> str:
    return "".join(map(str, generator.integers(0, 10, generator.integers(1, _LONGEST + 1))))


def _records(parts: Sequence[Part]) -> Iterator[tuple[Part, int, UnipenRecord]]:
    records = [(part, record) for part in parts for record in read_unipen(find_unipen(part))]
    people = [f"{record.contributor}-{record.writer}" for _, record in records]
    folds = {
        writer: fold
        for fold in range(FOLDS)
        for writer in writers_of_fold(UNIPEN.name, people, fold)
    }
    for (part, record), writer in zip(records, people, strict=True):
        yield part, folds[writer], record


def _read(
    picture: NDArray[np.uint8], text: str, part: str, fold: int, network: Network
) -> Iterator[Reading]:
    """Give a picture of white ink on black as a reading, if it has one line as it should."""
    ink = find_ink(picture, "light-on-dark", one_digit=False)
    lines = [] if ink is None else lines_of_ink(ink)
    if lines:
        line = max(lines, key=len)
        yield Reading(text, part, fold, line, candidates(line, network.probabilities))


def draw(
    strokes: Sequence[NDArray[np.float64]], generator: np.random.Generator
) -> NDArray[np.uint8]:
    """Draw strokes in white on black, as high and with a pen as wide as chance has it."""
    height = generator.uniform(*_HEIGHTS)
    points = np.concatenate(strokes)
    corner, extent = points.min(axis=0), np.ptp(points, axis=0)
    scale = height / max(extent[1], extent[0] / 12, 1e-9)
    pen = max(2.0, generator.uniform(*_PENS) * height)
    margin = pen + 8
    width, tall = (int(side) for side in extent * scale + 2 * margin)
    finer, fraction = 2, 4
    field = np.zeros((tall * finer, width * finer), np.uint8)
    for stroke in strokes:
        placed = ((stroke - corner) * scale + margin) * finer * 2**fraction
        line = np.rint(np.repeat(placed, 2, axis=0)).astype(np.int32).reshape(-1, 1, 2)
        thickness = max(1, round(pen * finer))
        cv2.polylines(field, [line], False, 255, thickness, cv2.LINE_AA, fraction)
    return np.asarray(cv2.resize(field, (width, tall), interpolation=cv2.INTER_AREA), np.uint8)


def _with_marks(picture: NDArray[np.uint8], generator: np.random.Generator) -> NDArray[np.uint8]:
    """Add what stands beside numbers on forms: specks, dashes and ends of lines, mostly outside."""
    field = cv2.copyMakeBorder(picture, 6, 6, 18, 18, cv2.BORDER_CONSTANT)
    height, width = field.shape
    for _ in range(generator.integers(0, 4)):
        grey, thickness = int(generator.integers(120, 256)), int(generator.integers(1, 3))
        across, down = generator.integers((2, 2), (14, height - 2)).tolist()
        side = generator.random()
        across = across if side < 0.4 else width - across
        if side > 0.8:
            across = int(generator.integers(2, width - 2))
        lengths = ((2, 2), (9, 4), (4, height), (40, 3))
        right, bottom = generator.integers(0, lengths[generator.integers(4)]).tolist()
        cv2.line(field, (across, down), (across + right, down + bottom), grey, thickness)
    return np.asarray(field, np.uint8)


if __name__ == "__main__":
    main()
