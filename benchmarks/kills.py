"""Kill trainings at many moments, resume them, and compare what they end in; write how many agree.

python -m benchmarks.kills [--rounds 200] [--aimed 60] [--jobs 2] [--data FOLDER]

Each round starts the real command on a few images of MNIST, kills it with SIGKILL, goes on with
``--resume``, and compares both checkpoints, byte for byte but for how long the epochs took, and the
line with the score, with those of a run that nobody killed.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import numpy as np

from benchmarks.report import table, write_section
from digit_recognizer.data.dataset import Dataset, Split, load_dataset
from digit_recognizer.networks.checkpoint import load_checkpoint, packed
from digit_recognizer.networks.network_tensors import CheckpointError
from digit_recognizer.training import run, trainer, training_data
from digit_recognizer.training.run_folder import BEST, LAST

RECIPE = ("--recipe", "sprint", "--epochs", "4")
IMAGES: dict[Split, int] = {"train": 12_000, "test": 2_000}
IMAGES_A_BLOCK = 1024
TRIES = 5
"""How often a round is begun anew because the run ended before it was killed."""

TEXT = """\
## Killed and resumed

`digit-recognizer train --recipe sprint --epochs 4` on {images:,} images of MNIST, stored after
every {block:,} images, killed by SIGKILL once and then gone on with by `--resume`. Spread: killed
at a moment drawn between the first write and the end. Aimed: killed as soon as any
file in the folder was made, changed or renamed, at the n-th such change, n drawn. The same means
`best.safetensors` and `last.safetensors` of the run that nobody killed, byte for byte but for the
seconds that epochs took, and the same score reported.

{table}

What the kills left: {states}.
"""


@dataclass(frozen=True)
class Round:
    """What came of one kill: how it was aimed, what it left, whether all ended as it should."""

    kind: str
    left: str
    same: bool


@dataclass(frozen=True)
class Reference:
    """A run that nobody killed: its files, its score, its seconds, its changes of files."""

    files: tuple[bytes, ...]
    score: str
    seconds: float
    changes: int


def command(images: Path, folder: Path, *more: str) -> subprocess.Popen[str]:
    """Begin a training by the command, on few images."""
    arguments = [sys.executable, "-m", "benchmarks.kills", "--train", str(images)]
    return subprocess.Popen(
        [*arguments, *more, "--out", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def train(images: Path, arguments: Sequence[str]) -> None:
    """Be the command, with these images for MNIST."""
    from digit_recognizer.cli.main import main as digit_recognizer

    def load(name: str, split: str, folder: Path | None = None) -> Dataset:
        with np.load(images, allow_pickle=False) as stored:
            return Dataset(f"{name} {split}", stored[f"{split} images"], stored[f"{split} labels"])

    vars(training_data)["load_dataset"] = load
    vars(trainer)["IMAGES_A_BLOCK"] = IMAGES_A_BLOCK
    vars(run)["SECONDS_BETWEEN_SAVES"] = 0.0
    sys.argv = ["digit-recognizer", "train", *arguments]
    digit_recognizer()


def state_of(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Return name, inode and time of every file of a folder that may be written to now."""
    files = set()
    with suppress(FileNotFoundError):
        for entry in os.scandir(folder):
            with suppress(FileNotFoundError):
                status = entry.stat()
                files.add((entry.name, status.st_ino, status.st_mtime_ns))
    return frozenset(files)


def watch(process: subprocess.Popen[str], folder: Path, changes: int) -> int:
    """Wait for so many changes of files, or for the end; return how many came."""
    count, before = 0, state_of(folder)
    while count < changes and process.poll() is None:
        now = state_of(folder)
        count += now != before
        before = now
    return count


def outcome(folder: Path) -> tuple[bytes, ...]:
    """Return both checkpoints without the seconds that epochs took."""
    files = []
    for name in (LAST, BEST):
        checkpoint = load_checkpoint(folder / name)
        history = tuple({**line, "seconds": 0.0} for line in checkpoint.history)
        files.append(packed(replace(checkpoint, history=history)))
    return tuple(files)


def score_of(output: str) -> str:
    """Return the line with the score."""
    return next((line for line in output.splitlines() if line.startswith("Test set")), "none")


def wait_for(path: Path, process: subprocess.Popen[str]) -> float:
    """Wait until a path is there, or the process has ended; return the time."""
    while not path.exists() and process.poll() is None:
        sleep(0.0005)
    return perf_counter()


def reference(images: Path, folder: Path, changes: int = 0) -> Reference:
    """Train without a kill: watched, unless the number of changes is known."""
    process = command(images, folder, *RECIPE)
    if not changes:
        wait_for(folder, process)
        changes = watch(process, folder, sys.maxsize)
    begun = wait_for(folder / LAST, process)
    output, errors = process.communicate()
    if process.returncode:
        raise SystemExit(errors)
    return Reference(outcome(folder), score_of(output), perf_counter() - begun, changes)


def killed(images: Path, folder: Path, kind: str, share: float, known: Reference) -> bool:
    """Train and kill; return whether it came to that before the end."""
    process = command(images, folder, *RECIPE)
    if kind == "aimed":
        wait_for(folder, process)
        watch(process, folder, 1 + int(share * known.changes))
    else:
        wait_for(folder / LAST, process)
        with suppress(subprocess.TimeoutExpired):
            process.wait(share * known.seconds)
    process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


def what_is_left(folder: Path) -> str:
    """Return in words what a kill left."""
    try:
        last = load_checkpoint(folder / LAST)
    except CheckpointError:
        return "damaged" if (folder / LAST).exists() else "no run yet"
    try:
        best = load_checkpoint(folder / BEST)
    except CheckpointError:
        return "damaged" if (folder / BEST).exists() else "no best network yet"
    ahead = best.training["step"] > last.training["step"]
    return "a best network an epoch ahead" if ahead else "both files in step"


def round_of(images: Path, base: Path, number: int, kind: str, known: Reference) -> Round:
    """Kill a training, go on with it, and compare."""
    generator = np.random.default_rng(number)
    for attempt in range(TRIES):
        folder = base / f"{number}-{attempt}"
        if killed(images, folder, kind, float(generator.random()), known):
            break
    left = what_is_left(folder)
    how = RECIPE if left == "no run yet" else ("--resume",)
    output, errors = command(images, folder, *how).communicate()
    try:
        same = outcome(folder) == known.files and score_of(output) == known.score
    except CheckpointError as error:
        same, errors = False, f"{errors}{error}"
    print(number, kind, left, "same" if same else f"DIFFERENT in {folder}: {errors}", flush=True)
    return Round(kind, left, same)


def few_images(path: Path, data: Path | None) -> None:
    """Write the first images of MNIST."""
    arrays: dict[str, Any] = {}
    for split, count in IMAGES.items():
        whole = load_dataset("mnist", split, data)
        arrays |= {
            f"{split} images": whole.images[:count],
            f"{split} labels": whole.labels[:count],
        }
    with path.open("wb") as file:
        np.savez(file, **arrays)


def report(rounds: Sequence[Round]) -> str:
    """Return the section."""
    rows = []
    for kind in ("spread", "aimed"):
        these = [one for one in rounds if one.kind == kind]
        rows.append([kind, str(len(these)), str(sum(one.same for one in these))])
    states = Counter(one.left for one in rounds).most_common()
    return TEXT.format(
        images=sum(IMAGES.values()),
        block=IMAGES_A_BLOCK,
        table=table(["kills", "rounds", "the same"], rows),
        states=", ".join(f"{state} {count}" for state, count in states),
    )


def main() -> None:
    """Kill, go on, and write the section."""
    if sys.argv[1:2] == ["--train"]:
        train(Path(sys.argv[2]), sys.argv[3:])
        return
    parser = argparse.ArgumentParser(description="Kill trainings and resume them.")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--aimed", type=int, default=60, help="of the rounds, so many")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    kinds = ["aimed"] * given.aimed + ["spread"] * (given.rounds - given.aimed)
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        images = base / "images.npz"
        few_images(images, given.data)
        watched = reference(images, base / "watched")
        with ThreadPoolExecutor(given.jobs) as pool:
            # As many at once as there are later, so that their time is that of the killed ones.
            whole = [base / f"whole-{number}" for number in range(given.jobs)]
            known, *_ = pool.map(lambda path: reference(images, path, watched.changes), whole)
            print(f"{known.score}; {known.seconds:.1f} s, {known.changes} changes", flush=True)
            if known.files != watched.files:
                raise SystemExit("two runs that nobody killed differ")
            rounds = list(
                pool.map(
                    lambda number: round_of(images, base, number, kinds[number], known),
                    range(given.rounds),
                )
            )
    write_section("kills", report(rounds))
    if not all(one.same for one in rounds):
        raise SystemExit("some runs ended otherwise")


if __name__ == "__main__":
    main()
