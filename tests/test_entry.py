"""Ctrl-C ends the command quietly, from the first moment on."""

import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C alone")

INTERRUPTED = 130
BEGIN = "from digit_recognizer.__main__ import main; print('begun', flush=True); main()"
"""What the installed script does, and says when Python itself is there."""

PRESS_AT_IMPORT = """
import os, signal, sys

class Press:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Press())
"""


def ended(command: "subprocess.Popen[str]") -> tuple[int, str]:
    """Return the status that a shell reports, and all that was said."""
    said = "".join(command.communicate(timeout=60))
    status = command.returncode
    return (128 - status if status < 0 else status), said


def begun(program: str, *arguments: str) -> "subprocess.Popen[str]":
    command = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert command.stdout is not None
    assert command.stdout.readline() == "begun\n"
    return command


PRESS_IN_A_CALLBACK = PRESS_AT_IMPORT.replace(
    "os.kill(os.getpid(), signal.SIGINT)",
    "import ctypes; ctypes.CFUNCTYPE(None)(lambda: os.kill(os.getpid(), signal.SIGINT))()",
)
"""As LLVM calls back with what it compiled."""

TRIES = 4
DROPPED_BY_PYTHON = "Exception ignored in: <function _get_module_lock"
"""Python drops an interrupt that comes in the callback that lets go of the lock of an import."""

BEFORE_OURS = 'Traceback (most recent call last):\n  File "<string>", line 1, in <module>\nKey'
"""Nothing of ours is loaded yet: the interrupt came while Python itself started."""


@pytest.mark.parametrize("module", ["typing", "typer", "numpy", "PIL.Image"])
def test_ctrl_c_during_an_import_leaves_no_traceback(module: str) -> None:
    command = begun(PRESS_AT_IMPORT.format(module=module) + BEGIN, "show", "lenet5")
    assert ended(command) == (INTERRUPTED, "")


def test_ctrl_c_in_a_callback_is_not_dropped() -> None:
    press = PRESS_IN_A_CALLBACK.format(module="digit_recognizer.lenet.architectures")
    command = begun(press + BEGIN, "show", "lenet5")
    assert ended(command) == (INTERRUPTED, "")


@pytest.mark.parametrize("seconds", [step / 50 for step in range(16)])
def test_ctrl_c_in_the_first_moments_leaves_no_traceback(seconds: float) -> None:
    for _ in range(TRIES):
        command = begun(BEGIN, "read", "-")  # waits for standard input, which stays open
        time.sleep(seconds)
        command.send_signal(signal.SIGINT)
        status, said = ended(command)
        if not said.startswith((DROPPED_BY_PYTHON, BEFORE_OURS)):
            break
    assert (status, said) == (INTERRUPTED, "")


def test_ctrl_c_that_whoever_began_it_ignores_is_ignored() -> None:
    ignoring = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); "
    command = begun(ignoring + PRESS_AT_IMPORT.format(module="numpy") + BEGIN, "show", "lenet1")
    status, said = ended(command)
    assert status == 0
    assert said.startswith("layer")


@pytest.mark.parametrize(("set_before", "expected"), [(None, "1"), ("3", "3")])
def test_blas_has_one_thread_unless_somebody_asks_for_more(
    set_before: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if set_before is None:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    else:
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", set_before)
    program = (
        "import atexit, os; atexit.register(lambda: print(os.environ['OPENBLAS_NUM_THREADS']))\n"
        "from digit_recognizer.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == expected
