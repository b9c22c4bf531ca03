"""What the worker is asked and what it answers: immutable values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digit_recognizer.app.judge.sources import Source
from digit_recognizer.training.preparation import Stage

if TYPE_CHECKING:
    from digit_recognizer.app.core.networks import NamedNetwork
    from digit_recognizer.evaluation.measurement import Measurement
    from digit_recognizer.evaluation.robustness import CurvePoint
    from digit_recognizer.networks.library import NetworkLibrary

__all__ = ["Failed", "Finished", "Measured", "Message", "Report", "Request", "Result", "Stage"]


@dataclass(frozen=True, eq=False)
class Request:
    """Measure a network on a data set.

    Parameters
    ----------
    network
        One at hand, or the name of one in the library.
    source
        What to measure it on.
    fetch
        Whether digits that are not on this computer may come over the net.
    """

    network: NamedNetwork | str
    library: NetworkLibrary
    source: Source
    fetch: bool = False


@dataclass(frozen=True, eq=False)
class Result:
    """What the network read.

    Parameters
    ----------
    network
        What it is called.
    source
        What it was measured on.
    measurement
        What came of it.
    """

    network: str
    source: Source
    measurement: Measurement


@dataclass(frozen=True, eq=False)
class Measured:
    """One more point of a curve of robustness."""

    point: CurvePoint


@dataclass(frozen=True)
class Finished:
    """All is measured."""


@dataclass(frozen=True)
class Failed:
    """It could not be measured.

    Parameters
    ----------
    reason
        What is wrong, in a sentence.
    remedy
        What to do.
    source
        What was to be measured on.
    is_missing
        Whether the digits are not on this computer.
    """

    reason: str
    remedy: str
    source: Source
    is_missing: bool = False


Message = Stage | Result | Measured | Finished | Failed

Report = Callable[[Message], None]
"""Takes a message; raises where nobody wants to hear any more, which ends the work."""
