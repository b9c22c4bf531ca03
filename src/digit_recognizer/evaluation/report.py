"""Figures as text, for people at a terminal."""

from collections.abc import Mapping, Sequence

import numpy as np

from digit_recognizer.evaluation.confusion import most_confused
from digit_recognizer.evaluation.disturbances import DISTURBANCES
from digit_recognizer.evaluation.everyday import CELLS, PENS, POSITIONS, SIZES, CellDigits
from digit_recognizer.evaluation.intervals import Share, percent
from digit_recognizer.evaluation.readings import Readings
from digit_recognizer.evaluation.robustness import CurvePoint

__all__ = [
    "POSITION_NAMES",
    "cell_shares",
    "cell_table",
    "grouped",
    "robustness_table",
    "shares_of",
    "summary",
    "worst_and_best",
]

POSITION_NAMES = (
    "top left", "top", "top right", "left", "middle", "right", "bottom left", "bottom",
    "bottom right",
)  # fmt: skip


def summary(readings: Readings) -> list[str]:
    """Return the lines that say how well a set was read."""
    accuracy = readings.accuracy
    lines = [
        f"correct         {accuracy.part:,} of {accuracy.whole:,}: {accuracy}",
        f"no answer       {percent(readings.refused.value)} %",
        f"no ink found    {readings.blank.part:,}",
        f"calibration     expected error {percent(readings.reliability.error)} %",
    ]
    pairs = most_confused(readings.confusion)
    if pairs:
        text = ", ".join(f"{pair.digit} as {pair.taken_for} ({pair.count:,})" for pair in pairs)
        lines.append(f"most mistaken   {text}")
    shares = readings.by_writer()
    if len(shares) > 1:
        lines.append(f"by writer       worst first, {len(shares)} in all")
        lines += [f"  {name:<14}{share}" for name, share in shares.items()]
    return lines


def cell_shares(cells: CellDigits, readings: Readings) -> tuple[Share, ...]:
    """Return how many were read correctly in each of ``CELLS``."""
    counts = np.bincount(cells.cells, minlength=len(CELLS))
    correct = np.bincount(cells.cells, weights=readings.correct, minlength=len(CELLS))
    return tuple(Share(int(part), int(whole)) for part, whole in zip(correct, counts, strict=True))


def worst_and_best(shares: Sequence[Share]) -> str:
    """Return the worst cell, the best one and the mean in one line."""
    values = [share.value for share in shares]
    worst, best = int(np.argmin(values)), int(np.argmax(values))
    return (
        f"mean {percent(float(np.mean(values)))} %, worst {percent(values[worst])} % "
        f"({_named(worst)}), best {percent(values[best])} % ({_named(best)})"
    )


def cell_table(shares: Sequence[Share]) -> list[str]:
    """Return a table: a line for each size and pen, a column for each position, in percent."""
    lines = ["size  pen  " + "".join(f"{name:>13}" for name in POSITION_NAMES)]
    by_name = grouped(shares)
    for size in SIZES:
        for pen in PENS:
            row = "".join(f"{percent(share.value):>13}" for share in by_name[size, pen])
            lines.append(f"{size:4.0f}{pen:5.0f}  {row}")
    return lines


def robustness_table(points: Sequence[CurvePoint]) -> list[str]:
    """Return three lines for each disturbance: strengths, and the shares read correctly."""
    lines = []
    for disturbance in DISTURBANCES:
        strengths = "".join(f"{strength:8.3g}" for strength in disturbance.strengths)
        lines.append(f"{f'{disturbance.name}, {disturbance.unit}':<16}{strengths}")
        for title, through_pipeline in (("as they are", False), ("as pictures", True)):
            shares = shares_of(points, disturbance.name, through_pipeline)
            row = "".join(f"{100 * share.value:8.1f}" for share in shares)
            lines.append(f"  {title:<14}{row}")
    return lines


def shares_of(
    points: Sequence[CurvePoint], disturbance: str, through_pipeline: bool
) -> list[Share]:
    """Return a curve's shares, from the lowest strength to the highest."""
    return [
        point.share
        for point in points
        if (point.disturbance, point.through_pipeline) == (disturbance, through_pipeline)
    ]


def grouped(shares: Sequence[Share]) -> Mapping[tuple[float, float], list[Share]]:
    """Return the shares of the positions, in their order, by size and pen."""
    groups: dict[tuple[float, float], list[Share]] = {}
    for cell, share in zip(CELLS, shares, strict=True):
        groups.setdefault((cell.size, cell.pen_width), []).append(share)
    return groups


def _named(index: int) -> str:
    cell = CELLS[index]
    position = POSITION_NAMES[POSITIONS.index((cell.across, cell.down))]
    return f"{cell.size:.0f} pixels, {position}, pen {cell.pen_width:.0f}"
