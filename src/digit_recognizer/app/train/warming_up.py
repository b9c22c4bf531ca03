"""Has the engine ready before somebody waits for it."""

from __future__ import annotations

from collections.abc import Iterator

from digit_recognizer.app.core.garbage import keep_what_is_loaded
from digit_recognizer.training.readiness import Preparations, Readiness, Stage
from digit_recognizer.training.recipes import Recipe

__all__ = ["WarmingUp"]


class WarmingUp:
    """Work: compiles and loads what a training will need, while one looks around.

    Parameters
    ----------
    recipe
        What will probably be followed.
    readiness
        Where it is remembered that this was done.
    """

    def __init__(self, recipe: Recipe, readiness: Readiness) -> None:
        self._recipe = recipe
        self._preparations = Preparations(readiness)

    def messages(self) -> Iterator[Stage]:
        """Do it."""
        keep_what_is_loaded()
        yield from self._preparations.engine(self._recipe)
        keep_what_is_loaded()

    def stop(self) -> None:
        """End it now."""
        self._preparations.stop()
