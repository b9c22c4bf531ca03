"""The look: colours, spacing and type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QFont, QGuiApplication

__all__ = [
    "CONTROL",
    "CONTROL_RADIUS",
    "DARK",
    "LIGHT",
    "RADIUS",
    "SPACING",
    "TOUCH",
    "Theme",
    "ThemeName",
    "current_theme",
    "font",
    "margin",
    "system_theme",
]

ThemeName = Literal["light", "dark"]

SPACING = (4, 8, 12, 16, 24, 32)
CONTROL = 32
"""Height of a control; with the room around it that also takes the click it is ``TOUCH``."""
TOUCH = 40
RADIUS = 8
CONTROL_RADIUS = 6
_NARROW = 720


@dataclass(frozen=True)
class Theme:
    """The colours of one look, each ``#RRGGBB``."""

    name: ThemeName
    window: str
    card: str
    hairline: str
    text: str
    muted: str
    accent: str
    caution: str
    wrong: str
    canvas: str = "#0E0F12"
    ink: str = "#FFFFFF"
    hint: str = "#9AA3B2"

    def text_on_ground(self) -> list[tuple[str, str]]:
        """Return every pair of text and ground that the window shows."""
        inks = (self.text, self.muted, self.accent, self.caution, self.wrong)
        pairs = [(ink, ground) for ink in inks for ground in (self.window, self.card)]
        hovered = [(self.text, self.hairline)]
        primary = [(self.card, self.accent)]
        return [*pairs, *hovered, *primary, (self.ink, self.canvas), (self.hint, self.canvas)]


LIGHT = Theme(
    name="light",
    window="#F6F7F9",
    card="#FFFFFF",
    hairline="#E1E4EA",
    text="#16181D",
    muted="#5B6270",
    accent="#0B6BCB",
    caution="#9A5B00",
    wrong="#B3261E",
)

DARK = Theme(
    name="dark",
    window="#14161A",
    card="#1C1F25",
    hairline="#2C313A",
    text="#E8EAEE",
    muted="#9AA3B2",
    accent="#5AA9F8",
    caution="#E9B24A",
    wrong="#F2887F",
)


def system_theme() -> Theme:
    """Return the theme that the system asks for; light where it does not say."""
    hints = QGuiApplication.styleHints()
    dark = hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def current_theme() -> Theme:
    """Return the theme of the application: its palette says which one it is."""
    ground = QGuiApplication.palette().window().color()
    return DARK if ground == QColor(DARK.window) else LIGHT


def margin(width: int) -> int:
    """Return the room to leave at the edges of a window of `width`."""
    return SPACING[2] if width < _NARROW else SPACING[4]


def font(pixels: int = 13, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the platform's face at a size in logical pixels, with figures of one width."""
    face = QFont()
    face.setPixelSize(pixels)
    face.setWeight(weight)
    face.setFeature(QFont.Tag("tnum"), 1)
    return face
