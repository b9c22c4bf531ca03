"""The page where one trains: settings, curves, and what the network learns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import QSize
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from digit_recognizer.app.core.activity import Activity
from digit_recognizer.app.core.networks import NamedNetwork
from digit_recognizer.app.core.session import Session
from digit_recognizer.app.core.undo import Undo
from digit_recognizer.app.data_sets import choose_data_folder
from digit_recognizer.app.page import Page
from digit_recognizer.app.train.bar import Bar
from digit_recognizer.app.train.curves_card import CurvesCard
from digit_recognizer.app.train.learning import Learning
from digit_recognizer.app.train.left_column import LeftColumn
from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.train.state import TrainState
from digit_recognizer.app.train.words import activity_of, how_it_ended
from digit_recognizer.app.widgets.dialogs import choose_folder
from digit_recognizer.app.widgets.theme import SPACING, margin
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["TrainPage"]

_TIGHT, _NARROW, _WIDE = 680, 900, 1400
_COLUMNS = {_WIDE: (340, 272), _NARROW: (296, 208), 0: (256, 168)}
"""From which width of the window the outer columns have which widths."""
_WIDEST = 16_777_215
_SMALLEST = QSize(440, 320)


class TrainPage(Page):
    """Brings the state to the eye, and the hand to the state."""

    title = "Train"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.state = TrainState(self, library=session.networks.library, readiness=session.readiness)
        self.column = LeftColumn(self.state, session.networks)
        self.settings, self.networks = self.column.settings, self.column.networks
        self.curves = CurvesCard(self.state)
        self.learning = Learning(self.state)
        self.bar = Bar(self.state)
        self._desk = QWidget()
        self._row = QHBoxLayout(self._desk)
        self._row.setSpacing(SPACING[3])
        self._row.addWidget(self.column)
        self._row.addWidget(self.curves, 1)
        self._row.addWidget(self.learning)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._desk, 1)
        column.addWidget(self.bar)
        self._activity: Activity | None = None
        self.undo = Undo(self, self.messages)
        self._connect()

    def enter(self) -> None:
        """Look for a training that waits, and get ready for the next."""
        self.state.look()
        self.state.warm_up()

    def look_again_for_data(self) -> None:
        """Let what was missing be looked for at the next start."""
        self.state.look_again_for_data()

    def shut_down(self) -> None:
        """Stop the training, and wait for it; then close the other workers."""
        self.state.shut_down()
        super().shut_down()
        self.curves.close_down()

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size there is an arrangement for."""
        return _SMALLEST

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Give each column its place."""
        self._arrange(self.size())

    def _connect(self) -> None:
        state = self.state
        state.failed.connect(self.messages.ask)
        state.phase_changed.connect(self._follow_phase)
        state.phase_changed.connect(self._report)
        state.progressed.connect(self._report)
        state.staged.connect(self._report)
        state.discarded.connect(partial(self.undo.offer, "The training was discarded."))
        self.session.networks.renamed.connect(state.follow_name)
        state.stored.connect(self.session.networks.look_again)
        words = self.curves.words
        words.fetch_wanted.connect(partial(self._begin, state.fetch))
        words.folder_wanted.connect(self._choose_data_folder)
        words.data_sets_wanted.connect(self.data_sets_wanted)
        words.new_wanted.connect(partial(self._begin, state.start))
        words.discard_wanted.connect(state.discard)
        self.settings.path_wanted.connect(self._choose_images)
        self.settings.changed.connect(self.undo.offer)
        self.bar.start_wanted.connect(partial(self._begin, state.start))
        self.bar.use_wanted.connect(self._use)
        self.bar.save_wanted.connect(self._save)
        self.networks.compared.connect(self.curves.show_other)
        self.networks.changed.connect(self.undo.offer)
        self.networks.failed.connect(self.messages.ask)

    def _arrange(self, size: QSize) -> None:
        left, right = next(widths for least, widths in _COLUMNS.items() if size.width() >= least)
        edge = margin(size.width())
        self._row.setContentsMargins(edge, 0, edge, SPACING[3])
        self.learning.setFixedWidth(right)
        tight = size.width() < _TIGHT
        self.column.setMinimumWidth(left)
        self.column.setMaximumWidth(_WIDEST if tight else left)
        self.learning.setHidden(tight)
        # Where there is no room for both, settings give way to what comes of them.
        state = self.state
        speaks = state.busy or state.phase in (Phase.UNFINISHED, Phase.MISSING)
        self.column.setHidden(tight and speaks)
        self.curves.setHidden(tight and not speaks and not state.seen.snapshots)

    def _follow_phase(self) -> None:
        if self.state.phase is Phase.PREPARING:
            self.messages.clear()
        self._arrange(self.size())

    def _report(self) -> None:
        """Say what goes on, and when a training is over."""
        state = self.state
        activity = activity_of(state)
        if self._activity is not None and activity is None and state.phase is Phase.ENDED:
            self.finished.emit(how_it_ended(state))
        self._activity = activity
        self.activity_changed.emit(activity)

    def _begin(self, begin: Callable[[], None]) -> None:
        """Begin with what the settings show; where they show what cannot be, lead there instead."""
        recipe, wrong = self.state.recipe, self.settings.settle()
        if wrong:
            self.column.show_settings()
            self.column.show()
            self.curves.setHidden(self.width() < _TIGHT)
            self.settings.go_to(wrong)
        elif begin == self.state.start or recipe == self.state.recipe:
            # What lacked its images lacked those of the recipe as it was.
            begin()

    def _use(self) -> None:
        best = self.state.best
        if best is not None:
            name = self._store() or f"new {best.recipe_name}"
            self.session.networks.use(NamedNetwork(name, best))
            self.page_wanted.emit("Draw")

    def _save(self) -> None:
        name = self._store()
        if name is not None:
            self.column.show_networks()
            self.networks.begin_renaming(name)

    def _store(self) -> str | None:
        """Return the best network's name in the network library; it is put there if need be."""
        state, networks = self.state, self.session.networks
        if state.best is None:
            return None
        if state.stored_as is None or state.stored_as not in networks.library.stored():
            try:
                state.remember_stored(networks.save_as_new(state.best.recipe_name, state.best))
            except DigitRecognizerError as error:
                self.messages.ask(str(error))
                return None
        return state.stored_as

    def _choose_data_folder(self) -> None:
        if choose_data_folder(self, self.session):
            self.state.look_again_for_data()
            self._begin(self.state.retry)

    def _choose_images(self) -> None:
        title = "A folder of your own images"
        folder = choose_folder(self, self.session.settings, "images", title)
        if folder is not None:
            self.settings.use_images(folder)
