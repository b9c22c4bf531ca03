"""What several panels paint alike."""

from __future__ import annotations

from PyQt6.QtGui import QColor

from digit_recognizer.app.widgets.theme import Theme

__all__ = ["error_ground", "mixed"]

_STRONGEST = {"light": 0.55, "dark": 0.42}
"""More colour than that and text on it is hard to read."""


def mixed(colour: str, ground: str, share: float) -> QColor:
    """Return `share` of `colour`, from 0 to 1, laid on `ground`."""
    over, under = QColor(colour), QColor(ground)
    return QColor(
        *(
            round(share * above + (1 - share) * below)
            for above, below in zip(over.getRgb()[:3], under.getRgb()[:3], strict=True)
        )
    )


def error_ground(theme: Theme, share: float) -> QColor:
    """Return the colour of a cell with mistakes; `share` is 0 to 1 of the most frequent one."""
    return mixed(theme.wrong, theme.card, 0.10 + share * (_STRONGEST[theme.name] - 0.10))
