"""Several files and folders, dropped, pasted or chosen, are read as a list of answers."""

import csv
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PyQt6.QtCore import QMimeData, QModelIndex, QPoint, Qt, QUrl
from PyQt6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QTreeView
from pytestqt.qtbot import QtBot

from digit_recognizer.app.widgets.progress import ProgressLine
from digit_recognizer.app.window import MainWindow
from tests.app.draw.test_page import drop, notice
from tests.app.hand import FakeRecognizer, QTest, click, part, recognition
from tools.gaps import Gaps


class Shades(FakeRecognizer):
    """Reads how dark a picture is: white is not a digit, grey is not sure, black is a 1."""

    def _read(self, picture: Any) -> Any:
        assert self.may_answer.wait(5)
        if picture.mean() > 230:
            return recognition(3, 0.5, verdict="not a digit")
        return recognition(1, 0.55 if picture.mean() > 77 else 0.9)


@pytest.fixture
def fake() -> Shades:
    return Shades()


def save(path: Path, shade: int) -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    Image.new("L", (40, 30), shade).save(path)
    return path


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader")
    shades = {"black": 0, "grey": 128, "white": 255}
    return [*(save(tmp_path / f"{name}.png", shade) for name, shade in shades.items()), letter]


def mime_of(paths: list[Path]) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def summary(window: MainWindow) -> str:
    return part(window, QLabel, "answers-summary").text()


def shown(window: MainWindow) -> list[list[str]]:
    view = part(window, QTreeView, "answers-table")
    model = view.model()
    assert model is not None
    return [
        [str(model.index(row, column, QModelIndex()).data()) for column in range(3)]
        for row in range(model.rowCount(QModelIndex()))
    ]


def drop_all(window: MainWindow, qtbot: QtBot, paths: list[Path], expected: str) -> None:
    assert drop(window.draw_page.canvas, mime_of(paths))
    qtbot.waitUntil(lambda: summary(window).startswith(expected))


def test_answers_are_listed_and_what_is_doubtful_is_marked(
    window: MainWindow, qtbot: QtBot, files: list[Path]
) -> None:
    drop_all(window, qtbot, files, "4 pictures, 2 doubtful, 1 cannot be read")
    rows = shown(window)
    assert [row[:2] for row in rows] == [
        ["black.png", "1"], ["grey.png", "1 ?"], ["white.png", "– ?"], ["letter.txt", "–"],
    ]  # fmt: skip
    assert rows[0][2] == "90.0 % sure"
    assert "not sure" in rows[1][2]
    assert "not a picture in a format" in rows[3][2]


def test_a_folder_is_looked_through_with_the_folders_in_it(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("b/2.png", "b/1.PNG", "a.png", ".hidden.png", ".trash/x.png", "notes.txt"):
        if name.endswith("txt"):
            (tmp_path / name).write_text("no picture")
        else:
            Image.new("L", (9, 9)).save(save(tmp_path / name.lower(), 0).rename(tmp_path / name))
    drop_all(window, qtbot, [tmp_path], "3 pictures")
    assert [row[0] for row in shown(window)] == ["a.png", "b/1.PNG", "b/2.png"]


def test_a_folder_without_pictures_says_so(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    drop_all(window, qtbot, [tmp_path], "There are no pictures")


def test_a_click_or_enter_opens_one_and_the_list_comes_back(
    window: MainWindow, qtbot: QtBot, files: list[Path]
) -> None:
    drop_all(window, qtbot, files, "4 pictures")
    view = part(window, QTreeView, "answers-table")
    model = view.model()
    assert model is not None
    place = view.visualRect(model.index(1, 0, QModelIndex())).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(window.draw_page.canvas.isVisible)
    picture = window.drawing.sheet.picture
    assert picture is not None
    assert picture.name == "grey.png"
    click(window, "back-to-answers")
    assert view.isVisible()
    assert view.hasFocus()
    view.setCurrentIndex(model.index(0, 0, QModelIndex()))
    QTest.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(window.draw_page.canvas.isVisible)
    assert window.drawing.sheet.picture is not None
    assert window.drawing.sheet.picture.name == "black.png"


def test_what_cannot_be_read_says_why_when_it_is_clicked(
    window: MainWindow, qtbot: QtBot, files: list[Path]
) -> None:
    drop_all(window, qtbot, files, "4 pictures")
    view = part(window, QTreeView, "answers-table")
    model = view.model()
    assert model is not None
    place: QPoint = view.visualRect(model.index(3, 1, QModelIndex())).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "letter.txt" in notice(window)
    assert view.isVisible()


def test_answers_are_sorted_by_a_click_on_the_header_the_doubtful_first(
    window: MainWindow, qtbot: QtBot, files: list[Path]
) -> None:
    drop_all(window, qtbot, files, "4 pictures")
    view = part(window, QTreeView, "answers-table")
    view.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert [row[0] for row in shown(window)] == [
        "letter.txt", "white.png", "grey.png", "black.png",
    ]  # fmt: skip


def test_the_answers_are_saved_and_copied_as_a_table(
    window: MainWindow,
    qtbot: QtBot,
    files: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drop_all(window, qtbot, files, "4 pictures")
    chosen = tmp_path / "answers.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(chosen), ""))
    click(window, "answers-save")
    qtbot.waitUntil(lambda: notice(window) == f"Saved as {chosen}.")
    with chosen.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["answer"], row["likeliest"], row["verdict"]) for row in rows] == [
        ("1", "1", "digit"), ("", "1", "not sure"), ("", "3", "not a digit"), ("", "", ""),
    ]  # fmt: skip
    assert rows[0]["file"] == str(files[0])
    assert "not a picture" in rows[3]["problem"]
    QTest.keyClick(
        part(window, QTreeView, "answers-table"), "c", Qt.KeyboardModifier.ControlModifier
    )
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text().splitlines()[1].split("\t")[1:5] == ["1", "1", "0.900000", "digit"]


def test_reading_can_be_cancelled_and_what_was_read_stays(
    window: MainWindow, qtbot: QtBot, files: list[Path], fake: Shades
) -> None:
    fake.may_answer.clear()
    assert drop(window.draw_page, mime_of(files))
    qtbot.waitUntil(part(window, QPushButton, "answers-cancel").isVisible)
    assert part(window, ProgressLine, "answers-progress").isVisible()
    click(window, "answers-cancel")
    assert not part(window, ProgressLine, "answers-progress").isVisible()
    assert not part(window, QPushButton, "answers-cancel").isVisible()
    fake.may_answer.set()
    assert summary(window) == "There are no pictures."


def test_escape_closes_the_list_and_touches_no_drawing(
    window: MainWindow, qtbot: QtBot, files: list[Path]
) -> None:
    window.drawing.begin_stroke((9, 9), 5)
    window.drawing.end_gesture()
    drop_all(window, qtbot, files, "4 pictures")
    QTest.keyClick(part(window, QTreeView, "answers-table"), Qt.Key.Key_Escape)
    assert window.draw_page.canvas.isVisible()
    assert window.drawing.sheet.strokes
    assert not part(window, QPushButton, "back-to-answers").isVisible()


def test_another_network_reads_all_again(
    window: MainWindow, qtbot: QtBot, files: list[Path]
) -> None:
    drop_all(window, qtbot, files, "4 pictures, 2 doubtful")
    window.reader.use(FakeRecognizer)
    qtbot.waitUntil(lambda: summary(window) == "4 pictures, 1 cannot be read")
    assert [row[1] for row in shown(window)] == ["9", "9", "9", "–"]


def test_thousands_of_files_do_not_hold_the_window_up(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    first = save(tmp_path / "many" / "0000.png", 0)
    for number in range(1, 3000):
        (first.parent / f"{number:04}.png").hardlink_to(first)
    gaps = Gaps(window, lambda: "reading")
    gaps.start()
    assert drop(window.draw_page.canvas, mime_of([first.parent]))
    qtbot.waitUntil(lambda: summary(window) == "3,000 pictures", timeout=60_000)
    gaps.stop()
    # By its own work, not by the clock: other programs may have the processors.
    assert sum(gap.work > 0.25 for gap in gaps.noted) <= 2
    assert len(shown(window)) == 3000
