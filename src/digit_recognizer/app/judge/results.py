"""The page of results: all panels, at their places."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QSize, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QPainter, QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QWidget

from digit_recognizer.app.judge.arrangement import arrange
from digit_recognizer.app.judge.confusion_view import ConfusionMatrix
from digit_recognizer.app.judge.gallery import Gallery
from digit_recognizer.app.judge.headline import Headline
from digit_recognizer.app.judge.reliability_chart import ReliabilityChart
from digit_recognizer.app.judge.robustness_chart import Legend, RobustnessChart
from digit_recognizer.app.judge.state import JudgeState
from digit_recognizer.app.judge.words import mistakes_in_words
from digit_recognizer.app.widgets.parts import new_button, new_label
from digit_recognizer.app.widgets.scroll_area import ScrollArea
from digit_recognizer.app.widgets.theme import SPACING, current_theme
from digit_recognizer.evaluation.disturbances import DISTURBANCES

__all__ = ["Results"]


class Results(ScrollArea):
    """Shows what came of a measurement; it scrolls where the window is small."""

    opened = pyqtSignal(object)
    """A ``GalleryDigit`` shall be looked at on the canvas."""

    def __init__(self, state: JudgeState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("judge-page")
        self._state = state
        self._sheet = QWidget()
        self._sheet.setObjectName("judge-sheet")
        self.setWidget(self._sheet)
        self.headline = Headline(self._sheet)
        self.matrix = ConfusionMatrix(self._sheet)
        self.gallery_heading = _GalleryHeading(self._sheet)
        self.gallery = Gallery(self._sheet)
        self.legend = Legend(self._sheet)
        self.reliability = ReliabilityChart(self._sheet)
        self.curves = tuple(RobustnessChart(each, self._sheet) for each in DISTURBANCES)
        self._connect()

    def picture(self, scale: float) -> QImage:
        """Return the whole page as a picture, `scale` pixels to each of the window's."""
        size = self._sheet.size()
        image = QImage(
            QSize(round(size.width() * scale), round(size.height() * scale)),
            QImage.Format.Format_RGB32,
        )
        image.setDevicePixelRatio(scale)
        image.fill(QColor(current_theme().window))
        painter = QPainter(image)
        self._sheet.render(painter)
        painter.end()
        return image

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Give every panel its place."""
        super().resizeEvent(event)
        self._arrange()

    def _connect(self) -> None:
        state = self._state
        state.result_changed.connect(self._show_result)
        state.points_changed.connect(self._show_points)
        state.cell_changed.connect(self._show_cell)
        self.matrix.cell_chosen.connect(state.look_at)
        self.gallery_heading.all_wanted.connect(lambda: state.look_at(None))
        self.gallery_heading.open_wanted.connect(self._open)
        self.gallery.opened.connect(self.opened)
        selection = self.gallery.selectionModel()
        assert selection is not None
        selection.currentChanged.connect(self._show_selected)

    def _arrange(self) -> None:
        viewport = self.viewport()
        assert viewport is not None
        # The bar stands in the page's margin.
        places = arrange(self.size())
        self._sheet.resize(viewport.width(), max(viewport.height(), places.height))
        self.headline.setGeometry(places.headline)
        self.matrix.setGeometry(places.matrix)
        self.gallery_heading.setGeometry(places.gallery_heading)
        self.gallery.setGeometry(places.gallery)
        self.legend.setGeometry(places.curves_heading)
        for chart, place in zip((self.reliability, *self.curves), places.charts, strict=True):
            chart.setGeometry(place)

    def _show_result(self) -> None:
        result = self._state.result
        assert result is not None
        readings = result.measurement.readings
        self.headline.show_result(result, self._state.earlier)
        self.matrix.show_matrix(readings.confusion)
        self.reliability.show_reliability(readings.reliability)
        self._show_points()
        self._show_cell()

    def _show_points(self) -> None:
        for curve in self.curves:
            curve.show_points(self._state.points)
        if self._state.points:
            self.legend.show_count(self._state.points[0].share.whole)

    def _show_cell(self) -> None:
        result, cell = self._state.result, self._state.cell
        readings = result.measurement.readings if result is not None else None
        count = self.gallery.show_readings(readings, cell)
        self.matrix.choose(cell)
        self.gallery_heading.show_cell(mistakes_in_words(count, cell), chosen=cell is not None)
        self._show_selected()

    def _show_selected(self) -> None:
        self.gallery_heading.open.setEnabled(self.gallery.looked_at() is not None)

    def _open(self) -> None:
        digit = self.gallery.looked_at()
        if digit is not None:
            self.opened.emit(digit)


class _GalleryHeading(QWidget):
    """Says what the gallery shows; goes back to all mistakes, or on to the canvas."""

    all_wanted = pyqtSignal()
    open_wanted = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = new_label(name="gallery-heading", bold=True)
        self.all = _link("all-mistakes", "Show all mistakes", "Leave the cell of the matrix")
        self.open = _link("open-in-draw", "Open on the canvas", "Draw on, or look inside")
        self.all.clicked.connect(self.all_wanted)
        self.open.clicked.connect(self.open_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, SPACING[0])
        row.setSpacing(SPACING[1])
        row.addWidget(self.text, 1)
        row.addWidget(self.all)
        row.addWidget(self.open)

    def show_cell(self, text: str, *, chosen: bool) -> None:
        """Show a heading; offer all mistakes where only some are shown."""
        self.text.setText(text)
        self.all.setVisible(chosen)


_link = partial(new_button, look="quiet", pixels=11)
