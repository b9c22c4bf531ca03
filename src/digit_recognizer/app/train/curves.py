"""The curves of a training: loss above, error below, and which line is which."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QVBoxLayout, QWidget

from digit_recognizer.app.train.plot import OTHER, TRAINING, VALIDATION, Plot
from digit_recognizer.app.train.seen import Seen
from digit_recognizer.app.widgets.theme import SPACING, font
from digit_recognizer.training.history import HistoryLine

__all__ = ["Curves"]

_LOSSES = 0.1, 3.0
_ERRORS = 1.0, 100.0


class Curves(QWidget):
    """Draws what was seen of a training."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loss = Plot("curves of the loss", *_LOSSES, shows_passes=False)
        self.error = Plot("curves of the error", *_ERRORS, shows_passes=True)
        self.loss_title, self.error_title = _caption("Loss"), _caption("Error, %")
        self.loss_title.setToolTip(
            "How surprised the network is by the truth, on average: 0 if it is sure and right,\n"
            "2.3 if it has no idea which of ten digits it sees."
        )
        self.error_title.setToolTip("Share of the images that it reads wrong.")
        passes = _caption("passes over the images")
        passes.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for title, plot in ((self.loss_title, self.loss), (self.error_title, self.error)):
            column.addWidget(title)
            column.addWidget(plot, 1)
        column.insertSpacing(2, SPACING[1])
        column.addWidget(passes)

    def show_range(self, passes: float) -> None:
        """Show so many passes, from the beginning."""
        for plot in (self.loss, self.error):
            plot.show_range(passes)

    def show_seen(self, seen: Seen) -> None:
        """Show the curves so far."""
        for line, points in ((TRAINING, seen.learned), (VALIDATION, seen.judged)):
            self.loss.show_points(line, [(point.passes, point.loss) for point in points])
            self.error.show_points(line, [(point.passes, 100 * point.error) for point in points])
        self._describe(seen)

    def show_other(self, history: Sequence[HistoryLine]) -> None:
        """Show the validation curves of another network beside them, or none."""
        self.loss.show_points(OTHER, [(line.epoch, line.validation_loss) for line in history])
        self.error.show_points(
            OTHER, [(line.epoch, 100 * (1 - line.validation_accuracy)) for line in history]
        )

    def _describe(self, seen: Seen) -> None:
        if not seen.glimpses:
            text = "No curve yet."
            self.loss.setAccessibleDescription(text)
            self.error.setAccessibleDescription(text)
            return
        last = seen.glimpses[-1]
        when = f"after {last.passes:.1f} passes"
        self.loss.setAccessibleDescription(f"Validation loss {last.validation.loss:.3f} {when}.")
        self.error.setAccessibleDescription(
            f"Validation error {100 * last.validation.error:.2f} % {when}."
        )


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    label.setFont(font(11))
    label.setProperty("tone", "muted")
    return label
