"""What is said in the middle of a card where there is nothing to draw, and what can be done."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.missing_data import MissingData
from digit_recognizer.app.train.words import error_percent
from digit_recognizer.app.widgets.parts import new_button
from digit_recognizer.training.unfinished import UnfinishedTraining

__all__ = ["CardWords"]

_UNBROKEN = "\N{NO-BREAK SPACE}"


class CardWords(MissingData):
    """Says what a training lacks, or that one waits."""

    new_wanted = pyqtSignal()
    """A new training shall begin, instead of the one that waits."""
    discard_wanted = pyqtSignal()
    """The training that waits shall be set aside."""

    def __init__(self, parent: QWidget) -> None:
        self.new = new_button(
            "start-anew",
            "Start anew",
            "Train a new network with these settings; this training goes on waiting",
        )
        self.discard = new_button(
            "discard", "Discard", "Set this training aside; it can be brought back for a day"
        )
        super().__init__("train", (self.new, self.discard), parent)
        self.new.clicked.connect(self.new_wanted)
        self.discard.clicked.connect(self.discard_wanted)

    def say_unfinished(self, training: UnfinishedTraining) -> None:
        """Say that a training waits, and offer to set it aside; going on is the bar's to offer."""
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
