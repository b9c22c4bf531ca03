"""Where the panels stand: apart from each other, on the page, and never too small."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from PyQt6.QtCore import QRect, QSize

from digit_recognizer.app.judge.arrangement import Arrangement, arrange
from digit_recognizer.app.judge.gallery import picture_side, tile_size

SIZES = st.builds(QSize, st.integers(460, 3000), st.integers(250, 1800))


def panels(places: Arrangement) -> list[QRect]:
    return [
        places.headline,
        places.matrix,
        places.gallery_heading,
        places.gallery,
        places.curves_heading,
        *places.charts,
    ]


@given(SIZES)
def test_panels_stand_apart_and_on_the_page(size: QSize) -> None:
    places = arrange(size)
    page = QRect(0, 0, size.width(), places.height)
    for panel in panels(places):
        assert page.contains(panel)
    for one, other in combinations(panels(places), 2):
        assert not one.intersects(other), (one, other)


@given(SIZES)
def test_nothing_is_too_small_to_be_read(size: QSize) -> None:
    places = arrange(size)
    assert places.matrix.width() >= 300
    row = tile_size(picture_side(places.gallery.width())).height()
    assert places.gallery.height() >= row
    assert places.gallery.height() % row == 0
    for chart in places.charts:
        assert chart.width() >= 160
        assert chart.height() >= 128


def test_a_comfortable_window_needs_no_scrolling() -> None:
    assert arrange(QSize(1040, 620)).height == 620
