"""The work itself, step by step; it runs in the worker's thread and knows nothing of Qt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from digit_recognizer.app.judge.chores import compile_engine, fetch
from digit_recognizer.app.judge.messages import (
    Failed,
    Finished,
    Judged,
    Measured,
    Request,
    Stage,
    Tell,
)
from digit_recognizer.errors import DigitRecognizerError

if TYPE_CHECKING:
    from digit_recognizer.evaluation.measured_sets import MeasuredSet
    from digit_recognizer.evaluation.measurement import Measurement
    from digit_recognizer.networks.checkpoint import Checkpoint

__all__ = ["Measurer"]

_TOLD_EVERY = 25


class Measurer:
    """Does what requests ask, one after another, and tells of every step."""

    def __init__(self) -> None:
        self._compiled: set[str] = set()

    def __call__(self, request: Request, tell: Tell) -> None:
        """Judge a network on a data set, first as it is, then made worse."""
        try:
            self._measure(request, tell)
        except DigitRecognizerError as error:
            tell(_failure(request, error))

    def _measure(self, request: Request, tell: Tell) -> None:
        tell(Stage("Opening the network"))
        name, checkpoint = _network(request)
        measured = _digits(request, tell)
        self._compile(checkpoint.network.architecture.name, tell)
        tell(Stage(f"Reading {len(measured.digits.labels):,} digits"))

        from digit_recognizer.evaluation.measurement import measure

        measurement = measure(checkpoint, measured)
        tell(Judged(name, request.source, measurement))
        _curves(measurement, tell)
        tell(Finished())

    def _compile(self, architecture: str, tell: Tell) -> None:
        # A compiler holds Python's lock: in this process it would stop the window.
        if architecture not in self._compiled:
            compile_engine(architecture, tell)
            self._compiled.add(architecture)


def _network(request: Request) -> tuple[str, Checkpoint]:
    if isinstance(request.network, str):
        return request.network, request.library.load(request.network)
    return request.network.name, request.network.checkpoint


def _digits(request: Request, tell: Tell) -> MeasuredSet:
    from digit_recognizer.data.locations import DataNotFoundError
    from digit_recognizer.evaluation.measured_sets import measured_set

    title = request.source.title
    if request.fetch:
        fetch(request.source, request.folder, tell)
    tell(Stage(f"Opening {title}"))

    def prepared(count: int) -> None:
        # Each message takes the eye's time; not every digit is worth one.
        if count % _TOLD_EVERY == 0:
            tell(Stage(f"Preparing {title} for the first time: {count:,} digits"))

    def found(folder: Path | None) -> MeasuredSet:
        return measured_set(request.source.name, folder, download=False, progress=prepared)

    try:
        return found(request.folder)
    except DataNotFoundError:
        if request.folder is None:
            raise
        try:
            # A folder that was chosen for one data set need not have them all.
            return found(None)
        except DataNotFoundError:
            pass
        raise


def _curves(measurement: Measurement, tell: Tell) -> None:
    from digit_recognizer.evaluation.robustness import CURVE_POINTS

    for done, point in enumerate(measurement.robustness(), start=1):
        tell(Measured(point))
        tell(Stage("Making digits worse", done, CURVE_POINTS))


def _failure(request: Request, error: DigitRecognizerError) -> Failed:
    from digit_recognizer.data.locations import DataNotFoundError

    source = request.source
    if not isinstance(error, DataNotFoundError):
        return Failed(str(error), "", source)
    reason, _, _ = str(error).partition("; ")
    remedy = "Choose the folder that has it"
    if source.megabytes:
        remedy += f", or let it be fetched from the net ({source.megabytes} MB)"
    return Failed(f"{reason}.", f"{remedy}.", source, is_missing=True)
