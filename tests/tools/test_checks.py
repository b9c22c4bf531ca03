"""What is cut off, or lies on something else, is found; what is whole is not complained about."""

from collections.abc import Callable

import pytest
from PyQt6.QtCore import QRect, QRectF, Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tools.checks import complaints_about

_MIDDLE = Qt.AlignmentFlag.AlignCenter


class Painted(QWidget):
    """Paints texts into rectangles."""

    def __init__(self, *texts: tuple[str, QRectF], turned: int = 0) -> None:
        super().__init__()
        self.texts, self.turned = texts, turned
        self.setFixedSize(200, 60)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 (Qt calls it so)
        painter = QPainter(self)
        painter.rotate(self.turned)
        for text, room in self.texts:
            painter.drawText(room, _MIDDLE, text)


@pytest.fixture
def found(qtbot: QtBot) -> Callable[[QWidget], list[str]]:
    """Return the complaints about a window of 400×300 with one widget in it."""

    kept = []

    def look(widget: QWidget) -> list[str]:
        window = QWidget()
        kept.append(window)
        column = QVBoxLayout(window)
        column.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        window.setFixedSize(400, 300)
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        return complaints_about(window)

    return look


Found = Callable[[QWidget], list[str]]


def test_what_is_whole_is_no_cause_for_complaint(found: Found) -> None:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.addWidget(QLabel("whole"))
    layout.addWidget(QPushButton("pressed"))
    layout.addWidget(Painted(("left", QRectF(0, 0, 90, 30)), ("right", QRectF(100, 0, 90, 30))))
    assert not found(row)


@pytest.mark.parametrize("kind", [QLabel, QPushButton])
def test_words_without_room_are_found(found: Found, kind: type[QLabel | QPushButton]) -> None:
    widget = kind("more than there is room for")
    widget.setFixedWidth(60)
    assert "needs" in found(widget)[0]


def test_lines_without_room_are_found(found: Found) -> None:
    label = QLabel("these are many words on many lines")
    label.setWordWrap(True)
    label.setFixedSize(80, 20)
    assert "needs" in found(label)[0]


def test_the_choice_of_a_box_without_room_is_found(found: Found) -> None:
    box = QComboBox()
    box.addItem("more than there is room for")
    box.setFixedWidth(80)
    assert "needs" in found(box)[0]


def test_a_widget_beyond_the_edge_of_its_parent_is_found(found: Found) -> None:
    parent = QWidget()
    parent.setFixedSize(100, 50)
    QWidget(parent).setGeometry(80, 10, 40, 20)
    assert "reaches to" in found(parent)[0]


def test_widgets_that_lie_on_each_other_are_found(found: Found) -> None:
    row = QWidget()
    layout = QHBoxLayout(row)
    one, other = QLabel("one"), QLabel("other")
    layout.addWidget(one)
    layout.addWidget(other)
    assert not found(row)
    other.setGeometry(one.geometry())
    window = row.window()
    assert window is not None
    assert "lies on" in complaints_about(window)[0]


def test_a_painted_text_without_room_is_found(found: Found) -> None:
    painted = Painted(("more than there is room for", QRectF(60, 10, 40, 30)))
    assert "cut off" in found(painted)[0]


def test_a_painted_text_beyond_the_edge_is_found(found: Found) -> None:
    assert "cut off" in found(Painted(("beyond", QRectF(150, 0, 100, 30))))[0]
    turned = Painted(("beyond", QRectF(0, 0, 50, 30)), turned=-90)
    assert "cut off" in found(turned)[0]


def test_painted_texts_that_lie_on_each_other_are_found(found: Found) -> None:
    here = QRectF(QRect(10, 10, 100, 30))
    assert "lies on" in found(Painted(("one", here), ("other", here)))[0]


def test_what_scrolls_may_be_cut_off_where_it_is_scrolled_away(found: Found) -> None:
    area = QScrollArea()
    area.setWidget(QLabel("\n".join(map(str, range(100)))))
    area.setFixedSize(100, 100)
    assert not found(area)


def test_painting_is_as_before_once_it_was_looked_at(found: Found) -> None:
    painted = Painted(("one", QRectF(0, 0, 90, 30)))
    assert not found(painted)
    before = painted.grab().toImage()
    painted.texts = (("two", QRectF(0, 0, 90, 30)),)
    assert painted.grab().toImage() != before
