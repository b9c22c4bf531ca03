"""The packages: built twice with the same bytes, checked, and tried where nothing else is.

``python -m tools.dist`` leaves them in ``dist/``. Each extra is installed from the wheel into an
environment of its own, which takes some minutes; ``--extras serve,dask`` tries fewer, and
``--extras none`` none.
"""

import argparse
import os
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

__all__ = ["build", "check_content"]

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
SMOKE_TEST = ROOT / "tools" / "smoke_test.py"

WEIGHTS = {
    "digit_recognizer/hands/generic.safetensors",
    "digit_recognizer/networks/weights/lenet5.safetensors",
    "digit_recognizer/networks/weights/lenet5-mnist.safetensors",
    "digit_recognizer/numbers/cells.safetensors",
    "digit_recognizer/numbers/network.safetensors",
    "digit_recognizer/numbers/page_digits.safetensors",
    "digit_recognizer/numbers/scorers.safetensors",
    "digit_recognizer/numbers/sweep.safetensors",
}
_ENDINGS = {
    ".py",
    ".pyi",
    ".typed",
    ".md",
    ".safetensors",
    ".png",
    ".jpg",
    ".svg",
    ".toml",
    ".js",
    ".css",
    ".html",
}
_LONGEST = 1_000_000  # bytes of a file: two networks, and what a hand begins with
_NOT_TRIED = {"dev", "bench", "dist", "docs"}


def build(source: Path, target: Path) -> tuple[Path, Path]:
    """Build the wheel and the source distribution of a source tree.

    Returns
    -------
    (wheel, source distribution)
    """
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(target)]
    subprocess.run(command, cwd=source, env=_environment(), check=True, stdout=subprocess.DEVNULL)
    (wheel,), (archive,) = target.glob("*.whl"), target.glob("*.tar.gz")
    return wheel, archive


def check_content(names_and_sizes: dict[str, int]) -> list[str]:
    """Say what is wrong with the files of a wheel: weights that are missing, data that are not."""
    wrong = [f"{name} is missing" for name in sorted(WEIGHTS - names_and_sizes.keys())]
    for name, size in names_and_sizes.items():
        top, ending = name.partition("/")[0], PurePosixPath(name).suffix
        if top == "digit_recognizer" and (ending not in _ENDINGS or size > _LONGEST):
            wrong.append(f"{name} of {size:,} bytes has no place in a package")
    return wrong


def main() -> None:
    """Build, compare, check and try the packages."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    tried = ["", *(extra for extra in extras if extra not in _NOT_TRIED)]
    options = argparse.ArgumentParser(description="Build and check the packages.")
    options.add_argument("--extras", help="those to try, apart by commas; none for none")
    chosen = options.parse_args().extras
    if chosen is not None:
        tried = [] if chosen == "none" else chosen.split(",")
    DIST.mkdir(exist_ok=True)
    for old in (*DIST.glob("*.whl"), *DIST.glob("*.tar.gz")):
        old.unlink()
    packages = build(ROOT, DIST)
    _compare_with_second(*packages)
    wheel = packages[0]
    with zipfile.ZipFile(wheel) as content:
        wrong = check_content({each.filename: each.file_size for each in content.infolist()})
    if wrong:
        sys.exit("\n".join(wrong))
    print("the weights are inside, and no data")
    _run([sys.executable, "-m", "twine", "check", "--strict", *map(str, packages)])
    for extra in tried:
        _try(wheel, extra)


def _environment() -> dict[str, str]:
    """Return an environment in which every build of a commit has the same bytes."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return dict(os.environ)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    seconds = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return {**os.environ, "SOURCE_DATE_EPOCH": seconds}


def _compare_with_second(wheel: Path, archive: Path) -> None:
    """Build both once more, elsewhere, from the source distribution alone."""
    with TemporaryDirectory() as folder:
        with tarfile.open(archive) as content:
            content.extractall(folder, filter="data")
        (source,) = Path(folder).iterdir()
        second = build(source, Path(folder, "dist"))
        for first, other in zip((wheel, archive), second, strict=True):
            if first.read_bytes() != other.read_bytes():
                sys.exit(f"{first.name}: expected the same bytes from a second build, got others")
            print(f"{first.name}: {first.stat().st_size:,} bytes, the same from a second build")


def _try(wheel: Path, extra: str) -> None:
    """Install the wheel with an extra into an empty environment, and use it."""
    with TemporaryDirectory() as folder:
        environment = Path(folder, "environment")
        venv.create(environment, with_pip=False)
        python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
        wanted = f"{wheel}[{extra}]" if extra else str(wheel)
        pip = [sys.executable, "-m", "pip", "--python", str(python), "--quiet"]
        _run([*pip, "install", "--only-binary", ":all:", wanted])
        _run([str(python), "-I", str(SMOKE_TEST), extra], folder)
        print(f"{wheel.name}{f'[{extra}]' if extra else ''}: installed alone, it works", flush=True)


def _run(command: Sequence[str], folder: str | None = None) -> None:
    if subprocess.run(command, cwd=folder, check=False).returncode:
        sys.exit(f"failed: {' '.join(command)}")


if __name__ == "__main__":
    main()
