"""What is said in the middle of a card where there is nothing to draw, and what can be done."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.train.words import error_percent, plural
from digit_recognizer.app.widgets.empty_state import EmptyState
from digit_recognizer.app.widgets.parts import new_button
from digit_recognizer.training.unfinished import UnfinishedTraining

__all__ = ["CardWords"]

_UNBROKEN = "\N{NO-BREAK SPACE}"


class CardWords(EmptyState):
    """Says what a training lacks, or that one waits."""

    fetch_wanted = pyqtSignal()
    folder_wanted = pyqtSignal()
    new_wanted = pyqtSignal()
    """A new training shall begin, instead of the one that waits."""
    discard_wanted = pyqtSignal()
    """The training that waits shall be set aside."""

    def __init__(self, parent: QWidget) -> None:
        self.fetch = new_button("fetch", "Fetch them")
        self.folder = new_button("choose-folder", "Choose a folder…")
        self.new = new_button(
            "start-anew",
            "Start anew",
            "Train a new network with these settings; this training goes on waiting",
        )
        self.discard = new_button(
            "discard", "Discard", "Set this training aside; it can be brought back for a day"
        )
        super().__init__("train", (self.fetch, self.folder, self.new, self.discard), parent)
        self.fetch.clicked.connect(self.fetch_wanted)
        self.folder.clicked.connect(self.folder_wanted)
        self.new.clicked.connect(self.new_wanted)
        self.discard.clicked.connect(self.discard_wanted)

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
