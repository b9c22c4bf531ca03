"""A surface that stands off the ground of the window."""

from __future__ import annotations

from PyQt6.QtWidgets import QFrame, QWidget

__all__ = ["Card"]


class Card(QFrame):
    """A rounded frame and its ground, as the style sheet draws them; the focus is its outline.

    Parameters
    ----------
    plain
        Whether it is unseen but for the focus, as it lies on another card.
    """

    def __init__(self, parent: QWidget | None = None, *, plain: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("plain", plain)
