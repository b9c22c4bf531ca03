"""Where to begin while the sheet is blank."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from digit_recognizer.app.widgets.theme import SPACING, font

__all__ = ["Hint"]


class Hint(QFrame):
    """Lies over the layers and invites to draw."""

    random_wanted = pyqtSignal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("hint")
        self.setAccessibleName("hint")
        title = QLabel("Draw a digit and watch it travel through the network")
        title.setFont(font(16, title.font().Weight.DemiBold))
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text = QLabel(
            "Each square is one number: orange positive, blue negative.\n"
            "Draw in the black field on the left, or take a random digit."
        )
        text.setProperty("tone", "muted")
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._labels = (title, text)
        button = QPushButton("Take a random digit")
        button.setObjectName("take-random")
        button.setAccessibleName("Take a random digit")
        button.clicked.connect(lambda: self.random_wanted.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING[5], SPACING[4], SPACING[5], SPACING[4])
        column.setSpacing(SPACING[2])
        column.addWidget(title)
        column.addWidget(text)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    def settle(self, left: float) -> None:
        """Take the middle of what the parent has to the right of `left`."""
        parent = self.parentWidget()
        assert parent is not None
        room = parent.width() - int(left)
        for label in self._labels:
            label.setWordWrap(False)
        width = min(self.sizeHint().width(), room - 2 * SPACING[1])
        for label in self._labels:
            label.setWordWrap(width < self.sizeHint().width())
        height = max(self.heightForWidth(width), self.sizeHint().height())
        self.setGeometry(
            int(left) + (room - width) // 2, (parent.height() - height) // 2, width, height
        )
