"""Output that cannot be written is a failure in one line, and never a traceback."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from digit_recognizer.samples import sample_pictures

SEVEN = sample_pictures()[7]
CLOSED = "standard output: Bad file descriptor"
FULL = "standard output: No space left on device"


def shell(line: str) -> "subprocess.CompletedProcess[str]":
    """Type a line in which $C is the command and $P a picture of a seven."""
    program = shutil.which("sh")
    if program is None:
        pytest.skip("needs a shell")
    script = f'C="{sys.executable} -m digit_recognizer" P="{SEVEN}"; {line}'
    return subprocess.run([program, "-c", script], capture_output=True, text=True, check=False)


def needs_full_device() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs the device /dev/full")


@pytest.mark.parametrize("command", ["read $P", "read --json $P", "show lenet5", "doctor"])
def test_closed_output_is_one_line_and_status_1(command: str) -> None:
    done = shell(f"$C {command} >&-")
    assert done.stderr == f"digit-recognizer: {CLOSED}\n"
    assert done.returncode == 1


@pytest.mark.parametrize("command", ["read $P", "read --json $P", "show lenet5", "doctor"])
def test_a_full_disk_is_one_line_and_status_1(command: str) -> None:
    needs_full_device()
    done = shell(f"$C {command} >/dev/full")
    assert done.stderr == f"digit-recognizer: {FULL}\n"
    assert done.returncode == 1


def test_without_a_place_for_errors_pictures_are_still_read() -> None:
    done = shell("$C read $P /no/such.png 2>&-")
    assert done.stdout.startswith(f"{SEVEN}: 7  ")
    assert done.stdout.count("\n") == 1
    assert done.returncode == 1
    assert shell("$C read $P 2>&-").returncode == 0


@pytest.mark.parametrize("closed", [">&- 2>&-", "<&- >&- 2>&-"])
def test_with_everything_closed_only_the_status_tells(closed: str) -> None:
    done = shell(f"$C read $P {closed}")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


def test_errors_that_cannot_be_written_end_without_a_traceback() -> None:
    needs_full_device()
    done = shell("$C show lenet9 2>/dev/full")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")


def test_closed_input_is_an_empty_picture() -> None:
    done = shell("$C read - <&-")
    assert done.returncode == 1
    assert "it is empty" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["show lenet5", "doctor", "data list", "read $P $P $P"])
def test_a_reader_who_is_gone_causes_no_complaint(command: str) -> None:
    done = shell(f"(sleep 0.1; $C {command}; echo $? >&2) | true")
    assert done.stderr == "1\n"
