"""What the window needs of the system."""

import re
import socket
import sys
from pathlib import Path

import pytest

from digit_recognizer import system
from digit_recognizer.system import (
    QT_LIBRARIES,
    display_problem,
    missing_libraries,
    missing_packages,
)

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about Linux")


@pytest.fixture
def no_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which Qt's libraries go by names that nothing has."""
    renamed = {f"absent-{name}": package for name, package in QT_LIBRARIES.items()}
    monkeypatch.setattr(system, "QT_LIBRARIES", renamed)


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_libraries_and_packages_have_names_that_linux_and_debian_admit() -> None:
    for library, package in QT_LIBRARIES.items():
        assert re.fullmatch(r"lib[\w-]+(\.\d+)?(-\d\.\d)?\.so\.\d+|libglib-2\.0\.so\.0", library)
        assert re.fullmatch(r"[a-z0-9][a-z0-9.+-]+", package)


@on_linux
def test_every_library_is_missing_where_none_loads(no_libraries: None) -> None:
    assert len(missing_libraries()) == len(QT_LIBRARIES)
    assert missing_packages() == sorted(QT_LIBRARIES.values())


@on_linux
def test_the_tests_need_an_x_server_and_its_mouse_besides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert set(missing_packages(tests=True)) - set(missing_packages()) == {"xdotool", "xvfb"}


@on_linux
def test_no_display_is_a_problem(bare_environment: pytest.MonkeyPatch) -> None:
    assert display_problem() == "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"


@on_linux
def test_a_display_that_does_not_answer_is_a_problem(
    bare_environment: pytest.MonkeyPatch,
) -> None:
    bare_environment.setenv("DISPLAY", ":54321")
    problem = display_problem()
    assert problem is not None
    assert "the display :54321 does not answer" in problem or "libraries are missing" in problem


@on_linux
def test_missing_libraries_are_named(
    bare_environment: pytest.MonkeyPatch, no_libraries: None
) -> None:
    bare_environment.setenv("DISPLAY", ":54321")
    problem = display_problem()
    assert problem is not None
    assert problem.startswith("Qt's system libraries are missing: absent-libEGL.so.1, ")


def test_a_platform_that_shows_nothing_is_a_problem(
    bare_environment: pytest.MonkeyPatch,
) -> None:
    bare_environment.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display_problem() == "QT_QPA_PLATFORM is offscreen, which shows nothing"


@on_linux
def test_a_display_that_answers_is_none(
    bare_environment: pytest.MonkeyPatch, x_server: str
) -> None:
    if missing := missing_libraries():
        pytest.skip(f"needs Qt's system libraries, and lacks {', '.join(missing)}")
    bare_environment.setenv("DISPLAY", x_server)
    assert display_problem() is None


@on_linux
def test_a_wayland_display_answers_when_something_listens_on_its_socket(
    bare_environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if missing := missing_libraries():
        pytest.skip(f"needs Qt's system libraries, and lacks {', '.join(missing)}")
    bare_environment.chdir(tmp_path)  # a socket's whole path has little room
    bare_environment.setenv("XDG_RUNTIME_DIR", ".")
    bare_environment.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert display_problem() == "the display wayland-7 does not answer"
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind("wayland-7")
        compositor.listen()
        assert display_problem() is None
