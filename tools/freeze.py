"""The application for machines without Python: a folder, and one file.

``python -m tools.freeze`` installs the wheel in ``dist/``, with its window, beside PyInstaller into
an environment of its own, and leaves ``dist/digit-recognizer/`` and
``dist/digit-recognizer-VERSION``. They run on the system they were made on; on Linux, on every one
with this C library or a newer one, and with the libraries that ``digit_recognizer.system`` lists.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory

from digit_recognizer import __version__

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
PYINSTALLER = "pyinstaller==6.22.3"


def main() -> None:
    """Make both."""
    (wheel,) = DIST.glob(f"digit_recognizer-{__version__}-*.whl")
    with TemporaryDirectory() as folder:
        environment = Path(folder, "environment")
        venv.create(environment, with_pip=False)
        python = str(environment / ("Scripts" if os.name == "nt" else "bin") / "python")
        pip = [sys.executable, "-m", "pip", "--python", python, "--quiet", "install"]
        _run([*pip, "--only-binary", ":all:", f"{wheel}[app]", PYINSTALLER], folder)
        spec = str(ROOT / "packaging" / "digit-recognizer.spec")
        options = ("--noconfirm", "--log-level", "WARN", "--distpath", str(DIST))
        _run([python, "-m", "PyInstaller", *options, spec], folder)
    files = [each for each in (DIST / "digit-recognizer").rglob("*") if not each.is_symlink()]
    one = DIST / f"digit-recognizer-{__version__}"
    print(f"the folder: {sum(each.stat().st_size for each in files) / 1e6:,.0f} MB")
    print(f"the file: {one.stat().st_size / 1e6:,.0f} MB")


def _run(command: list[str], folder: str) -> None:
    if subprocess.run(command, cwd=folder, check=False).returncode:
        sys.exit(f"failed: {' '.join(command)}")


if __name__ == "__main__":
    main()
