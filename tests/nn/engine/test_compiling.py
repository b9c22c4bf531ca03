"""Compiling in several processes; each test has a cache of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import os, sys, time
from pathlib import Path
from digit_recognizer.nn.engine import compiling
from digit_recognizer.nn.engine.kernels.squash import average, squash, squash_back
from digit_recognizer.nn.engine.lanes import Lanes

def stored():
    return len([*Path(os.environ["NUMBA_CACHE_DIR"]).rglob("*.nbc")])

def wait_for_the_helper():
    print("compiles callers")
    while {waits} and stored() < 3:
        time.sleep(0.01)

sys.executable = {executable!r}
kernels = [squash, squash_back, average]
compiling.make_ready(kernels, Lanes(4), 2, wait_for_the_helper)
assert all(kernel.address(Lanes(4)) for kernel in kernels)
print("loaded", *(kernel._compiled[Lanes(4)].cache_hits for kernel in kernels), "of", stored())
"""


def run(folder: Path, executable: str = sys.executable) -> list[str]:
    """Run the program with a cache in a folder; return the lines it prints."""
    program = PROGRAM.format(waits=executable == sys.executable, executable=executable)
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "NUMBA_CACHE_DIR": str(folder)},
        check=True,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_this_process_loads_what_a_helper_compiled(tmp_path: Path) -> None:
    assert run(tmp_path) == ["compiles callers", "loaded 0 1 1 of 3"]
    assert run(tmp_path) == ["compiles callers", "loaded 1 1 1 of 3"]


@pytest.mark.parametrize("executable", ["false", "/is/not/there"])
def test_where_helpers_fail_this_process_compiles_all(tmp_path: Path, executable: str) -> None:
    assert run(tmp_path, executable) == ["compiles callers", "loaded 0 0 0 of 3"]
