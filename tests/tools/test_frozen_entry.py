"""The entry of the frozen application, as it stands, by the Python that is here."""

import subprocess
import sys
from pathlib import Path

import pytest

from digit_recognizer import __version__

ENTRY = Path(__file__).resolve().parents[2] / "packaging" / "frozen_entry.py"


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["-c", "import sys; print(__name__, sys.argv[1:])", "a", "b"], "__main__ ['a', 'b']\n"),
        (["-m", "digit_recognizer", "--version"], f"digit-recognizer {__version__}\n"),
        (["--version"], f"digit-recognizer {__version__}\n"),
    ],
)
def test_it_is_the_command_and_starts_helpers_as_python_does(
    arguments: list[str], printed: str
) -> None:
    command = [sys.executable, str(ENTRY), *arguments]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == printed
