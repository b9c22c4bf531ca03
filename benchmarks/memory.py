"""How much memory a process needs to train: each implementation in a process of its own.

``python -m benchmarks.memory ours`` prints the most memory it ever had, in MiB.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path

__all__ = ["peak_memory"]

BATCH = 128
ROOT = Path(__file__).resolve().parents[1]


def peak_memory(name: str, threads: int) -> float:
    """Return the most MiB that a new process has while it trains, ``"ours"`` or ``"PyTorch"``."""
    command = [sys.executable, "-m", "benchmarks.memory", name, str(threads)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    output = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return float(output.stdout)


def train(name: str, threads: int) -> None:
    """Train for a moment."""
    if name == "ours":
        from benchmarks import ours

        ours.training(BATCH, "memory", threads=threads).run()
    else:
        from benchmarks import opponent

        opponent.set_up(threads)
        for contestant in opponent.training(BATCH, "memory", compiled=False):
            contestant.run()
            return


def most_memory() -> float:
    """Return the most memory this process ever had, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # the system's other count takes over that of the parent process
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 2**10
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    train(sys.argv[1], int(sys.argv[2]))
    print(most_memory())
