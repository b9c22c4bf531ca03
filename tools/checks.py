"""All that can be wrong with the looks of a window and that a program can see."""

from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QApplication, QScrollArea, QWidget

from tools.painted_text import complaints_of, noted_texts
from tools.widget_tree import cut_off

__all__ = ["complaints_about"]


def complaints_about(window: QWidget) -> list[str]:
    """Say what is cut off, or lies on something else, in `window` as it is now."""
    found = cut_off(window)
    pages = [
        area.widget()
        for area in window.findChildren(QScrollArea)
        if area.isVisible() and area.widget()
    ]
    for part in window.findChildren(QWidget):
        if part.isVisible():
            # What was painted and kept is painted anew, so that its texts are noted.
            QApplication.sendEvent(part, QResizeEvent(part.size(), part.size()))
    for widget in (window, *pages):
        assert widget is not None
        with noted_texts() as texts:
            widget.grab()
        found += complaints_of(texts)
    return list(dict.fromkeys(found))
