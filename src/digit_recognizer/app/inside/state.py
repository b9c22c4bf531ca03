"""What the page shows, apart from how: it tells of changes, and only of changes."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.inspection import Evidence, Snapshot, Unit, strongest_unit

__all__ = ["InsideState"]


class InsideState(QObject):
    """The network's values, the unit that is looked at, and the class that is asked about."""

    snapshot_changed = pyqtSignal()
    unit_changed = pyqtSignal()
    digit_changed = pyqtSignal()
    evidence_changed = pyqtSignal()
    sweep_changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.snapshot: Snapshot | None = None
        self.is_blank = True
        self.unit: Unit | None = None
        self.is_pinned = False
        self.digit: int | None = None
        self.evidence: Evidence | None = None
        self.is_sweeping = False

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what the network made of an image; on a blank sheet there is nothing to explain."""
        self.snapshot, self.is_blank = snapshot, not snapshot.image.any()
        if self.unit is not None and not _has(snapshot, self.unit):
            self.unit = None
        if self.digit is not None and self.digit >= snapshot.stages[-1].shape[0]:
            self.ask(None)
        if self.is_blank:
            self.show_evidence(None)
            self.sweep(False)
        elif self.unit is None:
            self.unit = strongest_unit(snapshot, 1)
        self.snapshot_changed.emit()

    def look_at(self, unit: Unit | None) -> None:
        """Look at a unit."""
        if unit != self.unit:
            self.unit = unit
            self.unit_changed.emit()

    def pin(self, pinned: bool) -> None:
        """Pin the unit while the pointer moves on, or follow the pointer again."""
        if pinned != self.is_pinned:
            self.is_pinned = pinned
            self.unit_changed.emit()

    def ask(self, digit: int | None) -> None:
        """Ask what speaks for a class, or for none."""
        if digit != self.digit:
            self.digit = digit
            self.show_evidence(None)
            self.digit_changed.emit()

    def is_class(self, unit: Unit) -> bool:
        """Whether a unit stands for a class."""
        if self.snapshot is None or not self.snapshot.stages[-1].is_vector:
            return False
        return unit.stage == len(self.snapshot.stages) - 1

    def ask_or_leave(self, unit: Unit) -> None:
        """Look at a class and ask about it; or leave it, where it was asked about."""
        self.look_at(unit)
        self.ask(None if self.digit == unit.channel else unit.channel)

    def let_go(self) -> bool:
        """Pin, ask and sweep no more; return whether there was anything to let go."""
        held = self.is_sweeping or self.is_pinned or self.digit is not None
        self.sweep(False)
        self.pin(False)
        self.ask(None)
        return held

    def show_evidence(self, evidence: Evidence | None) -> None:
        """Show what speaks for the class that was asked about."""
        if evidence is not self.evidence:
            self.evidence = evidence
            self.evidence_changed.emit()

    def sweep(self, sweeping: bool) -> None:
        """Let the unit slide over its whole map, or stop it."""
        if sweeping != self.is_sweeping:
            self.is_sweeping = sweeping
            self.sweep_changed.emit()


def _has(snapshot: Snapshot, unit: Unit) -> bool:
    if unit.stage >= len(snapshot.stages):
        return False
    channels, rows, columns = snapshot.stages[unit.stage].shape
    return unit.channel < channels and unit.row < rows and unit.column < columns
