"""The list of data sets: seen, fetched, pointed at, for every page alike."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from digit_recognizer.app.data_sets import DataSets
from digit_recognizer.app.window import MainWindow
from digit_recognizer.data.known_sets import KNOWN_SETS
from digit_recognizer.data.locations import added_folders
from digit_recognizer.training import preparation
from tests.app.hand import QTest, click, part
from tests.app.test_about import choose
from tests.training.prepared import NothingToCompile


@pytest.fixture(autouse=True)
def nothing_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIGIT_RECOGNIZER_DATA", raising=False)


@pytest.fixture
def dialog(window: MainWindow) -> DataSets:
    choose(window, "Data sets…")
    return part(window, DataSets, "data-sets")


def place(dialog: DataSets, name: str) -> str:
    return part(dialog, QLabel, f"place-{name}").text().replace("\N{ZERO WIDTH SPACE}", "")


def fetch_button(dialog: DataSets, name: str) -> QPushButton:
    return part(dialog, QPushButton, f"fetch-{name}")


def point_at(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))


def test_every_set_is_shown_with_licence_size_and_whether_it_is_here(dialog: DataSets) -> None:
    assert dialog.isVisible()
    said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    for known in KNOWN_SETS:
        assert known.title in said
        assert f"Licence: {known.licence}. {known.megabytes:,.0f} MB." in said
        assert place(dialog, known.name).startswith("Not here.")
        assert fetch_button(dialog, known.name).isVisible() == known.can_be_fetched


def test_a_folder_that_is_pointed_at_is_looked_in_from_then_on(
    dialog: DataSets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    (tmp_path / "pendigits").mkdir()
    (tmp_path / "pendigits" / "pendigits-orig.tra").touch()
    point_at(monkeypatch, tmp_path)
    with qtbot.waitSignal(dialog.changed):
        click(dialog, "add-data-folder")
    assert place(dialog, "pendigits") == f"✓ Here: {tmp_path / 'pendigits'}"
    assert "Pen strokes" in dialog.found.text()
    assert added_folders() == [tmp_path]


def test_a_folder_without_any_set_is_answered(
    dialog: DataSets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point_at(monkeypatch, tmp_path)
    click(dialog, "add-data-folder")
    assert "expected the files of a data set there or in a subfolder, found none" in (
        dialog.found.text()
    )
    assert added_folders() == []


class Slow(NothingToCompile):
    """A download that goes on until it is let go or ended."""

    go_on = threading.Event()
    fails = False

    def reports(self) -> Iterator[tuple[str, int, int]]:
        yield "train-images", 2_000_000, 9_000_000
        assert self.go_on.wait(10)
        if self.fails:
            raise preparation.PreparationError("No source gives it; look at the connection.")

    def end(self) -> None:
        self.go_on.set()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> type[Slow]:
    Slow.go_on = threading.Event()
    Slow.fails = False
    monkeypatch.setattr(preparation, "Process", Slow)
    return Slow


def begin_to_fetch(dialog: DataSets, qtbot: QtBot) -> None:
    click(dialog, "fetch-mnist")
    row = dialog.rows["mnist"]
    qtbot.waitUntil(lambda: "2.0 of 9.0 MB" in row.stage.text)
    assert row.progress.value() / row.progress.maximum() == pytest.approx(2 / 9, abs=0.001)
    assert row.button.text() == "Cancel"
    assert not fetch_button(dialog, "emnist-digits").isEnabled()


def test_a_set_is_fetched_with_its_progress(
    dialog: DataSets, slow: type[Slow], qtbot: QtBot
) -> None:
    begin_to_fetch(dialog, qtbot)
    with qtbot.waitSignal(dialog.changed):
        slow.go_on.set()
    assert fetch_button(dialog, "emnist-digits").isEnabled()
    assert not dialog.rows["mnist"].progress.isVisible()


def test_a_download_can_be_cancelled_and_begun_again(
    dialog: DataSets, slow: type[Slow], qtbot: QtBot
) -> None:
    begin_to_fetch(dialog, qtbot)
    with qtbot.assertNotEmitted(dialog.changed):
        click(dialog, "fetch-mnist")
    assert slow.go_on.is_set()
    assert fetch_button(dialog, "mnist").text() == "Fetch"
    assert place(dialog, "mnist").startswith("Not here.")


def test_a_download_that_fails_says_why(dialog: DataSets, slow: type[Slow], qtbot: QtBot) -> None:
    slow.fails = True
    begin_to_fetch(dialog, qtbot)
    slow.go_on.set()
    qtbot.waitUntil(lambda: "look at the connection" in place(dialog, "mnist"))
    assert fetch_button(dialog, "mnist").text() == "Fetch"


def test_closing_the_list_ends_the_download(
    dialog: DataSets, slow: type[Slow], qtbot: QtBot
) -> None:
    begin_to_fetch(dialog, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert slow.go_on.is_set()
    assert not dialog.isVisible()


@pytest.mark.parametrize("title", ["Draw", "Look inside", "Train", "Judge"])
def test_every_page_can_open_the_list(title: str, window: MainWindow) -> None:
    window.page(title).data_sets_wanted.emit()
    assert part(window, DataSets, "data-sets").isVisible()


def test_random_digit_takes_mnist_as_soon_as_it_is_here(
    window: MainWindow,
    shared_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    with qtbot.waitSignal(window.reader.opened):
        window.draw_page.opening.choose_random()
    assert "MNIST is not on this computer" in window.session.messages.text
    window.session.messages.act()
    dialog = part(window, DataSets, "data-sets")
    shutil.copytree(shared_data / "mnist", tmp_path / "mnist")
    point_at(monkeypatch, tmp_path)
    click(dialog, "add-data-folder")
    with qtbot.waitSignal(window.reader.opened, timeout=20_000) as opened:
        window.draw_page.opening.choose_random()
    assert opened.args is not None
    assert opened.args[0].name.startswith("MNIST test image ")
