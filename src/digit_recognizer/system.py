"""What the window needs of the system: Qt's libraries and a display.

Set-up asks this module before it installs anything, so it imports the standard library only.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec

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

_OPEN_A_DISPLAY = "from PyQt6.QtGui import QGuiApplication; QGuiApplication([])"
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
        Add what only the tests need: Xvfb, an X server without a screen.
    """
    packages = {QT_LIBRARIES[library] for library in missing_libraries()}
    if tests and sys.platform.startswith("linux") and shutil.which("Xvfb") is None:
        packages.add("xvfb")
    return sorted(packages)


def display_problem() -> str | None:
    """Why no window can be seen here, as half a sentence; None when one can."""
    if (platform := os.environ.get("QT_QPA_PLATFORM", "")) in _INVISIBLE_PLATFORMS:
        return f"QT_QPA_PLATFORM is {platform}, which shows nothing"
    if find_spec("PyQt6") is None:
        return "PyQt6 is not installed (type: pip install 'digit-recognizer[app]')"
    displays = [os.environ.get(name) for name in ("WAYLAND_DISPLAY", "DISPLAY")]
    if sys.platform.startswith("linux") and not any(displays):
        return "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    if libraries := missing_libraries():
        return f"Qt's system libraries are missing: {', '.join(libraries)}"
    if not qt_starts(os.environ):
        named = " or ".join(display for display in displays if display) or "this session"
        return f"the display {named} does not answer"
    return None


def qt_starts(environment: Mapping[str, str]) -> bool:
    """Whether Qt opens its platform; asked of another process, because Qt aborts when it cannot."""
    try:
        answer = subprocess.run(
            [sys.executable, "-c", _OPEN_A_DISPLAY],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS_TO_ANSWER,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return answer.returncode == 0


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
