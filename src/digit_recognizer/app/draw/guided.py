"""A guided minute: thirty digits to write, each of which is learned."""

from __future__ import annotations

from PyQt6.QtCore import QObject, QTimer

from digit_recognizer.app.core.reading import Reading
from digit_recognizer.app.core.session import Session

__all__ = ["ORDER", "Guide"]

ORDER = (3, 7, 0, 9, 4, 1, 8, 2, 6, 5) * 3
_PAUSE = 1_000
"""Milliseconds without the pen after which a digit is complete."""


class Guide(QObject):
    """Asks for one digit after another, and learns each when the pen has rested.

    Parameters
    ----------
    session
        Its drawing is written on, its messages ask, its hands learn.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._place: int | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._take)
        session.drawing.listen(self._follow_drawing)
        session.characters.read.connect(self._follow_reading)

    @property
    def wanted(self) -> int | None:
        """The digit that is asked for; None where none is."""
        return None if self._place is None else ORDER[self._place]

    def begin(self) -> None:
        """Ask for the first digit."""
        self._ask(0)

    def end(self) -> None:
        """Ask for no more."""
        self._timer.stop()
        self._place = None
        self._session.messages.about("guide").clear()

    def _ask(self, place: int) -> None:
        self._session.drawing.clear()
        self._place = place
        self._session.messages.about("guide").ask(
            f"Write a {ORDER[place]}, as you always do ({place + 1} of {len(ORDER)}).",
            "End",
            self.end,
        )

    def _follow_drawing(self) -> None:
        self._timer.stop()

    def _follow_reading(self, _: Reading) -> None:
        if self._place is not None and not self._session.drawing.in_gesture:
            self._timer.start()

    def _take(self) -> None:
        sheet, place = self._session.drawing.sheet, self._place
        if place is None or not sheet.strokes:
            return
        strokes = [stroke.points for stroke in sheet.strokes]
        self._session.hands.learn_strokes(strokes, ORDER[place], "Thirty digits")
        if place + 1 < len(ORDER):
            self._ask(place + 1)
        else:
            self.end()
            self._session.drawing.clear()
            self._session.messages.about("hands").news("Thank you: thirty digits were learned.")
