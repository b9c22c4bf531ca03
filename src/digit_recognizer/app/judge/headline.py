"""The figure that counts, its interval, and what must be known to trust it."""

from __future__ import annotations

from PyQt6.QtWidgets import QVBoxLayout, QWidget

from digit_recognizer.app.judge.messages import Result
from digit_recognizer.app.judge.words import comparison_in_words, headline, interval
from digit_recognizer.app.widgets.parts import new_label
from digit_recognizer.app.widgets.style_sheet import set_look
from digit_recognizer.app.widgets.theme import SPACING

__all__ = ["Headline"]

_FIGURE = 44


class Headline(QWidget):
    """Says how well a network read a data set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("headline")
        self.title = new_label(name="result-title")
        self.figure = new_label(name="accuracy", pixels=_FIGURE, bold=True)
        self.trust = new_label(name="interval")
        self.details = new_label(name="details", pixels=11, tone="muted", wraps=True)
        self.note = new_label(name="note", pixels=11, tone="muted", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.trust.setToolTip(
            "Other digits of the same kind would come out within these bounds 95 times in 100."
        )
        self.details.setToolTip(
            "Where its confidence is low, the program gives no answer: it says that it is not "
            "sure, or that this is no digit. It is counted all the same, correct or not."
        )
        for label in (self.title, self.figure, self.trust, self.details, self.note):
            column.addWidget(label)
        column.addStretch(1)
        column.setSpacing(SPACING[0] // 2)

    def show_result(self, result: Result, earlier: Result | None) -> None:
        """Show what came of a measurement, beside an earlier one of the same digits."""
        readings = result.measurement.readings
        accuracy = readings.accuracy
        self.title.setText(f"{result.network} on {result.source.title}")
        self.figure.setText(headline(readings))
        self.trust.setText(interval(accuracy))
        parts = [
            f"{accuracy.part:,} of {accuracy.whole:,} correct",
            f"no answer to {100 * readings.refused.value:.2f} %",
        ]
        if readings.blank.part:
            parts.append(f"no ink in {readings.blank.part:,}")
        self.details.setText(" · ".join(parts))
        self._show_note(result, earlier)

    def _show_note(self, result: Result, earlier: Result | None) -> None:
        warning = result.measurement.note
        text = warning or _compared(result, earlier)
        self.note.setText(text)
        self.note.setToolTip(text)
        set_look(self.note, "tone", "caution" if warning else "muted")


def _compared(result: Result, earlier: Result | None) -> str:
    """Compare two networks, where they read the same digits."""
    if earlier is None:
        return ""
    from digit_recognizer.evaluation.comparison import compare

    try:
        comparison = compare(result.measurement.readings, earlier.measurement.readings)
    except ValueError:
        return ""
    return comparison_in_words(comparison, result.network, earlier.network)
