"""What stands in place of results: how to begin, or why there are none and what to do."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from digit_recognizer.app.judge.messages import Failed
from digit_recognizer.app.widgets.empty_state import EmptyState
from digit_recognizer.app.widgets.parts import new_button

__all__ = ["MessagePanel"]

_BEGIN = (
    "Choose a network and digits of which the truth is known, then press Measure. You will see "
    "how many it reads right, what it takes for what, every mistake, whether its confidence can "
    "be trusted, and how much noise, turning and shrinking it bears."
)


class MessagePanel(EmptyState):
    """A heading, a few lines and what can be done."""

    folder_wanted = pyqtSignal()
    """The data shall be looked for in another folder."""
    fetch_wanted = pyqtSignal()
    """The data shall come over the net."""
    data_sets_wanted = pyqtSignal()
    """All data sets shall be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.fetch = new_button("fetch", "Fetch", "Bring the data set over the net and store it")
        self.folder = new_button(
            "choose-data-folder",
            "Choose the data folder…",
            "The folder that has the file, or the subfolder with it",
        )
        self.data_sets = new_button("data-sets", "Data sets…", "Which sets there are, and where")
        super().__init__("judge-message", (self.fetch, self.folder, self.data_sets), parent)
        self.data_sets.clicked.connect(self.data_sets_wanted)
        self.fetch.clicked.connect(self.fetch_wanted)
        self.folder.clicked.connect(self.folder_wanted)
        self.show_beginning()

    def show_beginning(self) -> None:
        """Say how to begin."""
        self.say("How well does it read?", _BEGIN)

    def show_cancelled(self) -> None:
        """Say that nothing was measured, because the user has cancelled."""
        self.say("Cancelled", "Nothing is measured. Press Measure to begin again.")

    def show_failure(self, failure: Failed) -> None:
        """Say what went wrong and what to do."""
        if not failure.is_missing:
            self.say("Not measured", failure.reason, detail=failure.remedy)
            return
        source = failure.source
        self.fetch.setText(f"Fetch {source.title} ({source.megabytes} MB)")
        self.say(
            f"{source.title}: not on this computer",
            failure.remedy,
            *((self.fetch,) if source.megabytes > 0 else ()),
            *(self.folder, self.data_sets),
            detail=failure.reason,
        )
