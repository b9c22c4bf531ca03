"""What the network sees: the picture of 28×28 pixels, each shown as a square."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.core.pictures import image_of_grey
from digit_recognizer.app.widgets.theme import current_theme

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["PIXELS", "Seen"]

PIXELS = 28


class Seen(QWidget):
    """Shows the network's input."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seen")
        self.setAccessibleName("network input")
        self.setWhatsThis(
            "What it sees\nThe drawing as the network gets it: cut out, brought to 20×20 pixels, "
            "and laid with its centre of mass in the middle of 28×28."
        )
        self.setToolTip(
            "The drawing as the network gets it: cut out, brought to 20×20 pixels,\n"
            "and laid with its centre of mass in the middle of 28×28."
        )
        self._image: QImage | None = None
        self.show_nothing()

    def set_scale(self, scale: int) -> None:
        """Show each pixel as a square of `scale` logical pixels."""
        self.setFixedSize(QSize(PIXELS * scale, PIXELS * scale))

    def show_pixels(self, grey: NDArray[np.uint8]) -> None:
        """Show `grey`, (28, 28) uint8."""
        self._image = image_of_grey(grey)
        self.setAccessibleDescription("The 28 by 28 pixels that the network sees of the drawing.")
        self.update()

    def show_nothing(self) -> None:
        """Show that there is nothing to see."""
        self._image = None
        self.setAccessibleDescription("Nothing yet: the canvas is blank.")
        self.update()

    def image(self) -> QImage | None:
        """Return what is shown, one pixel for each of the network's, or None."""
        return self._image

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the pixels with hard edges."""
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.paper))
        if self._image is not None:
            # The lighter of the two: black pixels become paper.
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
            painter.drawImage(self.rect(), self._image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        if theme.name == "dark":
            painter.setPen(QPen(QColor(theme.hairline), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
