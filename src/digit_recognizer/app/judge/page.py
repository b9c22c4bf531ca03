"""The page where a network is judged on digits of which the truth is known."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from digit_recognizer.app.core.activity import Activity
from digit_recognizer.app.core.networks import NamedNetwork
from digit_recognizer.app.core.saving import save_png
from digit_recognizer.app.core.session import Session
from digit_recognizer.app.data_sets import choose_data_folder
from digit_recognizer.app.judge.controls import Controls
from digit_recognizer.app.judge.gallery import GalleryDigit
from digit_recognizer.app.judge.messages import Request
from digit_recognizer.app.judge.results import Results
from digit_recognizer.app.judge.sources import Source, source_of_path
from digit_recognizer.app.judge.state import JudgeState
from digit_recognizer.app.judge.words import cancelled_in_words, how_it_ended
from digit_recognizer.app.missing_data import MissingData
from digit_recognizer.app.page import Page
from digit_recognizer.app.widgets.dialogs import (
    choose_file,
    choose_folder,
)
from digit_recognizer.app.widgets.file_saver import FileSaver
from digit_recognizer.data.known_sets import find_known_set

__all__ = ["JudgePage"]

_FILES = "Tables and images (*.csv *.csv.gz *images-idx3*);;All files (*)"
_PNG, _CSV = "Pictures (*.png)", "Tables (*.csv)"
_SCALE = 2.0
_BEGIN = (
    "Choose a network and digits of which the truth is known, then press Measure. You will see "
    "how many it reads correctly, what it takes for what, every mistake, whether its confidence "
    "can be trusted, and how much noise, turning and shrinking it bears."
)


class JudgePage(Page):
    """Asks the worker, and shows what it answers."""

    title = "Judge"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.state = JudgeState(session.readiness, self)
        self._saver = FileSaver(self, session.settings, self.messages)
        self._follows_current = True
        self._activity: Activity | None = None
        self.controls = Controls()
        self.page = Results(self.state)
        self.message = MissingData("judge-message")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.message)
        self._stack.addWidget(self.page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.controls)
        column.addWidget(self._stack, 1)
        self._connect()
        self._offer_networks()
        self._say_why()

    def measure(self, *, fetch: bool = False) -> None:
        """Measure the chosen network on the chosen digits."""
        networks = self.session.networks
        name = self.controls.network()
        network: NamedNetwork | str = name
        if networks.current is not None and networks.current.name == name:
            network = networks.current
        self.messages.clear()
        self.state.start(Request(network, networks.library, self.controls.source(), fetch))

    def measure_on(self, source: Source) -> None:
        """Choose digits and measure on them."""
        self.controls.choose(source)
        self.measure()

    def _connect(self) -> None:
        networks = self.session.networks
        networks.listed.connect(self._offer_networks)
        networks.current_changed.connect(self._follow_current)
        controls = self.controls
        controls.networks.activated.connect(self._choose_network)
        controls.measure_wanted.connect(self.measure)
        controls.cancel_wanted.connect(self.state.cancel)
        controls.folder_wanted.connect(self._choose_pictures)
        controls.file_wanted.connect(self._choose_file)
        controls.export_wanted.connect(self._export)
        self.message.folder_wanted.connect(self._choose_data_folder)
        self.message.data_sets_wanted.connect(self.data_sets_wanted)
        self.message.fetch_wanted.connect(partial(self.measure, fetch=True))
        self.state.phase_changed.connect(self._show_phase)
        self.state.stage_changed.connect(controls.show_stage)
        self.state.stage_changed.connect(self._report)
        self.state.phase_changed.connect(self._report)
        self.state.result_changed.connect(self._show_phase)
        self.page.opened.connect(self._open_on_canvas)

    def _offer_networks(self) -> None:
        networks = self.session.networks
        names = networks.names or (self.session.settings.now.network,)
        current = networks.current.name if networks.current is not None else names[0]
        if current not in names:
            names = (current, *names)
        chosen = self.controls.network()
        if self._follows_current or chosen not in names:
            chosen = current
        self.controls.show_networks(names, chosen)

    def _follow_current(self) -> None:
        self._follows_current = True
        self._offer_networks()

    def _choose_network(self) -> None:
        self._follows_current = False

    def _show_phase(self) -> None:
        phase, result = self.state.phase, self.state.result
        remark = cancelled_in_words(self.state) if phase == "cancelled" else ""
        self.controls.show_phase(phase, can_export=result is not None, remark=remark)
        self.controls.show_stage(self.state.stage)
        if phase == "failed" or result is None:
            self._say_why()
            self._stack.setCurrentWidget(self.message)
        else:
            self._stack.setCurrentWidget(self.page)

    def _say_why(self) -> None:
        """Say why there are no results, and what to do."""
        failure = self.state.failure
        if self.state.phase == "cancelled":
            self.message.say("Cancelled", "Nothing is measured. Press Measure to begin again.")
        elif failure is None:
            self.message.say("How well does it read?", _BEGIN)
        elif failure.is_missing:
            known = find_known_set(failure.source.name)
            self.message.say_missing(known, "These digits measure a network", detail=failure.reason)
        else:
            self.message.say("Not measured", failure.reason, detail=failure.remedy)

    def _report(self) -> None:
        """Say what goes on, and when it is over."""
        state, activity = self.state, None
        if state.phase == "running":
            activity = Activity.of("measuring", state.stage.done, state.stage.total)
        elif self._activity is not None:
            self.finished.emit(how_it_ended(state))
        self._activity = activity
        self.activity_changed.emit(activity)

    def _choose_pictures(self) -> None:
        title = "Choose a folder of pictures"
        folder = choose_folder(self, self.session.settings, "images", title)
        if folder is not None:
            self.measure_on(source_of_path(folder))

    def _choose_file(self) -> None:
        title = "Choose a CSV or IDX file"
        file = choose_file(self, self.session.settings, "images", title, _FILES)
        if file is not None:
            self.measure_on(source_of_path(file))

    def _choose_data_folder(self) -> None:
        if choose_data_folder(self, self.session):
            self.measure()

    def _export(self, kind: str) -> None:
        proposed = _file_name(self.state, kind)
        kinds = _PNG if kind == "png" else _CSV
        if kind == "png":
            write: Callable[[Path], None] = partial(save_png, image=self.page.picture(_SCALE))
        else:
            write = _table_writer(self.state, kind)
        self._saver.save("Save as", proposed, kinds, write)

    def _open_on_canvas(self, digit: GalleryDigit) -> None:
        assert self.state.result is not None
        images = self.state.result.measurement.readings.digits.images
        name = f"{self.state.result.source.title}, number {digit.index:,}"
        self.session.reader.open(images[digit.index], name)
        self.page_wanted.emit("Draw")


def _file_name(state: JudgeState, kind: str) -> str:
    """Return a name to propose for a file of a kind: ``lenet5-mnist-readings.csv``."""
    assert state.result is not None
    words = f"{state.result.network} {Path(state.result.source.name).stem}"
    if kind != "png":
        words = f"{words} {kind}"
    plain = "".join(letter if letter.isalnum() else "-" for letter in words)
    return f"{plain}.{'png' if kind == 'png' else 'csv'}"


def _table_writer(state: JudgeState, kind: str) -> Callable[[Path], None]:
    """Return what writes a table of a kind: ``"readings"``, ``"confusion"`` or ``"curves"``."""
    from digit_recognizer.evaluation.csv_files import (
        write_confusion,
        write_curves,
        write_readings,
    )

    assert state.result is not None
    readings = state.result.measurement.readings
    if kind == "curves":
        return partial(write_curves, points=state.points)
    write = {"readings": write_readings, "confusion": write_confusion}[kind]
    return partial(write, readings=readings)
