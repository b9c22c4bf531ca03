"""Learn what the reader of numbers knows besides the network for digits, and store it.

    python -m benchmarks.learn_numbers runs/numbers runs/everyday-0 runs/everyday-1 runs/everyday-2

A network for segments starts from the network for digits, and learns from segments of numbers that
are put together of one writer's digits, and from single digits and signs. It reads together with
the network for digits. Three twins of each leave out a third of the writers. Each line is read by
the twins that have not met its writer, and from what they say, a scorer for strokes and one for
pictures learn what segments cost; at last the one for pictures and the network learn together. What
is learned from, and networks, are stored in the folder, and not made again.
"""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.number_examples import stored_examples
from benchmarks.number_lines import (
    Eyes,
    Reading,
    composed_readings,
    composed_stroke_readings,
    picture_readings,
    stroke_readings,
)
from benchmarks.number_segments import (
    Segments,
    composed_pictures,
    composed_strokes,
    isolated,
    joined,
)
from benchmarks.report import ROOT
from digit_recognizer.data.folds import FOLDS
from digit_recognizer.ink import INK_VERSION
from digit_recognizer.networks.checkpoint import find_checkpoint
from digit_recognizer.networks.tensor_file import packed_tensors, unpacked_tensors
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.augmentation import GENTLE
from digit_recognizer.nn.engine import Program, Training
from digit_recognizer.nn.network import Network
from digit_recognizer.nn.optimizers import AdamW
from digit_recognizer.nn.reader import Reader
from digit_recognizer.nn.schedules import OneCycle
from digit_recognizer.numbers.learning import Example, LearningPlan, learn_scorer, learn_whole
from digit_recognizer.numbers.network import NETWORK, segment_architecture
from digit_recognizer.numbers.scorer import WEIGHTS, Scorer
from digit_recognizer.training.stored import averaged, resume_state

__all__ = [
    "begun",
    "eyes_of",
    "main",
    "picture_lines",
    "stroke_lines",
    "stroke_scorer",
    "train",
    "twins",
]

COMPOSED, WRITTEN = 4_900, 3_500
"""Numbers put together of MNIST's digits, and of pen strokes, to learn from."""
LINES, TOUCHING = 880, 1_120
"""Composed numbers from which the scorer for pictures learns: of any spacing, and touching."""
PICTURES = LearningPlan(epochs=20)
WHOLE = LearningPlan(epochs=4, learning_rate=0.003, network_rate=3e-4)
"""How the scorer for pictures learns by itself, and then together with the network."""
ISOLATED = 0.35
"""So many of the single digits are learned from, and all single signs."""
EPOCHS, BATCH, RATE, DECAY, AVERAGING = 5, 128, 0.002, 0.05, 0.999
_SEED = 1998
_FOLDS: tuple[int | None, ...] = (*range(FOLDS), None)


def main() -> None:
    """Make what is not made yet, and write the package's files."""
    folder, digit_folders = Path(sys.argv[1]), [Path(each) for each in sys.argv[2:]]
    folder.mkdir(parents=True, exist_ok=True)
    digits = [*twins(digit_folders), find_checkpoint().network]
    segments = _segments(folder)
    for fold, begin in zip(_FOLDS, digits, strict=True):
        path = folder / f"network-{fold}.npy"
        if not path.exists():
            first = begun(begin, segment_architecture())
            np.save(path, train(first, segments.without(fold), path.stem))
    eyes = eyes_of(folder, digits)
    written = stored_examples(
        folder / "strokes-lines.npz", lambda: (line.example for line in stroke_lines(eyes))
    )
    examples = stored_examples(
        folder / "pictures-lines.npz", lambda: (line.example for line in picture_lines(eyes))
    )
    strokes = _stored_scorer(folder / "strokes.npz", partial(stroke_scorer, written))
    alone = _stored_scorer(folder / "pictures.npz", partial(learn_scorer, examples, PICTURES))
    network = Network(segment_architecture(), np.load(folder / "network-None.npy"))
    pictures = learn_whole(examples, WHOLE, alone, network)
    package = ROOT / "src/digit_recognizer/numbers"
    # What was learned for the cells of sheets stays.
    tensors, metadata = unpacked_tensors((package / WEIGHTS).read_bytes())
    tensors |= {
        f"{name}.{key}": np.ascontiguousarray(value, np.float32)
        for name, scorer in (("strokes", strokes), ("pictures", pictures))
        for key, value in vars(scorer).items()
    }
    metadata |= {"ink version": str(INK_VERSION)}
    (package / WEIGHTS).write_bytes(packed_tensors(tensors, metadata))
    (package / NETWORK).write_bytes(packed_tensors({"parameters": network.parameters}, metadata))


def _segments(folder: Path) -> Segments:
    return joined(
        [
            _stored(folder / "isolated.npz", lambda: isolated(ISOLATED)),
            _stored(folder / "composed.npz", lambda: composed_pictures(COMPOSED, _SEED)),
            _stored(folder / "written.npz", lambda: composed_strokes(WRITTEN, _SEED)),
        ]
    )


def twins(folders: Sequence[Path]) -> list[Network]:
    """Return for each fold the network for digits that has not met its writers."""
    if not folders:
        return [find_checkpoint().network] * FOLDS
    return [
        averaged(resume_state(find_checkpoint(folder / "last.safetensors"))).network
        for folder in folders
    ]


def eyes_of(folder: Path, alone: Sequence[Network]) -> list[Eyes]:
    """Return the networks that have not met the writers of each fold, and last those of all."""
    found = []
    for fold, digits in zip(_FOLDS, alone, strict=True):
        parameters = np.load(folder / f"network-{fold}.npy")
        segments = Reader(Network(segment_architecture(), parameters))
        segments.warm_up()
        found.append(Eyes(segments.probabilities, digits.probabilities))
    return found


def stroke_lines(eyes: Sequence[Eyes]) -> list[Reading]:
    """Return the lines from which the scorer for strokes learns."""
    return [*stroke_readings(eyes), *composed_stroke_readings(eyes)]


def stroke_scorer(examples: Sequence[Example]) -> Scorer:
    """Return the mean of three that differ in what they began with."""
    return Scorer.mean_of([learn_scorer(examples, LearningPlan(seed=seed)) for seed in range(3)])


def picture_lines(eyes: Sequence[Eyes]) -> list[Reading]:
    """Return the lines from which the scorer for pictures learns."""
    return [
        *picture_readings(eyes),
        *composed_readings(eyes[-1], "train", LINES),
        *composed_readings(eyes[-1], "train", TOUCHING, _few_digits, (-3, -1)),
    ]


def _few_digits(generator: np.random.Generator) -> str:
    return "".join(map(str, generator.integers(0, 10, generator.integers(2, 5))))


def _stored(path: Path, make: Callable[[], Segments]) -> Segments:
    if not path.exists():
        np.savez(path, **make()._asdict())
    with np.load(path) as file:
        return Segments(**file)


def _stored_scorer(path: Path, make: Callable[[], Scorer]) -> Scorer:
    if not path.exists():
        np.savez(path, **vars(make()))
    with np.load(path) as file:
        return Scorer.of(file)


def begun(digits: Network, architecture: Architecture) -> Network:
    """Return a network of more outputs that knows what a network for digits knows."""
    network = Network(architecture)
    known, new = digits.views(digits.parameters), network.views(network.parameters)
    for layer, parameters in new.items():
        for name, values in parameters.items():
            part = known[layer][name]
            values[: len(part)] = part
    return network


def train(
    network: Network, pool: Segments, title: str, epochs: int = EPOCHS, rate: float = RATE
) -> NDArray[np.float32]:
    """Return the weights that a network learns from segments."""
    training = Training(
        Program(network.architecture),
        pool.images,
        pool.labels,
        optimizer=AdamW(weight_decay=DECAY),
        batch_size=BATCH,
        augmentation=GENTLE,
        seed=_SEED,
        averaging=AVERAGING,
    )
    generator = np.random.default_rng(_SEED)
    state = training.initial_state(network.parameters)
    schedule = OneCycle(learning_rate=rate, epochs=epochs, warm_up=1, first=rate / 10)
    steps = -(-len(pool.labels) // BATCH)
    for epoch in range(epochs):
        order = generator.permutation(len(pool.labels))
        rates = np.array([schedule(epoch + step / steps) for step in range(steps)])
        losses, correct = training.run(network.parameters, state, order, rates, epoch * steps)
        error = 100 * (1 - correct.sum() / len(order))
        print(
            f"{title}, pass {epoch + 1}: loss {losses.mean():.4f}, error {error:.2f} %", flush=True
        )
    return state["average"]


if __name__ == "__main__":
    main()
