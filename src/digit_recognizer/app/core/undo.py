"""What a page can take back: offered in its message, and by Ctrl+Z until the window closes."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.core.messages import Topic
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["Undo"]


class Undo:
    """The steps of a page that can be taken back, the last one first.

    Parameters
    ----------
    page
        Where Ctrl+Z takes a step back while it is shown.
    messages
        Say of each step what was done, and of what could not be taken back.
    """

    def __init__(self, page: QWidget, messages: Topic) -> None:
        self._messages = messages
        self._steps: list[Callable[[], None]] = []
        shortcut = QShortcut(QKeySequence("Ctrl+Z"), page)
        shortcut.setWhatsThis("Undo")
        shortcut.activated.connect(self.take_back)

    def offer(self, message: str, step: Callable[[], None]) -> None:
        """Say what was done, and offer to take it back.

        Parameters
        ----------
        message
            What was done.
        step
            Takes it back; raises ``DigitRecognizerError`` where that cannot be.
        """
        self._steps.append(step)
        self._messages.ask(message, "Undo", self.take_back)

    def take_back(self) -> None:
        """Take back the last step, if there is one."""
        if not self._steps:
            return
        self._messages.clear()
        step = self._steps.pop()
        try:
            step()
        except DigitRecognizerError as error:
            # It may be possible later, and is not in the way of the steps before it.
            self._steps.insert(0, step)
            self._messages.ask(str(error))
