"""What the window needs of the system: Qt's libraries and a display.

Set-up asks this module before it installs anything, so it imports the standard library only.
"""

import ctypes
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

__all__ = [
    "QT_LIBRARIES",
    "display_problem",
    "missing_libraries",
    "missing_packages",
    "qt_starts",
]

QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""Each system library that Qt's window system loads on Linux, and the Debian package it is in."""

_START_QT = "from PyQt6.QtGui import QGuiApplication; QGuiApplication([])"
_SECONDS_TO_ANSWER = 30
_INVISIBLE_PLATFORMS = {"minimal", "offscreen", "vnc"}


def missing_libraries() -> list[str]:
    """The names in `QT_LIBRARIES` that this machine cannot load; none outside Linux.

    Elsewhere Qt's wheels carry all they need.
    """
    if not sys.platform.startswith("linux"):
        return []
    return [library for library in QT_LIBRARIES if not _loads(library)]


def missing_packages(*, tests: bool = False) -> list[str]:
    """The Debian packages that would bring what is missing, sorted.

    Parameters
    ----------
    tests
        Add what only the tests need: an X server without a screen, and a hand for its mouse.
    """
    packages = {QT_LIBRARIES[library] for library in missing_libraries()}
    if tests and sys.platform.startswith("linux"):
        programs = {"Xvfb": "xvfb", "xdotool": "xdotool"}
        packages |= {package for name, package in programs.items() if shutil.which(name) is None}
    return sorted(packages)


def display_problem() -> str | None:
    """Why no window can be seen here, as half a sentence; None when one can."""
    if (platform := os.environ.get("QT_QPA_PLATFORM", "")) in _INVISIBLE_PLATFORMS:
        return f"QT_QPA_PLATFORM is {platform}, which shows nothing"
    if find_spec("PyQt6") is None:
        return "PyQt6 is not installed (type: pip install 'digit-recognizer[app]')"
    if not sys.platform.startswith("linux"):
        return None
    wayland, x_server = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY")
    if not wayland and not x_server:
        return "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    if libraries := missing_libraries():
        return f"Qt's system libraries are missing: {', '.join(libraries)}"
    if (wayland and _wayland_answers(wayland)) or (x_server and _x_answers(x_server)):
        return None
    return f"the display {x_server or wayland} does not answer"


def qt_starts(environment: Mapping[str, str]) -> bool:
    """Whether Qt starts in an environment; tried in another process, as Qt ends it on failure."""
    try:
        answer = subprocess.run(
            [sys.executable, "-c", _START_QT],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS_TO_ANSWER,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return answer.returncode == 0


def _wayland_answers(display: str) -> bool:
    """Whether a Wayland compositor listens; its socket is in the session's folder by default."""
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(Path(os.environ.get("XDG_RUNTIME_DIR", "/run"), display)))
        except OSError:
            return False
    return True


def _x_answers(display: str) -> bool:
    """Whether an X server lets us in; Qt would end the process where it does not."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
