"""A column that scrolls, and does not change its width by that."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QScrollArea, QWidget

__all__ = ["ScrollArea"]


class ScrollArea(QScrollArea):
    """Scrolls up and down; its bar always has its room, and is unseen where nothing scrolls.

    A bar that comes and goes changes the width, and with the width the height that called for the
    bar: at some sizes it would come and go for ever. The style sheet hides it while it is disabled.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.verticalScrollBar()
        assert bar is not None
        bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))
        bar.setEnabled(bar.maximum() > bar.minimum())
