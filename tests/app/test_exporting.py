"""The network that reads becomes a file, by the menu of networks."""

from pathlib import Path

import pytest
from PyQt6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.networks import NamedNetwork
from digit_recognizer.app.window import MainWindow
from digit_recognizer.lenet.architectures import architecture
from digit_recognizer.networks.checkpoint import Checkpoint, Network, find_checkpoint


def export(window: MainWindow, title: str) -> None:
    """Choose what the menu of networks offers under that title."""
    button = window.findChild(QToolButton, "network")
    assert button is not None
    menu = button.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    exports = menu.actions()[-1].menu()
    assert exports is not None
    assert [action.text() for action in exports.actions()] == [
        "A page that reads…",
        "ONNX, for other programs…",
    ]
    next(action for action in exports.actions() if action.text() == title).trigger()


@pytest.mark.parametrize(
    ("title", "name"),
    [("A page that reads…", "seven.html"), ("ONNX, for other programs…", "seven.onnx")],
)
def test_the_menu_of_networks_exports_the_one_that_reads(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    title: str,
    name: str,
) -> None:
    if name.endswith(".onnx"):
        pytest.importorskip("onnx")
    file = tmp_path / name
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    window.session.networks.use(NamedNetwork("seven", find_checkpoint()))
    export(window, title)
    qtbot.waitUntil(file.is_file, timeout=20_000)
    qtbot.waitUntil(lambda: window.session.messages.text == f"Exported as {file}.")


def test_what_cannot_be_exported_is_said(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "x.html"), ""))
    large = Checkpoint(Network(architecture("300-100")))
    window.session.networks.use(NamedNetwork("large", large))
    export(window, "A page that reads…")
    qtbot.waitUntil(
        lambda: "at most 1,000,000 bytes" in window.session.messages.text, timeout=20_000
    )
    assert not list(tmp_path.iterdir())


def test_a_dialog_that_is_left_exports_nothing(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    window.session.networks.use(NamedNetwork("seven", find_checkpoint()))
    export(window, "A page that reads…")
    assert window.session.messages.text == ""
