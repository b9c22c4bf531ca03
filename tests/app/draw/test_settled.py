"""Settled ink: it looks the same however it came about, and is drawn once."""

import pytest
from PyQt6.QtGui import QImage
from pytestqt.qtbot import QtBot

from digit_recognizer.app.core.drawing import Sheet, Stroke
from digit_recognizer.app.draw import settled
from digit_recognizer.app.draw.settled import SettledInk, Surface

SURFACE = Surface(140, 1.5, "#FFFFFF")
STROKES = tuple(
    Stroke(tuple((20.0 + 7 * step, 30.0 * row + 3 * (step % 2)) for step in range(30)), 16.0)
    for row in range(1, 5)
)


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    """Pixmaps need an application."""


def fresh(sheet: Sheet, surface: Surface = SURFACE) -> QImage:
    return SettledInk().pixmap(sheet, surface).toImage()


def test_stroke_by_stroke_looks_like_all_at_once() -> None:
    ink = SettledInk()
    for count in range(len(STROKES) + 1):
        sheet = Sheet(STROKES[:count])
        assert ink.pixmap(sheet, SURFACE).toImage() == fresh(sheet)


@pytest.mark.parametrize(
    "after",
    [
        Sheet(),
        Sheet(STROKES[:1]),
        Sheet(STROKES[1:]),
        Sheet((STROKES[3], *STROKES[:3])),
    ],
)
def test_what_was_taken_away_or_changed_is_gone(after: Sheet) -> None:
    ink = SettledInk()
    ink.pixmap(Sheet(STROKES[:3]), SURFACE)
    assert ink.pixmap(after, SURFACE).toImage() == fresh(after)


def test_another_size_is_drawn_anew() -> None:
    ink, larger = SettledInk(), Surface(200, 2.0, "#FFFFFF")
    ink.pixmap(Sheet(STROKES), SURFACE)
    assert ink.pixmap(Sheet(STROKES), larger).toImage() == fresh(Sheet(STROKES), larger)


def test_each_stroke_is_drawn_once(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    drawn: list[Stroke] = []
    monkeypatch.setattr(
        settled, "paint_sheet", lambda painter, sheet, ink: drawn.extend(sheet.strokes)
    )
    ink = SettledInk()
    for count in (1, 2, 2, 4, 4):
        ink.pixmap(Sheet(STROKES[:count]), SURFACE)
    assert drawn == list(STROKES)
