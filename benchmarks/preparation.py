"""How many pictures a second are prepared for the network, beside the version of a commit before.

    python -m benchmarks.preparation [COMMIT]

Both versions run in processes of their own and take turns, a round each, with the same pictures; a
ratio is the median of the rounds' ratios. What needs data that is not on this machine is left out,
and the report says so.
"""

import io
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.machine import processor
from benchmarks.report import ROOT, table, write_section
from digit_recognizer.data.dataset import load_dataset
from digit_recognizer.data.handwriting import PENDIGITS, SWISS_NUMBERS, find_handwriting
from digit_recognizer.data.pen_canvas import draw_strokes, place_strokes
from digit_recognizer.data.pendigits import read_pendigits
from digit_recognizer.data.swiss_numbers import read_swiss_numbers
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.evaluation.everyday import CELLS
from digit_recognizer.samples import sample_pictures

__all__ = ["main"]

BEFORE = "05e6fcc"
"""The last commit that prepared pictures by version 1 of the pipeline."""

ROUNDS, SECONDS = 5, 0.7
PHOTOGRAPH = (4000, 3000)
WORKER = """
import io, sys
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from time import perf_counter
import numpy as np
from PIL import Image
from digit_recognizer.ink import find_ink, ink_box, normalize, open_picture

def prepare(picture):
    ink = find_ink(open_picture(picture))
    return None if ink is None else normalize(ink, ink_box(ink))

def decoded(content):
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture

def speed(do, pictures, seconds):
    do(pictures[0])
    begin, count = perf_counter(), 0
    for picture in cycle(pictures):
        do(picture)
        count += 1
        if (passed := perf_counter() - begin) > seconds:
            return count / passed

cached = {}
for line in sys.stdin:
    path, what, threads, seconds = line.rstrip().split("\\t")
    if path not in cached:
        stored = np.load(path)
        cached[path] = [stored[name] for name in stored.files]
    pictures = cached[path]
    if pictures[0].ndim == 1:
        pictures = [each.tobytes() for each in pictures]
    if what == "decoded":
        pictures = [decoded(each) for each in pictures]
    do = decoded if what == "decode" else prepare
    with ThreadPoolExecutor(int(threads)) as pool:
        work = [pool.submit(speed, do, pictures, float(seconds)) for _ in range(int(threads))]
        print(sum(each.result() for each in work), flush=True)
"""

Picture = NDArray[np.uint8]


def main() -> None:
    """Measure and write it down."""
    commit = sys.argv[1] if len(sys.argv) > 1 else BEFORE
    with TemporaryDirectory() as folder:
        before = _source_of(commit, Path(folder))
        workers = [_Worker(before), _Worker(ROOT / "src")]
        rows: list[tuple[str, int, str, str, str]] = []
        missing: list[str] = []
        for name, what, threads, pictures in TASKS:
            path = Path(folder) / f"{len(rows)}-{len(missing)}.npz"
            try:
                np.savez(path, *pictures())
            except DigitRecognizerError as error:
                missing.append(f"{name}: {error}")
                continue
            speeds = [
                [worker.speed(path, what, threads) for worker in workers] for _ in range(ROUNDS)
            ]
            old, new = (median(each) for each in zip(*speeds, strict=True))
            ratio = median(after / before for before, after in speeds)
            rows.append((name, threads, _shown(old), _shown(new), f"{ratio:.1f} ×"))
            print(*rows[-1], sep="\t", flush=True)
        for worker in workers:
            worker.close()
    text = table(("pictures", "threads", f"{commit}, a second", "now, a second", "ratio"), rows)
    notes = [
        f"Both versions in turn, {ROUNDS} rounds of {SECONDS} s, medians; from an array, file or "
        f"decoded picture to the network's input. Machine: {processor()}.",
        *(f"Not measured, {each}" for each in missing),
    ]
    write_section("preparation", "\n\n".join(["## From picture to network input", text, *notes]))


class _Worker:
    """A process that prepares pictures with one version of the code."""

    def __init__(self, source: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", WORKER],
            env={"PYTHONPATH": str(source), "PATH": ""},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def speed(self, path: Path, what: str, threads: int) -> float:
        """Return how many pictures a second all threads together do."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(path, what, threads, SECONDS, sep="\t", file=self._process.stdin, flush=True)
        return float(self._process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def _source_of(commit: str, folder: Path) -> Path:
    """Unpack the code of a commit."""
    archive = subprocess.run(
        ["git", "archive", commit, "src"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    return folder / "src"


def _digits() -> list[Picture]:
    return list(load_dataset("mnist", "test", download=False).images[:1000])


def _drawings() -> list[Picture]:
    digits = read_pendigits(find_handwriting(PENDIGITS, None))
    return [
        draw_strokes(place_strokes(digits[7 * index].strokes, cell), cell.pen_width)
        for index, cell in enumerate(CELLS)
    ]


def _scans() -> list[Picture]:
    """Return the bytes of PNG files."""
    scans = list(read_swiss_numbers(find_handwriting(SWISS_NUMBERS, None)))[::30]
    return [np.frombuffer(scan.picture, np.uint8) for scan in scans]


def _photograph() -> list[Picture]:
    """Enlarge a sample to 12 megapixels, in uneven light."""
    width, height = PHOTOGRAPH
    with Image.open(sample_pictures()[7]) as sample:
        large = np.asarray(sample.convert("L").resize(PHOTOGRAPH), np.float32)
    light = np.linspace(0.6, 1, width, dtype=np.float32) * np.linspace(1, 0.8, height)[:, None]
    return [np.repeat((large * light).astype(np.uint8)[:, :, None], 3, axis=2)]


TASKS: tuple[tuple[str, str, int, Callable[[], list[Picture]]], ...] = (
    ("28 × 28, arrays (MNIST)", "prepare", 1, _digits),
    ("28 × 28, arrays (MNIST)", "prepare", 2, _digits),
    ("280 × 280, drawings", "prepare", 1, _drawings),
    ("280 × 280, drawings", "prepare", 2, _drawings),
    ("scans, PNG files", "prepare", 1, _scans),
    ("scans, PNG files", "prepare", 2, _scans),
    ("scans, already decoded", "decoded", 1, _scans),
    ("scans, Pillow's decoding alone", "decode", 1, _scans),
    ("12 megapixels, a photograph, decoded", "prepare", 1, _photograph),
)
"""What is measured: its name, what is done, by how many threads, with which pictures."""


def _shown(speed: float) -> str:
    return f"{speed:,.0f}" if speed >= 100 else f"{speed:.1f}"


if __name__ == "__main__":
    main()
