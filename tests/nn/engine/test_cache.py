import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import digit_recognizer

READ = """
import numpy as np
from digit_recognizer.nn.engine import Program
from digit_recognizer.nn.layers import Dense
from digit_recognizer.nn.network import Architecture
program = Program(Architecture("plain", (Dense("output", 10),)))
print(program.outputs(np.ones(program.architecture.size), np.zeros((1, 28, 28), np.uint8))[0, 0])
"""


def run(home: Path, source: Path) -> str:
    """Read an image in a process of its own; return what it printed."""
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    environment |= {"PYTHONPATH": str(source), "HOME": str(home), "XDG_CACHE_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-P", "-c", READ],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        cwd=home,
    ).stdout


def kept_in(folder: Path) -> dict[Path, int]:
    """What Numba keeps there, and when each file was written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*.nb[ic]")}


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    """A copy of the package in which nothing can be written beside a module."""
    source = tmp_path / "source"
    shutil.copytree(
        Path(digit_recognizer.__file__).parent,
        source / "digit_recognizer",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    for folder in [path for path in source.rglob("*") if path.is_dir()]:
        (folder / "__pycache__").touch()  # a file of that name holds even against root
    return source


def test_read_only_installation_is_compiled_once_and_kept_in_the_users_cache(
    installation: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    first = run(home, installation)
    kept = kept_in(home)
    assert kept
    assert run(home, installation) == first
    assert kept_in(home) == kept
