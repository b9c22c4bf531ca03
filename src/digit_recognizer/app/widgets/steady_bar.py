"""A scroll bar that keeps its room, so that what is scrolled comes to rest."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QScrollArea

__all__ = ["keep_room_for_bar"]


def keep_room_for_bar(area: QScrollArea) -> None:
    """Let the upright bar of `area` stand there always, unseen where there is nothing to scroll.

    A bar that comes and goes changes the width, and with the width the height that called for the
    bar: at some sizes it would come and go for ever. The style sheet hides it while it is disabled.
    """
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    bar = area.verticalScrollBar()
    assert bar is not None
    bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))
    bar.setEnabled(bar.maximum() > bar.minimum())
