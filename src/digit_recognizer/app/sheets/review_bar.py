"""The bar where a doubt is answered by keys: the cell large, and what it may be."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from digit_recognizer.app.widgets.parts import new_button, new_label
from digit_recognizer.app.widgets.style_sheet import set_look
from digit_recognizer.app.widgets.theme import LIGHT, RADIUS, SPACING, current_theme
from digit_recognizer.sheets.table import Cell

__all__ = ["HEIGHT", "ReviewBar"]

HEIGHT = 92
"""Of the bar, in logical pixels."""

_MOST_OFFERED, _FEW_OFFERED = 4, 2
_WIDE = 900
"""The width from which on there is room for all that is said and offered."""
_CROP, _SMALL_CROP = 240, 140
_ALMOST_SURE = 0.95
_LONGEST = 24
_HINT = "Enter takes it · type to replace · → next reading · ↑ back · ↓ later"
_NOTHING = "empty"


class CellPicture(QWidget):
    """What a cell looks like."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet-crop")
        self.setAccessibleName("cell")
        self.setFixedSize(_CROP, HEIGHT - 2 * SPACING[1])
        self._image = QImage()

    def show_image(self, image: QImage | None) -> None:
        """Show another picture; None shows none."""
        self._image = image or QImage()
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the picture in the middle, on white."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing
        )
        painter.setPen(QColor(current_theme().hairline))
        painter.setBrush(QColor(LIGHT.card if not self._image.isNull() else current_theme().window))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), RADIUS, RADIUS)
        if not self._image.isNull():
            room = self.size() - QSize(8, 8)
            place = self._image.rect()
            place.setSize(self._image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
            place.moveCenter(self.rect().center())
            painter.drawImage(place, self._image)


class ReviewBar(QFrame):
    """Shows the cell under review, and says what was answered."""

    answered = pyqtSignal(str)
    """What stands in the cell."""
    back_wanted = pyqtSignal()
    later_wanted = pyqtSignal()
    next_file_wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review-bar")
        self.setAccessibleName("review")
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWhatsThis(
            "Review\nEnter takes the reading, digits replace it, Delete empties it, the right "
            "arrow goes to the next reading, up goes back, down leaves the cell for later."
        )
        self._cell: Cell | None = None
        self._typed: str | None = None
        self._chosen = 0
        self.picture = CellPicture()
        self.reading = new_label(name="review-reading", pixels=32)
        self.state = new_label(name="review-state", pixels=11, tone="muted")
        self._offers = [self._new_offer(number) for number in range(_MOST_OFFERED)]
        self._hint = new_label(_HINT, name="review-hint", pixels=11, tone="muted", wraps=True)
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._arrange()
        self._remark = ""
        self._show()

    @property
    def readings(self) -> tuple[str, ...]:
        """What the cell may be, the likeliest first."""
        if self._cell is None:
            return ()
        return tuple(dict.fromkeys((self._cell.text, *(a.text for a in self._cell.alternatives))))

    def show_cell(self, cell: Cell | None, image: QImage | None, remark: str) -> None:
        """Show a cell, and how far the review is; without one, only the remark."""
        if cell is not self._cell:
            self._typed, self._chosen = None, 0
        self._cell = cell
        self.picture.show_image(image)
        self._remark = remark
        self._show()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Take, replace, go back or on."""
        assert event is not None
        if not self.take_key(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent | None) -> bool:
        """Take the keys of the review before any shortcut has them."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._cell is not None
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            and ((event.text().isprintable() and event.text()) or event.key() == Qt.Key.Key_Escape)
        ):
            event.accept()
            return True
        return super().event(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what a key says; return whether it says something here."""
        if self._cell is None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_file_wanted.emit()
            return True
        if self._cell is None and event.key() != Qt.Key.Key_Up:
            return False
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.answered.emit(self._answer())
            case Qt.Key.Key_Up:
                self.back_wanted.emit()
            case Qt.Key.Key_Down:
                self.later_wanted.emit()
            case Qt.Key.Key_Right | Qt.Key.Key_Left:
                step = 1 if event.key() == Qt.Key.Key_Right else -1
                self._typed = None
                self._chosen = (self._chosen + step) % max(1, len(self.readings))
            case Qt.Key.Key_Backspace:
                self._typed = (self._typed or "")[:-1]
            case Qt.Key.Key_Delete:
                self._typed = ""
            case Qt.Key.Key_Escape if self._typed is not None or self._chosen:
                self._typed, self._chosen = None, 0
            case _:
                control = event.modifiers() & (
                    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
                )
                if control or not event.text() or not event.text().isprintable():
                    return False
                self._typed = ((self._typed or "") + event.text())[:_LONGEST]
        self._show()
        return True

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Offer less where there is less room."""
        super().resizeEvent(event)
        self._show()

    def _answer(self) -> str:
        if self._typed is not None:
            return self._typed
        return self.readings[self._chosen]

    def _show(self) -> None:
        cell = self._cell
        for button in self._offers:
            button.hide()
        is_wide = self.width() >= _WIDE
        self.picture.setFixedWidth(_CROP if is_wide else _SMALL_CROP)
        self.picture.setVisible(cell is not None)
        self._hint.setVisible(cell is not None and is_wide)
        if cell is None:
            self.reading.setText("")
            self.state.setText(self._remark)
            return
        self.reading.setText(
            (self._answer() or _NOTHING) + ("▏" if self._typed is not None else "")
        )
        unsure = cell.state == "doubtful" and self._typed is None
        set_look(self.reading, "tone", "caution" if unsure else "")
        self.state.setText(f"{self._words(cell)} · {self._remark}")
        others = [text for text in self.readings if text != self._answer()]
        offers = self._offers if is_wide else self._offers[:_FEW_OFFERED]
        for button, text in zip(offers, others, strict=False):
            button.setText((text or _NOTHING).replace("&", "&&"))
            button.setAccessibleName(text or _NOTHING)
            button.show()

    def _words(self, cell: Cell) -> str:
        if self._typed is not None:
            return "Enter takes what you typed"
        if cell.was_answered:
            return "answered by you"
        posterior = dict(cell.alternatives).get(self._answer())
        if posterior is None:
            posterior = cell.confidence
        why = cell.repair or cell.doubt
        if cell.state == "doubtful" and posterior >= _ALMOST_SURE:
            return why or "doubted for what is around it"
        sure = f"{100 * posterior:.0f} % sure"
        return f"{sure}; {why}" if why else sure

    def _new_offer(self, number: int) -> QPushButton:
        button = new_button(f"review-offer-{number}", "", "Take this reading", look="small")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(
            lambda: self.answered.emit(
                "" if button.accessibleName() == _NOTHING else button.accessibleName()
            )
        )
        return button

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.reading)
        words.addWidget(self.state)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING[3], SPACING[1], SPACING[3], SPACING[1])
        row.setSpacing(SPACING[3])
        row.addWidget(self.picture)
        row.addLayout(words)
        for button in self._offers:
            row.addWidget(button)
        row.addWidget(self._hint, 1)
