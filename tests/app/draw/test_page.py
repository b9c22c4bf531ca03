"""Opening, pasting and dropping pictures; and the answer that follows the drawing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PyQt6.QtCore import QByteArray, QMimeData, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PyQt6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from digit_recognizer.app.draw.random_digit import ABSENT
from digit_recognizer.app.window import MainWindow
from digit_recognizer.errors import DigitRecognizerError
from tests.app.hand import FOUR, ONE, SEVEN, FakeRecognizer, QTest, click, draw, part


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A file with a picture of a one."""
    sheet = Image.new("L", (60, 80), 255)
    sheet.paste(0, (27, 10, 33, 70))
    sheet.save(tmp_path / "one.png")
    return tmp_path / "one.png"


@pytest.fixture
def no_picture(tmp_path: Path) -> Path:
    (tmp_path / "letter.txt").write_text("Dear reader")
    return tmp_path / "letter.txt"


def digit(window: MainWindow) -> str:
    return label(window, "digit").text()


def label(window: MainWindow, name: str) -> QLabel:
    return part(window, QLabel, name)


def notice(window: MainWindow) -> str:
    return window.session.messages.text


def choose(monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([file] if file else [], ""))


def mime_with(url: QUrl | None = None, image: QImage | None = None) -> QMimeData:
    mime = QMimeData()
    if url is not None:
        mime.setUrls([url])
    if image is not None:
        mime.setImageData(image)
    return mime


def drop(target: QWidget, mime: QMimeData) -> bool:
    place = QPointF(target.rect().center())
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place.toPoint(), action, mime, button, keys)
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(target, QDropEvent(place, action, mime, button, keys))
    return True


def test_the_answer_follows_while_the_mouse_is_still_down(window: MainWindow, qtbot: QtBot) -> None:
    canvas = window.draw_page.canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
    qtbot.waitUntil(lambda: digit(window) == "1")
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
    draw(canvas, ONE)
    qtbot.waitUntil(lambda: digit(window) == "2")
    assert label(window, "confidence").text() == "90.0 % sure"
    assert label(window, "time").text().endswith(" ms")


def test_the_time_moves_no_tool_beside_it(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1040, 720)
    box = part(window, QComboBox, "format")
    qtbot.waitUntil(box.isVisible)
    before = box.geometry()
    draw(window.draw_page.canvas, ONE)
    qtbot.waitUntil(lambda: digit(window) == "1")
    assert box.geometry() == before


def test_undoing_everything_makes_the_answer_blank_at_once(
    window: MainWindow, qtbot: QtBot
) -> None:
    draw(window.draw_page.canvas, ONE)
    qtbot.waitUntil(lambda: digit(window) == "1")
    window.drawing.undo()
    assert digit(window) == ""
    assert label(window, "confidence").text() == "blank"
    assert label(window, "time").text() == ""


def test_an_answer_that_comes_too_late_does_not_show_on_the_blank_canvas(
    window: MainWindow, fake: FakeRecognizer, qtbot: QtBot
) -> None:
    draw(window.draw_page.canvas, ONE)
    qtbot.waitUntil(lambda: digit(window) == "1")
    fake.may_answer.clear()
    fake.asked.clear()
    draw(window.draw_page.canvas, FOUR)
    qtbot.waitUntil(lambda: len(fake.asked) == 1)
    window.drawing.clear()
    with qtbot.assertNotEmitted(window.reader.read, wait=50):
        fake.may_answer.set()
    assert digit(window) == ""


def test_the_window_goes_on_while_the_recognizer_takes_its_time(
    window: MainWindow, fake: FakeRecognizer, qtbot: QtBot
) -> None:
    draw(window.draw_page.canvas, ONE)
    qtbot.waitUntil(lambda: digit(window) == "1")
    fake.may_answer.clear()
    draw(window.draw_page.canvas, FOUR)
    assert len(window.drawing.sheet.strokes) == 3
    click(window, "undo")
    assert len(window.drawing.sheet.strokes) == 2
    fake.may_answer.set()
    qtbot.waitUntil(lambda: digit(window) == "2")


def test_an_opened_picture_takes_the_place_of_the_drawing(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, picture: Path
) -> None:
    canvas = window.draw_page.canvas
    draw(canvas, ONE)
    choose(monkeypatch, str(picture))
    click(window, "open")
    qtbot.waitUntil(lambda: digit(window) == "9")
    assert window.drawing.sheet.strokes == ()
    assert "one.png" in canvas.accessibleDescription()
    shown = canvas.grab().toImage()
    assert shown.pixelColor(shown.width() // 3, shown.height() // 2).value() > 200
    assert shown.pixelColor(shown.width() // 2, shown.height() // 2).value() < 20
    click(window, "undo")
    qtbot.waitUntil(lambda: digit(window) == "1")


def test_drawing_takes_the_place_of_a_picture(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, picture: Path
) -> None:
    choose(monkeypatch, str(picture))
    window.draw_page.opening.choose()
    qtbot.waitUntil(lambda: digit(window) == "9")
    draw(window.draw_page.canvas, ONE)
    assert window.drawing.sheet.picture is None
    qtbot.waitUntil(lambda: digit(window) == "1")


def clear(window: MainWindow, _: Path) -> None:
    click(window, "clear")


def clear_by_key(window: MainWindow, _: Path) -> None:
    QTest.keyClick(window, Qt.Key.Key_Escape)


def clear_inside(window: MainWindow, _: Path) -> None:
    window.show_page("Look inside")
    click(window, "inside-clear")


def drop_a_picture(window: MainWindow, picture: Path) -> None:
    drop(window.draw_page.canvas, mime_with(QUrl.fromLocalFile(str(picture))))


def paste_a_picture(window: MainWindow, picture: Path) -> None:
    paste(window, mime_with(image=QImage(str(picture))))


def take_a_random_digit(window: MainWindow, _: Path) -> None:
    click(window, "random")


def take_a_random_digit_inside(window: MainWindow, _: Path) -> None:
    window.show_page("Look inside")
    click(window, "inside-random")


def open_from_elsewhere(window: MainWindow, picture: Path) -> None:
    """As Judge opens one of its digits."""
    window.session.reader.open(picture, "number 7")


def erase(window: MainWindow, _: Path) -> None:
    click(window, "eraser")
    draw(window.draw_page.canvas, ONE)


@pytest.mark.parametrize("by", ["button", "key"])
@pytest.mark.parametrize(
    "destroy",
    [
        clear,
        clear_by_key,
        clear_inside,
        drop_a_picture,
        paste_a_picture,
        take_a_random_digit,
        take_a_random_digit_inside,
        open_from_elsewhere,
        erase,
    ],
)
def test_whatever_takes_the_drawing_away_can_be_undone(
    window: MainWindow,
    qtbot: QtBot,
    picture: Path,
    destroy: Callable[[MainWindow, Path], None],
    by: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DIGIT_RECOGNIZER_DATA", str(tmp_path))
    window.activateWindow()
    draw(window.draw_page.canvas, ONE)
    before = window.drawing.sheet
    destroy(window, picture)
    qtbot.waitUntil(lambda: window.drawing.sheet != before, timeout=20_000)
    if by == "key":
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    else:
        window.show_page("Draw")
        click(window, "undo")
    assert window.drawing.sheet == before


def test_a_picture_that_is_drawn_over_comes_back(
    window: MainWindow, qtbot: QtBot, picture: Path
) -> None:
    drop_a_picture(window, picture)
    qtbot.waitUntil(lambda: window.drawing.sheet.picture is not None)
    before = window.drawing.sheet
    draw(window.draw_page.canvas, ONE)
    click(window, "undo")
    assert window.drawing.sheet is before


def test_choosing_nothing_changes_nothing(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, "")
    window.draw_page.opening.choose()
    assert window.drawing.sheet.is_blank
    assert notice(window) == ""


def test_a_file_that_is_no_picture_is_refused_calmly(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, no_picture: Path
) -> None:
    draw(window.draw_page.canvas, ONE)
    qtbot.waitUntil(lambda: digit(window) == "1")
    before = window.drawing.sheet
    choose(monkeypatch, str(no_picture))
    window.draw_page.opening.choose()
    qtbot.waitUntil(lambda: notice(window) != "")
    assert notice(window).startswith("Cannot read letter.txt: ")
    assert "Save it as one of" in notice(window)
    assert window.drawing.sheet is before
    assert digit(window) == "1"


@pytest.mark.parametrize("end", ["drawing", "closing"])
def test_the_message_goes_when_one_draws_on_or_closes_it(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, no_picture: Path, end: str
) -> None:
    choose(monkeypatch, str(no_picture))
    window.draw_page.opening.choose()
    qtbot.waitUntil(lambda: notice(window) != "")
    if end == "drawing":
        draw(window.draw_page.canvas, ONE)
    else:
        click(window, "message-close")
    assert notice(window) == ""


def test_a_missing_network_is_told_as_long_as_it_is_missing(
    window: MainWindow, qtbot: QtBot, fake: FakeRecognizer
) -> None:
    canvas = window.draw_page.canvas
    qtbot.waitUntil(lambda: len(fake.asked) == 1)

    def fail(*_: object, **__: object) -> None:
        raise DigitRecognizerError("The network is missing. Install it again.")

    for method in ("recognize_strokes", "recognize_any_strokes"):
        setattr(fake, method, fail)
    for place in (0.3, 0.5):
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center() * place)
        qtbot.waitUntil(lambda: notice(window) == "The network is missing. Install it again.")
        QTest.mouseMove(canvas, canvas.rect().center())
        assert notice(window) != ""
        with qtbot.waitSignal(window.reader.failed):
            QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
        assert notice(window) != ""


@pytest.mark.parametrize("target", ["canvas", "place"])
def test_a_dropped_file_is_opened(
    window: MainWindow, qtbot: QtBot, picture: Path, target: str
) -> None:
    place = window.draw_page
    taken = drop(
        place.canvas if target == "canvas" else place, mime_with(QUrl.fromLocalFile(str(picture)))
    )
    assert taken
    qtbot.waitUntil(lambda: digit(window) == "9")


def test_a_dropped_picture_is_opened(window: MainWindow, qtbot: QtBot, picture: Path) -> None:
    assert drop(window.draw_page.canvas, mime_with(image=QImage(str(picture))))
    qtbot.waitUntil(lambda: digit(window) == "9")
    assert "the pasted picture" in window.draw_page.canvas.accessibleDescription()


def test_text_cannot_be_dropped(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("7")
    assert not drop(window.draw_page.canvas, mime)


def test_an_address_on_the_net_is_refused_with_advice(window: MainWindow) -> None:
    assert drop(window.draw_page.canvas, mime_with(QUrl("https://example.org/seven.png")))
    assert notice(window) == (
        "Cannot open https://example.org/seven.png: only pictures on this computer are opened. "
        "Save it to a file first, then open that."
    )


def paste(window: MainWindow, mime: QMimeData) -> None:
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    clipboard.setMimeData(mime)
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_a_copied_picture_is_pasted(window: MainWindow, qtbot: QtBot, picture: Path) -> None:
    paste(window, mime_with(image=QImage(str(picture))))
    qtbot.waitUntil(lambda: digit(window) == "9")


def test_a_copied_file_is_pasted(window: MainWindow, qtbot: QtBot, picture: Path) -> None:
    paste(window, mime_with(QUrl.fromLocalFile(str(picture))))
    qtbot.waitUntil(lambda: digit(window) == "9")


def test_pasting_text_says_what_to_copy(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("7")
    paste(window, mime)
    assert notice(window).startswith("There is no picture to paste. Copy a picture")


def test_a_damaged_image_on_the_clipboard_is_refused(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setData("application/x-qt-image", QByteArray(b"not an image"))
    paste(window, mime)
    assert notice(window).startswith("There is no picture to paste.")


def test_a_random_digit_is_read(window: MainWindow, qtbot: QtBot, shared_data: Path) -> None:
    click(window, "random")
    qtbot.waitUntil(lambda: digit(window) == "9", timeout=20_000)
    picture = window.drawing.sheet.picture
    assert picture is not None
    assert picture.name.startswith("MNIST test image ")
    assert picture.pixels.shape == (28, 28)
    assert notice(window) == ""


def test_without_mnist_a_sample_is_read_and_that_is_said_once(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGIT_RECOGNIZER_DATA", str(tmp_path))
    click(window, "random")
    qtbot.waitUntil(lambda: window.drawing.sheet.picture is not None, timeout=20_000)
    assert notice(window) == ABSENT
    first = window.drawing.sheet.picture
    click(window, "random")
    qtbot.waitUntil(lambda: window.drawing.sheet.picture is not first)
    assert first is not None
    assert window.drawing.sheet.picture is not None
    assert window.drawing.sheet.picture.name != first.name
    assert notice(window) == ""


def save_as(monkeypatch: pytest.MonkeyPatch, file: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))


def test_the_drawing_is_saved_as_a_picture_that_reads_back(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from digit_recognizer.recognizer import Recognizer

    draw(window.draw_page.canvas, SEVEN)
    save_as(monkeypatch, tmp_path / "mine")
    window.draw_page.save()
    qtbot.waitUntil(lambda: "mine.png" in notice(window))
    assert [file.name for file in tmp_path.glob("mine*")] == ["mine.png"]
    assert Recognizer().recognize(tmp_path / "mine.png").answer == 7


def test_a_file_that_the_dialog_did_not_ask_about_is_not_overwritten(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.png").write_text("somebody's picture")
    draw(window.draw_page.canvas, SEVEN)
    save_as(monkeypatch, tmp_path / "mine")
    window.draw_page.save()
    qtbot.waitUntil(lambda: "mine 2.png" in notice(window))
    assert (tmp_path / "mine.png").read_text() == "somebody's picture"
    save_as(monkeypatch, tmp_path / "mine.png")
    window.draw_page.save()
    qtbot.waitUntil(lambda: "mine.png" in notice(window))
    assert (tmp_path / "mine.png").read_bytes().startswith(b"\x89PNG")


def test_a_place_that_takes_no_file_is_named(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(window.draw_page.canvas, SEVEN)
    (tmp_path / "file").write_text("in the way of the folder")
    save_as(monkeypatch, tmp_path / "file" / "mine.png")
    window.draw_page.save()
    qtbot.waitUntil(lambda: "it cannot be written" in notice(window))


def test_nothing_is_saved_where_no_file_was_chosen(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(window.draw_page.canvas, SEVEN)
    save_as(monkeypatch, "")
    window.draw_page.save()
    assert notice(window) == ""


def test_the_answer_is_copied(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    draw(window.draw_page.canvas, FOUR)
    qtbot.waitUntil(lambda: digit(window) == "2")
    QTest.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text() == "2"
    click(window, "clear")
    window.draw_page.copy()
    assert "no number to copy" in notice(window)
    assert clipboard.text() == "2"
