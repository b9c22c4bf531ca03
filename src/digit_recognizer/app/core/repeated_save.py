"""Saving that is tried again until it succeeds, and the strip that says what cannot be saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QObject, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QLabel, QWidget

from digit_recognizer.app.widgets.notice import breakable
from digit_recognizer.app.widgets.theme import SPACING, font, margin

__all__ = ["RepeatedSave", "SaveWarning"]

_MILLISECONDS = 5_000


class RepeatedSave(QObject):
    """Saves one thing whenever it is told to; where that fails, every five seconds once more.

    Parameters
    ----------
    save
        Saves it as it is now; raises ``OSError`` where that cannot be.
    """

    told = pyqtSignal(str)
    """Why it cannot be saved; empty as soon as it is saved again."""

    def __init__(self, save: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save = save
        self._problem = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_MILLISECONDS)
        self._timer.timeout.connect(self.save)

    def save(self) -> None:
        """Try to save, and tell where there is news."""
        problem = ""
        try:
            self._save()
        except OSError as error:
            problem = error.strerror or str(error)
        if problem != self._problem:
            self._problem = problem
            self.told.emit(problem)
        if problem and not self._timer.isActive():
            self._timer.start()
        elif not problem:
            self._timer.stop()

    def close(self) -> None:
        """Try no more."""
        self._timer.stop()


class SaveWarning(QLabel):
    """A strip below the header, there exactly as long as something cannot be saved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("save-warning")
        self.setAccessibleName("save-warning")
        self.setFont(font(13))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("tone", "caution")
        self._lines: dict[str, str] = {}
        self.hide()

    def watch(self, saving: RepeatedSave, what: str, loss: str, folder: Path) -> None:
        """Show, as long as `saving` fails, that it does.

        Parameters
        ----------
        saving
            What is watched.
        what
            What it saves: ``"drawing"``.
        loss
            What its failure means, in a sentence.
        folder
            Where it saves.
        """

        def tell(problem: str) -> None:
            self._lines[what] = problem and (
                f"The {what} cannot be saved: {problem}. {loss} "
                f"Free some space in {folder}, or mend its permissions."
            )
            shown = "\n".join(line for line in self._lines.values() if line)
            self.setText(breakable(shown))
            self.setAccessibleDescription(shown)
            self.setVisible(bool(shown))

        saving.told.connect(tell)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep to the edges of what is below."""
        edge = margin(self.width())
        self.setContentsMargins(edge, SPACING[1], edge, SPACING[1])
        super().resizeEvent(event)
