"""The tools below: what can be done here, and the scale of colours."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.core.session import Session
from digit_recognizer.app.draw.actions import DrawingActions
from digit_recognizer.app.draw.opening import Opening
from digit_recognizer.app.inside.scale import image_of_values
from digit_recognizer.app.inside.state import InsideState
from digit_recognizer.app.inside.words import number
from digit_recognizer.app.widgets.parts import new_label
from digit_recognizer.app.widgets.theme import SPACING, current_theme, font
from digit_recognizer.app.widgets.tool_row import ToolRow, new_action

__all__ = ["Bar", "Legend"]

_WITH_WORDS = 1000
_WITH_HELP = 1340
_WITH_LEGEND = 570
_WITH_WIDE_LEGEND = 1200
_HELP = "Point at a square · click a class · arrow keys walk"


class Bar(ToolRow):
    """Buttons for the sliding kernel and for the drawing, the keys, and the scale."""

    number_wanted = pyqtSignal(bool)
    """How the number was read shall be shown in place of the layers, or no longer."""

    def __init__(
        self,
        session: Session,
        opening: Opening,
        state: InsideState,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_WITH_WORDS, prefix="inside-", parent=parent)
        self._state = state
        self.sweep = new_action(
            self,
            "Slide the kernel",
            "Lets the chosen unit slide over its whole feature map.",
            ("S",),
            lambda: state.sweep(self.sweep.isChecked()),
        )
        self.sweep.setCheckable(True)
        self.add("play", self.sweep, in_words=True)
        self.number = new_action(
            self,
            "The number",
            "Shows how a number was cut into digits and read, in place of the layers.",
            ("N",),
            lambda: self.number_wanted.emit(self.number.isChecked()),
        )
        self.number.setCheckable(True)
        self.add("graph", self.number, in_words=True)
        # Escape releases the unit here.
        actions = DrawingActions(session, opening, ("Delete",), self)
        self._row.addSpacing(SPACING[1])
        actions.add_history(self)
        self._row.addSpacing(SPACING[1])
        actions.add_content(self)
        self.add_menu(
            "more",
            "More",
            "Paste a picture, show the network's box",
            (actions.paste, actions.box),
        )
        self._row.addStretch(1)
        self._help = new_label(_HELP, name="inside-help", pixels=11, tone="muted")
        self._row.addWidget(self._help)
        self._row.addStretch(1)
        self._row.addSpacing(SPACING[2])
        self.legend = Legend()
        self._row.addWidget(self.legend)
        self.number.toggled.connect(self._show_legend)
        state.snapshot_changed.connect(self._follow)
        state.sweep_changed.connect(self._follow)
        self._follow()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Help where there is room."""
        super().resizeEvent(event)
        self._help.setVisible(self.width() >= _WITH_HELP)
        self.legend.set_short(self.width() < _WITH_WIDE_LEGEND)
        self._show_legend()

    def _show_legend(self) -> None:
        """Show the scale of the values where there are some, and room."""
        layers = not self.number.isChecked()
        self.legend.setVisible(layers and self.width() >= _WITH_LEGEND)

    def _follow(self) -> None:
        self.sweep.setChecked(self._state.is_sweeping)
        self.sweep.setEnabled(self._state.snapshot is not None and not self._state.is_blank)


_SIZE, _SHORT = QSize(220, 32), QSize(144, 32)
_SIDE = 34.0


class Legend(QWidget):
    """Shows which colour is which value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("legend")
        self.setAccessibleName("the scale of colours")
        self.setFixedSize(_SIZE)
        self._limit = 0.0
        self.show_limit(1.7159)

    def set_short(self, short: bool) -> None:
        """Take less room, or as much as is comfortable."""
        self.setFixedSize(_SHORT if short else _SIZE)

    def show_limit(self, limit: float) -> None:
        """Show a scale from -limit to limit."""
        if limit != self._limit:
            self._limit = limit
            text = f"Blue is negative, down to {number(-limit, 1)}; orange positive, up to "
            self.setToolTip(f"{text}{number(limit, 1)}; in between is zero.")
            self.setAccessibleDescription(self.toolTip())
            self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the scale between its two ends."""
        theme = current_theme()
        painter = QPainter(self)
        bar = QRectF(_SIDE, self.height() / 2 - 8, self.width() - 2 * _SIDE, 10)
        steps = np.linspace(-self._limit, self._limit, 101)[None]
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(bar, image_of_values(steps, self._limit, theme))
        painter.setPen(QPen(QColor(theme.hairline), 1))
        painter.drawRect(bar)
        painter.setFont(font(11))
        painter.setPen(QColor(theme.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        ends = QRectF(0, bar.center().y() - 8, self.width(), 16)
        painter.drawText(ends, middle | Qt.AlignmentFlag.AlignLeft, number(-self._limit, 1))
        painter.drawText(ends, middle | Qt.AlignmentFlag.AlignRight, f"+{number(self._limit, 1)}")
        below = QRectF(bar.left(), bar.bottom(), bar.width(), 14)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, "0")
