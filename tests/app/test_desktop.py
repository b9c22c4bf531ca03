"""The program among others on a desktop: its icon, its entry in menus, its page in a shop."""

import shutil
import subprocess
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PyQt6.QtCore import QSize
from PyQt6.QtGui import QColor, QImage

from digit_recognizer.app.start import DESKTOP_NAME
from digit_recognizer.app.widgets.icons import window_icon
from digit_recognizer.app.widgets.theme import DARK, LIGHT, Theme
from digit_recognizer.app.window import MainWindow
from tests.app.conftest import OpenWindow

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
ENTRY = PACKAGING / f"{DESKTOP_NAME}.desktop"
METAINFO = PACKAGING / f"{DESKTOP_NAME}.metainfo.xml"


def valid(command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    if shutil.which(command) is None:
        pytest.skip(f"{command} is not installed")
    return subprocess.run([command, *arguments], capture_output=True, text=True, check=False)


def test_the_menu_entry_is_valid() -> None:
    found = valid("desktop-file-validate", str(ENTRY))
    assert (found.returncode, found.stdout) == (0, "")


def test_the_metadata_of_the_shop_are_valid() -> None:
    found = valid("appstreamcli", "validate", "--no-net", str(METAINFO))
    assert found.returncode == 0, found.stdout


def test_entry_metadata_and_icon_name_each_other() -> None:
    entry = dict(line.split("=", 1) for line in ENTRY.read_text().splitlines() if "=" in line)
    metainfo = ET.parse(METAINFO).getroot()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert metainfo.findtext("id") == entry["Icon"] == DESKTOP_NAME
    assert metainfo.findtext("launchable") == ENTRY.name
    assert entry["Exec"] in project["project"]["scripts"]
    assert metainfo.findtext("project_license") == project["project"]["license"]


def test_a_wheel_brings_them_where_desktops_look() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert all((ROOT / source).is_file() for source in shared)
    assert set(shared.values()) == {
        f"share/applications/{DESKTOP_NAME}.desktop",
        f"share/metainfo/{DESKTOP_NAME}.metainfo.xml",
        f"share/icons/hicolor/scalable/apps/{DESKTOP_NAME}.svg",
        "share/man/man1/digit-recognizer.1",
    }


def contrast_within(image: QImage) -> int:
    """How far the lightest pixel is from the darkest one, in the icon's middle."""
    middle = range(3, 13)
    lights = [QColor(image.pixel(x, y)).lightness() for x in middle for y in middle]
    return max(lights) - min(lights)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_icon_is_sharp_at_16_pixels_and_stands_off_its_ground(
    window: MainWindow, theme: Theme
) -> None:
    image = window_icon(theme).pixmap(QSize(16, 16), 1.0).toImage()
    assert image.size() == QSize(16, 16)
    assert contrast_within(image) > 180
    edges = [
        QColor(image.pixel(x, 8))
        for x in range(4)
        if QColor.fromRgba(image.pixel(x, 8)).alpha() > 200
    ]
    ground = QColor(theme.window).lightness()
    assert max(abs(edge.lightness() - ground) for edge in edges) > 50


def test_the_window_wears_the_icon_of_its_theme(open_window: OpenWindow) -> None:
    pictures = [
        open_window(theme=theme).windowIcon().pixmap(QSize(64, 64), 1.0).toImage()
        for theme in ("light", "dark")
    ]
    expected = [window_icon(theme).pixmap(QSize(64, 64), 1.0).toImage() for theme in (LIGHT, DARK)]
    assert pictures == expected
    assert pictures[0] != pictures[1]
