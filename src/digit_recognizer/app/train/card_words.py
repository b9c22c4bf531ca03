"""What is said in the middle of a card where there is nothing to draw, and what can be done."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.train.words import error_percent
from digit_recognizer.app.widgets.empty_state import EmptyState
from digit_recognizer.app.widgets.parts import new_button
from digit_recognizer.training.unfinished import UnfinishedTraining

__all__ = ["CardWords"]

_UNBROKEN = "\N{NO-BREAK SPACE}"


class CardWords(EmptyState):
    """Says what a training lacks, or that one waits."""

    fetch_wanted = pyqtSignal()
    folder_wanted = pyqtSignal()
    data_sets_wanted = pyqtSignal()
    """All data sets shall be shown."""
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
        self.data_sets = new_button("data-sets", "Data sets…", "Which sets there are, and where")
        super().__init__(
            "train", (self.fetch, self.folder, self.data_sets, self.new, self.discard), parent
        )
        self.data_sets.clicked.connect(self.data_sets_wanted)
        self.fetch.clicked.connect(self.fetch_wanted)
        self.folder.clicked.connect(self.folder_wanted)
        self.new.clicked.connect(self.new_wanted)
        self.discard.clicked.connect(self.discard_wanted)

    def say_missing(self, dataset: str) -> None:
        """Say that images are missing, and offer to bring them."""
        from digit_recognizer.data.known_sets import find_known_set

        known = find_known_set(dataset)
        how = (
            f"They can be fetched over the net ({known.megabytes:.0f} MB), or taken from a folder "
            "that has them."
            if known.can_be_fetched
            else "They cannot be fetched from here: choose the folder that has them."
        )
        fetch = (self.fetch,) if known.can_be_fetched else ()
        self.say(
            f"{known.title}: not on this computer",
            f"The recipe learns from these digits: {known.description}. {how}",
            *(*fetch, self.folder, self.data_sets),
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
