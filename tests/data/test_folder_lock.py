"""A lock on a folder: one holder at a time, and none once its program is gone."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from digit_recognizer.data.folder_lock import lock_folder

HOLDING = """
import sys
from pathlib import Path
from digit_recognizer.data.folder_lock import lock_folder
lock = lock_folder(Path(sys.argv[1]))
print(lock is not None, flush=True)
sys.stdin.read()
"""


def test_one_holds_it_until_it_is_released_or_forgotten(tmp_path: Path) -> None:
    first = lock_folder(tmp_path)
    assert first is not None
    assert lock_folder(tmp_path) is None
    first.release()
    first.release()
    second = lock_folder(tmp_path)
    assert second is not None
    del second
    assert lock_folder(tmp_path) is not None
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with program:
        assert program.stdout is not None
        assert program.stdout.readline().strip() == "True"
        assert lock_folder(tmp_path) is None
        program.send_signal(signal.SIGKILL)
        program.wait()
        assert lock_folder(tmp_path) is not None


def test_it_can_be_waited_for(tmp_path: Path) -> None:
    first = lock_folder(tmp_path)
    assert first is not None
    threading.Timer(0.1, first.release).start()
    assert lock_folder(tmp_path, waits=True) is not None


def test_a_folder_that_is_not_there_cannot_be_held(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        lock_folder(tmp_path / "none")
