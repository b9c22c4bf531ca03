"""Figure 9: test error of each network, the paper's beside ours."""

from pathlib import Path
from statistics import fmean, stdev
from typing import Any

import numpy as np

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.reproduction.experiments import EXPERIMENTS
from digit_recognizer.reproduction.figures.canvas import BLUE, GREY, page
from digit_recognizer.reproduction.runs import Outcome, kept_outcomes

__all__ = ["draw"]


def draw(folder: Path, data: Path | None = None) -> Any:
    """Return the figure, of all experiments that were run.

    Raises
    ------
    DigitRecognizerError
        If there are none.
    """
    kept = [(made, kept_outcomes(made.name, folder)) for made in EXPERIMENTS.values()]
    kept = [(made, outcomes) for made, outcomes in kept if outcomes]
    if not kept:
        raise DigitRecognizerError(
            f"figure 9 shows what was run: expected runs in {folder}, found none",
            "first run: digit-recognizer reproduce linear",
        )
    figure = page(7, 0.55 * len(kept) + 0.8)
    axes = figure.subplots()
    places = np.arange(len(kept))[::-1]
    means = [fmean(outcome.test_error for outcome in outcomes) for _, outcomes in kept]
    deviations = [_deviation(outcomes) for _, outcomes in kept]
    told = [
        (place + 0.2, made.paper_test)
        for place, (made, _) in zip(places, kept, strict=True)
        if made.paper_test is not None
    ]
    errors = [error for _, error in told]
    _draw_bars(axes, [place for place, _ in told], errors, [0.0] * len(errors), GREY, "paper")
    _draw_bars(axes, places - 0.2, means, deviations, BLUE, "ours")
    axes.errorbar(means, places - 0.2, xerr=deviations, fmt="none", ecolor="black", capsize=2)
    axes.set_yticks(places, [made.title for made, _ in kept])
    axes.set(xlabel="test error, %")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="lower right")
    return figure


def _draw_bars(
    axes: Any, places: Any, errors: list[float], deviations: list[float], color: str, label: str
) -> None:
    axes.barh(places, errors, 0.38, color=color, label=label)
    for place, error, deviation in zip(places, errors, deviations, strict=True):
        axes.text(error + deviation + 0.12, place, f"{error:.2f}", va="center", fontsize=8)


def _deviation(outcomes: list[Outcome]) -> float:
    errors = [outcome.test_error for outcome in outcomes]
    return stdev(errors) if len(errors) > 1 else 0.0
