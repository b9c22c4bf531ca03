"""The one style sheet of the window, and the palette that tells painted widgets their colours."""

from __future__ import annotations

from PyQt6.QtCore import QEvent
from PyQt6.QtGui import QColor, QPalette
from PyQt6.QtWidgets import QApplication, QWidget

from digit_recognizer.app.widgets.theme import (
    CONTROL,
    CONTROL_RADIUS,
    RADIUS,
    SPACING,
    TOUCH,
    Theme,
    current_theme,
    font,
)

__all__ = ["give_style", "set_look", "style_sheet", "use_theme"]

_ROLES = {
    "window": ("Window", "Button"),
    "card": ("Base", "ToolTipBase", "HighlightedText", "BrightText"),
    "hairline": ("AlternateBase", "Light", "Midlight", "Mid"),
    "text": ("WindowText", "Text", "ButtonText", "ToolTipText"),
    "muted": ("PlaceholderText", "Dark", "Shadow"),
    "accent": ("Highlight", "Link", "LinkVisited"),
}
"""Which parts of Qt's own widgets have which colour of the theme."""


def use_theme(theme: Theme) -> None:
    """Let the application have the type and the palette of ``theme``."""
    QApplication.setFont(font(13))
    QApplication.setPalette(_palette(theme))
    # Widgets would be painted once more in the colours before.
    QApplication.sendPostedEvents(None, QEvent.Type.ApplicationPaletteChange.value)


def give_style(widget: QWidget) -> None:
    """Give the style sheet of the current theme to a widget and all that is below it.

    The application has none: Qt would style each widget once for each of its ancestors, and also
    the pages that nobody sees.
    """
    sheet = style_sheet(current_theme())
    if widget.styleSheet() != sheet:
        widget.setStyleSheet(sheet)


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet asks about, such as ``tone``, of a shown widget."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        style = widget.style()
        assert style is not None
        # Qt would give the widget the font again that it had when it was first shown.
        font = widget.font()
        style.polish(widget)
        widget.setFont(font)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    for colour, roles in _ROLES.items():
        for role in roles:
            palette.setColor(QPalette.ColorRole[role], QColor(getattr(theme, colour)))
    for role in ("WindowText", "Text", "ButtonText"):
        disabled = QPalette.ColorGroup.Disabled
        palette.setColor(disabled, QPalette.ColorRole[role], QColor(theme.muted))
    return palette


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of a window."""
    return f"""
    QMainWindow, QDialog, QMessageBox {{ background: {theme.window}; }}
    QLabel, QAbstractButton {{ color: {theme.text}; background: transparent; }}
    QLabel[tone="muted"] {{ color: {theme.muted}; }}
    QLabel[tone="accent"] {{ color: {theme.accent}; }}
    QLabel[tone="caution"] {{ color: {theme.caution}; }}
    QToolTip {{
        color: {theme.text}; background: {theme.card};
        border: 1px solid {theme.hairline}; padding: 4px 8px;
    }}
    #header {{ border: 0 solid {theme.hairline}; border-bottom: 1px solid {theme.hairline}; }}
    #message QToolButton {{ margin: 0; }}
    #toolbar {{ border-top: 1px solid {theme.hairline}; }}
    {_tool_buttons(theme)}
    {_menus(theme)}
    {_cards(theme)}
    {_push_buttons(theme)}
    {_fields(theme)}
    {_scrolled(theme)}
    {_check_boxes(theme)}
    """


def _tool_buttons(theme: Theme) -> str:
    return f"""
    QToolButton {{
        border: 2px solid transparent; border-radius: {CONTROL_RADIUS}px;
        margin: {(TOUCH - CONTROL) // 2}px 0; padding: 0 6px;
    }}
    QToolButton:hover {{ background: {theme.hairline}; }}
    QToolButton:pressed, QToolButton:checked {{ background: {theme.hairline}; }}
    QToolButton:disabled {{ color: {theme.muted}; background: transparent; }}
    QToolButton::menu-button {{ border: 0; width: 16px; }}
    QToolButton:focus {{ border-color: {theme.accent}; }}
    QToolButton[popupMode="2"] {{ padding-right: 18px; }}
    QToolButton::menu-indicator {{ subcontrol-position: right center; right: 6px; }}
    #more, #inside-more, #sheets-more, QToolButton#settings {{ padding-right: 6px; }}
    #more::menu-indicator, #inside-more::menu-indicator, #sheets-more::menu-indicator,
    QToolButton#settings::menu-indicator {{ image: none; width: 0; }}
    QToolButton#settings {{ margin: 4px 0; }}
    #network {{ color: {theme.muted}; margin: 4px 0; }}
    #network:hover, #network:pressed {{ color: {theme.text}; }}
    """


def _menus(theme: Theme) -> str:
    return f"""
    QMenu {{
        color: {theme.text}; background: {theme.card}; border: 1px solid {theme.hairline};
        padding: 4px;
    }}
    QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: {CONTROL_RADIUS}px; }}
    QMenu::item:selected {{ background: {theme.hairline}; }}
    QMenu::item:disabled {{ color: {theme.muted}; }}
    QMenu::separator {{ height: 1px; background: {theme.hairline}; margin: 4px 8px; }}
    """


def _cards(theme: Theme) -> str:
    return f"""
    Card {{
        background: {theme.card}; border: 1px solid {theme.hairline};
        border-radius: {RADIUS}px;
    }}
    Card[plain="true"] {{ background: transparent; border: 0; }}
    Card:focus {{ background: {theme.card}; border: 2px solid {theme.accent}; }}
    #help {{ background: {theme.card}; border: 1px solid {theme.hairline}; }}
    """


def _push_buttons(theme: Theme) -> str:
    return f"""
    QPushButton {{
        color: {theme.text}; background: {theme.card}; border: 1px solid {theme.hairline};
        border-radius: {CONTROL_RADIUS}px; min-height: {CONTROL - 2}px; padding: 0 16px;
    }}
    QPushButton:hover {{ background: {theme.hairline}; }}
    QPushButton[primary="true"] {{
        color: {theme.card}; background: {theme.accent}; border-color: {theme.accent};
        font-weight: 600;
    }}
    QPushButton[small="true"] {{ padding: 0 8px; }}
    #train-bar QPushButton {{ padding: 0 12px; }}
    QPushButton[quiet="true"], QPushButton[tab="true"] {{
        background: transparent; border: 2px solid transparent; min-height: {CONTROL - 4}px;
    }}
    QPushButton[quiet="true"] {{ color: {theme.accent}; padding: 0 6px; min-height: 20px; }}
    QPushButton[tab="true"] {{ color: {theme.muted}; padding: 0 8px; }}
    QPushButton[tab="true"]:hover {{ color: {theme.text}; }}
    QPushButton[tab="true"]:checked {{ color: {theme.text}; background: {theme.hairline}; }}
    QPushButton[quiet="true"]:hover {{ background: {theme.hairline}; }}
    QPushButton:focus {{ border: 2px solid {theme.accent}; min-height: {CONTROL - 4}px; }}
    QPushButton[primary="true"]:focus {{ border-color: {theme.text}; }}
    QPushButton[quiet="true"]:focus {{ min-height: 20px; }}
    QPushButton:disabled, QPushButton[primary="true"]:disabled {{
        color: {theme.muted}; background: transparent; border-color: {theme.hairline};
    }}
    #all-settings, #back-to-recipe {{ margin-left: -8px; }}
    QPushButton[quiet="true"]:disabled {{ color: {theme.muted}; border-color: transparent; }}
    """


def _fields(theme: Theme) -> str:
    return f"""
    QLineEdit {{
        color: {theme.text}; background: {theme.card}; border: 1px solid {theme.hairline};
        border-radius: {CONTROL_RADIUS}px; padding: 0 7px; min-height: {CONTROL - 2}px;
        selection-background-color: {theme.accent}; selection-color: {theme.card};
    }}
    QLineEdit:focus {{
        border: 2px solid {theme.accent}; padding: 0 6px; min-height: {CONTROL - 4}px;
    }}
    QLineEdit:disabled {{ color: {theme.muted}; background: transparent; }}
    QComboBox {{
        color: {theme.text}; background: {theme.card}; border: 1px solid {theme.hairline};
        border-radius: {CONTROL_RADIUS}px; padding: 0 4px 0 8px;
    }}
    QComboBox:hover {{ background: {theme.hairline}; }}
    QComboBox::drop-down {{ border: 0; width: 24px; }}
    QComboBox:focus {{ border: 2px solid {theme.accent}; padding: 0 3px 0 7px; }}
    QComboBox:disabled {{ color: {theme.muted}; background: transparent; }}
    QComboBox QAbstractItemView {{
        color: {theme.text}; background: {theme.card}; border: 1px solid {theme.hairline};
        selection-background-color: {theme.hairline}; selection-color: {theme.text};
        outline: 0;
    }}
    QComboBox QAbstractItemView::item {{ min-height: 28px; padding: 0 8px; }}
    """


def _check_boxes(theme: Theme) -> str:
    return f"""
    QCheckBox {{ color: {theme.text}; spacing: 8px; min-height: {CONTROL - 4}px; padding: 0 4px; }}
    QCheckBox:disabled {{ color: {theme.muted}; }}
    QCheckBox:focus {{ border: 2px solid {theme.accent}; border-radius: {CONTROL_RADIUS}px;
        padding: 0 2px; }}
    QCheckBox::indicator {{
        width: 16px; height: 16px; background: {theme.card}; border: 1px solid {theme.muted};
        border-radius: 4px;
    }}
    QCheckBox::indicator:checked {{ background: {theme.accent}; border-color: {theme.accent}; }}
    QCheckBox::indicator:disabled {{
        background: transparent; border-color: {theme.hairline};
    }}
    """


def _scrolled(theme: Theme) -> str:
    return f"""
    ScrollArea, ScrollArea > QWidget > QWidget, #judge-controls {{
        background: transparent; border: 0;
    }}
    QListView {{ background: transparent; border: 0; outline: 0; }}
    QTextBrowser, QPlainTextEdit {{
        color: {theme.text}; background: {theme.card}; border: 1px solid {theme.hairline};
        border-radius: {RADIUS}px; padding: {SPACING[1]}px {SPACING[2]}px;
    }}
    QTreeView {{
        color: {theme.text}; background: {theme.card}; border: 1px solid {theme.hairline};
        border-radius: {RADIUS}px; outline: 0;
    }}
    QTreeView::item {{ padding: 0 8px; border: 0; }}
    #answers-table::item {{ padding: 4px 8px; }}
    QTreeView::item:selected {{ background: {theme.hairline}; color: {theme.text}; }}
    QTreeView:focus {{ border-color: {theme.accent}; }}
    QTableView {{
        color: {theme.text}; background: {theme.card}; border: 1px solid {theme.hairline};
        border-radius: {RADIUS}px; gridline-color: {theme.hairline}; outline: 0;
        selection-background-color: {theme.accent}; selection-color: {theme.card};
    }}
    QListView#sheet-files::item {{ padding: 6px 8px; border-radius: {CONTROL_RADIUS}px; }}
    QListView#sheet-files::item:selected {{
        background: {theme.hairline}; color: {theme.text};
    }}
    QPlainTextEdit:focus {{ border-color: {theme.accent}; }}
    QTableCornerButton::section {{
        background: {theme.card}; border: 0; border-bottom: 1px solid {theme.hairline};
    }}
    #sheet-table QHeaderView::section {{ padding: 4px 2px; }}
    #sheet-table::item {{ padding: 0 4px; }}
    #sheets-splitter::handle {{ image: none; background: transparent; }}
    #review-bar {{
        background: {theme.card}; border: 1px solid {theme.hairline}; border-radius: {RADIUS}px;
    }}
    #review-bar:focus {{ border-color: {theme.accent}; }}
    QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
    QHeaderView {{ background: transparent; }}
    QHeaderView::section {{
        color: {theme.muted}; background: {theme.card}; border: 0; padding: 4px 8px;
        border-bottom: 1px solid {theme.hairline};
    }}
    QScrollBar:vertical {{ background: transparent; border: 0; width: 10px; margin: 0; }}
    QScrollBar::handle:vertical {{
        background: {theme.muted}; border-radius: 3px; min-height: 32px; margin: 0 2px;
    }}
    QScrollBar:horizontal {{ background: transparent; border: 0; height: 10px; margin: 0; }}
    QScrollBar::handle:horizontal {{
        background: {theme.muted}; border-radius: 3px; min-width: 32px; margin: 2px 0;
    }}
    QScrollBar::handle:hover {{ background: {theme.text}; }}
    QScrollBar::handle:disabled {{ background: transparent; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """
