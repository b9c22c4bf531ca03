"""What the network is learning: the kernels of its first layer, and what it still gets wrong."""

from __future__ import annotations

from PyQt6.QtCore import QEvent
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from digit_recognizer.app.core.pictures import image_of_grey
from digit_recognizer.app.inside.scale import image_of_values
from digit_recognizer.app.train.state import TrainState
from digit_recognizer.app.widgets.parts import new_label
from digit_recognizer.app.widgets.theme import SPACING, current_theme
from digit_recognizer.app.widgets.tile_grid import Tile, TileGrid
from digit_recognizer.training.watching import Mistake, ValidationSnapshot

__all__ = ["Learning"]

_COLUMNS = 3
_KERNEL_ROWS, _MISTAKE_ROWS = 2, 3
_SMALLEST, _LARGEST = 28, 88
_WORDS = 118
"""Height of the headings and the lines below them."""


class Learning(QWidget):
    """Shows the latest snapshot at the network."""

    def __init__(self, state: TrainState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("learning")
        self._state = state
        self.kernels = TileGrid("kernels of C1", _COLUMNS, _KERNEL_ROWS, captions=False)
        self.mistakes = TileGrid("worst mistakes", _COLUMNS, _MISTAKE_ROWS, captions=True)
        self._about_mistakes = new_label("", pixels=11, tone="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING[0])
        column.addWidget(new_label("What C1 looks for", bold=True))
        column.addWidget(new_label("orange adds, blue subtracts", pixels=11, tone="muted"))
        column.addSpacing(SPACING[0])
        column.addWidget(self.kernels)
        column.addSpacing(SPACING[3])
        column.addWidget(new_label("Worst mistakes", bold=True))
        column.addWidget(self._about_mistakes)
        column.addSpacing(SPACING[0])
        column.addWidget(self.mistakes)
        column.addStretch(1)
        state.snapshot_taken.connect(self.show_snapshot)
        state.phase_changed.connect(self._follow_phase)
        self._show_nothing()

    def changeEvent(self, event: QEvent | None) -> None:
        """Paint the kernels in other colours."""
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.PaletteChange:
            self._show_latest()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Make the tiles as large as there is room for."""
        across = (self.width() - (_COLUMNS - 1) * SPACING[1]) // _COLUMNS
        for side in range(min(across, _LARGEST), _SMALLEST, -1):
            grids = self.kernels.height_for_side(side) + self.mistakes.height_for_side(side)
            if grids + _WORDS <= self.height():
                break
        for grid in (self.kernels, self.mistakes):
            grid.set_side(side)

    def show_snapshot(self, snapshot: ValidationSnapshot) -> None:
        """Show what the network has learned."""
        limit = float(abs(snapshot.kernels).max()) if snapshot.kernels.size else 1.0
        self.kernels.show_tiles(
            [
                Tile(
                    image_of_values(kernel, limit, current_theme()),
                    "",
                    f"Kernel {number}: weights from {kernel.min():.2f} to {kernel.max():.2f}.",
                )
                for number, kernel in enumerate(snapshot.kernels, 1)
            ],
            "No kernels.",
        )
        self.mistakes.show_tiles([_mistake_tile(one) for one in snapshot.mistakes], "No mistakes.")
        score = snapshot.validation
        wrong = score.count - score.correct
        self._about_mistakes.setText(f"{wrong:,} of {score.count:,} set aside")

    def _show_latest(self) -> None:
        if self._state.seen.snapshots:
            self.show_snapshot(self._state.seen.snapshots[-1])

    def _follow_phase(self) -> None:
        if not self._state.seen.snapshots:
            self._show_nothing()

    def _show_nothing(self) -> None:
        self._about_mistakes.setText("of the images set aside")
        for grid in (self.kernels, self.mistakes):
            grid.show_tiles((), "Nothing yet: no training was started.")


def _mistake_tile(mistake: Mistake) -> Tile:
    return Tile(
        image_of_grey(mistake.image),
        f"{mistake.truth} → {mistake.guess}",
        f"A {mistake.truth}, taken for a {mistake.guess} ({100 * mistake.confidence:.0f} % sure).",
    )
