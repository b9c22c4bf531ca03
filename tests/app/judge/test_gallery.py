"""The gallery: which pictures it shows, in which order, and what it says of them."""

import pytest
from PyQt6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from digit_recognizer.app.judge.gallery import Gallery, GalleryDigit
from digit_recognizer.app.widgets.style_sheet import use_theme
from digit_recognizer.app.widgets.theme import DARK
from tests.app.hand import QTest
from tests.app.judge.digits import readings


@pytest.fixture
def gallery(qtbot: QtBot) -> Gallery:
    widget = Gallery()
    qtbot.addWidget(widget)
    widget.resize(400, 240)
    use_theme(DARK)
    widget.show_readings(readings(), None)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def shown(gallery: Gallery) -> list[str]:
    model = gallery.model()
    assert model is not None
    rows = range(model.rowCount())
    return [str(model.index(row, 0).data()) for row in rows]


def test_the_surest_mistakes_come_first(gallery: Gallery) -> None:
    assert shown(gallery) == ["4 → 9, 90.0 %", "9 → 4, 80.0 %", "4 → 9, 70.0 %", "3 → –, no ink"]


def test_a_cell_shows_its_digits_alone(gallery: Gallery) -> None:
    assert gallery.show_readings(readings(), (4, 9)) == 2
    assert shown(gallery) == ["4 → 9, 90.0 %", "4 → 9, 70.0 %"]
    assert gallery.show_readings(readings(), (7, 7)) == 1
    assert gallery.show_readings(readings(), (0, 1)) == 0


def test_each_picture_has_a_sentence(gallery: Gallery) -> None:
    model = gallery.model()
    assert model is not None
    said = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 3)]
    assert said == [
        "A 4, wrongly read as 9, 90.0 % sure.",
        "A 3 in which no ink was found.",
    ]


def test_arrow_keys_walk_and_return_opens(gallery: Gallery) -> None:
    opened: list[GalleryDigit] = []
    gallery.opened.connect(opened.append)
    gallery.setFocus()
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    QTest.keyClick(gallery, Qt.Key.Key_Return)
    assert [(digit.index, digit.digit, digit.answer) for digit in opened] == [(3, 9, 4)]
    assert gallery.looked_at() == opened[0]


def test_the_digit_is_painted_white_on_black(gallery: Gallery) -> None:
    picture = gallery.grab().toImage()
    model = gallery.model()
    assert model is not None
    tile = gallery.visualRect(model.index(0, 0))
    middle = picture.pixelColor(tile.center().x(), tile.top() + 34)
    assert middle.lightness() > 230
    assert picture.pixelColor(tile.left() + 14, tile.top() + 34).lightness() < 30


def test_nothing_is_looked_at_after_a_change(gallery: Gallery) -> None:
    selection = gallery.selectionModel()
    model = gallery.model()
    assert selection is not None
    assert model is not None
    first = model.index(0, 0)
    selection.setCurrentIndex(first, QItemSelectionModel.SelectionFlag.SelectCurrent)
    assert gallery.looked_at() is not None
    gallery.show_readings(readings(), (7, 7))
    assert gallery.looked_at() is None
