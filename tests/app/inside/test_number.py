"""How a number was read, following the pen."""

import pytest
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QImage, QPainter
from PyQt6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from digit_recognizer import Recognizer
from digit_recognizer.app.inside.graph_picture import arc_rects, paint_graph, paint_readings
from digit_recognizer.app.inside.page import InsidePage
from digit_recognizer.app.inside.sweep_picture import paint_sweep, sweep_height
from digit_recognizer.app.widgets.theme import DARK, LIGHT, Theme
from digit_recognizer.app.window import MainWindow
from digit_recognizer.numbers.layout import graph_layout
from tests.app.conftest import OpenWindow
from tests.app.hand import QTest, click, draw, part
from tests.numbers.drawn import FOUR, TWO, beside

STROKES = beside(FOUR, TWO)
LINES = [[(0.1 + x / 120, 0.3 + y / 120) for x, y in stroke] for stroke in STROKES]


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """A window with a recognizer that reads, at Look inside."""
    window = open_window(Recognizer())
    window.resize(1040, 720)
    window.show_page("Look inside")
    return window


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> InsidePage:
    """The page with how 42 was read."""
    page = window.page("Look inside")
    assert isinstance(page, InsidePage)
    click(window, "inside-graph")
    draw(page.number.canvas, LINES)
    qtbot.waitUntil(
        lambda: "".join(each.text for each in window.session.characters.all) == "42", timeout=20_000
    )
    return page


def test_the_graph_of_what_is_drawn_is_shown(page: InsidePage) -> None:
    assert page.number.isVisible()
    assert not page.view.isVisible()
    assert not page.bar.legend.isVisible()
    graph = page.number.graph
    assert graph is not None
    assert [arc.character.text for arc in graph.arcs if arc.on_path] == ["4", "2"]
    assert page.number.accessibleDescription().startswith("42: 42 with")


def test_a_click_on_an_arc_and_the_arrows_look_at_a_digit(
    window: MainWindow, page: InsidePage
) -> None:
    view, characters = page.number, window.session.characters
    assert view.graph is not None
    assert characters.index == 1
    rects = arc_rects(view.graph, view._graph_area())
    four = next(
        rect
        for arc, rect in zip(view.graph.arcs, rects, strict=True)
        if arc.on_path and arc.character.text == "4"
    )
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=four.center().toPoint())
    assert characters.index == 0
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert characters.index == 1


def test_the_layers_show_the_digit_that_is_looked_at(window: MainWindow, page: InsidePage) -> None:
    four, two = window.session.characters.all
    for index, character in enumerate((four, two)):
        window.session.characters.choose(index)
        assert (page._input == character.network_input).all()
    click(window, "inside-graph")
    assert page.view.isVisible()
    assert not page.number.isVisible()


def test_the_second_reader_stands_below_where_there_is_room(page: InsidePage) -> None:
    view = page.number
    tall, short = (view.width(), 600), (view.width(), 300)
    view.resize(*tall)
    assert view._line is not None
    assert view._line.second is not None
    needed = sweep_height(view._line.second, view._graph_area().width())
    assert view._graph_area().bottom() == view.height() - min(needed, 144)
    assert not view.grab().isNull()
    view.resize(*short)
    assert view._graph_area().bottom() == view.height()


def test_one_digit_has_no_graph(window: MainWindow, page: InsidePage, qtbot: QtBot) -> None:
    window.drawing.undo()
    qtbot.waitUntil(lambda: page.number.graph is None)
    assert "two digits" in page.number.accessibleDescription()
    assert part(window, QToolButton, "inside-graph").isChecked()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_figure_is_drawn_without_a_window(qapp: object, theme: Theme) -> None:
    read = Recognizer().recognize_number_strokes(STROKES)
    assert read.segmentation is not None
    layout = graph_layout(read.segmentation, read.characters, least=0)
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_graph(painter, QRectF(0, 0, 400, 200), layout, theme)
    paint_readings(painter, QRectF(0, 200, 400, 100), read.alternatives, theme)
    assert read.second is not None
    before = image.copy()
    paint_sweep(painter, QRectF(0, 200, 400, 100), read.second, theme)
    painter.end()
    assert image != before
    assert image.copy(0, 0, 400, 200) == before.copy(0, 0, 400, 200)
    rects = arc_rects(layout, QRectF(0, 0, 400, 200))
    assert all(QRectF(0, 0, 400, 200).contains(rect) for rect in rects)
    shades = {image.pixel(x, y) for x in range(0, 400, 3) for y in range(0, 200, 3)}
    assert len(shades) > 20
