"""What is made ready beside the window: a data set that is missing, and the engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digit_recognizer.app.core.garbage import spare_what_is_loaded
from digit_recognizer.training.preparation import Preparation, Stage, Step
from digit_recognizer.training.recipe import Recipe

__all__ = ["Fetched", "fetch", "warm_up"]


@dataclass(frozen=True)
class Fetched:
    """What was missing is here."""


def fetch(preparation: Preparation, step: Step) -> Iterator[Stage | Fetched]:
    """Fetch a data set; yield how far it is, and at the end that it is here."""
    yield from preparation.run(step)
    if not preparation.stopped:
        yield Fetched()


def warm_up(preparation: Preparation, recipe: Recipe) -> Iterator[Stage]:
    """Have the engine ready before somebody waits for it."""
    spare_what_is_loaded()
    yield from preparation.engine(recipe)
    spare_what_is_loaded()
