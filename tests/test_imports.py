"""The import rules: which package may import which."""

import shutil
import subprocess
import sys
from pathlib import Path

import lazy_loader
import pytest

from tools.package_picture import (
    FILES,
    MODULES,
    OURS,
    SOURCE,
    imports_of,
    module_of,
    modules_imported_by,
)

LONGEST_FILE = 400
QT = {"PyQt6"}
ORDER = (
    "__main__", "cli", "app", "doctor", "system", "reproduction", "answers", "recognizer",
    "sheets", "training", "evaluation", "numbers", "networks", "inspection", "data", "ink", "lenet",
    "nn", "samples", "extras", "errors",
)  # fmt: skip
"""Who may import whom: only what stands further right."""


def name_of(file: Path) -> str:
    return file.relative_to(SOURCE).as_posix()


def package_of(file: Path) -> str:
    """The folder of a file right below the package; empty for a file that stands outside."""
    inside = file.relative_to(SOURCE).parts
    return inside[0] if len(inside) > 1 else ""


def packages_of(file: Path) -> set[str]:
    """The top-level packages a file imports that are neither ours nor Python's own."""
    packages = {module.split(".")[0] for module in imports_of(file)}
    return packages - set(sys.stdlib_module_names) - {OURS}


def packages_of_ours(file: Path) -> set[str]:
    """Our own packages, and modules outside them, that a file imports."""
    modules = (module.split(".") for module in imports_of(file))
    return {parts[1] for parts in modules if parts[0] == OURS and len(parts) > 1}


def in_package(*packages: str) -> list[Path]:
    return [file for file in FILES if package_of(file) in packages]


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_imports_run_downwards_in_the_list_of_packages_only(file: Path) -> None:
    package = module_of(file).partition(".")[0]
    if not package:
        return  # the public face names its homes, and imports them when they are asked for
    below = ORDER[ORDER.index(package) :]
    upwards = {name for name in modules_imported_by(file) if name.partition(".")[0] not in below}
    assert not upwards


def test_no_modules_import_each_other_in_a_circle() -> None:
    imports = {name: modules_imported_by(file) - {name} for name, file in MODULES.items() if name}
    while free := {name for name, imported in imports.items() if not imported & imports.keys()}:
        imports = {name: imported for name, imported in imports.items() if name not in free}
    assert not imports, f"these import each other in a circle, or import one that does: {imports}"


@pytest.mark.parametrize("file", in_package("nn"), ids=name_of)
def test_the_network_knows_numpy_and_nothing_else_of_ours(file: Path) -> None:
    compiler = {"numba", "llvmlite"} if "engine" in file.parts else set()
    assert packages_of(file) <= {"numpy"} | compiler
    assert packages_of_ours(file) <= {"nn"}


@pytest.mark.parametrize(
    "file",
    in_package("data", "ink", "training", "evaluation", "inspection", "reproduction"),
    ids=name_of,
)
def test_what_reads_and_learns_knows_neither_window_nor_commands(file: Path) -> None:
    assert not packages_of_ours(file) & {"app", "cli"}


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_only_the_window_knows_qt(file: Path) -> None:
    assert package_of(file) == "app" or not packages_of(file) & QT


@pytest.mark.parametrize("file", in_package("app"), ids=name_of)
def test_the_window_does_no_mathematics(file: Path) -> None:
    assert packages_of(file) <= QT | {"numpy", "PIL", "platformdirs"}
    assert "nn" not in packages_of_ours(file)


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_nothing_shipped_needs_another_framework(file: Path) -> None:
    assert not packages_of(file) & {"torch", "tensorflow", "jax", "sklearn"}


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_no_file_reads_or_writes_a_pickle(file: Path) -> None:
    unsafe = {"pickle", "marshal", "shelve", "dill", "joblib"}
    assert not unsafe & {module.split(".")[0] for module in imports_of(file)}
    text = file.read_text(encoding="utf-8")
    assert not any(word in text for word in ("allow_pickle=True", "read_pickle", "to_pickle"))


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_file_is_short_enough_to_be_read(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = {"PyQt6", "numba", "pandas", "matplotlib", "scipy"}
    program = f"import sys, {OURS}; print(*{{name.split('.')[0] for name in sys.modules}})"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not heavy & set(loaded.stdout.split())
    assert OURS in loaded.stdout.split()


def test_the_doctor_needs_nothing_but_the_loader_of_the_package(tmp_path: Path) -> None:
    """It says what is missing, whatever that is."""
    shutil.copytree(Path(lazy_loader.__file__).parent, tmp_path / "lazy_loader")
    subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path += [{str(SOURCE.parent)!r}, {str(tmp_path)!r}]; "
            f"import {OURS}.doctor",
        ],
        check=True,
    )
