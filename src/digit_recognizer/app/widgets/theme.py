"""The look: colours, spacing and type, and the one style sheet made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QFont, QGuiApplication

__all__ = [
    "CONTROL",
    "DARK",
    "LIGHT",
    "RADIUS",
    "SPACING",
    "TOUCH",
    "Theme",
    "ThemeName",
    "font",
    "margin",
    "style_sheet",
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
    paper: str = "#0E0F12"
    ink: str = "#FFFFFF"
    hint: str = "#9AA3B2"

    def text_on_ground(self) -> list[tuple[str, str]]:
        """Return every pair of text and ground that the window shows."""
        inks = (self.text, self.muted, self.accent, self.caution, self.wrong)
        pairs = [(ink, ground) for ink in inks for ground in (self.window, self.card)]
        hovered = [(self.text, self.hairline)]
        primary = [(self.card, self.accent)]
        return [*pairs, *hovered, *primary, (self.ink, self.paper), (self.hint, self.paper)]


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


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of the whole window."""
    return f"""
    QMainWindow, QDialog, QMessageBox {{ background: {theme.window}; }}
    QLabel, QAbstractButton {{ color: {theme.text}; background: transparent; }}
    #digit {{ margin-left: -5px; }}
    QLabel[tone="muted"] {{ color: {theme.muted}; }}
    QLabel[tone="accent"] {{ color: {theme.accent}; }}
    QLabel[tone="caution"] {{ color: {theme.caution}; }}
    QToolTip {{
        color: {theme.text}; background: {theme.card};
        border: 1px solid {theme.hairline}; padding: 4px 8px;
    }}
    #header {{ border: 0 solid {theme.hairline}; border-bottom: 1px solid {theme.hairline}; }}
    #save-warning {{
        background: {theme.card}; border: 0 solid {theme.hairline}; border-bottom-width: 1px;
    }}
    #toolbar {{ border-top: 1px solid {theme.hairline}; }}
    QToolButton {{
        border: 2px solid transparent; border-radius: {CONTROL_RADIUS}px;
        margin: {(TOUCH - CONTROL) // 2}px 0; padding: 0 6px;
    }}
    QToolButton:hover {{ background: {theme.hairline}; }}
    QToolButton:pressed, QToolButton:checked {{ background: {theme.hairline}; }}
    QToolButton:disabled {{ color: {theme.muted}; background: transparent; }}
    QToolButton:focus {{ border-color: {theme.accent}; }}
    #more::menu-indicator {{ image: none; width: 0; }}
    #network {{ color: {theme.muted}; padding-right: 18px; margin: 4px 0; }}
    #network:hover, #network:pressed {{ color: {theme.text}; }}
    #network::menu-indicator {{ subcontrol-position: right center; right: 6px; }}
    QMenu {{
        color: {theme.text}; background: {theme.card}; border: 1px solid {theme.hairline};
        padding: 4px;
    }}
    QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: {CONTROL_RADIUS}px; }}
    QMenu::item:selected {{ background: {theme.hairline}; }}
    QMenu::item:disabled {{ color: {theme.muted}; }}
    QMenu::separator {{ height: 1px; background: {theme.hairline}; margin: 4px 8px; }}
    #settings {{ margin: 4px 0; }}
    #settings::menu-indicator {{ image: none; width: 0; }}
    Notice, Hint, #welcome {{
        background: {theme.card}; border: 1px solid {theme.hairline};
        border-radius: {RADIUS}px;
    }}
    QPushButton {{
        color: {theme.text}; background: {theme.card}; border: 1px solid {theme.hairline};
        border-radius: {CONTROL_RADIUS}px; min-height: {CONTROL - 2}px; padding: 0 16px;
    }}
    QPushButton:hover {{ background: {theme.hairline}; }}
    QPushButton[primary="true"] {{
        color: {theme.card}; background: {theme.accent}; border-color: {theme.accent};
        font-weight: 600;
    }}
    QPushButton:focus {{ border: 2px solid {theme.accent}; min-height: {CONTROL - 4}px; }}
    QPushButton[primary="true"]:focus {{ border-color: {theme.text}; }}
    """
