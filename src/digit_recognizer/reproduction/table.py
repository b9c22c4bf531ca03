"""The paper's figures beside ours."""

from pathlib import Path
from statistics import fmean, stdev

from digit_recognizer.reproduction.experiments import EXPERIMENTS, Experiment
from digit_recognizer.reproduction.runs import Outcome, kept_outcomes

__all__ = ["HEADER", "rows", "spread"]

HEADER = (
    "network",
    "paper: test error, %",
    "ours: test error, %",
    "paper: training error, %",
    "ours: training error, %",
    "seeds",
    "seconds a run",
)
"""Of the table."""


def rows(folder: Path) -> list[tuple[str, ...]]:
    """Return a row for each experiment that was run."""
    kept = [(made, kept_outcomes(made.name, folder)) for made in EXPERIMENTS.values()]
    return [_row(made, outcomes) for made, outcomes in kept if outcomes]


def spread(values: list[float]) -> str:
    """Return mean and standard deviation, the latter only of two or more."""
    if len(values) < 2:
        return f"{values[0]:.2f}"
    return f"{fmean(values):.2f} ± {stdev(values):.2f}"


def _row(made: Experiment, outcomes: list[Outcome]) -> tuple[str, ...]:
    return (
        made.title,
        _paper(made.paper_test),
        spread([outcome.test_error for outcome in outcomes]),
        _paper(made.paper_training),
        spread([outcome.training_error for outcome in outcomes]),
        str(len(outcomes)),
        f"{fmean(outcome.seconds for outcome in outcomes):.0f}",
    )


def _paper(value: float | None) -> str:
    return "·" if value is None else f"{value:g}"
