"""The row of controls: which network, on which digits; measure, cancel, export."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QAction, QResizeEvent
from PyQt6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from digit_recognizer.app.judge.messages import Stage
from digit_recognizer.app.judge.sources import SOURCES, Source
from digit_recognizer.app.judge.state import Phase
from digit_recognizer.app.widgets.combo_box import ComboBox
from digit_recognizer.app.widgets.parts import new_button, new_label
from digit_recognizer.app.widgets.progress import ProgressLine, StageLabel
from digit_recognizer.app.widgets.style_sheet import set_look
from digit_recognizer.app.widgets.theme import CONTROL, SPACING, margin

__all__ = ["Controls"]

_FOLDER, _FILE = "folder", "file"
_WITH_WORDS, _SLIM = 640, 16
EXPORTS = {
    "png": "Picture of this page (PNG)…",
    "readings": "Every reading (CSV)…",
    "confusion": "Confusion matrix (CSV)…",
    "curves": "Robustness curves (CSV)…",
}


class Controls(QFrame):
    """Says what the user wants; it does nothing itself."""

    measure_wanted = pyqtSignal()
    cancel_wanted = pyqtSignal()
    folder_wanted = pyqtSignal()
    """A folder of pictures shall be chosen."""
    file_wanted = pyqtSignal()
    """A CSV or IDX file shall be chosen."""
    export_wanted = pyqtSignal(str)
    """``"png"``, ``"readings"``, ``"confusion"`` or ``"curves"``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("judge-controls")
        self.networks = _choice("measured-network", "Network", "The network that is measured")
        self.sources = _choice("measured-digits", "Digits", "The digits it is measured on")
        self.measure = new_button(
            "measure",
            "Measure",
            "Read all the digits and compare with truth",
            starts_and_stops=True,
        )
        self.measure.setProperty("primary", True)
        self.export = new_button("export", "Export", "Save what is shown as a picture or as tables")
        for button in (self.measure, self.export):
            # Its words change while it is at work, its size does not.
            button.setFixedHeight(CONTROL)
            button.setMinimumWidth(96)
        self.stage = StageLabel()
        self.progress = ProgressLine("judge-progress", "progress of the measurement")
        self._source = SOURCES[0]
        self._running = False
        self._build()
        self._fill_sources()
        self._fill_exports()
        self.measure.clicked.connect(self._press)
        self.sources.activated.connect(self._choose_source)
        self.show_phase("empty", can_export=False)

    def network(self) -> str:
        """Return the name of the chosen network."""
        return self.networks.currentText()

    def source(self) -> Source:
        """Return the chosen digits."""
        return self._source

    def show_networks(self, names: tuple[str, ...], chosen: str) -> None:
        """Offer networks, with one of them chosen."""
        self.networks.clear()
        self.networks.addItems(list(names))
        self.networks.setCurrentText(chosen)

    def choose(self, source: Source) -> None:
        """Choose digits; those of the user's own join the list."""
        titles = [self.sources.itemData(row) for row in range(self.sources.count())]
        if source not in titles:
            self.sources.insertItem(len(SOURCES), source.title, source)
            self.sources.setItemData(
                len(SOURCES), f"{source.name}: {source.description}", Qt.ItemDataRole.ToolTipRole
            )
        self._source = source
        self.sources.setCurrentIndex(self.sources.findData(source))
        self.sources.setToolTip(source.description)

    def show_phase(self, phase: Phase, *, can_export: bool, remark: str = "") -> None:
        """Follow the work; `remark` stands beside the button when there is none."""
        self._running = phase == "running"
        self.measure.setText("Cancel" if self._running else "Measure")
        set_look(self.measure, "primary", not self._running)
        self.export.setEnabled(can_export)
        if not self._running:
            self.stage.show_text(remark)
            self.progress.show_progress("", 0, 0)

    def show_stage(self, stage: Stage) -> None:
        """Say what is being done."""
        if self._running:
            self.stage.show_text(f"{stage.text}…")
            self.progress.show_progress(stage.text, stage.done, stage.total)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep to the edges of what is below."""
        edge = margin(self.width())
        self._row.setContentsMargins(edge, 0, edge, SPACING[1])
        # On a slim window the words have a line of their own.
        is_slim = self.width() < _WITH_WORDS
        self.stage.setFixedHeight(_SLIM if is_slim else CONTROL)
        self._below.setContentsMargins(edge, 0, edge, SPACING[0] if is_slim else 0)
        beside, below = (self._below, self._row) if is_slim else (self._row, self._below)
        below.removeWidget(self.stage)
        if beside.indexOf(self.stage) < 0:
            beside.insertWidget(min(4, beside.count()), self.stage, 3)

    def _build(self) -> None:
        self._row = QHBoxLayout()
        self._row.setSpacing(SPACING[1])
        self._below = QHBoxLayout()
        self._row.addWidget(self.networks, 4)
        self._row.addWidget(new_label("on", tone="muted"))
        self._row.addWidget(self.sources, 5)
        self._row.addWidget(self.measure)
        self._row.addWidget(self.stage, 3)
        self._row.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addLayout(self._below)
        column.addWidget(self.progress)

    def _fill_sources(self) -> None:
        for row, source in enumerate(SOURCES):
            self.sources.addItem(source.title, source)
            self.sources.setItemData(row, source.description, Qt.ItemDataRole.ToolTipRole)
        self.sources.insertSeparator(self.sources.count())
        self.sources.addItem("A folder of pictures…", _FOLDER)
        self.sources.addItem("A CSV or IDX file…", _FILE)
        self.choose(SOURCES[0])

    def _fill_exports(self) -> None:
        menu = QMenu(self.export)
        for kind, text in EXPORTS.items():
            action = QAction(text, menu)
            action.setObjectName(f"export-{kind}")
            action.triggered.connect(lambda _, kind=kind: self.export_wanted.emit(kind))
            menu.addAction(action)
        self.export.setMenu(menu)

    def _choose_source(self, row: int) -> None:
        chosen = self.sources.itemData(row)
        if isinstance(chosen, Source):
            self.choose(chosen)
            return
        # What was chosen before stands until a folder or file really is.
        self.choose(self._source)
        (self.folder_wanted if chosen == _FOLDER else self.file_wanted).emit()

    def _press(self) -> None:
        (self.cancel_wanted if self._running else self.measure_wanted).emit()


def _choice(name: str, title: str, description: str) -> ComboBox:
    box = ComboBox()
    box.setObjectName(name)
    box.setAccessibleName(title)
    box.setAccessibleDescription(description)
    box.setToolTip(description)
    box.setMinimumWidth(96)
    box.setMaximumWidth(240)
    box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(10)
    return box
