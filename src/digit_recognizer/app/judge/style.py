"""The style of the controls that only this place has."""

from __future__ import annotations

from digit_recognizer.app.widgets.theme import Theme

__all__ = ["style_sheet"]

_CORNER = 6


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of the place where networks are judged."""
    return f"""
    #judge-sheet, #judge-page {{ background: transparent; }}
    #judge-controls {{ background: transparent; }}
    QListView {{ background: transparent; border: 0; outline: 0; }}
    QComboBox {{
        color: {theme.text}; background: {theme.card}; border: 1px solid {theme.hairline};
        border-radius: {_CORNER}px; padding: 0 4px 0 8px;
    }}
    QComboBox:hover {{ background: {theme.hairline}; }}
    QComboBox::drop-down {{ border: 0; width: 24px; }}
    QComboBox:focus {{ border: 2px solid {theme.accent}; padding: 0 3px 0 7px; }}
    QComboBox QAbstractItemView {{
        color: {theme.text}; background: {theme.card}; border: 1px solid {theme.hairline};
        selection-background-color: {theme.hairline}; selection-color: {theme.text};
    }}
    QComboBox QAbstractItemView::item {{ min-height: 28px; padding: 0 8px; }}
    QScrollBar:vertical {{ background: transparent; border: 0; width: 10px; margin: 0; }}
    QScrollBar::handle:vertical {{
        background: {theme.muted}; border: 2px solid {theme.window}; border-radius: 5px;
        min-height: 32px;
    }}
    QScrollBar::handle:vertical:disabled {{ background: transparent; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QPushButton[primary="true"] {{
        color: {theme.card}; background: {theme.accent}; border-color: {theme.accent};
    }}
    QPushButton[primary="true"]:focus {{ border: 2px solid {theme.text}; }}
    QPushButton[quiet="true"] {{
        color: {theme.accent}; background: transparent; border: 2px solid transparent;
        padding: 0 6px; min-height: 20px;
    }}
    QPushButton[quiet="true"]:hover {{ background: {theme.hairline}; }}
    QPushButton[quiet="true"]:focus {{ border-color: {theme.accent}; }}
    QPushButton:disabled, QPushButton[quiet="true"]:disabled {{ color: {theme.muted}; }}
    """
