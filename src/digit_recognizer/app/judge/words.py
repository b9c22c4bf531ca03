"""What the panels show, in words: captions, readouts and the text equivalents of graphics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from digit_recognizer.app.judge.state import Cell, JudgeState

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from digit_recognizer.evaluation.calibration import Reliability
    from digit_recognizer.evaluation.comparison import Comparison
    from digit_recognizer.evaluation.disturbances import Disturbance
    from digit_recognizer.evaluation.intervals import Share
    from digit_recognizer.evaluation.readings import Readings
    from digit_recognizer.evaluation.robustness import CurvePoint

__all__ = [
    "NOTHING_YET",
    "bin_in_words",
    "cancelled_in_words",
    "cell_in_words",
    "comparison_in_words",
    "confusion_in_words",
    "curve_in_words",
    "headline",
    "how_it_ended",
    "interval",
    "mistakes_in_words",
    "point_in_words",
    "reliability_in_words",
    "strength",
]

NOTHING_YET = "Nothing is measured yet."
_MOST_NAMED = 5


def headline(readings: Readings) -> str:
    """Return the share read correctly: ``99.31 %``."""
    return f"{100 * readings.accuracy.value:.2f} %"


def how_it_ended(state: JudgeState) -> str:
    """Return what came of a measurement that is over, for users who are on another page."""
    if state.phase == "cancelled":
        return "Measuring cancelled."
    if state.phase == "failed" and state.failure is not None:
        return f"Measuring failed: {state.failure.reason}"
    if state.result is None:
        return "Measuring stopped."
    readings = state.result.measurement.readings
    misread = f"{100 * (1 - readings.accuracy.value):.2f} %"
    return f"Measuring done: {misread} of {state.result.source.title} misread."


def cancelled_in_words(state: JudgeState) -> str:
    """Return what is shown after the user has cancelled."""
    if state.result is None:
        return "Cancelled"
    if state.has_new_readings:
        return "Cancelled: the curves are not complete"
    return "Cancelled: this is the measurement before"


def interval(share: Share) -> str:
    """Return the ends of a share's interval: ``95 % interval 99.13 to 99.45 %``."""
    low, high = share.interval
    return f"95 % interval {100 * low:.2f} to {100 * high:.2f} %"


def comparison_in_words(comparison: Comparison, network: str, other: str) -> str:
    """Say which of two networks reads better, and whether that may be chance."""
    if not comparison.only_first + comparison.only_second:
        return f"Reads the same digits correctly as {other}."
    counts = (
        f"{comparison.only_first:,} digits only {network} read correctly, "
        f"{comparison.only_second:,} only {other}"
    )
    if not comparison.is_real:
        return f"{counts}: may well be chance."
    better = network if comparison.only_first > comparison.only_second else other
    return f"{counts}: {better} is better, beyond chance."


def mistakes_in_words(count: int, cell: Cell | None) -> str:
    """Return the gallery's heading."""
    if cell is None:
        return _counted(count, "mistake")
    digit, answer = cell
    if digit == answer:
        return f"{_counted(count, 'digit')}: {digit} read correctly"
    return f"{_counted(count, 'mistake')}: {digit} read as {answer}"


def cell_in_words(matrix: NDArray[np.int64], cell: Cell) -> str:
    """Say what a cell of the confusion matrix counts."""
    digit, answer = cell
    count, whole = int(matrix[cell]), int(matrix[digit].sum())
    share = f"{100 * count / whole:.2f} % of the {whole:,} {digit}s" if whole else "there is none"
    how = "read correctly" if digit == answer else f"read as {answer}"
    return f"{digit} {how}: {count:,} ({share})"


def confusion_in_words(matrix: NDArray[np.int64]) -> str:
    """Say what a confusion matrix shows."""
    from digit_recognizer.evaluation.confusion import most_confused

    mistakes = int(matrix.sum() - matrix.trace())
    named = ", ".join(
        f"{pair.digit} read as {pair.taken_for} {_counted(pair.count, 'time')}"
        for pair in most_confused(matrix, _MOST_NAMED)
    )
    text = f"{_counted(mistakes, 'mistake')} in {int(matrix.sum()):,} digits."
    return f"{text} Most frequent: {named}." if named else text


def reliability_in_words(reliability: Reliability) -> str:
    """Say what a reliability diagram shows."""
    bins = (bin_in_words(reliability, index) for index in range(len(reliability.counts)))
    said = [text for index, text in enumerate(bins) if reliability.counts[index]]
    error = f"Calibration error {100 * reliability.error:.2f} %"
    return f"{error}. Correct among those that were so sure: {'; '.join(said)}."


def bin_in_words(reliability: Reliability, index: int) -> str:
    """Say what one bin of a reliability diagram shows."""
    count = int(reliability.counts[index])
    bins = len(reliability.counts)
    edges = f"{100 * index / bins:.0f}–{100 * (index + 1) / bins:.0f} % sure"
    if not count:
        return f"{edges}: none"
    correct = 100 * float(reliability.accuracy[index])
    return f"{edges}: {correct:.1f} % of {count:,}"


def strength(disturbance: Disturbance, value: float, *, unit: bool = True) -> str:
    """Return a strength, usually with its unit: ``−15°``, ``40 %``, ``0.7 px``."""
    number = f"{value:.1f}".removesuffix(".0").replace("-", "−")
    if not unit:
        return number
    gap = "" if disturbance.unit == "°" else " "
    return f"{number}{gap}{disturbance.unit}"


def point_in_words(disturbance: Disturbance, points: Sequence[CurvePoint]) -> str:
    """Say what is correct at one strength, through the pipeline and, dashed, alone."""
    through_pipeline = {
        point.through_pipeline: f"{100 * point.share.value:.1f}" for point in points
    }
    shares = [through_pipeline[True]] if True in through_pipeline else []
    shares += [f"dashed {through_pipeline[False]}"] if False in through_pipeline else []
    return f"{strength(disturbance, points[0].strength)}: {', '.join(shares)}"


def curve_in_words(disturbance: Disturbance, points: Sequence[CurvePoint]) -> str:
    """Say how a curve of robustness runs."""
    lines = []
    for title, through_pipeline in (("Alone", False), ("Through the pipeline", True)):
        run = ", ".join(
            f"{strength(disturbance, point.strength)} {100 * point.share.value:.1f} %"
            for point in points
            if point.through_pipeline == through_pipeline
        )
        lines += [f"{title}: {run}."] if run else []
    return " ".join([disturbance.description, *lines])


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"
