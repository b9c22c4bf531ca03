"""What a digit is in truth: ten keys below the answer."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from digit_recognizer.app.widgets.parts import new_button, new_label
from digit_recognizer.app.widgets.theme import CONTROL, SPACING

__all__ = ["Correction"]


class Correction(QWidget):
    """Lets one say what digit it is, whose hand that is, and what is known of it."""

    said = pyqtSignal(int)
    """It is this digit."""
    hands_wanted = pyqtSignal()
    """What was learned shall be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("correction")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._caption = new_label("It is a", name="correction-caption", pixels=11, tone="muted")
        self._more = new_button(
            "my-hand",
            "My hand…",
            "Which digits of yours were learned, and how much better they are read",
            look="small",
            pixels=11,
        )
        self._more.clicked.connect(lambda: self.hands_wanted.emit())
        self.keys = [self._key(digit) for digit in range(10)]
        head = QHBoxLayout()
        head.addWidget(self._caption, 1)
        head.addWidget(self._more)
        keys = QHBoxLayout()
        keys.setSpacing(2)
        for key in self.keys:
            keys.addWidget(key, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING[0])
        column.addLayout(head)
        column.addLayout(keys)
        self.offer(None, "")

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What can be pressed, in the order of Tab."""
        return *self.keys, self._more

    def offer(self, read: int | None, name: str) -> None:
        """Let it be said what that is that was read as a digit; None where nothing can be said.

        Parameters
        ----------
        read
            The digit that it was read as, or -1 where it was read as none.
        name
            What it is called where there are several: ``"Digit 2 of 3"``.
        """
        self._caption.setText(f"{name}: it is a" if name else "It is a")
        for digit, key in enumerate(self.keys):
            key.setEnabled(read is not None)
            key.setAccessibleDescription(
                f"Learns that this is a {digit}" + (", as it was read" if digit == read else "")
            )

    def _key(self, digit: int) -> QPushButton:
        key = new_button(
            f"it-is-{digit}",
            str(digit),
            f"This is a {digit}: learn it (Alt+{digit})",
            look="small",
            pixels=11,
        )
        key.setAccessibleName(f"it is a {digit}")
        key.setShortcut(f"Alt+{digit}")
        key.setMinimumWidth(0)
        key.setFixedHeight(CONTROL)
        key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        key.clicked.connect(partial(self._say, digit))
        return key

    def _say(self, digit: int, *_: object) -> None:
        self.said.emit(digit)
