"""The line under the header, in which every message of the window is shown."""

from __future__ import annotations

from PyQt6 import sip
from PyQt6.QtCore import QCoreApplication, QEvent, QObject, QPropertyAnimation, QSize, Qt, QTimer
from PyQt6.QtGui import QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import (
    QApplication,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QToolButton,
    QWidget,
)

from digit_recognizer.app.core.messages import Message, Messages
from digit_recognizer.app.widgets.card import Card
from digit_recognizer.app.widgets.icons import icon
from digit_recognizer.app.widgets.parts import new_button, new_label
from digit_recognizer.app.widgets.style_sheet import set_look
from digit_recognizer.app.widgets.theme import CONTROL, SPACING, TOUCH, margin

__all__ = ["MessageLine", "breakable"]

_SHOWN_MILLISECONDS, _FADE_MILLISECONDS = 4_000, 200


class MessageLine(QWidget):
    """Shows one message at a time, on the right. It covers nothing, and takes no focus.

    Its height is always there, so that nothing moves when a message comes and goes; only a long
    message makes it higher. Escape closes a message before it does anything else.

    Parameters
    ----------
    messages
        What is to be shown.
    """

    def __init__(self, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messages")
        self.setAccessibleName("messages")
        self._messages = messages
        self._shown: Message | None = None
        self._reserved = TOUCH
        self._focused_before: QWidget | None = None
        self._frame = Card(self)
        self._frame.setObjectName("message")
        self._text = new_label(name="message-text", wraps=True)
        self._text.setAccessibleName("message")
        self._waiting = new_label(pixels=11, tone="muted")
        self._button = new_button("message-button", "", "Do what the message offers", look="quiet")
        self._button.setAccessibleName("what the message offers")
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(messages.act)
        self._close = QToolButton()
        self._close.setObjectName("message-close")
        self._close.setAccessibleName("close the message")
        self._close.setToolTip("Close the message (Esc)")
        self._close.setIcon(icon("close"))
        self._close.setIconSize(QSize(16, 16))
        self._close.setFixedSize(CONTROL, CONTROL)
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(messages.close)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(SPACING[2], 0, 0, 0)
        row.setSpacing(SPACING[1])
        for part in (self._text, self._waiting, self._button, self._close):
            row.addWidget(part, part is self._text)
        self._opacity = QGraphicsOpacityEffect(self._frame)
        self._opacity.setEnabled(False)
        self._frame.setGraphicsEffect(self._opacity)
        self._fading = QPropertyAnimation(self._opacity, b"opacity", self)
        self._fading.setDuration(_FADE_MILLISECONDS)
        self._fading.setStartValue(1.0)
        self._fading.setEndValue(0.0)
        self._fading.finished.connect(messages.close)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_SHOWN_MILLISECONDS)
        self._clock.timeout.connect(self._fade)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)
        messages.changed.connect(self._show)
        self._show()

    def reserve(self, reserved: bool) -> None:
        """Keep room for a message while there is none, or not: a low window needs it."""
        self._reserved = TOUCH if reserved else 0
        self._settle()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep the message within the edges of what is below."""
        self._settle()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Close the message at Escape in this window, and let no shortcut have the key."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        ours = isinstance(watched, QWidget) and watched.window() is self.window()
        if not ours or event.modifiers() or not self.isVisible():
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._messages.close()
        return event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)

    def _show(self) -> None:
        message, application = self._messages.shown, QCoreApplication.instance()
        assert application is not None
        if message is not self._shown:
            self._stop_fading()
            if message is not None and message.fades:
                self._clock.start()
        self._shown = message
        if message is None:
            self._give_focus_back()
        else:
            self._fill(message)
        self._frame.setVisible(message is not None)
        if message is not None and message.closes:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)
        self._settle()

    def _fill(self, message: Message) -> None:
        waiting = self._messages.waiting
        if not (message.button and message.closes):
            self._give_focus_back()
        self._text.setText(breakable(message.text))
        self._text.setAccessibleDescription(message.text)
        set_look(self._text, "tone", "" if message.closes else "caution")
        self._waiting.setText(f"{waiting} more")
        self._waiting.setVisible(waiting > 0)
        self._button.setText(message.button)
        self._button.setAccessibleName(message.button)
        self._button.setVisible(bool(message.button))
        self._close.setVisible(message.closes)

    def _settle(self) -> None:
        """Give the message as much of the width as it needs, and the line its height."""
        edge = margin(self.width())
        height = self._reserved
        if self._shown is not None:
            row = self._frame.layout()
            assert row is not None
            self._text.setMinimumWidth(0)
            beside = row.sizeHint().width() - self._text.sizeHint().width() + SPACING[1]
            room = self.width() - 2 * edge - beside
            lines = self._text.text().split("\n")
            metrics = self._text.fontMetrics()
            wanted = max(metrics.horizontalAdvance(line) for line in lines) + 2
            width = max(min(wanted, room), 1)
            needed = max(self._text.heightForWidth(width) + SPACING[2], CONTROL)
            self._frame.setGeometry(
                self.width() - edge - width - beside, SPACING[0] // 2, width + beside, needed
            )
            height = max(height, needed + TOUCH - CONTROL)
        self.setFixedHeight(height)

    def _fade(self) -> None:
        if self._frame.underMouse() or self._has_focus():
            self._clock.start()
        else:
            self._opacity.setEnabled(True)
            self._fading.start()

    def _stop_fading(self) -> None:
        self._clock.stop()
        self._fading.stop()
        self._opacity.setEnabled(False)

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _follow_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        """Remember from where the user came to the message."""
        came = now is not None and self.isAncestorOf(now)
        if came and before is not None and not self.isAncestorOf(before):
            self._focused_before = before

    def _give_focus_back(self) -> None:
        before = self._focused_before
        if self._has_focus() and before is not None and not sip.isdeleted(before):
            before.setFocus()


def breakable(text: str) -> str:
    """Let long names without a space, which would not wrap, break after any separator."""
    return text.replace("/", "/\u200b").replace("_", "_\u200b")
