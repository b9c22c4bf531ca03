"""What a training does, and how it ended, for users who are on another page."""

from __future__ import annotations

from digit_recognizer.app.core.activity import Activity
from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.train.state import TrainState
from digit_recognizer.app.train.words import error_percent

__all__ = ["activity_of", "how_it_ended"]


def activity_of(state: TrainState) -> Activity | None:
    """Return what goes on; None where nothing does."""
    if not state.busy:
        return None
    if state.phase is Phase.FETCHING:
        return Activity.of("fetching images", state.stage.done, state.stage.total)
    if state.phase is Phase.PREPARING or not state.seen.progress:
        return Activity("preparing the training")
    progress = state.seen.progress[-1]
    waits = state.phase is Phase.PAUSED
    return Activity.of("training", progress.step, progress.steps, waits=waits)


def how_it_ended(state: TrainState) -> str:
    """Return what came of a training that is over."""
    verb = "done" if state.complete else "stopped"
    error = state.seen.best_error
    if error is None:
        return f"Training {verb}."
    count = state.seen.snapshots[-1].validation.count
    return f"Training {verb}: {error_percent(error, count)} of the validation images misread."
