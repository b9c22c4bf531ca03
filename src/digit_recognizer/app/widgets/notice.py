"""A calm message over the lower edge of a place: what happened, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PyQt6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from digit_recognizer.app.widgets.icons import icon
from digit_recognizer.app.widgets.theme import CONTROL, SPACING, font

__all__ = ["Notice", "breakable"]

_NARROWEST, _WIDEST = 320, 560


class Notice(QFrame):
    """Lies over its parent, so that nothing moves when it comes and goes. Escape closes it.

    Parameters
    ----------
    parent
        Over the lower edge of what it lies.
    name
        Its object name.
    beside
        A part of the parent, at its left, that is left free as far as there is room beside it.
    """

    def __init__(
        self, parent: QWidget, name: str = "notice", beside: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._beside = beside
        self.setObjectName(name)
        self.setAccessibleName(name)
        self._text = QLabel()
        self._text.setObjectName(f"{name}-text")
        self._text.setAccessibleName(f"{name}-text")
        self._text.setFont(font(13))
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._undo = QPushButton("Undo")
        self._undo.setObjectName(f"{name}-undo")
        self._undo.setAccessibleName("undo")
        self._undo.setToolTip("Take back what the message tells of (Ctrl+Z)")
        self._undo.setFont(font(13))
        self._undo.clicked.connect(self._take_back)
        self._take_back_by: Callable[[], None] | None = None
        self._close = QToolButton()
        self._close.setObjectName(f"{name}-close")
        self._close.setAccessibleName("close the message")
        self._close.setToolTip("Close the message")
        self._close.setFixedSize(CONTROL, CONTROL + SPACING[1])
        self._close.setIcon(icon("close"))
        self._close.setIconSize(QSize(18, 18))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING[3], SPACING[1], SPACING[1], SPACING[1])
        row.addWidget(self._text, 1)
        row.setSpacing(SPACING[1])
        row.addWidget(self._undo, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._undo.hide()
        self.hide()
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Keep the place when the parent changes its size, and take Escape while it is shown."""
        if event is None:
            return False
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self.settle()
        return isinstance(event, QKeyEvent) and self._is_for_us(watched, event)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Watch for Escape, before any shortcut and whatever has the focus."""
        super().showEvent(event)
        application = QCoreApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Leave Escape to others."""
        super().hideEvent(event)
        application = QCoreApplication.instance()
        assert application is not None
        application.removeEventFilter(self)

    def _is_for_us(self, watched: QObject | None, event: QKeyEvent) -> bool:
        """Close at Escape in our window, and let no shortcut have it."""
        if self.isHidden() or event.key() != Qt.Key.Key_Escape or event.modifiers():
            return False
        if not isinstance(watched, QWidget) or watched.window() is not self.window():
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.hide()
        return event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)

    def text(self) -> str:
        """Return the message, empty while none is shown."""
        return self._text.text() if not self.isHidden() else ""

    def say(self, message: str, *, undo: Callable[[], None] | None = None) -> None:
        """Show `message` until it is closed or what caused it is over.

        Parameters
        ----------
        message
            What happened, and what to do.
        undo
            What takes it back, for a button that closes the message; without it there is none.
        """
        self._take_back_by = undo
        self._undo.setHidden(undo is None)
        self._text.setText(breakable(message))
        self._text.setAccessibleDescription(message)
        self.settle()
        self.show()
        self.raise_()

    def _take_back(self) -> None:
        undo = self._take_back_by
        self.hide()
        if undo is not None:
            undo()

    def settle(self) -> None:
        """Take the place at the lower edge of the parent that the message needs."""
        parent = self.parentWidget()
        assert parent is not None
        beside = self._beside
        start = beside.geometry().right() if beside is not None and beside.isVisible() else 0
        if parent.width() - start < _NARROWEST:
            start = 0
        room = parent.width() - start
        width = min(room - 2 * SPACING[2], _WIDEST)
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        left = start + (room - width) // 2
        self.setGeometry(left, parent.height() - height - SPACING[2], width, height)


def breakable(text: str) -> str:
    """Let long names without a space, which would not wrap, break after any separator."""
    return text.replace("/", "/\u200b").replace("_", "_\u200b")
