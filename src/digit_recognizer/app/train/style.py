"""The style of the controls that only this place has."""

from __future__ import annotations

from digit_recognizer.app.widgets.theme import CONTROL, RADIUS, Theme

__all__ = ["style_sheet"]

_CORNER = 6


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of the place where networks are trained."""
    return f"""
    QScrollArea, #settings-sheet {{ background: transparent; border: 0; }}
    QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; border: 0; }}
    QScrollBar::handle:vertical {{
        background: {theme.hairline}; border-radius: 3px; min-height: 32px; margin: 0 1px;
    }}
    QScrollBar::handle:vertical:hover {{ background: {theme.muted}; }}
    QScrollBar::handle:vertical:disabled {{ background: transparent; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QLineEdit {{
        color: {theme.text}; background: {theme.card}; border: 1px solid {theme.hairline};
        border-radius: {_CORNER}px; padding: 0 7px; min-height: {CONTROL - 2}px;
        selection-background-color: {theme.accent}; selection-color: {theme.card};
    }}
    QLineEdit:focus {{
        border: 2px solid {theme.accent}; padding: 0 6px; min-height: {CONTROL - 4}px;
    }}
    QLineEdit:disabled {{ color: {theme.muted}; background: transparent; }}
    QComboBox QAbstractItemView {{
        color: {theme.text}; background: {theme.card}; border: 1px solid {theme.hairline};
        selection-background-color: {theme.hairline}; selection-color: {theme.text};
        outline: 0;
    }}
    #train-card {{
        background: {theme.card}; border: 1px solid {theme.hairline}; border-radius: {RADIUS}px;
    }}
    #train-bar {{ border-top: 1px solid {theme.hairline}; }}
    QPushButton[primary="true"] {{
        color: {theme.card}; background: {theme.accent}; border-color: {theme.accent};
        font-weight: 600;
    }}
    QPushButton[primary="true"]:focus {{ border: 2px solid {theme.text}; }}
    QPushButton:disabled, QPushButton[primary="true"]:disabled {{
        color: {theme.muted}; background: transparent; border-color: {theme.hairline};
    }}
    #train-bar QPushButton {{ padding: 0 12px; }}
    QPushButton[small="true"] {{ padding: 0 8px; }}
    QPushButton[tab="true"] {{
        color: {theme.muted}; background: transparent; border: 2px solid transparent;
        padding: 0 8px;
    }}
    QPushButton[tab="true"]:hover {{ color: {theme.text}; }}
    QPushButton[tab="true"]:checked {{ color: {theme.text}; background: {theme.hairline}; }}
    QPushButton[tab="true"]:focus {{ border-color: {theme.accent}; }}
    QListView {{ background: transparent; border: 0; outline: 0; }}
    """
