"""The import rules: which package may import which."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import lazy_loader

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
    "__main__", "cli", "app", "doctor", "system", "reproduction", "service", "sklearn",
    "dask", "answers", "recognizer", "sheets", "training", "evaluation", "exchange", "numbers",
    "hands", "networks", "inspection", "data", "ink", "lenet", "nn", "samples", "extras", "errors",
)  # fmt: skip
"""Who may import whom: only what stands further right."""


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


def where(breaks: Callable[[Path], object], files: Iterable[Path] = FILES) -> list[str]:
    """Name the files that break a rule: one test for all files, as there are hundreds."""
    return [file.relative_to(SOURCE).as_posix() for file in files if breaks(file)]


def test_imports_run_downwards_in_the_list_of_packages_only() -> None:
    def upwards(file: Path) -> set[str]:
        package = module_of(file).partition(".")[0]
        if not package:
            return set()  # the public face names its homes, and imports them when asked for them
        below = ORDER[ORDER.index(package) :]
        return {name for name in modules_imported_by(file) if name.partition(".")[0] not in below}

    assert where(upwards) == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    imports = {name: modules_imported_by(file) - {name} for name, file in MODULES.items() if name}
    while free := {name for name, imported in imports.items() if not imported & imports.keys()}:
        imports = {name: imported for name, imported in imports.items() if name not in free}
    assert not imports, f"these import each other in a circle, or import one that does: {imports}"


def test_the_network_knows_numpy_and_nothing_else_of_ours() -> None:
    def knows_more(file: Path) -> bool:
        compiler = {"numba", "llvmlite"} if "engine" in file.parts else set()
        return not (packages_of(file) <= {"numpy"} | compiler and packages_of_ours(file) <= {"nn"})

    assert where(knows_more, in_package("nn")) == []


def test_only_the_window_knows_qt() -> None:
    assert where(lambda file: package_of(file) != "app" and packages_of(file) & QT) == []


def test_the_window_does_no_mathematics() -> None:
    def calculates(file: Path) -> bool:
        allowed = QT | {"numpy", "PIL", "platformdirs"}
        return not packages_of(file) <= allowed or "nn" in packages_of_ours(file)

    assert where(calculates, in_package("app")) == []


def test_nothing_shipped_needs_another_framework() -> None:
    frameworks = {"torch", "tensorflow", "jax", "sklearn"}
    # The estimator for scikit-learn is for who has it.
    assert where(lambda file: packages_of(file) & frameworks) == ["sklearn.py"]


def test_no_file_reads_or_writes_a_pickle() -> None:
    unsafe = {"pickle", "marshal", "shelve", "dill", "joblib"}

    def pickles(file: Path) -> bool:
        words = ("allow_pickle=True", "read_pickle", "to_pickle")
        text = file.read_text(encoding="utf-8")
        modules = {module.split(".")[0] for module in imports_of(file)}
        return bool(unsafe & modules) or any(word in text for word in words)

    assert where(pickles) == []


def test_a_file_is_short_enough_to_be_read() -> None:
    assert where(lambda file: len(file.read_text("utf-8").splitlines()) > LONGEST_FILE) == []


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
