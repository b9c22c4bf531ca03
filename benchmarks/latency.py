"""How fast the window is: from its start to the first answer, and from a stroke to its answer.

Run it by ``python -m benchmarks.latency``; it needs Xvfb, and takes a minute or two. The strokes
are those of real people, moved by real mouse events at the pace of a plain mouse. An answer counts
when it has been painted.
"""

import json
import subprocess
import sys
import time
from statistics import median, quantiles
from typing import Any

from benchmarks.report import table, write_section
from tools.virtual_screen import virtual_screen

__all__ = ["main"]

STARTS = 9
DIGITS = 30


def main() -> None:
    """Measure in processes of their own, print and write down."""
    with virtual_screen(1280, 1024) as environment:
        _start(environment)  # warms the disk
        starts = [_start(environment) for _ in range(STARTS)]
        idle = _latencies(environment, "idle")
        training = _latencies(environment, "training")
        learning = _latencies(environment, "learning")
    painted, ready = (median(start[kind] for start in starts) for kind in ("painted", "ready"))
    rows = [
        ["start to painted window", f"{1000 * painted:.0f} ms", "", "1000 ms"],
        ["start to first answer possible", f"{1000 * ready:.0f} ms", "", "1000 ms"],
        ["stroke to answer", *_figures(idle["latencies"]), "16 ms, 33 ms"],
        ["the same, while training", *_figures(training["latencies"]), "16 ms, 33 ms"],
        ["the same, while learning a hand", *_figures(learning["latencies"]), "16 ms, 33 ms"],
    ]
    text = (
        "## Latency of the window\n\n"
        + table(["what", "median", "99th percentile", "asked for"], rows)
        + f"\n\nMedians of {STARTS} starts, and of {len(idle['latencies'])} movements of the pen "
        f"({DIGITS} digits of `pendigits`, 125 movements a second; "
        f"{len(training['latencies'])} while training, {len(learning['latencies'])} while a hand "
        "of 300 digits is learned again and again). Training beside it: recipe "
        f"{training['recipe']}, {training['images_per_second']:,.0f} images/s on the same cores. "
        "The longest time without the event loop: "
        f"{1000 * idle['longest_gap']:.0f} ms, {1000 * training['longest_gap']:.0f} ms while "
        f"training, and {1000 * learning['longest_gap']:.0f} ms while learning a hand."
    )
    print(text)
    write_section("latency", text)


def _figures(latencies: list[float]) -> tuple[str, str]:
    worst = quantiles(latencies, n=100)[-1]
    return f"{1000 * median(latencies):.1f} ms", f"{1000 * worst:.1f} ms"


def _start(environment: dict[str, str]) -> dict[str, float]:
    """Start the window as the command does; return the seconds until it is painted and ready."""
    begun = time.time()
    times = _run(environment, "start")
    return {name: moment - begun for name, moment in times.items()}


def _latencies(environment: dict[str, str], kind: str) -> dict[str, Any]:
    return _run(environment, kind)


def _run(environment: dict[str, str], kind: str) -> dict[str, Any]:
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.timed_window", kind],
        env=environment | {"OPENBLAS_NUM_THREADS": "1"},  # as the command has it
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=300,
    )
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
