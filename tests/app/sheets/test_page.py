"""The page "Sheets": files in, doubts answered by keys, a table out; nothing is lost."""

import csv
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PyQt6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.autosave import Autosave
from digit_recognizer.app.sheets import page as page_module
from digit_recognizer.app.sheets.formats import in_words
from digit_recognizer.app.sheets.page import SheetsPage
from digit_recognizer.app.widgets import file_saver
from digit_recognizer.app.widgets.theme import DARK, LIGHT
from digit_recognizer.app.window import MainWindow
from digit_recognizer.sheets.sheet import Sheet
from digit_recognizer.sheets.table import Place
from tests.app.conftest import OpenWindow
from tests.app.hand import QTest, click
from tests.app.sheets.forms import ROWS, picture, read_as, sheets_page

Key = Qt.Key


@pytest.fixture
def page(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SheetsPage:
    monkeypatch.setattr(page_module, "_read", read_as(*ROWS))
    window = open_window(autosave=Autosave(tmp_path / "state" / "drawing-1.json"))
    window.resize(1200, 800)
    window.show_page("Sheets")
    return sheets_page(window)


def opened(qtbot: QtBot, page: SheetsPage, *paths: Path) -> None:
    page.opening.open(paths)
    qtbot.waitUntil(lambda: not page.state.to_read)
    file = page.state.file
    if file is not None and file.sheet is not None:
        first = file.sheet.pages[0]
        qtbot.waitUntil(lambda: page.pictures.get(file.path, first) is not None)


def press(*keys: Any) -> int:
    """Press keys as a person does, wherever the focus is; return how many."""
    for key in keys:
        target = QApplication.focusWidget()
        assert target is not None
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key)
    return len(keys)


def texts(page: SheetsPage) -> list[list[str]]:
    assert page.state.sheet is not None
    return page.state.sheet.tables[0].texts()


def test_an_empty_page_says_what_can_be_dropped(page: SheetsPage) -> None:
    assert page._stack.currentIndex() == 0
    assert not page.toolbar.save.isEnabled()


def test_a_file_is_read_and_its_first_doubt_is_asked(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path
) -> None:
    opened(qtbot, page, picture(tmp_path))
    assert page.files.item(0).text() == "class-a.png\n3 to check"  # type: ignore[union-attr]
    assert page.summary.text() == "3 numbers, 3 to check"
    assert page.state.place == Place(0, 0, 2, 1)
    assert page.bar.reading.text() == "3"
    table = page.results.table
    shown = [[table.index(row, column).data() for column in range(3)] for row in range(4)]
    assert shown[1:] == [["Ann", "12", "7 ?"], ["Bob", "3 ?", "49"], ["Eve", "5", "6 ?"]]
    current = page.results.currentIndex()
    assert (current.row(), current.column()) == (2, 1)


def test_enter_takes_digits_replace_up_goes_back(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path
) -> None:
    opened(qtbot, page, picture(tmp_path))
    press(Key.Key_Return)
    assert page.state.place == Place(0, 0, 1, 2)
    press("1", Key.Key_Return)
    assert texts(page)[1:] == [["Ann", "12", "1"], ["Bob", "3", "49"], ["Eve", "5", "6"]]
    press(Key.Key_Up)
    assert page.state.place == Place(0, 0, 1, 2)
    press("4", Key.Key_Return)
    assert texts(page)[1] == ["Ann", "12", "4"]
    assert page.state.place == Place(0, 0, 3, 2)
    press(Key.Key_Return)
    assert page.state.place is None
    assert page.files.item(0).text() == "class-a.png\ndone"


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["1", "2", Key.Key_Backspace, Key.Key_Return], "1"),
        ([Key.Key_Delete, Key.Key_Return], ""),
        ([Key.Key_Right, Key.Key_Return], "30"),
        ([Key.Key_Right, Key.Key_Left, Key.Key_Return], "3"),
        (["9", Key.Key_Escape, Key.Key_Return], "3"),
        (["-", "1", ",", "5", Key.Key_Enter], "-1,5"),
    ],
)  # fmt: skip
def test_what_the_keys_answer(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path, keys: list[Any], answer: str
) -> None:
    opened(qtbot, page, picture(tmp_path))
    press(*keys)
    assert texts(page)[2][1] == answer


def test_answers_are_taken_back_one_by_one(qtbot: QtBot, page: SheetsPage, tmp_path: Path) -> None:
    opened(qtbot, page, picture(tmp_path))
    before = page.state.sheet
    press(Key.Key_Return, "1", Key.Key_Return)
    for _ in range(2):
        QTest.keyClick(page.bar, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.state.sheet == before
    assert page.state.place == Place(0, 0, 2, 1)


def test_doubts_are_left_for_later_and_come_again(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path
) -> None:
    opened(qtbot, page, picture(tmp_path))
    press(Key.Key_Down, Key.Key_Return, Key.Key_Return)
    assert page.state.place == Place(0, 0, 2, 1)


def test_the_least_sure_can_come_first(qtbot: QtBot, page: SheetsPage, tmp_path: Path) -> None:
    opened(qtbot, page, picture(tmp_path))
    sheet, place = page.state.sheet, Place(0, 0, 3, 2)
    assert sheet is not None
    less_sure = sheet.with_cell(place, replace(sheet.cell(place), confidence=0.1))
    page.state._replace(0, less_sure)
    click(page, "sheets-order")
    assert page.order.text() == "By doubt"
    assert page.state.place == place


def test_what_beside_its_ink_speaks_against_a_number_is_said(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path
) -> None:
    opened(qtbot, page, picture(tmp_path))
    sheet, place = page.state.sheet, page.state.place
    assert sheet is not None
    assert place is not None
    clear = replace(sheet.cell(place), confidence=0.99, alternatives=())
    for why, said in ((None, "what is around it"), ("its row does not add up", "not add up")):
        page.bar.show_cell(replace(clear, doubt=why), None, "1 to check")
        assert said in page.bar.state.text()


def test_enter_goes_on_to_the_next_file(qtbot: QtBot, page: SheetsPage, tmp_path: Path) -> None:
    opened(qtbot, page, picture(tmp_path), picture(tmp_path, "b.png"))
    press(*[Key.Key_Return] * 3)
    assert "Enter goes to the next file" in page.bar.state.text()
    press(Key.Key_Return)
    assert page.state.shown == 1
    press(*[Key.Key_Return] * 3)
    assert page.bar.state.text() == "Nothing is left to check."


def test_a_click_on_the_page_or_the_table_reviews_that_cell(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path
) -> None:
    opened(qtbot, page, picture(tmp_path))
    sheet = page.state.sheet
    assert sheet is not None
    where, outline, _ = page.view._frames[4]
    centre = page.view.transform().map(outline.boundingRect().center())
    QTest.mouseClick(page.view, Qt.MouseButton.LeftButton, pos=centre.toPoint())
    assert page.state.place == where == Place(0, 0, 1, 1)
    press("8", Key.Key_Return)
    assert texts(page)[1][1] == "8"
    index = page.results.table.index(3, 1)
    place = page.results.visualRect(index).center()
    QTest.mouseClick(page.results.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.state.place == Place(0, 0, 3, 1)


def test_a_hundred_cells_with_eight_doubts_take_thirty_keys(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four are taken, four replaced by numbers of two digits."""
    grid = [[str(10 * row + column + 10) for column in range(10)] for row in range(10)]
    truth = [list(row) for row in grid]
    doubts = [(0, 1), (3, 1), (9, 2), (2, 4), (5, 5), (5, 6), (7, 8), (1, 9)]
    for number, (row, column) in enumerate(doubts):
        if number % 2:
            grid[row][column] = "71"
        grid[row][column] += "?"
    monkeypatch.setattr(page.state, "_read", read_as(*map(" ".join, grid)))
    opened(qtbot, page, picture(tmp_path))
    pressed = 0
    while page.state.place is not None:
        right = truth[page.state.place.row][page.state.place.column]
        assert page.state.cell is not None
        if page.state.cell.text != right:
            pressed += press(*right)
        pressed += press(Key.Key_Return)
    assert texts(page) == truth
    assert pressed <= 30


def test_files_are_dropped_and_what_cannot_be_read_does_not_stop_the_rest(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("a.png", "b.png"):
        picture(tmp_path / "folder", name)
    (tmp_path / "folder" / "c.pdf").write_bytes(b"no")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "folder"))])
    rest = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    QApplication.sendEvent(page, QDragEnterEvent(QPoint(50, 50), *rest))
    QApplication.sendEvent(page, QDropEvent(QPointF(50, 50), *rest))
    qtbot.waitUntil(lambda: len(page.state.files) == 3 and not page.state.to_read)
    listed = [page.files.item(row).text() for row in range(3)]  # type: ignore[union-attr]
    assert listed == ["a.png\n3 to check", "b.png\n3 to check", "c.pdf\ncannot be read"]
    page.files.setCurrentRow(2)
    assert page.bar.state.text() == "c.pdf: expected a sheet, got none"
    assert page.view._message == "c.pdf: expected a sheet, got none"
    assert page.summary.text() == "All 3 files: 6 numbers, 6 to check"


def test_a_file_taken_off_the_list_can_be_brought_back(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path
) -> None:
    opened(qtbot, page, picture(tmp_path))
    press(Key.Key_Return)
    answered = page.state.sheet
    page.files.setFocus()
    press(Key.Key_Delete)
    assert not page.state.files
    page.session.messages.act()
    assert page.state.sheet == answered


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".json"])
def test_tables_are_saved_at_any_moment(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    target = tmp_path / f"out{ending}"
    monkeypatch.setattr(file_saver, "choose_file_to_save", lambda *_: target)
    opened(qtbot, page, picture(tmp_path))
    press("1", Key.Key_Return)
    with qtbot.waitSignal(page.saving.saver.worker.ended):
        page.toolbar.save_wanted.emit(ending)
    assert "2 cells are still to check" in page.session.messages.text
    if ending == ".csv":
        with target.open(encoding="utf-8", newline="") as file:
            assert list(csv.reader(file))[1:] == [
                ["Ann", "12", "7?"], ["Bob", "1", "49"], ["Eve", "5", "6?"],
            ]  # fmt: skip
    if ending == ".json":
        assert Sheet.from_json(target) == page.state.sheet


def test_the_table_is_copied_for_a_spreadsheet(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path
) -> None:
    opened(qtbot, page, picture(tmp_path))
    page.toolbar.save_wanted.emit("copy")
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text().splitlines()[1] == "Ann\t12\t7?"


def test_another_window_goes_on_where_this_one_ended(
    qtbot: QtBot,
    page: SheetsPage,
    open_window: OpenWindow,
    tmp_path: Path,
) -> None:
    opened(qtbot, page, picture(tmp_path))
    press(Key.Key_Return)
    window = page.window()
    assert isinstance(window, MainWindow)
    widths = [page.results.columnWidth(column) for column in range(3)]
    window.close()
    again = open_window(autosave=Autosave(tmp_path / "state" / "drawing-1.json"))
    other = sheets_page(again)
    assert other.state.files == page.state.files
    assert other.state.place == Place(0, 0, 1, 2)
    again.show_page("Sheets")
    assert [other.results.columnWidth(column) for column in range(3)] == widths


KILLED = """
import os, signal, sys
from pathlib import Path
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication
from digit_recognizer.app.core.autosave import Autosave
from digit_recognizer.app.sheets import page as page_module
from digit_recognizer.app.window import MainWindow
from tests.app.hand import FakeRecognizer
from tests.app.sheets.forms import ROWS, read_as, sheets_page

application = QApplication([])
page_module._read = read_as(*ROWS)
window = MainWindow(FakeRecognizer(), autosave=Autosave(Path(sys.argv[1])))
page = sheets_page(window)
page.opening.open([Path(sys.argv[2])])

def answer():
    if page.state.place is None:
        return
    page.state.answer("8")
    assert page._storing.finish(10)
    os.kill(os.getpid(), signal.SIGKILL)

timer = QTimer()
timer.timeout.connect(answer)
timer.start(10)
application.exec()
"""


def test_a_kill_loses_no_answer(open_window: OpenWindow, tmp_path: Path) -> None:
    state = tmp_path / "state" / "drawing-1.json"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(state), str(picture(tmp_path))],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[3],
        check=False,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL
    page = sheets_page(open_window(autosave=Autosave(state)))
    assert texts(page)[2][1] == "8"
    assert page.state.place == Place(0, 0, 1, 2)


def test_a_form_is_made_from_here(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from digit_recognizer.app.sheets import new_form

    monkeypatch.setattr(file_saver, "choose_file_to_save", lambda *_: tmp_path / "form.pdf")
    page.toolbar.form_wanted.emit()
    dialog = page.window().findChild(new_form.NewFormDialog)  # type: ignore[union-attr]
    assert dialog is not None
    written = dialog.text.toPlainText()
    dialog.text.setPlainText("title =")
    assert "expected TOML" in dialog.problem.text()
    assert not dialog.make.isEnabled()
    dialog.text.setPlainText(written)
    assert dialog.problem.text() == ""
    dialog.make.click()
    qtbot.waitUntil(lambda: "The form was saved as" in page.session.messages.text)
    # Qt deletes a dialog that was closed when it comes to it.
    qtbot.waitUntil(lambda: page.window().findChild(new_form.NewFormDialog) is None)  # type: ignore[union-attr]
    assert (tmp_path / "form.pdf").read_bytes().startswith(b"%PDF")


def test_in_a_narrow_window_less_is_offered_and_nothing_lies_over_another(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path
) -> None:
    opened(qtbot, page, picture(tmp_path))
    window = page.window()
    assert window is not None
    for width in (1200, 640):
        window.resize(width, 600)
        QApplication.processEvents()
        shown = [
            part.geometry()
            for part in (page.bar.picture, page.bar.reading, *page.bar._offers, page.bar._hint)
            if part.isVisible()
        ]
        assert not any(
            one.intersects(other) for at, one in enumerate(shown) for other in shown[:at]
        )
        assert page.bar._hint.isVisible() == (width == 1200)


def test_the_list_of_files_takes_the_colours_of_another_theme(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path
) -> None:
    opened(qtbot, page, picture(tmp_path))
    for theme in (DARK, LIGHT):
        page.session.settings.change(theme=theme.name)
        QApplication.processEvents()
        item = page.files.item(0)
        assert item is not None
        assert item.foreground().color().name() == QColor(theme.caution).name()


def test_the_cell_under_review_stays_when_its_file_is_read_anew(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path
) -> None:
    opened(qtbot, page, picture(tmp_path))
    place = Place(0, 0, 3, 2)
    page.state.go_to(place)
    page.state.set_format("marks: 1", "digits")
    qtbot.waitUntil(lambda: not page.state.to_read)
    assert page.state.place == place


@pytest.mark.parametrize("form", ["digits:2", "integer", "date:mdy"])
def test_no_word_above_a_column_is_cut_off_and_its_help_is_whole(
    qtbot: QtBot, page: SheetsPage, tmp_path: Path, form: str
) -> None:
    opened(qtbot, page, picture(tmp_path))
    page.results.table.show_formats({1: in_words(form), 2: in_words("digits:1")})
    header = page.results.horizontalHeader()
    assert header is not None
    for column in (1, 2):
        text = page.results.table.headers()[column]
        room = QRect(0, 0, page.results.columnWidth(column) - 4, header.height())
        wraps = int(Qt.TextFlag.TextWordWrap)
        assert room.contains(header.fontMetrics().boundingRect(room, wraps, text))
    assert page.results.columnWidth(2) < 60


def test_words_in_the_table_are_told_whole(qtbot: QtBot, page: SheetsPage, tmp_path: Path) -> None:
    opened(qtbot, page, picture(tmp_path))
    table = page.results.table
    assert table.data(table.index(1, 0), Qt.ItemDataRole.ToolTipRole) == "Ann"
    assert table.data(table.index(1, 1), Qt.ItemDataRole.ToolTipRole) is None


def test_what_needs_a_sheet_waits_for_one(qtbot: QtBot, page: SheetsPage, tmp_path: Path) -> None:
    assert not any(action.isEnabled() for action in page.toolbar.of_a_sheet)
    opened(qtbot, page, picture(tmp_path))
    assert all(action.isEnabled() for action in page.toolbar.of_a_sheet)
