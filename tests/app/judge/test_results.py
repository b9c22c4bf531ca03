"""The page of results comes to rest at every size, and shows all that is on it."""

from PyQt6.QtCore import QSize
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digit_recognizer.app.judge.arrangement import arrange
from digit_recognizer.app.judge.results import Results
from digit_recognizer.app.judge.state import JudgeState
from digit_recognizer.app.widgets.style_sheet import give_style
from digit_recognizer.training.preparation import Readiness

BARS = range(8, 20)
"""How wide a scroll bar may be."""


def doubtful_sizes() -> list[QSize]:
    """Return sizes at which a page is too high, but with the width of a bar less would not be."""
    return [
        QSize(width, height)
        for width in range(460, 1500, 5)
        for height in range(250, 1100, 10)
        if arrange(QSize(width, height)).height > height
        and any(arrange(QSize(width - bar, height)).height <= height for bar in BARS)
    ]


def test_what_is_too_high_by_the_width_of_its_bar_can_be_scrolled(qtbot: QtBot) -> None:
    page = Results(JudgeState(Readiness()))
    qtbot.addWidget(page)
    page.show()
    bar, sheet, viewport = page.verticalScrollBar(), page.widget(), page.viewport()
    assert bar is not None
    assert sheet is not None
    assert viewport is not None
    sizes = doubtful_sizes()
    assert sizes
    for size in sizes:
        page.resize(size)
        QApplication.processEvents()
        assert bar.maximum() == sheet.height() - viewport.height() > 0, size
        assert bar.isEnabled()


def test_the_bar_takes_no_room_from_the_panels(qtbot: QtBot) -> None:
    page = Results(JudgeState(Readiness()))
    give_style(page)
    qtbot.addWidget(page)
    page.show()
    for size in (QSize(1000, 500), QSize(1000, 900), QSize(600, 500)):
        page.resize(size)
        QApplication.processEvents()
        assert page.gallery.geometry() == arrange(size).gallery
        assert page.gallery.geometry().right() < page.viewport().width()  # type: ignore[union-attr]
