"""The confusion matrix: counts in cells, chosen by mouse or keys."""

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor
from pytestqt.qtbot import QtBot

from digit_recognizer.app.judge.confusion_view import ConfusionMatrix
from digit_recognizer.app.judge.paint import error_ground
from digit_recognizer.app.judge.state import Cell
from digit_recognizer.app.widgets.style_sheet import use_theme
from digit_recognizer.app.widgets.theme import DARK, LIGHT, Theme
from tests.app.hand import QTest
from tests.app.judge.digits import readings
from tests.app.widgets.test_theme import contrast
from tools.painted_text import complaints_of, noted_texts


@pytest.fixture
def matrix(qtbot: QtBot) -> ConfusionMatrix:
    widget = ConfusionMatrix()
    qtbot.addWidget(widget)
    widget.resize(440, 440)
    widget.show_matrix(readings().confusion)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


@pytest.fixture
def chosen(matrix: ConfusionMatrix) -> list[Cell | None]:
    cells: list[Cell | None] = []
    matrix.cell_chosen.connect(cells.append)
    return cells


@pytest.mark.parametrize("side", [300, 440, 1000])
def test_every_count_is_shown_exactly_and_whole(matrix: ConfusionMatrix, side: int) -> None:
    counts = np.full((10, 10), 1)
    counts[range(10), range(10)] = 8888
    matrix.show_matrix(counts)
    matrix.resize(side, side)
    with noted_texts() as texts:
        matrix.grab()
    assert not complaints_of(texts)
    assert sum(text.text == "8888" for text in texts) == 10


def click(matrix: ConfusionMatrix, cell: Cell) -> None:
    place = matrix.cell_rect(cell).center().toPoint()
    QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=place)


def colour(matrix: ConfusionMatrix, cell: Cell) -> QColor:
    place = matrix.cell_rect(cell)
    return matrix.grab().toImage().pixelColor(round(place.left() + 4), round(place.center().y()))


def test_a_click_chooses_a_cell_and_a_second_all(
    matrix: ConfusionMatrix, chosen: list[Cell | None]
) -> None:
    click(matrix, (4, 9))
    matrix.choose((4, 9))
    click(matrix, (4, 9))
    assert chosen == [(4, 9), None]


def test_arrow_keys_walk_and_return_chooses(
    matrix: ConfusionMatrix, chosen: list[Cell | None]
) -> None:
    for key in ("Down", "Right", "Right", "Up", "Up", "Left"):
        QTest.keyClick(matrix, getattr(Qt.Key, f"Key_{key}"))
    QTest.keyClick(matrix, Qt.Key.Key_Return)
    assert chosen == [(9, 1)]
    matrix.choose((9, 1))
    QTest.keyClick(matrix, Qt.Key.Key_Escape)
    assert chosen == [(9, 1), None]


def test_it_says_what_it_shows(matrix: ConfusionMatrix) -> None:
    said = matrix.accessibleDescription()
    assert said == (
        "3 mistakes in 6 digits. Most frequent: 4 read as 9 2 times, 9 read as 4 1 time."
    )
    QTest.keyClick(matrix, Qt.Key.Key_Right)
    assert matrix.accessibleDescription() == "0 read as 1: 0 (there is none)"
    matrix.choose((4, 8))
    QTest.keyClick(matrix, Qt.Key.Key_Right)
    assert matrix.accessibleDescription() == "4 read as 9: 2 (66.67 % of the 3 4s)"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_mistakes_are_coloured_by_their_number_and_the_diagonal_is_muted(
    matrix: ConfusionMatrix, theme: Theme
) -> None:
    use_theme(theme)
    assert colour(matrix, (4, 4)) == QColor(theme.hairline)
    assert colour(matrix, (0, 1)) == QColor(theme.card)
    assert colour(matrix, (4, 9)) == error_ground(theme, 1)
    assert colour(matrix, (9, 4)) not in (QColor(theme.card), error_ground(theme, 1))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_counts_can_be_read_on_every_colour(theme: Theme) -> None:
    for share in (0, 0.5, 1):
        assert contrast(theme.text, error_ground(theme, share).name()) >= 4.5
    assert contrast(theme.muted, theme.hairline) >= 4.5


def test_before_anything_is_measured_nothing_can_be_chosen(
    matrix: ConfusionMatrix, chosen: list[Cell | None]
) -> None:
    matrix.show_matrix(None)
    click(matrix, (4, 9))
    QTest.keyClick(matrix, Qt.Key.Key_Return)
    assert not chosen
    assert matrix.accessibleDescription() == "Nothing is measured yet."
