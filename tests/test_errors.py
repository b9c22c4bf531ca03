"""Errors are values: a reason and a remedy, which the command puts in its own terms."""

import ast
import re
from pathlib import Path

import pytest

from digit_recognizer.cli.remedies import explanation
from digit_recognizer.data.download import DownloadError
from digit_recognizer.data.locations import DataNotFoundError, PublicDataNotFoundError
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.training.failures import NoRunError, RunBusyError, RunExistsError

SOURCE = Path(__file__).resolve().parents[1] / "src" / "digit_recognizer"
ONLY_OF_COMMANDS = ("cli", "doctor.py", "data/package_mirror.py")
"""What may name options: the commands, and what runs pip."""


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("a whole text; do this",), "a whole text; do this"),
        (("expected a file, found none", "choose another"),
         "expected a file, found none; choose another"),
        (("The disk is full.", "Free some space."), "The disk is full. Free some space."),
        ((), ""),
    ],
)  # fmt: skip
def test_the_text_has_reason_and_remedy(arguments: tuple[str, ...], text: str) -> None:
    error = DigitRecognizerError(*arguments)
    assert str(error) == text
    assert (error.reason, error.remedy) == (*arguments, "", "")[:2]


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (PublicDataNotFoundError("not here", "mnist", None),
         "copy them there, or run: digit-recognizer data fetch mnist"),
        (PublicDataNotFoundError("not here", "mnist", Path("my data")),
         "copy them there, or run: digit-recognizer data fetch mnist --data 'my data'"),
        (DataNotFoundError("not here", "name the folder that has it"),
         "name the folder that has it, by --data"),
        (DownloadError("not here", "Copy a into a folder and name that folder."),
         "Copy a into a folder and name that folder by --data FOLDER."),
        (RunExistsError("taken", "go on", Path("a b")),
         "go on with it by --resume --out 'a b', or name another folder by --out"),
        (NoRunError("none", "start one", Path("a")),
         "name the run's folder by --out, or start one without --resume"),
        (RunBusyError("busy", "wait", Path("a")),
         "wait until it has ended, or name another folder by --out"),
    ],
)  # fmt: skip
def test_the_command_names_its_options(error: DigitRecognizerError, remedy: str) -> None:
    assert explanation(error) == f"{error.reason}; {remedy}"


def test_what_the_command_has_no_words_for_it_says_as_the_library_does() -> None:
    assert explanation(DigitRecognizerError("broken", "mend it")) == "broken; mend it"


def test_texts_of_the_library_name_no_option_of_a_command() -> None:
    option = re.compile(r"(?<![\w-])--[a-z]")
    of_other_programs = {"service/page.py", "sheets/printed_text.py"}  # curl's and Tesseract's
    named = {
        str(file.relative_to(SOURCE))
        for file in SOURCE.rglob("*.py")
        if option.search(file.read_text(encoding="utf-8"))
    }
    assert {name for name in named if not name.startswith(ONLY_OF_COMMANDS)} == (of_other_programs)


def test_no_error_hides_its_remedy_in_the_reason() -> None:
    hidden = [
        f"{file.relative_to(SOURCE)}:{raised.lineno}"
        for file in SOURCE.rglob("*.py")
        if file.relative_to(SOURCE).parts[0] not in ("nn", "cli")
        for raised in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(raised, ast.Raise) and isinstance(raised.exc, ast.Call)
        and len(raised.exc.args) == 1
        and re.search(r"[;.] (?!the first)\w[^{}]*$", ast.unparse(raised.exc.args[0]))
    ]  # fmt: skip
    assert hidden == []
