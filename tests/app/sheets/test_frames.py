"""Frames in the window: drawn, changed and named by mouse and keys; read in, stored, applied."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.autosave import Autosave
from digit_recognizer.app.sheets import page as page_module
from digit_recognizer.app.sheets import templating
from digit_recognizer.app.sheets.opened_file import Formats
from digit_recognizer.app.sheets.page import SheetsPage
from digit_recognizer.app.widgets import file_saver
from digit_recognizer.app.window import MainWindow
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.sheets.sheet import Sheet
from digit_recognizer.sheets.templates.drawing import Frames
from digit_recognizer.sheets.templates.template import FieldFrame, TableFrame, Template
from digit_recognizer.sheets.templates.template_file import read_template, write_template
from tests.app.conftest import OpenWindow
from tests.app.hand import QTest, click
from tests.app.sheets.forms import ROWS, picture, read_as, sheets_page

Key = Qt.Key
Shift = Qt.KeyboardModifier.ShiftModifier


class Reading:
    """Reads the same table everywhere; keeps by what it was asked to read."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Path | None, Formats]] = []

    def __call__(
        self,
        paths: Sequence[Path],
        stopped: Event,
        template: Path | None,
        formats: Formats,
        hand: str | None,
    ) -> Iterator[Sheet | DigitRecognizerError]:
        self.asked += [(path.name, template, formats) for path in paths]
        if template is not None and template.name == "bad.json":
            return iter([DigitRecognizerError("bad.json: no template")] * len(paths))
        return read_as(*ROWS)(paths, stopped, template, formats)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Reading:
    found = Reading()
    monkeypatch.setattr(page_module, "_read", found)

    def made(example: Path, template: Template, path: Path) -> Template:
        write_template(template, path)
        return template

    monkeypatch.setattr("digit_recognizer.recognizer.template_making.make_template", made)
    return found


@pytest.fixture
def page(open_window: OpenWindow, reading: Reading, qtbot: QtBot, tmp_path: Path) -> SheetsPage:
    window = open_window(autosave=Autosave(tmp_path / "state" / "drawing-1.json"))
    window.resize(1200, 800)
    window.show_page("Sheets")
    page = sheets_page(window)
    names = ("a.png", "b.png")
    page.opening.open([picture(tmp_path, name) for name in names])
    qtbot.waitUntil(lambda: not page.state.to_read)
    file = page.state.files[0]
    assert file.sheet is not None
    first = file.sheet.pages[0]
    qtbot.waitUntil(lambda: page.pictures.get(file.path, first) is not None)
    page.toolbar.frames.trigger()
    return page


def frames(page: SheetsPage) -> Frames:
    assert page.view.frames is not None
    return page.view.frames


def spot(page: SheetsPage, across: float, down: float) -> QPoint:
    """A point of the page, given in shares of it, as a point of the view."""
    size = page.view.image_size
    return page.view.transform().map(
        QPoint(round(across * size.width()), round(down * size.height()))
    )


def drag(
    page: SheetsPage, begin: tuple[float, float], end: tuple[float, float], steps: int = 4
) -> None:
    button = Qt.MouseButton.LeftButton
    QTest.mousePress(page.view, button, pos=spot(page, *begin))
    for step in range(1, steps + 1):
        way = (begin[axis] + (end[axis] - begin[axis]) * step / steps for axis in (0, 1))
        QTest.mouseMove(page.view, spot(page, *way))
    QTest.mouseRelease(page.view, button, pos=spot(page, *end))


def undo(page: SheetsPage) -> None:
    page.toolbar.undo.trigger()


def test_the_frames_begin_with_what_was_found(page: SheetsPage) -> None:
    (table,) = frames(page).frames
    assert isinstance(table, TableFrame)
    assert table.name == "marks"
    assert table.box == pytest.approx((0, 0, 0.3, 0.143), abs=0.01)
    assert page._bars.currentWidget() is page.frame_bar


def test_a_frame_is_drawn_moved_resized_and_removed_and_all_is_undone(page: SheetsPage) -> None:
    drag(page, (0.5, 0.5), (0.7, 0.6))
    field = frames(page).frames[1]
    assert field.name == "field 1"
    assert field.box == pytest.approx((0.5, 0.5, 0.7, 0.6), abs=0.01)
    drag(page, (0.6, 0.55), (0.7, 0.65))
    assert frames(page).frames[1].box == pytest.approx((0.6, 0.6, 0.8, 0.7), abs=0.01)
    drag(page, (0.8, 0.7), (0.9, 0.75))
    assert frames(page).frames[1].box == pytest.approx((0.6, 0.6, 0.9, 0.75), abs=0.01)
    page.view.setFocus()
    QTest.keyClick(page.view, Key.Key_Delete)
    assert len(frames(page).frames) == 1
    for box in ((0.6, 0.6, 0.9, 0.75), (0.6, 0.6, 0.8, 0.7), (0.5, 0.5, 0.7, 0.6)):
        undo(page)
        assert frames(page).frames[1].box == pytest.approx(box, abs=0.01)
    undo(page)
    assert len(frames(page).frames) == 1


def test_frames_never_leave_the_page(page: SheetsPage) -> None:
    drag(page, (0.8, 0.8), (0.95, 0.9))
    for _ in range(60):
        QTest.keyClick(page.view, Key.Key_Right)
    assert frames(page).frames[1].box[2] == 1
    for _ in range(120):
        QTest.keyClick(page.view, Key.Key_Down, Shift)
    assert frames(page).frames[1].box[3] == 1


def test_frames_are_made_by_keys_alone(page: SheetsPage) -> None:
    page.view.setFocus()
    QTest.keyClick(page.view, Key.Key_N)
    before = frames(page).frames[1].box
    QTest.keyClick(page.view, Key.Key_Right)
    QTest.keyClick(page.view, Key.Key_Down, Shift)
    left, top, _, bottom = frames(page).frames[1].box
    assert (left > before[0], top == before[1], bottom > before[3]) == (True, True, True)
    QTest.keyClick(page.view, Key.Key_Return)
    focused = QApplication.focusWidget()
    assert focused is page.frame_bar.name
    QTest.keyClicks(focused, "Room")
    QTest.keyClick(focused, Key.Key_Return)
    assert frames(page).frames[1].name == "Room"
    page.view.setFocus()
    QTest.keyClick(page.view, Key.Key_Escape)
    assert not page.view.selected
    QTest.keyClick(page.view, Key.Key_Tab)
    assert list(page.view.selected) == [0]
    QTest.keyClick(page.view, Key.Key_Tab)
    assert list(page.view.selected) == [1]
    QTest.keyClick(page.view, Key.Key_Escape)
    QTest.keyClick(page.view, Key.Key_Escape)
    assert page._bars.currentWidget() is page.bar
    assert QApplication.focusWidget() is page.bar


def test_several_frames_become_one(page: SheetsPage) -> None:
    drag(page, (0.5, 0.5), (0.6, 0.55))
    drag(page, (0.7, 0.5), (0.8, 0.55))
    QTest.mouseClick(page.view, Qt.MouseButton.LeftButton, Shift, spot(page, 0.55, 0.52))
    assert sorted(page.view.selected) == [1, 2]
    click(page, "frame-merge")
    assert frames(page).frames[1].box == pytest.approx((0.5, 0.5, 0.8, 0.55), abs=0.01)
    assert len(frames(page).frames) == 2


def test_a_name_is_never_taken_twice(page: SheetsPage) -> None:
    drag(page, (0.5, 0.5), (0.6, 0.55))
    page.frame_bar.name.setText("marks")
    page.frame_bar.name.editingFinished.emit()
    assert frames(page).frames[1].name == page.frame_bar.name.text() == "field 1"


def test_a_frame_is_given_a_format(page: SheetsPage) -> None:
    drag(page, (0.5, 0.5), (0.6, 0.55))
    box = page.frame_bar.format
    box._choose(box.findData("digits:3"))
    field = frames(page).frames[1]
    assert isinstance(field, FieldFrame)
    assert field.format == "digits:3"
    undo(page)
    assert page.frame_bar.format.currentData() == ""


def test_the_file_is_read_in_its_frames_and_that_is_undone(
    page: SheetsPage, reading: Reading, qtbot: QtBot
) -> None:
    page.state.answer("8")
    drag(page, (0.5, 0.5), (0.6, 0.55))
    click(page, "frame-read")
    qtbot.waitUntil(lambda: len(reading.asked) == 3 and not page.state.to_read)
    name, template, _ = reading.asked[-1]
    assert name == "a.png"
    assert template is not None
    assert [field.name for field in read_template(template).fields] == ["field 1"]
    file = page.state.files[0]
    assert file.template == template
    assert file.sheet is not None
    assert file.sheet.tables[0].cells[2][1].text == "8", "what was answered stays"
    undo(page)
    assert page.state.files[0].template is None


def test_frames_are_applied_to_the_rest_of_the_folder(
    page: SheetsPage, reading: Reading, qtbot: QtBot
) -> None:
    drag(page, (0.5, 0.5), (0.6, 0.55))
    page.toolbar.apply.trigger()
    qtbot.waitUntil(lambda: len(reading.asked) == 4 and not page.state.to_read)
    assert [name for name, *_ in reading.asked[2:]] == ["a.png", "b.png"]
    assert len({template for _, template, _ in reading.asked[2:]}) == 1
    undo(page)
    assert [file.template for file in page.state.files] == [None, None]


def test_a_template_that_is_none_leaves_all_as_it_was(
    page: SheetsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templating, "choose_file", lambda *_: tmp_path / "bad.json")
    before = page.state.sheets
    page.templating.use()
    qtbot.waitUntil(lambda: not page.state.to_read)
    assert page.state.sheets == before
    assert [file.template for file in page.state.files] == [None, None]
    assert "bad.json: no template" in page.session.messages.text


def test_the_template_is_saved_with_the_formats_of_columns(
    page: SheetsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "form.json"
    monkeypatch.setattr(file_saver, "choose_file_to_save", lambda *_: target)
    page.state.set_format("marks: 2", "digits:2")
    qtbot.waitUntil(lambda: not page.state.to_read)
    page.toolbar.save_template.trigger()
    qtbot.waitUntil(lambda: f"saved as {target}" in page.session.messages.text)
    (table,) = read_template(target).tables
    assert [column.format for column in table.columns] == ["digits", "digits:2", "digits"]


def test_a_format_reads_the_column_anew(page: SheetsPage, reading: Reading, qtbot: QtBot) -> None:
    page.templating.leave()
    page.results.format_wanted.emit(1)
    page.state.set_format("marks: 2", "digits:2")
    qtbot.waitUntil(lambda: not page.state.to_read)
    assert reading.asked[-1] == ("a.png", None, (("marks: 2", "digits:2"),))
    undo(page)
    assert page.state.files[0].formats == ()


def test_frames_and_formats_survive_another_window(
    page: SheetsPage, open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    drag(page, (0.5, 0.5), (0.6, 0.55))
    page.state.set_format("marks: 2", "digits:2")
    qtbot.waitUntil(lambda: not page.state.to_read)
    window = page.window()
    assert isinstance(window, MainWindow)
    window.close()
    again = sheets_page(open_window(autosave=Autosave(tmp_path / "state" / "drawing-1.json")))
    assert again.state.files[0].formats == (("marks: 2", "digits:2"),)
    drawn = again.state.files[0].frames
    assert drawn is not None
    assert {frame.name for frame in drawn.frames} == {"marks", "field 1"}


def test_templates_of_the_session_go_when_no_file_is_read_by_them(
    page: SheetsPage, open_window: OpenWindow, reading: Reading, qtbot: QtBot, tmp_path: Path
) -> None:
    for number, end in enumerate((0.6, 0.7)):
        drag(page, (0.5, end - 0.1), (0.6, end))
        click(page, "frame-read")
        qtbot.waitUntil(lambda so_far=3 + number: len(reading.asked) == so_far)  # type: ignore[misc]
        qtbot.waitUntil(lambda: not page.state.to_read)
    used = page.state.files[0].template
    assert used is not None
    assert len(list(used.parent.iterdir())) == 2
    window = page.window()
    assert isinstance(window, MainWindow)
    window.close()
    sheets_page(open_window(autosave=Autosave(tmp_path / "state" / "drawing-1.json")))
    assert list(used.parent.iterdir()) == [used]
