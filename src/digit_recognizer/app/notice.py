"""A calm message over the lower edge of a place: what happened, and what to do."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QSize, Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from digit_recognizer.app.icons import icon
from digit_recognizer.app.theme import CONTROL, SPACING, Theme, font

__all__ = ["Notice"]

_WIDEST = 560


class Notice(QFrame):
    """Lies over its parent, so that nothing moves when it comes and goes."""

    def __init__(self, parent: QWidget, name: str = "notice") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(name)
        self._text = QLabel()
        self._text.setObjectName(f"{name}-text")
        self._text.setAccessibleName(f"{name}-text")
        self._text.setFont(font(13))
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._close = QToolButton()
        self._close.setObjectName(f"{name}-close")
        self._close.setAccessibleName("close the message")
        self._close.setToolTip("Close the message")
        self._close.setFixedSize(CONTROL, CONTROL + SPACING[1])
        self._close.setIconSize(QSize(18, 18))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING[3], SPACING[1], SPACING[1], SPACING[1])
        row.addWidget(self._text, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Keep the place when the parent changes its size."""
        if event is not None and event.type() == QEvent.Type.Resize:
            self.settle()
        return False

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._close.setIcon(icon("close", theme.text))

    def text(self) -> str:
        """Return the message, empty while none is shown."""
        return self._text.text() if not self.isHidden() else ""

    def say(self, message: str) -> None:
        """Show `message` until it is closed or what caused it is over."""
        # Long names without a space would not wrap: let them break after any separator.
        self._text.setText(message.replace("/", "/\u200b").replace("_", "_\u200b"))
        self._text.setAccessibleDescription(message)
        self.settle()
        self.show()
        self.raise_()

    def settle(self) -> None:
        """Take the place at the lower edge of the parent that the message needs."""
        parent = self.parentWidget()
        assert parent is not None
        width = min(parent.width() - 2 * SPACING[2], _WIDEST)
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        left = (parent.width() - width) // 2
        self.setGeometry(left, parent.height() - height - SPACING[2], width, height)
