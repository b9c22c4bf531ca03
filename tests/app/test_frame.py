"""The frame of the window: tabs, pages that are made when visited, and the network's menu."""

import sys
from types import ModuleType

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QDialog, QTabBar, QToolButton
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.networks import NamedNetwork
from digit_recognizer.app.page import PAGES, Page, page_class
from digit_recognizer.app.window import MainWindow
from digit_recognizer.networks.checkpoint import find_checkpoint
from tests.app.conftest import OpenWindow
from tests.app.hand import QTest, part


class Diary(Page):
    """A page that writes down what happens to it."""

    title = "Diary"

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.written: list[str] = []

    def enter(self) -> None:
        self.written.append("enter")

    def leave(self) -> None:
        self.written.append("leave")

    def shut_down(self) -> None:
        self.written.append("shut down")


@pytest.fixture
def diary(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second page beside the first."""
    diary = ModuleType("diary")
    diary.Diary = Diary  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "diary", diary)
    first = next(iter(PAGES.items()))
    for module in ("window", "pages"):
        shown = dict([first]) | {"Diary": "x"}
        monkeypatch.setattr(f"digit_recognizer.app.{module}.PAGES", shown)
    monkeypatch.setitem(PAGES, "Diary", "diary:Diary")


def written(window: MainWindow) -> list[str]:
    page = window.page("Diary")
    assert isinstance(page, Diary)
    return page.written


@pytest.mark.parametrize("title", list(PAGES))
def test_every_page_is_found_under_its_title(title: str) -> None:
    assert page_class(title).title == title


def test_a_page_hears_of_its_life(diary: None, open_window: OpenWindow) -> None:
    window = open_window(theme="dark")
    assert window.findChild(Diary) is None
    window.show_page("Diary")
    window.show_page("Diary")
    window.show_page("Draw")
    window.close()
    assert written(window) == ["enter", "leave", "shut down"]


def test_a_page_can_ask_for_another(diary: None, open_window: OpenWindow) -> None:
    window = open_window(theme="light")
    window.show_page("Diary")
    window.page("Diary").page_wanted.emit("Draw")
    assert window.draw_page.isVisible()
    assert written(window)[-1] == "leave"


def test_keys_change_the_page(diary: None, open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(theme="light")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    tabs = part(window, QTabBar, "pages")
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert tabs.tabText(tabs.currentIndex()) == "Diary"
    assert window.page("Diary").isVisible()
    tabs.setFocus()
    QTest.keyClick(tabs, Qt.Key.Key_Left)
    assert window.draw_page.isVisible()
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert window.page("Diary").isVisible()


def test_the_mouse_changes_the_page(diary: None, open_window: OpenWindow) -> None:
    window = open_window(theme="light")
    tabs = part(window, QTabBar, "pages")
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    assert window.page("Diary").isVisible()
    assert not window.draw_page.isVisible()


def test_the_header_names_the_network_and_offers_the_others(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(None)
    networks = window.session.networks
    qtbot.waitUntil(lambda: networks.current is not None, timeout=20_000)
    button = part(window, QToolButton, "network")
    qtbot.waitUntil(lambda: button.text().startswith("lenet5 · "))
    networks.save("mine", find_checkpoint())
    menu = button.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    *offered, _, exports = (action.text() for action in menu.actions())
    assert (set(offered), exports) == (set(networks.names), "Export lenet5")
    [mine] = [action for action in menu.actions() if action.text() == "mine"]
    mine.trigger()
    qtbot.waitUntil(lambda: button.text().startswith("mine · "))
    assert window.session.settings.now.network == "mine"


def test_a_network_that_is_not_kept_reads_and_is_not_remembered(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(None)
    qtbot.waitUntil(lambda: window.session.networks.current is not None, timeout=20_000)
    with qtbot.waitSignal(window.reader.ready):
        window.session.networks.use(NamedNetwork("just trained", find_checkpoint()))
    assert part(window, QToolButton, "network").text().startswith("just trained · ")
    assert window.session.settings.now.network == "lenet5"


def test_a_dialog_that_is_closed_is_gone(window: MainWindow, qtbot: QtBot) -> None:
    for show in (window.show_data_sets, window.show_hands):
        show()
        (dialog,) = window.findChildren(QDialog)
        dialog.close()
        qtbot.waitUntil(lambda: not window.findChildren(QDialog))
