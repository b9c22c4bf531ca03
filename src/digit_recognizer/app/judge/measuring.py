"""The work itself, step by step; it runs in the worker's thread and knows nothing of Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from digit_recognizer.app.judge.fetching import fetch
from digit_recognizer.app.judge.messages import (
    Failed,
    Finished,
    Judged,
    Measured,
    Message,
    Request,
    Stage,
)
from digit_recognizer.errors import DigitRecognizerError

if TYPE_CHECKING:
    from digit_recognizer.data.written_digits import WrittenDigits
    from digit_recognizer.evaluation.measured_sets import MeasuredSet
    from digit_recognizer.nn.network import Network
    from digit_recognizer.training.checkpoint import Checkpoint

__all__ = ["Tell", "measure"]

Tell = Callable[[Message], None]
"""Takes a message; raises where nobody wants to hear any more, which ends the work."""

_TOLD_EVERY = 25


def measure(request: Request, tell: Tell) -> None:
    """Do what `request` asks, and tell of every step."""
    try:
        _measure(request, tell)
    except DigitRecognizerError as error:
        tell(_failure(request, error))


def _measure(request: Request, tell: Tell) -> None:
    tell(Stage("Opening the network"))
    name, checkpoint = _network(request)
    measured = _digits(request, tell)
    _read_one(checkpoint, tell)
    count = len(measured.digits.labels)
    tell(Stage(f"Reading {count:,} digits"))

    from digit_recognizer.evaluation.judgement import judge

    judgement = judge(checkpoint, measured)
    tell(Judged(name, request.source, judgement))
    _curves(checkpoint.network, judgement.readings.digits, tell)
    tell(Finished())


def _network(request: Request) -> tuple[str, Checkpoint]:
    if isinstance(request.network, str):
        return request.network, request.shelf.load(request.network)
    return request.network.name, request.network.checkpoint


def _digits(request: Request, tell: Tell) -> MeasuredSet:
    from digit_recognizer.evaluation.measured_sets import measured_set

    title = request.source.title
    if request.fetch:
        fetch(request.source, request.folder, tell)
    tell(Stage(f"Opening {title}"))

    def prepared(count: int) -> None:
        # Each message takes the eye's time; not every digit is worth one.
        if count % _TOLD_EVERY == 0:
            tell(Stage(f"Preparing {title} for the first time: {count:,} digits"))

    return measured_set(request.source.name, request.folder, download=False, progress=prepared)


def _read_one(checkpoint: Checkpoint, tell: Tell) -> None:
    """Compile the engine, where no one did before."""
    import numpy as np

    from digit_recognizer.evaluation.readings import probabilities

    tell(Stage("Getting ready to read; the very first time this takes a minute"))
    probabilities(checkpoint.network, np.zeros((1, 28, 28), np.uint8))


def _curves(network: Network, digits: WrittenDigits, tell: Tell) -> None:
    from digit_recognizer.evaluation.disturbances import DISTURBANCES
    from digit_recognizer.evaluation.robustness import robustness, sample

    some = sample(digits)
    total = 2 * sum(len(disturbance.strengths) for disturbance in DISTURBANCES)
    done = 0
    for by_road in (False, True):
        for point in robustness(network, some, by_road=by_road):
            done += 1
            tell(Measured(point))
            tell(Stage(f"Making {len(some.labels):,} digits worse, step by step", done, total))


def _failure(request: Request, error: DigitRecognizerError) -> Failed:
    from digit_recognizer.data.places import PlaceError

    source = request.source
    if not isinstance(error, PlaceError):
        return Failed(str(error), "", source)
    reason, _, _ = str(error).partition("; ")
    remedy = "Choose the folder that has it"
    if source.megabytes:
        remedy += f", or let it be fetched from the net ({source.megabytes} MB)"
    return Failed(f"{reason}.", f"{remedy}.", source, is_missing=True)
