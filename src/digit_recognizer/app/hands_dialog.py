"""What was learned of a hand: every digit, what it changed, and how it is undone."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QIcon, QKeySequence, QPixmap, QShortcut
from PyQt6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QInputDialog,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from digit_recognizer.app.core.hands import FIRST_NAME
from digit_recognizer.app.core.jobs import close_workers
from digit_recognizer.app.core.pictures import image_of_grey
from digit_recognizer.app.core.session import Session
from digit_recognizer.app.widgets.check_box import CheckBox
from digit_recognizer.app.widgets.combo_box import ComboBox
from digit_recognizer.app.widgets.file_saver import FileSaver
from digit_recognizer.app.widgets.parts import new_button, new_label
from digit_recognizer.app.widgets.theme import SPACING

if TYPE_CHECKING:
    from digit_recognizer.hands.fit import Change, Fit
    from digit_recognizer.hands.profile import Profile

__all__ = ["HandsDialog"]

_SIZE = QSize(640, 620)
_SIDE = 56
_NOBODY = "Nobody's hand"
_LEVELS = {
    "none": "as it was shipped: to change it does not help, or would harm others.",
    "prototypes": "with prototypes beside the outputs of the shipped network.",
    "refined": "with F6 and output refined; the shipped network is as it was.",
}
_LOOKS_AGAIN = " Doubtful digits are looked at again, beside the learned ones."


class HandsDialog(QDialog):
    """Shows the digits that were learned of one person, and lets them be removed.

    Parameters
    ----------
    session
        Its hands are shown.
    parent
        The window, which it never exceeds.
    """

    writing_wanted = pyqtSignal()
    """Thirty digits shall be written."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("hands")
        self.setWindowTitle("My hand")
        self.setAccessibleName("My hand")
        self._hands = session.hands
        self._saver = FileSaver(self, session.settings, session.messages.about("hands"))
        self._before: Profile | None = None
        self._shown: Profile | None = None
        self.person = ComboBox()
        self.person.setObjectName("person")
        self.person.setAccessibleName("whose hand")
        self.person.setToolTip("Whose hand is read")
        self.used = CheckBox("Read with this hand")
        self.used.setObjectName("use-hand")
        self.used.setToolTip("Take it off to compare with the shipped network")
        self.digits = QListWidget()
        self.counts = new_label(name="hand-counts", wraps=True)
        self.own = new_label(name="hand-own", wraps=True)
        self.others = new_label(name="hand-others", wraps=True)
        self.level = new_label(name="hand-level", pixels=11, tone="muted", wraps=True)
        self.another = new_button("another-person", "Another person…", "Begin with another hand")
        self.remove, self.undo, self.erase, self.export, self.write, self.shut = (
            new_button(*each)
            for each in (
                ("remove-digits", "Remove", "Erase the chosen digits from the disk (Delete)"),
                ("undo-remove", "Undo", "Bring back what was removed last"),
                ("erase-hand", "Erase all", "Erase all that is known of this hand from the disk"),
                ("export-hand", "Export…", "Write all that was learned to a file"),
                ("write-thirty", "Write thirty digits…", "A guided minute: one digit at a time"),
                ("close-hands", "Close", "Close the list"),
            )
        )
        self._build()
        self._connect()
        self._show()
        self.resize(_SIZE.boundedTo(parent.size() - QSize(SPACING[4], SPACING[4])))

    def done(self, result: int) -> None:
        """Close the list, once what is exported is written."""
        close_workers(self)
        super().done(result)
        self.deleteLater()

    def _build(self) -> None:
        self.digits.setObjectName("learned-digits")
        self.digits.setAccessibleName("learned digits")
        self.digits.setToolTip("Every digit that was learned; choose some to remove them")
        self.digits.setViewMode(QListWidget.ViewMode.IconMode)
        self.digits.setMovement(QListWidget.Movement.Static)
        self.digits.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.digits.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.digits.setIconSize(QSize(_SIDE, _SIDE))
        self.digits.setUniformItemSizes(True)
        self.digits.setSpacing(SPACING[0])
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING[4], SPACING[4], SPACING[4], SPACING[3])
        column.setSpacing(SPACING[2])
        column.addWidget(new_label("My hand", pixels=20, bold=True))
        explanation = (
            "What is learned stays on this computer, beside the network, which is never changed."
        )
        column.addWidget(new_label(explanation, tone="muted", wraps=True))
        column.addLayout(_row((self.person, self.another), (self.used,)))
        column.addWidget(self.counts)
        column.addWidget(self.digits, 1)
        column.addLayout(_row((self.remove, self.undo), (self.erase,)))
        for label in (self.own, self.others, self.level):
            column.addWidget(label)
        column.addLayout(_row((self.write, self.export), (self.shut,)))

    def _connect(self) -> None:
        self._hands.changed.connect(self._show)
        self.person.activated.connect(self._choose)
        self.another.clicked.connect(self._add)
        self.used.clicked.connect(self._hands.use)
        self.digits.itemSelectionChanged.connect(self._follow_choice)
        self.remove.clicked.connect(self._remove)
        delete = QShortcut(QKeySequence("Delete"), self.digits, self._remove)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.undo.clicked.connect(self._undo)
        self.erase.clicked.connect(self._erase)
        self.export.clicked.connect(self._export)
        self.write.clicked.connect(self._write)
        self.shut.clicked.connect(self.close)

    def _show(self) -> None:
        profile = self._hands.profile
        names = list(self._hands.library.names())
        current = "" if profile is None else profile.name
        if current and current not in names:
            names.append(current)
        self.person.clear()
        self.person.addItem(_NOBODY, "")
        for name in names:
            self.person.addItem(name, name)
        self.person.setCurrentIndex(self.person.findData(current))
        there = profile is not None
        for part in (self.used, self.erase, self.export):
            part.setEnabled(there)
        self.used.setChecked(there and self._hands.is_used)
        self.undo.setEnabled(self._before is not None)
        if self._shown is None or profile is None or self._shown.digits != profile.digits:
            self._fill(profile)
        self._shown = profile
        self._say(profile)
        self._follow_choice()

    def _fill(self, profile: Profile | None) -> None:
        self.digits.clear()
        if profile is None:
            return
        for place in sorted(range(len(profile.digits)), key=lambda at: profile.digits[at].label):
            learned = profile.digits[place]
            picture = QPixmap.fromImage(image_of_grey(learned.image))
            item = QListWidgetItem(QIcon(picture.scaled(_SIDE, _SIDE)), str(learned.label))
            item.setData(Qt.ItemDataRole.UserRole, place)
            words = f"A {learned.label}, from {learned.origin or 'elsewhere'}"
            item.setToolTip(words)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            self.digits.addItem(item)

    def _say(self, profile: Profile | None) -> None:
        if profile is None or not profile.digits:
            self.counts.setText(
                "No digit was learned yet. Say below an answer what it is, or write thirty digits."
            )
        else:
            each = "   ".join(f"{digit}: {count}" for digit, count in enumerate(profile.counts))
            self.counts.setText(f"{len(profile.digits):,} digits   {each}")
        fit = None if profile is None else profile.fit
        own = None if fit is None else fit.own
        after = "…" if self._hands.is_learning else "measured from five digits on."
        self.own.setText(f"On mine, each left out in turn: {_in_words(own) if own else after}")
        self.others.setText(f"On other people's: {_in_words(fit.others) if fit else '…'}")
        self.level.setText("" if fit is None else _how(fit))

    def _follow_choice(self) -> None:
        self.remove.setEnabled(bool(self.digits.selectedItems()))

    def _choose(self, _: int) -> None:
        self._before = None
        self._hands.choose(self.person.currentData())

    def _add(self) -> None:
        name, is_given = QInputDialog.getText(self, "Another person", "Name:", text=FIRST_NAME)
        if is_given and name.strip():
            self._before = None
            self._hands.choose(name.strip())

    def _remove(self) -> None:
        places = [item.data(Qt.ItemDataRole.UserRole) for item in self.digits.selectedItems()]
        if places:
            self._before = self._hands.profile
            self._hands.forget(places)

    def _erase(self) -> None:
        self._before = self._hands.profile
        self._hands.erase()

    def _undo(self) -> None:
        before, self._before = self._before, None
        if before is not None:
            self._hands.restore(before)

    def _export(self) -> None:
        profile = self._hands.profile
        if profile is not None:
            name, kinds = f"{profile.name}.safetensors", "Hand (*.safetensors)"
            self._saver.save("Export the hand", name, kinds, partial(_export, profile))

    def _write(self) -> None:
        self.close()
        self.writing_wanted.emit()


def _export(profile: Profile, file: Path) -> None:
    from digit_recognizer.hands.profile_file import save_profile

    save_profile(file, profile)


def _row(left: tuple[QWidget, ...], right: tuple[QWidget, ...]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACING[1])
    for part in left:
        row.addWidget(part)
    row.addStretch(1)
    for part in right:
        row.addWidget(part)
    return row


def _how(fit: Fit) -> str:
    return f"The network reads {_LEVELS[fit.level]}{_LOOKS_AGAIN * fit.looks_again}"


def _in_words(change: Change) -> str:
    return f"{change.before:,} of {change.digits:,} misread before, {change.after:,} now."
