"""What the user has set: one immutable value, held by an object that tells when it changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from PyQt6.QtCore import QObject, pyqtSignal

__all__ = ["CurrentSettings", "Settings", "ThemeChoice", "with_recent"]

ThemeChoice = Literal["system", "light", "dark"]


@dataclass(frozen=True)
class Settings:
    """Everything that is the same when the window opens again.

    Parameters
    ----------
    theme
        ``"light"``, ``"dark"``, or what the system asks for.
    pen
        Name of the pen.
    network
        Name of the network that reads.
    window_size
        Width and height in logical pixels; None before the window was first closed.
    show_box
        Whether the canvas shows the box that the network will see.
    welcomed
        Whether the window has shown where to begin.
    folders
        Where dialogs begin: pairs of a purpose and a folder.
    hand
        Whose hand is read; empty for nobody's.
    recent
        Paths of the pictures that were opened last, the newest first.
    """

    theme: ThemeChoice = "system"
    pen: str = "pen-2"
    network: str = "lenet5"
    window_size: tuple[int, int] | None = None
    show_box: bool = True
    welcomed: bool = False
    folders: tuple[tuple[str, str], ...] = ()
    recent: tuple[str, ...] = ()
    hand: str = ""


_MOST_RECENT = 8


def with_recent(recent: tuple[str, ...], path: str) -> tuple[str, ...]:
    """Return the recent pictures with another one first.

    >>> with_recent(("a.png", "b.png"), "b.png")
    ('b.png', 'a.png')
    """
    return (path, *(other for other in recent if other != path))[:_MOST_RECENT]


class CurrentSettings(QObject):
    """The settings as they are now."""

    changed = pyqtSignal(object)
    """The new ``Settings``."""

    def __init__(self, now: Settings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now = now or Settings()

    def change(self, **changes: Any) -> None:
        """Set what `changes` names to its new value."""
        settings = replace(self.now, **changes)
        if settings != self.now:
            self.now = settings
            self.changed.emit(settings)
