"""The reliability diagram: how often answers come true, by how sure they are."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.evaluation.calibration import Reliability

__all__ = ["draw_reliability"]

FEWEST = 20
"""Answers in a bin; what fewer say is chance."""


def draw_reliability(found: Mapping[str, Reliability], path: Path) -> None:
    """Draw a line for each set of digits, and below how many answers are how sure, as a PNG.

    Parameters
    ----------
    found : mapping of str to Reliability
        By name of the set.
    path : Path
        Where to.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.2, 5.6), dpi=130, layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
    above.plot((0, 1), (0, 1), color="#9aa3b2", linewidth=1, label="as sure as correct")
    for name, reliability in found.items():
        enough = reliability.counts >= FEWEST
        label = f"{name} (error {100 * reliability.error:.2f} %)"
        above.plot(
            reliability.confidence[enough], reliability.accuracy[enough], marker="o", label=label
        )
        middle = (np.arange(len(reliability.counts)) + 0.5) / len(reliability.counts)
        below.plot(middle, np.maximum(reliability.counts, 0.5), drawstyle="steps-mid")
    above.set(ylabel="share that is correct", xlim=(0, 1), ylim=(0, 1), aspect="auto")
    above.legend(loc="upper left", frameon=False)
    below.set(xlabel="confidence", ylabel="answers", yscale="log")
    for axes in (above, below):
        axes.spines[["top", "right"]].set_visible(False)
    with replaced_when_complete(path) as partial:
        figure.savefig(partial, format="png", metadata={"Software": None})
