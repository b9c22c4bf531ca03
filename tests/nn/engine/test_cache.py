"""Where compiled code is cached, in an installation that cannot be written to."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import digit_recognizer
from tests.permissions import obeying_permissions

READ = """
import numpy as np
from digit_recognizer.nn.engine import Program
from digit_recognizer.nn.layers import Dense
from digit_recognizer.nn.architecture import Architecture
program = Program(Architecture("plain", (Dense("output", 10),)))
print(program.outputs(np.ones(program.architecture.size), np.zeros((1, 28, 28), np.uint8))[0, 0])
"""

COMPILE_ELSEWHERE = """
import os
from pathlib import Path
from digit_recognizer.training.preparation import Preparation, engine_for

def stored():
    return {path: path.stat().st_mtime_ns for path in Path(os.environ["TMPDIR"]).rglob("*.nbc")}

from digit_recognizer.lenet.architectures import architecture
list(Preparation().run(engine_for(architecture("linear"))))
by_the_other = stored()
assert by_the_other
from digit_recognizer.nn.engine import Program
Program(architecture("linear")).warm_up(learns=False)
assert stored() == by_the_other
"""

HOST = """
import os
from pathlib import Path
import numba
before = dict(os.environ), numba.config.CACHE_DIR
import digit_recognizer.nn.engine.program
assert before == (dict(os.environ), numba.config.CACHE_DIR)
source = Path(digit_recognizer.__file__).parents[1] / "host.py"
functions = {}
exec(compile("def ours(x):\\n    return x", source, "exec"), functions)
try:
    numba.njit(cache=True)(functions["ours"])
except RuntimeError as error:
    print(error)
"""


DOCTOR = """
from digit_recognizer.doctor import examine
[cache] = [found for found in examine() if found.name == "compiler cache"]
print(cache.present, cache.needed, cache.found, cache.remedy, sep="\\n")
"""


def run(
    home: Path, source: Path, program: str, *, temporary: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a program in a process of its own, which obeys permissions."""
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    environment |= {"PYTHONPATH": str(source), "HOME": str(home), "XDG_CACHE_HOME": str(home)}
    environment |= {"TMPDIR": str(temporary or home), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [*obeying_permissions(), sys.executable, "-P", "-c", program],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        cwd=home,
    )


def stored_in(folder: Path) -> dict[Path, int]:
    """What Numba stored there, and when each file was written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*.nb[ic]")}


def lock(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode & 0o555)


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    """A copy of the package that cannot be written to."""
    source = tmp_path / "source"
    shutil.copytree(
        Path(digit_recognizer.__file__).parent,
        source / "digit_recognizer",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    (source / "host.py").touch()
    lock(source)
    return source


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home that can be written to."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def locked_home(home: Path) -> Path:
    """A home that cannot be written to."""
    lock(home)
    return home


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """Where temporary files go."""
    (tmp_path / "temporary").mkdir()
    return tmp_path / "temporary"


def test_read_only_installation_is_compiled_once_and_stored_in_the_users_cache(
    installation: Path, home: Path
) -> None:
    first = run(home, installation, READ)
    assert first.stderr == ""
    stored = stored_in(home)
    assert stored
    assert run(home, installation, READ).stdout == first.stdout
    assert stored_in(home) == stored


def test_with_a_read_only_home_it_compiles_anew_says_so_once_and_leaves_nothing(
    installation: Path, locked_home: Path, temporary: Path
) -> None:
    done = run(locked_home, installation, READ, temporary=temporary)
    assert float(done.stdout)
    assert done.stderr.count("\n") == 1
    assert "compiles anew" in done.stderr
    assert "NUMBA_CACHE_DIR" in done.stderr
    assert not list(temporary.iterdir())
    assert not stored_in(installation)


def test_where_nothing_at_all_can_be_written_it_runs_all_the_same(
    installation: Path, locked_home: Path
) -> None:
    # Linux looks for a temporary folder in fixed places too; a program that finds none says so.
    nowhere = "import tempfile; tempfile._candidate_tempdir_list = lambda: []\n"
    done = run(locked_home, installation, nowhere + READ)
    assert float(done.stdout)
    assert done.stderr.count("\n") == 1
    assert "compiles anew" in done.stderr


def test_what_another_process_compiles_is_found_in_the_temporary_folder(
    installation: Path, locked_home: Path, temporary: Path
) -> None:
    run(locked_home, installation, COMPILE_ELSEWHERE, temporary=temporary)
    assert not list(temporary.iterdir())


def test_a_host_program_keeps_its_own_cache(
    installation: Path, locked_home: Path, temporary: Path
) -> None:
    done = run(locked_home, installation, HOST, temporary=temporary)
    assert "cannot cache function 'ours'" in done.stdout


def test_the_doctor_names_the_folder_that_is_used(installation: Path, home: Path) -> None:
    present, _, found, remedy, *_ = [*run(home, installation, DOCTOR).stdout.split("\n")]
    assert (present, remedy) == ("True", "")
    run(home, installation, READ)
    assert Path(found).parent in {path.parent.parent for path in stored_in(home)}


def test_the_doctor_says_that_all_is_compiled_anew(
    installation: Path, locked_home: Path, temporary: Path
) -> None:
    done = run(locked_home, installation, DOCTOR, temporary=temporary)
    present, needed, found, remedy = done.stdout.splitlines()
    assert (present, needed) == ("False", "False")
    assert "compile anew" in found
    assert "NUMBA_CACHE_DIR" in remedy
    assert done.stderr == ""
    assert not list(temporary.iterdir())
