"""The menu of the settings, and what the window does with them."""

from pathlib import Path

import pytest
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from digit_recognizer.app import start
from digit_recognizer.app.core.networks import NamedNetwork, Networks
from digit_recognizer.app.core.settings import CurrentSettings, Settings
from digit_recognizer.app.core.settings_file import SettingsFile
from digit_recognizer.app.widgets.theme import DARK, LIGHT, current_theme
from digit_recognizer.app.window import MainWindow
from digit_recognizer.networks.checkpoint import find_checkpoint
from tests.app.conftest import OpenWindow
from tests.app.hand import part


def action(window: MainWindow, label: str) -> QAction:
    menu = part(window, QToolButton, "settings").menu()
    assert menu is not None
    [found] = [action for action in menu.actions() if action.text() == label]
    return found


def test_the_colours_are_chosen_and_shown(open_window: OpenWindow) -> None:
    settings = CurrentSettings(Settings(theme="light"))
    window = open_window(settings=settings)
    assert current_theme() is LIGHT
    assert action(window, "Light colours").isChecked()
    action(window, "Dark colours").trigger()
    assert settings.now.theme == "dark"
    assert current_theme() is DARK
    settings.change(theme="system")
    assert action(window, "Colours of the system").isChecked()


def test_the_box_is_chosen(open_window: OpenWindow) -> None:
    settings = CurrentSettings()
    window = open_window(settings=settings)
    action(window, "Show the network's box").trigger()
    assert settings.now.show_box is False


def test_the_first_steps_can_be_seen_again(window: MainWindow) -> None:
    action(window, "Where to begin").trigger()
    assert window.draw_page.welcome.isVisible()


def test_the_size_of_the_window_is_kept(open_window: OpenWindow) -> None:
    settings = CurrentSettings()
    window = open_window(settings=settings)
    window.resize(700, 500)
    window.close()
    assert settings.now.window_size == (700, 500)
    assert MainWindow(settings=settings).size().width() == 700


def test_settings_that_cannot_be_read_are_reported(tmp_path: Path, qapp: object) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.file.write_text("{")
    settings, problem = start._settings(file)
    assert settings.now == Settings()
    assert "could not be read" in problem
    settings, problem = start._settings(file)
    assert problem == ""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_changed_is_on_disk(
    window: MainWindow, tmp_path: Path, theme: str, qtbot: QtBot
) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    start._save_settings(window.session.settings, file, window)
    window.session.settings.change(theme=theme)
    qtbot.waitUntil(lambda: file.load().theme == theme)


def test_a_network_that_is_renamed_still_reads_next_time(qtbot: QtBot) -> None:
    window = MainWindow(settings=CurrentSettings(Settings(network="lenet5")))
    qtbot.addWidget(window)
    networks, settings = window.session.networks, window.session.settings
    with qtbot.waitSignal(networks.current_changed):
        networks.use("lenet5")
    assert networks.current is not None
    networks.save("mine", networks.current.checkpoint)
    assert settings.now.network == "mine"
    rename_back = networks.rename("mine", "better")
    assert settings.now.network == "better"
    rename_back()
    assert settings.now.network == "mine"
    networks.use(NamedNetwork("just trained", find_checkpoint()))
    networks.rename("mine", "better")
    assert settings.now.network == "better"
    window.close()
    again = Networks()
    with qtbot.waitSignal(again.current_changed):
        again.use(settings.now.network)
    assert again.current is not None
    assert again.current.name == "better"
    again.close()
