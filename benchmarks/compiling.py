"""How long the engine's first compilation on a machine takes, and loading it after that.

``python -m benchmarks.compiling`` measures in new processes with a cache of their own, writes
``docs/results.md``, and takes some two minutes.
"""

import os
import subprocess
import sys
from datetime import date
from tempfile import TemporaryDirectory

from benchmarks.machine import processor
from benchmarks.report import table, write_section

__all__ = ["main"]

READING = """
from digit_recognizer import Recognizer
Recognizer().warm_up()
"""
TRAINING = """
from digit_recognizer.training.recipes import recipe
from digit_recognizer.training.warm_up import warm_up
warm_up(recipe({name!r}))
"""
PROGRAM = """
from time import perf_counter
begin = perf_counter()
{body}
print(perf_counter() - begin)
"""
RECIPES = ("sprint", "mnist", "everyday", "paper-1998")
THREADS = 2


def main() -> None:
    """Measure and write it down."""
    bodies = {"reading, one picture and many": READING}
    bodies |= {f"the recipe {name}": TRAINING.format(name=name) for name in RECIPES}
    rows = []
    for what, body in bodies.items():
        alone, _ = _seconds(body, 1)
        together, again = _seconds(body, THREADS)
        rows.append([what, f"{alone:.1f}", f"{together:.1f}", f"{again:.1f}"])
        print(*rows[-1], sep="  ", flush=True)
    header = ["seconds", "1 process", f"{THREADS} processes", "from the disk"]
    write_section(
        "compiling",
        "## The engine's first compilation\n\n"
        f"Measured by `python -m benchmarks.compiling` on {date.today().isoformat()}: "
        f"{processor()}, in new processes, each from its start until all is loaded.\n\n"
        + table(header, rows),
    )


def _seconds(body: str, threads: int) -> tuple[float, float]:
    """Return how long a program takes that has to compile, and one that finds it on the disk."""
    with TemporaryDirectory() as folder:
        environment = {"NUMBA_CACHE_DIR": folder, "DIGIT_RECOGNIZER_THREADS": str(threads)}
        first, second = (
            subprocess.run(
                [sys.executable, "-c", PROGRAM.format(body=body)],
                env={**os.environ, **environment},
                check=True,
                capture_output=True,
                text=True,
            )
            for _ in range(2)
        )
    return float(first.stdout), float(second.stdout)


if __name__ == "__main__":
    main()
