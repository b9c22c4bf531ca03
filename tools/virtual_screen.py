"""An X server without a screen, for programs that shall see a window as it is on one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["virtual_screen"]


@contextmanager
def virtual_screen(width: int = 2560, height: int = 1440) -> Iterator[dict[str, str]]:
    """Start Xvfb; yield the environment in which Qt draws there.

    Raises
    ------
    SystemExit
        If Xvfb is not installed or does not start.
    """
    if shutil.which("Xvfb") is None:
        sys.exit("This needs the X server Xvfb. Type: sudo apt-get install xvfb")
    reading, writing = os.pipe()
    screen = f"{width}x{height}x24"
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen, "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()  # empty when the server ended instead of answering
        if not number:
            sys.exit("Xvfb did not start.")
        yield {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()
