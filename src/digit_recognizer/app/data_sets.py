"""The data sets: what each is, whether it is on this computer, and how it comes here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from digit_recognizer.app.core.jobs import Worker, close_workers
from digit_recognizer.app.core.session import Session
from digit_recognizer.app.widgets.dialogs import choose_folder
from digit_recognizer.app.widgets.parts import new_button, new_label
from digit_recognizer.app.widgets.progress import ProgressLine, StageLabel
from digit_recognizer.app.widgets.scroll_area import ScrollArea
from digit_recognizer.app.widgets.style_sheet import set_look
from digit_recognizer.app.widgets.theme import SPACING
from digit_recognizer.data.known_sets import KNOWN_SETS, KnownSet
from digit_recognizer.data.locations import add_folder
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.training.preparation import Preparation, Stage, public_dataset

__all__ = ["DataSets", "choose_data_folder"]

_TITLE = "The folder that holds the data sets"


def choose_data_folder(
    parent: QWidget, session: Session, say: Callable[[str], object] | None = None
) -> bool:
    """Let the user choose a folder with data sets; say what was found in it.

    Parameters
    ----------
    parent
        Where the dialog belongs.
    session
        Its settings remember the folder; its messages say what was found.
    say
        Says it instead.

    Returns
    -------
    Whether there is a set in it, so that it is looked in from now on.
    """
    folder = choose_folder(parent, session.settings, "data", _TITLE)
    if folder is None:
        return False
    say = say or session.messages.about("data sets").ask
    found = [known.title for known in KNOWN_SETS if known.find_to_measure(folder) is not None]
    if not found:
        say(
            f"{folder}: expected the files of a data set there or in a subfolder, found none; "
            "choose the folder that has them."
        )
        return False
    try:
        add_folder(folder)
    except OSError as error:
        say(f"The folder could not be noted ({error.strerror or error}); try again.")
        return False
    say(f"Found in {folder.name or folder}: {', '.join(found)}.")
    return True


_SIZE = QSize(620, 640)
_SPACE = "\N{ZERO WIDTH SPACE}"


class DataSets(QDialog):
    """Lists the data sets; each can be fetched where it is published, or pointed at by its folder.

    Parameters
    ----------
    session
        Its settings remember folders, and what is fetched is ready for all pages.
    parent
        The window, which it never exceeds.
    """

    changed = pyqtSignal()
    """A data set is on this computer that was not, or may be."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("data-sets")
        self.setWindowTitle("Data sets")
        self.setAccessibleName("Data sets")
        self._session = session
        self._fetching: str | None = None
        self._preparation: Preparation | None = None
        self._worker = Worker("data sets", self)
        self._worker.reported.connect(self._show_stage)
        self._worker.failed.connect(self._fail)
        self._worker.ended.connect(self._end)
        self.rows = {known.name: _Row(known) for known in KNOWN_SETS}
        for name, row in self.rows.items():
            row.button.clicked.connect(partial(self._press, name))
        self.folder = new_button(
            "add-data-folder",
            "Choose a folder…",
            "A folder on this computer that has data sets, or subfolders with them",
        )
        self.folder.clicked.connect(self._choose_folder)
        self.shut = new_button("close-data-sets", "Close", "Close the list")
        self.shut.clicked.connect(self.close)
        self.found = new_label(name="found-data-sets", wraps=True)
        self._build()
        self._look()
        self.resize(_SIZE.boundedTo(parent.size() - QSize(SPACING[4], SPACING[4])))

    def done(self, result: int) -> None:
        """Close the list; a download that is not complete ends."""
        self._cancel()
        close_workers(self)
        super().done(result)
        self.deleteLater()

    def _build(self) -> None:
        sheet = QWidget()
        listed = QVBoxLayout(sheet)
        listed.setContentsMargins(0, 0, SPACING[2], 0)
        listed.setSpacing(SPACING[3])
        for row in self.rows.values():
            listed.addWidget(row)
        listed.addStretch(1)
        area = ScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(sheet)
        buttons = QHBoxLayout()
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        buttons.addWidget(self.shut)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING[4], SPACING[4], SPACING[4], SPACING[3])
        column.setSpacing(SPACING[3])
        column.addWidget(new_label("Data sets", pixels=20, bold=True))
        column.addWidget(
            new_label(
                "None of them is part of the program. Random digit takes MNIST; trainings and "
                "measurements take what they name.",
                tone="muted",
                wraps=True,
            )
        )
        column.addWidget(area, 1)
        column.addWidget(self.found)
        column.addLayout(buttons)

    def _look(self) -> None:
        """Show where each set is."""
        for row in self.rows.values():
            row.show_place(free=self._fetching is None)

    def _press(self, name: str, *_: object) -> None:
        if self._fetching == name:
            self._cancel()
            self._look()
        elif self._fetching is None:
            self._fetch(name)

    def _fetch(self, name: str) -> None:
        self._fetching = name
        preparation = self._preparation = Preparation(self._session.readiness)
        step = public_dataset(name)
        self._worker.submit(partial(preparation.run, step), "fetch", preparation.stop)
        self._look()
        self.rows[name].show_stage(Stage(step.text))

    def _cancel(self) -> None:
        self._worker.cancel("fetch")
        self._fetching = None

    def _show_stage(self, stage: object) -> None:
        if self._fetching is not None and isinstance(stage, Stage):
            self.rows[self._fetching].show_stage(stage)

    def _fail(self, reason: str) -> None:
        failed, self._fetching = self._fetching, None
        self._look()
        if failed is not None:
            self.rows[failed].show_failure(reason)

    def _end(self, _: str) -> None:
        if self._fetching is not None:
            self._fetching = None
            self._look()
            self.changed.emit()

    def _choose_folder(self) -> None:
        if choose_data_folder(self, self._session, self.found.setText):
            self._look()
            self.changed.emit()


class _Row(QWidget):
    """One data set."""

    def __init__(self, known: KnownSet) -> None:
        super().__init__()
        self._known = known
        self.setAccessibleName(known.title)
        self.place = new_label(name=f"place-{known.name}", pixels=11, wraps=True)
        self.stage = StageLabel()
        self.progress = ProgressLine(f"progress-{known.name}", f"how far {known.title} is fetched")
        self.button = new_button(f"fetch-{known.name}", "Fetch", starts_and_stops=True)
        use = "train and measure" if known.may_train else "measure only"
        facts = f"Licence: {known.licence}. {known.megabytes:,.0f} MB. To {use}."
        head = QHBoxLayout()
        head.addWidget(new_label(known.title, bold=True), 1)
        head.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        described = known.description[:1].upper() + known.description[1:] + "."
        column.addWidget(new_label(described, wraps=True))
        column.addWidget(new_label(facts, pixels=11, tone="muted", wraps=True))
        column.addWidget(self.place)
        column.addWidget(self.stage)
        column.addWidget(self.progress)

    def show_place(self, *, free: bool) -> None:
        """Show where the set is, and offer to fetch it where that can be."""
        self.stage.hide()
        self.progress.hide()
        whole = measured = None
        try:
            whole, measured = self._known.find(), self._known.find_to_measure()
        except DigitRecognizerError as error:
            self._say(str(error), "caution")
        else:
            self._say(*_place_in_words(whole, measured, self._known.can_be_fetched))
        self.button.setText("Fetch")
        self.button.setAccessibleName(f"Fetch {self._known.title}")
        self.button.setVisible(self._known.can_be_fetched and whole is None)
        self.button.setEnabled(free)

    def show_stage(self, stage: Stage) -> None:
        """Show how far the download is."""
        self.button.setText("Cancel")
        self.button.setAccessibleName(f"Cancel fetching {self._known.title}")
        self.button.setEnabled(True)
        self.stage.show()
        self.progress.show()
        self.stage.show_text(f"{stage.text}…")
        self.progress.show_progress(stage.text, stage.done, stage.total)

    def show_failure(self, reason: str) -> None:
        """Say why the set could not be fetched."""
        self._say(reason, "caution")

    def _say(self, text: str, tone: str) -> None:
        # Long paths without a space would not wrap: let them break after any separator.
        self.place.setText(text.replace("/", f"/{_SPACE}"))
        self.place.setAccessibleDescription(text)
        set_look(self.place, "tone", tone)


def _place_in_words(
    whole: Path | None, measured: Path | None, can_be_fetched: bool
) -> tuple[str, str]:
    if whole is not None:
        return f"✓ Here: {whole}", "accent"
    if measured is not None:
        return f"✓ Here, in part, to measure on: {measured}", "accent"
    if can_be_fetched:
        return "Not here. It can be fetched, or its folder chosen.", "muted"
    return "Not here. It cannot be fetched from here; choose the folder that has it.", "muted"
