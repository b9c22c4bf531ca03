"""What stands where a data set is missing: what it is, and how it comes here."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QPushButton, QWidget

from digit_recognizer.app.widgets.empty_state import EmptyState
from digit_recognizer.app.widgets.parts import new_button
from digit_recognizer.data.known_sets import KnownSet

__all__ = ["MissingData"]


class MissingData(EmptyState):
    """Says which digits are missing and offers to bring them; it says other things, too.

    Parameters
    ----------
    name
        Begins the object names.
    others
        Buttons for the other things.
    """

    fetch_wanted = pyqtSignal()
    """The data set shall come over the net."""
    folder_wanted = pyqtSignal()
    """It shall be looked for in another folder."""
    data_sets_wanted = pyqtSignal()
    """All data sets shall be shown."""

    def __init__(
        self, name: str, others: Sequence[QPushButton] = (), parent: QWidget | None = None
    ) -> None:
        self.fetch = new_button("fetch", "Fetch", "Bring the data set over the net and store it")
        self.folder = new_button(
            "choose-folder",
            "Choose a folder…",
            "The folder that has the files, or the subfolder with them",
        )
        self.data_sets = new_button("data-sets", "Data sets…", "Which sets there are, and where")
        super().__init__(name, (self.fetch, self.folder, self.data_sets, *others), parent)
        self.fetch.clicked.connect(self.fetch_wanted)
        self.folder.clicked.connect(self.folder_wanted)
        self.data_sets.clicked.connect(self.data_sets_wanted)

    def say_missing(self, known: KnownSet, what_for: str, *, detail: str = "") -> None:
        """Say that a data set is not here, and offer what can be done.

        Parameters
        ----------
        known
            The data set.
        what_for
            What these digits are needed for: ``"The recipe learns from these digits"``.
        detail
            Where they were looked for.
        """
        if known.can_be_fetched:
            how = (
                f"They can be fetched over the net ({known.megabytes:.0f} MB), or taken from a "
                "folder that has them."
            )
        else:
            how = "They cannot be fetched from here: choose the folder that has them."
        self.say(
            f"{known.title}: not on this computer",
            f"{what_for}: {known.description}. {how}",
            *((self.fetch,) if known.can_be_fetched else ()),
            *(self.folder, self.data_sets),
            detail=detail,
        )
