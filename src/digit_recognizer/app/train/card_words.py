"""What is said in the middle of a card where there is nothing to draw, and what can be done."""

from __future__ import annotations

from PyQt6.QtCore import QRect, Qt, pyqtSignal
from PyQt6.QtGui import QFont
from PyQt6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from digit_recognizer.app.train.words import error_percent, plural
from digit_recognizer.app.widgets.parts import new_button
from digit_recognizer.app.widgets.theme import SPACING, font
from digit_recognizer.training.unfinished import UnfinishedTraining

__all__ = ["CardWords"]

_WIDEST = 340
_UNBROKEN = "\N{NO-BREAK SPACE}"
_DISCARD, _CONFIRM = "Discard", "Discard it"


class CardWords(QWidget):
    """A heading, a few lines, and buttons that offer what can be done."""

    fetch_wanted = pyqtSignal()
    folder_wanted = pyqtSignal()
    new_wanted = pyqtSignal()
    """A new training shall begin, instead of the one that waits."""
    discard_wanted = pyqtSignal()
    """The training that waits shall be given up."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("train-words")
        self.heading, self.text = QLabel(), QLabel()
        self.heading.setFont(font(20, QFont.Weight.DemiBold))
        self.heading.setObjectName("train-heading")
        self.text.setObjectName("train-text")
        self.text.setProperty("tone", "muted")
        for label in (self.heading, self.text):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.fetch = new_button("fetch", "Fetch them")
        self.folder = new_button("choose-folder", "Choose a folder…")
        self.new = new_button("start-anew", "Start anew")
        self.new.setToolTip(
            "Train a new network with these settings; this training goes on waiting"
        )
        self.discard = new_button("discard", _DISCARD)
        self.discard.setToolTip("Give this training up, for good")
        self.fetch.clicked.connect(self.fetch_wanted)
        self.folder.clicked.connect(self.folder_wanted)
        self.new.clicked.connect(self.new_wanted)
        self.discard.clicked.connect(self._discard)
        self._buttons = (self.fetch, self.folder, self.new, self.discard)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(SPACING[1])
        for button in self._buttons:
            self._row.addWidget(button)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addLayout(self._row)
        centred.addStretch(1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING[2])
        column.addWidget(self.heading)
        column.addWidget(self.text)
        column.addLayout(centred)

    def say(self, heading: str, text: str, *offers: QPushButton) -> None:
        """Say something, and offer what these buttons do."""
        self.heading.setText(heading)
        self.text.setText(text)
        self.discard.setText(_DISCARD)
        for button in self._buttons:
            button.setVisible(button in offers)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(text)

    def say_missing(self, dataset: str) -> None:
        """Say that images are missing, and offer to bring them."""
        from digit_recognizer.app.train.explanations import in_words
        from digit_recognizer.data.catalogue import find_public_dataset

        public = find_public_dataset(dataset)
        name = in_words(dataset)
        count = plural(len(public.training or public.test), "image")
        self.say(
            f"{name}: not on this computer",
            f"The recipe learns from the {count} of {name}. They can be fetched over the net, "
            "or taken from a folder that has them.",
            *(self.fetch, self.folder),
        )

    def say_unfinished(self, training: UnfinishedTraining) -> None:
        """Say that a training waits, and offer to give it up; going on is the bar's to offer."""
        recipe, error = training.recipe, training.best_error
        now = min(int(training.passes) + 1, recipe.epochs)
        # A figure and its unit stay on one line.
        best = "" if error is None else f", best so far {error_percent(error)} error"
        self.say(
            "A training waits",
            f"{recipe.name}: pass {now} of {recipe.epochs}{best.replace(' %', _UNBROKEN + '%')}.\n"
            "Resume, and it goes on exactly where it stopped.",
            *(self.new, self.discard),
        )

    def settle(self, card: QRect) -> None:
        """Take the place in the middle of the card that the words need."""
        width = min(card.width() - 2 * SPACING[4], _WIDEST)
        self._arrange_buttons(width)
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        self.setGeometry((card.width() - width) // 2, (card.height() - height) // 2, width, height)

    def _arrange_buttons(self, width: int) -> None:
        """Lay the buttons side by side, or one below the other where they have no room."""
        offered = [button for button in self._buttons if not button.isHidden()]
        for button in offered:
            button.ensurePolished()
        needed = [button.sizeHint().width() for button in offered]
        fits = sum(needed) + SPACING[1] * (len(needed) - 1) <= width
        self._row.setDirection(
            QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        )
        # Without this the height would still be that of the other arrangement.
        self._column.activate()

    def _discard(self) -> None:
        if self.discard.text() == _DISCARD:
            # The same button asks once more, in its place.
            self.discard.setText(_CONFIRM)
            return
        self.discard_wanted.emit()
