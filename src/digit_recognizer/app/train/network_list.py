"""The networks to choose from, with their figures: use, rename, delete, compare."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from digit_recognizer.app.core.networks import NamedNetwork, Networks
from digit_recognizer.app.train.network_rows import LIBRARY_NAME, READS, NetworkRows, network_item
from digit_recognizer.app.train.words import error_percent, plural
from digit_recognizer.app.widgets.parts import new_button, new_label
from digit_recognizer.app.widgets.theme import SPACING
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.networks.checkpoint import Checkpoint

__all__ = ["NetworkList"]

_BUTTONS = (
    ("Use", "Let the chosen network read what you draw (Enter)"),
    ("Rename", "Give the chosen network another name (F2)"),
    ("Delete", "Take the chosen network off the list; Undo brings it back"),
)


class NetworkList(QWidget):
    """Lists the networks in the library; the chosen one is compared with the training."""

    compared = pyqtSignal(str, object)
    """Name and ``Checkpoint`` of the network that is chosen; None when none is."""
    changed = pyqtSignal(str, object)
    """What was done to a network, and a function that takes it back."""
    failed = pyqtSignal(str)
    """Something could not be done; why and what to do."""

    def __init__(self, networks: Networks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._networks = networks
        self._known: dict[str, Checkpoint] = {}
        self._rows = NetworkRows(self)
        self.list = QListWidget()
        self.list.setObjectName("network-list")
        self.list.setAccessibleName("networks")
        self.list.setItemDelegate(self._rows)
        self.list.setEditTriggers(QListWidget.EditTrigger.EditKeyPressed)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setToolTip("Networks that can read; choose one to see its curve beside yours")
        self._hint = new_label(
            "Choose one to see its curve beside yours. Networks that you save are listed here.",
            pixels=11,
            tone="muted",
            wraps=True,
        )
        self.use, self.rename, self.delete = (
            new_button(f"network-{name.lower()}", name, explanation, look="small")
            for name, explanation in _BUTTONS
        )
        self._build()
        self.use.clicked.connect(self._use)
        self.rename.clicked.connect(self._begin_renaming)
        self.delete.clicked.connect(self._delete)
        self.list.currentItemChanged.connect(self._follow_choice)
        self.list.itemChanged.connect(self._take_name)
        self.list.itemActivated.connect(lambda _: self._use())
        networks.listed.connect(self.fill)
        networks.current_changed.connect(self._mark_current)
        self._follow_choice()

    def fill(self) -> None:
        """List what is in the library now."""
        chosen = self._chosen()
        # A name that was given up may come back with another network.
        names = self._networks.names
        self._known = {name: known for name, known in self._known.items() if name in names}
        self.list.blockSignals(True)
        self.list.clear()
        for name in names:
            figure, story = self._figures(name)
            self.list.addItem(network_item(name, figure, story, editable=self._is_stored(name)))
        self.list.blockSignals(False)
        self._mark_current()
        self.choose(chosen)

    def choose(self, name: str) -> None:
        """Choose the network of that name, or none."""
        items = self.list.findItems(name, Qt.MatchFlag.MatchExactly) if name else []
        self.list.setCurrentItem(items[0] if items else None)
        self._follow_choice()

    def begin_renaming(self, name: str) -> None:
        """Choose a network and let its name be changed in its place."""
        self.choose(name)
        self._begin_renaming()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING[1])
        for button in (self.use, self.rename, self.delete):
            buttons.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACING[1], SPACING[3], 0)
        column.setSpacing(SPACING[1])
        column.addWidget(self._hint)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)

    def _figures(self, name: str) -> tuple[str, str]:
        try:
            checkpoint = self._load(name)
        except DigitRecognizerError as error:
            return "", str(error)
        passes = plural(len(checkpoint.history), "pass", "passes") if checkpoint.history else ""
        story = " · ".join(part for part in (checkpoint.recipe_name, passes) if part)
        reached = checkpoint.scores.get("validation accuracy")
        return ("" if reached is None else f"{error_percent(1 - reached)} error"), story

    def _load(self, name: str) -> Checkpoint:
        if name not in self._known:
            self._known[name] = self._networks.library.load(name)
        return self._known[name]

    def _is_stored(self, name: str) -> bool:
        return name in self._networks.library.stored()

    def _chosen(self) -> str:
        item = self.list.currentItem()
        return item.text() if item is not None else ""

    def _follow_choice(self, *_: object) -> None:
        name = self._chosen()
        self.use.setEnabled(bool(name) and name in self._known)
        stored = bool(name) and self._is_stored(name)
        self.rename.setEnabled(stored)
        self.delete.setEnabled(stored)
        self.compared.emit(name, self._known.get(name))

    def _mark_current(self, *_: object) -> None:
        current = self._networks.current
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item is not None:
                item.setData(READS, current is not None and item.text() == current.name)

    def _use(self) -> None:
        name = self._chosen()
        if name in self._known:
            self._networks.use(NamedNetwork(name, self._known[name]))

    def _begin_renaming(self) -> None:
        item = self.list.currentItem()
        if item is not None and self._is_stored(item.text()):
            self.list.setFocus()
            self.list.editItem(item)

    def _take_name(self, item: QListWidgetItem) -> None:
        old: str = item.data(LIBRARY_NAME)
        if old == item.text():
            return
        new = item.text().strip()
        checkpoint = self._known.pop(old, None)
        try:
            take_back = self._networks.rename(old, new)
        except DigitRecognizerError as error:
            new = old
            self.failed.emit(str(error))
        else:
            self.changed.emit(f"“{old}” is called “{new}” from now on.", take_back)
        if checkpoint is not None:
            self._known[new] = checkpoint
        self.fill()
        self.choose(new)

    def _delete(self) -> None:
        name = self._chosen()
        # Its button is disabled then, and Start would be the next in line.
        self.list.setFocus()
        try:
            take_back = self._networks.delete(name)
        except DigitRecognizerError as error:
            self.failed.emit(str(error))
        else:
            self.changed.emit(f"“{name}” was deleted.", take_back)
        self._follow_choice()
