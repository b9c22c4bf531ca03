"""How soon ten digits by pen are read while the tenth is being written.

Run it by ``python -m benchmarks.pen_latency``; it takes a minute. Each movement of the pen is read
three times in turn: by one reader with the drawing's cache, as the window reads while the pen
moves; by one reader without; and by both, as it reads when the pen is lifted. The time of the
processor says what was computed; that of the clock is what a person waits, and on a busy machine
more.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from time import perf_counter, process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.machine import processor
from benchmarks.report import table, write_section
from digit_recognizer import Recognizer
from digit_recognizer.data.handwriting import PENDIGITS, find_handwriting
from digit_recognizer.data.pendigits import PenDigit, read_pendigits
from digit_recognizer.numbers.drawn_segments import DrawnSegments

__all__ = ["main"]

Strokes = list[NDArray[np.float64]]

WRITERS, DIGITS = 12, 10
_GAP = 15.0
# Points of the pen between two readings, and the first movements, which load what reading needs.
_STEP, _LOADING = 2, 5
_SEED = 0


def main() -> None:
    """Measure, print and write down."""
    recognizer = Recognizer()
    recognizer.warm_up()
    drawn = DrawnSegments()
    kinds: dict[str, dict[str, Any]] = {
        "one reader, what did not change cached": {"second": False, "drawn": drawn},
        "one reader": {"second": False},
        "both readers": {},
    }
    times: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for strokes in _movements():
        for kind, options in kinds.items():
            clock, computed = perf_counter(), process_time()
            recognizer.recognize_any_strokes(strokes, **options)
            times[kind].append((perf_counter() - clock, process_time() - computed))
    rows = []
    for kind, taken in times.items():
        clocks, processors = 1000 * np.array(taken[_LOADING:]).T
        rows.append([kind, _figures(processors), _figures(clocks)])
    text = (
        "## Ten digits by pen\n\n"
        + table(["what reads", "processor", "clock"], rows)
        + f"\n\nMilliseconds from a movement of the pen to what {DIGITS} digits are read as, while "
        f"the last of them is written: median / 99th percentile of {len(clocks):,} movements of "
        f"{WRITERS} writers of `pendigits`, the kinds in turn. Asked for are 16 / 33. Machine: "
        f"{processor()}, {os.getloadavg()[0]:.0f} programs at work on its {os.cpu_count()} cores."
    )
    print(text)
    write_section("pen-latency", text)


def _figures(times: NDArray[np.float64]) -> str:
    return f"{np.median(times):.1f} / {np.percentile(times, 99):.1f}"


def _movements() -> Iterator[Strokes]:
    """Yield each writer's number, as it grows by the points of its last digit."""
    rng = np.random.default_rng(_SEED)
    for digits in _by_writer()[:WRITERS]:
        strokes: Strokes = []
        last: Strokes = []
        right = 0.0
        for index in rng.choice(len(digits), DIGITS):
            strokes += last
            last = [np.asarray(stroke, np.float64) for stroke in digits[index].strokes]
            left = min(stroke[:, 0].min() for stroke in last)
            last = [stroke + np.array([right - left, 0]) for stroke in last]
            right = max(stroke[:, 0].max() for stroke in last) + _GAP
        for done, stroke in enumerate(last):
            for points in range(_STEP, len(stroke) + 1, _STEP):
                yield [*strokes, *last[:done], stroke[:points]]


def _by_writer() -> list[list[PenDigit]]:
    writers: dict[int, list[PenDigit]] = defaultdict(list)
    for digit in read_pendigits(find_handwriting(PENDIGITS)):
        writers[digit.writer].append(digit)
    return list(writers.values())


if __name__ == "__main__":
    main()
