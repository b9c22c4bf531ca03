"""How long it takes to read one picture, and to be ready for it.

    python -m benchmarks.reading

Loading is measured in processes of their own, as a program that reads one picture would do it, with
everything on the disk's cache; reading is the time of one call after that.
"""

import subprocess
import sys
from time import perf_counter

import numpy as np

from benchmarks.machine import processor
from benchmarks.report import table, write_section
from digit_recognizer import Recognizer
from digit_recognizer.samples import sample_pictures

__all__ = ["main"]

STARTS, READINGS = 7, 300
START = """
from time import perf_counter
begin = perf_counter()
from digit_recognizer import Recognizer
recognizer = Recognizer()
recognizer.recognize({path!r})
print(perf_counter() - begin)
"""
SEVEN = [[(40.0, 60.0), (120.0, 55.0), (200.0, 60.0)], [(200.0, 60.0), (150.0, 150.0), (120, 240)]]


def main() -> None:
    """Measure and write it down."""
    picture = sample_pictures()[3]
    recognizer = Recognizer()
    rows = [
        ("loaded and one picture read, in a new process", _milliseconds(_starts(str(picture)))),
        ("one picture, from a PNG file", _milliseconds(_times(recognizer.recognize, picture))),
        ("one drawing, as strokes", _milliseconds(_times(recognizer.recognize_strokes, SEVEN))),
    ]
    text = table(("what", "median, ms", "slowest in twenty, ms"), [(a, *b) for a, b in rows])
    print(text)
    write_section("reading", f"## One picture at a time\n\n{text}\n\nMachine: {processor()}.")


def _starts(path: str) -> list[float]:
    command = [sys.executable, "-c", START.format(path=path)]
    return [
        float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(STARTS)
    ]


def _times(read: object, what: object) -> list[float]:
    assert callable(read)
    times = []
    for _ in range(READINGS):
        begin = perf_counter()
        read(what)
        times.append(perf_counter() - begin)
    return times


def _milliseconds(seconds: list[float]) -> tuple[str, str]:
    """Return the median, and what nineteen in twenty stay below."""
    middle, high = np.quantile(seconds, (0.5, 0.95)) * 1000
    return f"{middle:.2f}", f"{high:.2f}"


if __name__ == "__main__":
    main()
