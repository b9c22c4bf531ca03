"""What the pages of one window share."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from digit_recognizer.app.core.characters import Characters
from digit_recognizer.app.core.drawing import Drawing
from digit_recognizer.app.core.hands import Hands
from digit_recognizer.app.core.messages import Messages
from digit_recognizer.app.core.networks import Networks
from digit_recognizer.app.core.reading import Reader
from digit_recognizer.app.core.settings import CurrentSettings
from digit_recognizer.training.preparation import Readiness

__all__ = ["Session"]


@dataclass(frozen=True, eq=False)
class Session:
    """The objects that all pages observe; each tells of its changes, and only of changes.

    Parameters
    ----------
    drawing
        What lies on the canvas.
    reader
        Reads the drawing in a thread of its own, with the current network.
    characters
        What was read last, and which character of a number is looked at.
    networks
        The networks to choose from, and the current one.
    settings
        What the user has set.
    hands
        Whose hand is read, and what is learned of it.
    messages
        What the window has to say.
    readiness
        What was compiled, fetched and prepared already.
    sheets_file
        Where the sheets that are open are stored; None for nowhere.
    """

    drawing: Drawing
    reader: Reader
    characters: Characters
    networks: Networks
    settings: CurrentSettings
    hands: Hands
    messages: Messages = field(default_factory=Messages)
    readiness: Readiness = field(default_factory=Readiness)
    sheets_file: Path | None = None
