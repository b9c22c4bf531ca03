"""Nothing on the page lies on anything else, at any size of the window and of its text."""

import os
import subprocess
import sys
from itertools import pairwise

import pytest
from PyQt6.QtCore import QPoint, QRect
from PyQt6.QtWidgets import QApplication, QWidget

from digit_recognizer.app.inside.page import InsidePage
from digit_recognizer.app.window import MainWindow

HEIGHTS = range(400, 721, 20)


def place_in(page: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(page, QPoint()), widget.size())


def overlaps(page: InsidePage) -> list[str]:
    """Which parts of the page lie on each other or reach beyond it."""
    parts = {"view": page.view, "card": page.card, "bar": page.bar}
    places = {name: place_in(page, each) for name, each in parts.items() if each.isVisible()}
    found = [name for name, place in places.items() if not page.rect().contains(place)]
    above = list(places.items())
    for (upper, one), (lower, other) in pairwise(above):
        if one.bottom() >= other.top():
            found.append(f"{upper} on {lower}")
    return found


@pytest.mark.parametrize("width", [480, 700, 1040])
def test_the_card_never_runs_under_the_toolbar(
    window: MainWindow, reading: InsidePage, width: int
) -> None:
    found = {}
    for height in HEIGHTS:
        window.resize(width, height)
        QApplication.processEvents()
        assert window.height() == height
        if overlaps(reading):
            found[height] = overlaps(reading)
    assert not found


def test_the_card_is_shown_where_there_is_room_for_it(
    window: MainWindow, reading: InsidePage
) -> None:
    window.resize(800, 400)
    QApplication.processEvents()
    assert not reading.card.isVisible()
    window.resize(800, 600)
    QApplication.processEvents()
    assert reading.card.isVisible()


@pytest.mark.skipif("QT_SCALE_FACTOR" in os.environ, reason="this is the run at that scale")
def test_at_200_percent_it_is_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"{__file__}"],
        env=os.environ | {"QT_SCALE_FACTOR": "2"},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stdout
