"""A dialog that shows a text to be read: what the program is, which keys it knows."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QIcon
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from digit_recognizer.app.widgets.parts import new_label
from digit_recognizer.app.widgets.theme import SPACING

__all__ = ["SheetDialog"]

_SIZE = QSize(560, 520)
_ICON = 48


class SheetDialog(QDialog):
    """Shows a heading and a text; Escape, Return and a button close it.

    Parameters
    ----------
    name
        Its object name.
    title
        Its heading.
    html
        The text; its colours are those of the theme.
    parent
        The window that it belongs to, which it never exceeds.
    sign
        An icon beside the heading.
    """

    def __init__(
        self, name: str, title: str, html: str, parent: QWidget, sign: QIcon | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = QHBoxLayout()
        row.setSpacing(SPACING[3])
        if sign is not None:
            picture = QLabel()
            picture.setPixmap(sign.pixmap(QSize(_ICON, _ICON), self.devicePixelRatioF()))
            row.addWidget(picture)
        row.addWidget(new_label(title, pixels=20, bold=True), 1)
        self.text = QTextBrowser()
        self.text.setObjectName(f"{name}-text")
        self.text.setAccessibleName(title)
        self.text.setOpenExternalLinks(True)
        self.text.setHtml(html)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING[4], SPACING[4], SPACING[4], SPACING[3])
        column.setSpacing(SPACING[3])
        column.addLayout(row)
        column.addWidget(self.text, 1)
        column.addWidget(buttons)
        self.resize(_SIZE.boundedTo(parent.size() - QSize(SPACING[4], SPACING[4])))
