"""The place where networks are measured, with the shipped network and real files."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction, QImage
from PyQt6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from typer.testing import CliRunner

from digit_recognizer.app.judge.messages import Finished, Measured
from digit_recognizer.app.judge.page import JudgePage
from digit_recognizer.app.judge.sources import SOURCES, source_of_path
from digit_recognizer.app.window import MainWindow
from digit_recognizer.cli.main import commands
from digit_recognizer.data.locations import add_folder, added_folders
from digit_recognizer.data.picture_folders import picture_digits
from digit_recognizer.data.record import DataRecord
from digit_recognizer.evaluation.disturbances import DISTURBANCES
from digit_recognizer.evaluation.intervals import Share
from digit_recognizer.evaluation.robustness import CurvePoint
from digit_recognizer.networks.checkpoint import find_checkpoint
from digit_recognizer.networks.stored import stored_file
from tests.app.hand import QTest, click, part
from tests.app.judge.digits import result as known_result
from tools.widget_tree import interactive, name_of

MILLISECONDS = 120_000
"""The engine may have to be compiled."""

POINTS = tuple(
    CurvePoint(disturbance.name, through_pipeline, strength, Share(2, 3))
    for through_pipeline in (False, True)
    for disturbance in DISTURBANCES
    for strength in disturbance.strengths
)


@pytest.fixture
def ones(tmp_path: Path) -> Path:
    """Two ones, and a one that is called a seven."""
    for name, tilt in (("1-upright.png", 0), ("1-tilted.png", 3), ("7-not.png", 1)):
        picture = Image.new("L", (60, 60), 255)
        ImageDraw.Draw(picture).line((30 + tilt, 10, 30 - tilt, 50), 0, 5)
        path = tmp_path / "ones" / name
        path.parent.mkdir(exist_ok=True)
        picture.save(path)
    return tmp_path / "ones"


@pytest.fixture
def place(window: MainWindow) -> JudgePage:
    window.show_page("Judge")
    place = window.page("Judge")
    assert isinstance(place, JudgePage)
    return place


@pytest.fixture
def measured(place: JudgePage) -> JudgePage:
    """The place after the worker told of known readings."""
    place.state.take(known_result())
    for point in POINTS:
        place.state.take(Measured(point))
    place.state.take(Finished())
    return place


def wait_until_over(place: JudgePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: place.state.phase != "running", timeout=MILLISECONDS)


def text(place: QWidget, name: str) -> str:
    return part(place, QLabel, name).text()


def choose(monkeypatch: pytest.MonkeyPatch, dialog: str, answer: object) -> None:
    monkeypatch.setattr(QFileDialog, dialog, lambda *arguments: answer)


def export(place: JudgePage, kind: str, qtbot: QtBot) -> None:
    with qtbot.waitSignal(place._saver.worker.reported):
        part(place, QPushButton, "export").menu().findChild(QAction, f"export-{kind}").trigger()  # type: ignore[union-attr]


def test_before_the_first_measurement_it_says_how_to_begin(place: JudgePage) -> None:
    assert place.message.isVisible()
    assert "press Measure" in text(place, "judge-message-text")
    assert not part(place, QPushButton, "export").isEnabled()


def test_the_shipped_network_is_judged_on_pictures(
    place: JudgePage, ones: Path, qtbot: QtBot
) -> None:
    place.measure_on(source_of_path(ones))
    wait_until_over(place, qtbot)
    assert place.page.isVisible()
    assert text(place, "result-title") == "lenet5 on ones"
    assert text(place, "accuracy") == "66.67 %"
    assert text(place, "interval") == "95 % interval 20.77 to 93.85 %"
    assert text(place, "details").startswith("2 of 3 correct")
    assert text(place, "gallery-heading") == "1 mistake"
    assert "7 read as 1" in place.page.matrix.accessibleDescription()
    for curve in place.page.curves:
        assert len(curve.stops()) == len(curve.disturbance.strengths)


def test_it_shows_the_figures_that_the_command_prints(
    place: JudgePage, ones: Path, qtbot: QtBot
) -> None:
    (ones / "5-damaged.png").write_bytes(b"five")
    digits, _ = picture_digits(ones)
    known = {"training": DataRecord(digits.dataset.sha256)}
    place.session.networks.library.save("known", replace(find_checkpoint(), data=known))
    network = str(stored_file("known"))
    place.controls.show_networks(("known",), "known")
    place.measure_on(source_of_path(ones))
    wait_until_over(place, qtbot)
    printed = CliRunner().invoke(commands, ["evaluate", "--on", str(ones), "--network", network])
    lines = printed.stdout.splitlines()
    right = re.findall(r"[\d.]+", lines[2])
    assert right == ["2", "3", "66.67", "20.77", "93.85"]
    shown = " ".join(text(place, name) for name in ("details", "accuracy", "interval"))
    assert re.findall(r"[\d.]+", shown) == [*right[:2], "0.00", right[2], "95", *right[3:]]
    assert lines[3] == "no answer       0.00 %"
    contamination = lines[1].removeprefix("Warning: ")
    assert contamination.startswith("The network was trained on these very digits")
    assert (
        text(place, "note") == f"{contamination} 1 of 4 pictures could not be read: 5-damaged.png."
    )
    assert printed.stderr.splitlines()[0].endswith("1 of 4 pictures could not be read:")


def test_a_cell_filters_the_gallery_and_escape_shows_all(measured: JudgePage) -> None:
    matrix = measured.page.matrix
    centre = matrix.cell_rect((4, 9)).center().toPoint()
    assert text(measured, "gallery-heading") == "4 mistakes"
    QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=centre)
    assert text(measured, "gallery-heading") == "2 mistakes: 4 read as 9"
    QTest.keyClick(matrix, Qt.Key.Key_Escape)
    assert text(measured, "gallery-heading") == "4 mistakes"
    QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=centre)
    click(measured, "all-mistakes")
    assert text(measured, "gallery-heading") == "4 mistakes"


def test_two_networks_are_compared_on_the_same_digits(measured: JudgePage) -> None:
    measured.state.take(known_result("other"))
    assert text(measured, "result-title") == "other on MNIST"
    assert text(measured, "note") == "Reads the same digits correctly as lenet5."


def test_a_mistake_can_be_looked_at_on_the_canvas(
    measured: JudgePage, window: MainWindow, qtbot: QtBot
) -> None:
    gallery = measured.page.gallery
    gallery.setFocus()
    QTest.keyClick(gallery, Qt.Key.Key_Home)
    with qtbot.waitSignal(measured.session.reader.opened):
        QTest.keyClick(gallery, Qt.Key.Key_Return)
    assert window.draw_page.isVisible()
    picture = window.drawing.sheet.picture
    assert picture is not None
    assert picture.name == "MNIST, number 0"
    assert picture.pixels.shape == (28, 28)


def test_everything_is_exported(
    measured: JudgePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    for kind in ("readings", "confusion", "curves"):
        choose(monkeypatch, "getSaveFileName", (str(tmp_path / kind), ""))
        export(measured, kind, qtbot)
        with (tmp_path / f"{kind}.csv").open(newline="") as file:
            rows = list(csv.reader(file))
        assert len(rows) == {"readings": 8, "confusion": 11, "curves": 77}[kind]
    choose(monkeypatch, "getSaveFileName", (str(tmp_path / "page.png"), ""))
    export(measured, "png", qtbot)
    picture = QImage(str(tmp_path / "page.png"))
    sheet = measured.page.widget()
    assert sheet is not None
    assert (picture.width(), picture.height()) == (2 * sheet.width(), 2 * sheet.height())
    assert "Saved as" in measured.session.messages.text


def test_a_place_that_cannot_be_written_to_is_said(
    measured: JudgePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    (tmp_path / "file").touch()
    choose(monkeypatch, "getSaveFileName", (str(tmp_path / "file" / "x.csv"), ""))
    with qtbot.waitSignal(measured._saver.worker.failed):
        measured.controls.export_wanted.emit("readings")
    assert "choose another folder" in measured.session.messages.text


def test_missing_digits_are_offered_to_be_fetched_or_found(
    place: JudgePage,
    shared_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setenv("DIGIT_RECOGNIZER_DATA", str(tmp_path))
    place.measure_on(SOURCES[-1])
    wait_until_over(place, qtbot)
    assert place.message.isVisible()
    assert "taken from a folder that has them" in text(place, "judge-message-text")
    assert part(place, QPushButton, "fetch").isVisible()
    choose(monkeypatch, "getExistingDirectory", str(shared_data))
    click(place, "choose-folder")
    with qtbot.waitSignal(place.state.result_changed, timeout=MILLISECONDS):
        pass
    click(place, "measure")
    assert text(place, "details").startswith("597 of 600 correct")
    assert place.page.isVisible()
    assert added_folders() == [shared_data]


def test_a_folder_that_was_added_and_is_gone_hides_no_other(
    place: JudgePage, shared_data: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    add_folder(tmp_path / "gone")
    add_folder(tmp_path)
    place.measure_on(SOURCES[-1])
    wait_until_over(place, qtbot)
    assert place.page.isVisible()
    place.state.cancel()


@pytest.mark.parametrize("source", SOURCES[1:4], ids=lambda source: source.name)
def test_what_cannot_be_fetched_is_not_offered(
    place: JudgePage,
    source: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setenv("DIGIT_RECOGNIZER_DATA", str(tmp_path))
    place.measure_on(source)  # type: ignore[arg-type]
    wait_until_over(place, qtbot)
    assert not part(place, QPushButton, "fetch").isVisible()
    assert part(place, QPushButton, "choose-folder").isVisible()


def test_a_damaged_file_is_an_error_in_words(
    place: JudgePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    (tmp_path / "mine.csv").write_text("no, table")
    choose(monkeypatch, "getOpenFileName", (str(tmp_path / "mine.csv"), ""))
    place.controls.sources.activated.emit(place.controls.sources.count() - 1)
    wait_until_over(place, qtbot)
    assert place.state.phase == "failed"
    assert "mine.csv" in text(place, "judge-message-text").replace("\u200b", "")
    assert not part(place, QPushButton, "choose-folder").isVisible()


def test_pictures_that_cannot_be_read_are_counted_on_the_page(
    place: JudgePage, ones: Path, qtbot: QtBot
) -> None:
    (ones / "5-damaged.png").write_bytes(b"five")
    (ones / "whose.png").write_bytes((ones / "1-upright.png").read_bytes())
    place.measure_on(source_of_path(ones))
    wait_until_over(place, qtbot)
    assert place.page.isVisible()
    assert text(place, "details").startswith("2 of 3 correct")
    assert text(place, "note") == ("2 of 5 pictures could not be read: 5-damaged.png, whose.png.")


def test_a_folder_in_which_nothing_can_be_read_is_an_error_in_words(
    place: JudgePage, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "5-damaged.png").write_bytes(b"five")
    place.measure_on(source_of_path(tmp_path))
    wait_until_over(place, qtbot)
    assert place.message.isVisible()
    assert "none of 1 pictures could be read" in text(place, "judge-message-text")


def test_a_folder_of_ones_own_joins_the_list(
    place: JudgePage, ones: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    choose(monkeypatch, "getExistingDirectory", str(ones))
    sources = place.controls.sources
    sources.activated.emit(sources.count() - 2)
    assert sources.currentText() == "ones"
    assert part(place, QPushButton, "measure").text() == "Cancel"
    click(place, "measure")
    assert place.message.isVisible()
    assert (button(place), stage(place)) == ("Measure", "Cancelled")


def stage(place: JudgePage) -> str:
    return part(place, QWidget, "stage").accessibleDescription()


def button(place: JudgePage) -> str:
    return part(place, QPushButton, "measure").text()


def many(folder: Path) -> Path:
    """A folder whose pictures take seconds to prepare."""
    picture = Image.new("L", (600, 600), 255)
    ImageDraw.Draw(picture).line((300, 100, 300, 500), 0, 50)
    folder.mkdir()
    picture.save(folder / "1-0.png")
    for number in range(1, 2_000):
        (folder / f"1-{number}.png").hardlink_to(folder / "1-0.png")
    return folder


def test_the_button_cancels_while_the_engine_compiles_and_starts_again(
    place: JudgePage, ones: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("NUMBA_CACHE_DIR", str(tmp_path / "nothing compiled"))
        place.controls.choose(source_of_path(ones))
        click(place, "measure")
        assert button(place) == "Cancel"
        qtbot.waitUntil(lambda: stage(place).startswith("Compiling"), timeout=MILLISECONDS)
        click(place, "measure")
    assert (button(place), place.state.phase) == ("Measure", "cancelled")
    assert stage(place) == "Cancelled"
    assert place.message.isVisible()
    assert place.message.accessibleName() == "Cancelled"
    click(place, "measure")
    assert button(place) == "Cancel"
    wait_until_over(place, qtbot)
    assert text(place, "details").startswith("2 of 3 correct")
    assert (button(place), stage(place)) == ("Measure", "")


def test_a_double_click_starts_once_and_cancels_nothing(
    place: JudgePage, ones: Path, qtbot: QtBot
) -> None:
    place.controls.choose(source_of_path(ones))
    click(place, "measure")
    measure = part(place, QPushButton, "measure")
    QTest.mouseDClick(measure, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(measure, Qt.MouseButton.LeftButton)
    assert button(place) == "Cancel"
    wait_until_over(place, qtbot)
    assert place.state.phase == "done"


@pytest.mark.parametrize("width", [480, 1040])
def test_what_a_cancel_left_is_said_at_any_width(
    place: JudgePage, window: MainWindow, ones: Path, width: int, qtbot: QtBot
) -> None:
    window.resize(width, 720)
    place.controls.choose(source_of_path(ones))
    click(place, "measure")
    click(place, "measure")
    said = place.controls.stage
    assert said.text == "Cancelled"
    assert said.isVisible()
    needed = said.fontMetrics().horizontalAdvance(said.text)
    qtbot.waitUntil(lambda: said.width() >= needed)
    assert place.controls.rect().contains(said.geometry())


def test_the_button_cancels_while_digits_are_prepared_and_starts_again(
    place: JudgePage, ones: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    place.measure_on(source_of_path(many(tmp_path / "many")))
    qtbot.waitUntil(lambda: stage(place).startswith("Preparing"), timeout=MILLISECONDS)
    click(place, "measure")
    assert (button(place), stage(place)) == ("Measure", "Cancelled")
    place.controls.choose(source_of_path(ones))
    click(place, "measure")
    wait_until_over(place, qtbot)
    assert text(place, "result-title") == "lenet5 on ones"


def test_after_a_cancel_the_page_shows_what_it_had_and_says_so(
    place: JudgePage, ones: Path, qtbot: QtBot
) -> None:
    place.controls.choose(source_of_path(ones))
    click(place, "measure")
    qtbot.waitUntil(lambda: len(place.state.points) > 3, timeout=MILLISECONDS)
    click(place, "measure")
    assert button(place) == "Measure"
    assert stage(place) == "Cancelled: the curves are not complete"
    assert text(place, "details").startswith("2 of 3 correct")
    assert place.page.isVisible()
    points = place.state.points
    click(place, "measure")
    click(place, "measure")
    assert stage(place) == "Cancelled: this is the measurement before"
    assert place.page.isVisible()
    assert place.state.points == points


def test_a_cancel_is_no_end_that_other_pages_are_told_of_as_done(
    place: JudgePage, ones: Path, qtbot: QtBot
) -> None:
    ends: list[str] = []
    place.finished.connect(ends.append)
    place.controls.choose(source_of_path(ones))
    for _ in range(3):
        click(place, "measure")
        click(place, "measure")
    assert ends == ["Measuring cancelled."] * 3


def test_a_dialog_that_is_closed_changes_nothing(
    place: JudgePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, "getExistingDirectory", "")
    sources = place.controls.sources
    sources.activated.emit(sources.count() - 2)
    assert sources.currentText() == SOURCES[0].title
    assert place.state.phase == "empty"


def test_every_control_has_a_name_an_explanation_and_a_key(measured: JudgePage) -> None:
    measured.state.look_at((4, 9))
    controls = interactive(measured)
    page = measured.page
    assert {page.matrix, page.gallery, page.reliability, *page.curves} <= set(controls)
    for control in controls:
        assert name_of(control), control.objectName()
        assert control.whatsThis() or control.toolTip(), control.objectName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control.objectName()
    for graphic in (page.matrix, page.reliability, *page.curves):
        assert graphic.accessibleDescription()
