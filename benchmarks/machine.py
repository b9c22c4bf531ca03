"""What machine this is, and how fast it multiplies and adds."""

import platform
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from digit_recognizer.nn.engine.kernels.compile import entry
from digit_recognizer.nn.engine.lanes import Lanes, choose_lanes
from digit_recognizer.nn.engine.vectors import load, multiply_add, store, width_of

__all__ = ["describe", "multiply_add_work", "peak_run", "processor"]

ACCUMULATORS = 12
"""Independent sums: enough to hide the delay of an addition, few enough for 16 registers."""
REPETITIONS = 2_000_000


@entry
def multiply_adds(lanes: Any, numbers: Any, sums: Any, repetitions: int) -> None:
    """Multiply and add in twelve vectors at once, nothing but registers involved."""
    width = width_of(lanes)
    a, b = load(lanes, numbers, 0), load(lanes, numbers, width)
    s0, s1 = load(lanes, numbers, 2 * width), load(lanes, numbers, 3 * width)
    s2, s3 = load(lanes, numbers, 4 * width), load(lanes, numbers, 5 * width)
    s4, s5 = load(lanes, numbers, 6 * width), load(lanes, numbers, 7 * width)
    s6, s7 = load(lanes, numbers, 8 * width), load(lanes, numbers, 9 * width)
    s8, s9 = load(lanes, numbers, 10 * width), load(lanes, numbers, 11 * width)
    s10, s11 = load(lanes, numbers, 12 * width), load(lanes, numbers, 13 * width)
    for _ in range(repetitions):
        s0, s1, s2 = multiply_add(s0, a, b), multiply_add(s1, a, b), multiply_add(s2, a, b)
        s3, s4, s5 = multiply_add(s3, a, b), multiply_add(s4, a, b), multiply_add(s5, a, b)
        s6, s7, s8 = multiply_add(s6, a, b), multiply_add(s7, a, b), multiply_add(s8, a, b)
        s9, s10, s11 = multiply_add(s9, a, b), multiply_add(s10, a, b), multiply_add(s11, a, b)
    total = s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11
    store(sums, 0, total)


def multiply_add_work(lanes: Lanes, threads: int) -> float:
    """Return the floating-point operations of one run, a multiply-add being two."""
    return 2.0 * ACCUMULATORS * lanes.width * REPETITIONS * threads


def peak_run(lanes: Lanes, threads: int) -> Callable[[], None]:
    """Return a function that keeps so many threads multiplying and adding."""
    numbers = np.random.default_rng(0).random((2 + ACCUMULATORS) * lanes.width, np.float32) / 2

    def work(_: int) -> None:
        sums = np.zeros(lanes.width, np.float32)
        multiply_adds(lanes, numbers, sums, REPETITIONS)

    pool = ThreadPoolExecutor(threads)

    def run() -> None:
        list(pool.map(work, range(threads)))

    return run


def describe(threads: int) -> dict[str, str]:
    """Return what a reader of figures wants to know about the machine and the software."""
    named = ("numpy", "numba", "llvmlite", "torch", "onnxruntime", "openvino")
    versions = [f"{name} {version(name)}" for name in named]
    return {
        "processor": processor(),
        "threads": str(threads),
        "lanes": str(choose_lanes().width),
        "system": platform.platform(),
        "software": ", ".join([f"Python {platform.python_version()}", *versions]),
    }


def processor() -> str:
    """Return the processor's name."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
