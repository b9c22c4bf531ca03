"""The work itself, step by step; it runs in the worker's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digit_recognizer.app.core.garbage import spare_what_is_loaded
from digit_recognizer.app.judge.messages import (
    Failed,
    Finished,
    Measured,
    Report,
    Request,
    Result,
    Stage,
)
from digit_recognizer.app.judge.sources import SOURCES
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.training.preparation import (
    Preparation,
    Readiness,
    Step,
    engine_for,
    public_dataset,
)

if TYPE_CHECKING:
    from digit_recognizer.evaluation.measured_sets import MeasuredSet
    from digit_recognizer.evaluation.measurement import Measurement
    from digit_recognizer.networks.checkpoint import Checkpoint

__all__ = ["Measuring"]

_REPORTED_EVERY = 25


class Measuring:
    """Does what a request asks, and reports every step.

    Parameters
    ----------
    request
        What to measure.
    readiness
        What is compiled already.
    report
        Takes the messages.
    """

    def __init__(self, request: Request, readiness: Readiness, report: Report) -> None:
        self._request, self._report = request, report
        self._preparation = Preparation(readiness)

    def run(self) -> None:
        """Measure a network on a data set, first as it is, then disturbed."""
        try:
            self._measure()
        except DigitRecognizerError as error:
            self._report(_failure(self._request, error))

    def stop(self) -> None:
        """End what another process does for it; called from another thread."""
        self._preparation.stop()

    def _measure(self) -> None:
        spare_what_is_loaded()
        request, report = self._request, self._report
        report(Stage("Opening the network"))
        name, checkpoint = _network(request)
        if request.fetch:
            source = request.source
            self._prepare(public_dataset(source.name, title=source.title))
        measured = _digits(request, report)
        # A compiler holds Python's lock: in this process it would stop the window.
        self._prepare(engine_for(checkpoint.network.architecture))
        report(Stage(f"Reading {len(measured.digits.labels):,} digits"))

        from digit_recognizer.evaluation.measurement import measure

        measurement = measure(checkpoint, measured)
        # What measures was loaded just now.
        spare_what_is_loaded()
        report(Result(name, request.source, measurement))
        _curves(measurement, report)
        report(Finished())

    def _prepare(self, step: Step) -> None:
        for stage in self._preparation.run(step):
            self._report(stage)


def _network(request: Request) -> tuple[str, Checkpoint]:
    if isinstance(request.network, str):
        return request.network, request.library.load(request.network)
    return request.network.name, request.network.checkpoint


def _digits(request: Request, report: Report) -> MeasuredSet:
    from digit_recognizer.evaluation.measured_sets import measured_set

    title = request.source.title
    report(Stage(f"Opening {title}"))

    def prepared(count: int) -> None:
        # Each message takes the eye's time; not every digit is worth one.
        if count % _REPORTED_EVERY == 0:
            report(Stage(f"Preparing {title} for the first time: {count:,} digits"))

    return measured_set(request.source.name, download=False, progress=prepared)


def _curves(measurement: Measurement, report: Report) -> None:
    from digit_recognizer.evaluation.robustness import CURVE_POINTS

    for done, point in enumerate(measurement.robustness(), start=1):
        report(Measured(point))
        report(Stage("Making digits worse", done, CURVE_POINTS))


def _failure(request: Request, error: DigitRecognizerError) -> Failed:
    from digit_recognizer.data.locations import DataNotFoundError

    is_missing = isinstance(error, DataNotFoundError) and request.source in SOURCES
    return Failed(error.reason, error.remedy, request.source, is_missing)
