"""The words of the Train page: figures with their units, recipes and endings in a sentence."""

from __future__ import annotations

from pathlib import Path

from digit_recognizer.app.core.activity import Activity
from digit_recognizer.app.train.explanations import in_words
from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.train.state import TrainState
from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.recipes import EVERYDAY_DATA

__all__ = [
    "activity_of",
    "duration",
    "error_percent",
    "how_it_ended",
    "in_short",
    "plural",
    "speed",
]


def plural(count: int, word: str, words: str = "") -> str:
    """Return a count with its noun."""
    return f"{count:,} {word if count == 1 else words or word + 's'}"


def error_percent(error: float, count: int | None = None) -> str:
    """Return a share of mistakes in percent, as finely as `count` images can tell."""
    return f"{100 * error:.2f} %" if count is None or count >= 1000 else f"{100 * error:.1f} %"


def speed(images_a_second: float) -> str:
    """Return a speed, in round thousands where there are many."""
    if images_a_second >= 1000:
        return f"{round(images_a_second, -2):,.0f} images/s"
    return f"{images_a_second:,.0f} images/s"


def duration(seconds: float) -> str:
    """Return a time as a person would say it."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"


def in_short(recipe: Recipe) -> str:
    """Return what a recipe does, in a sentence."""
    data = "everyday handwriting" if recipe.data == EVERYDAY_DATA else in_words(recipe.data)
    if "/" in data or "\\" in data:
        data = Path(data).name
    distorted = ", each distorted anew" if recipe.augmentation is not None else ""
    method = in_words(type(recipe.optimizer).__name__)
    method = method[:1].upper() + method[1:]
    passes = plural(recipe.epochs, "pass", "passes")
    return (
        f"{passes} over {data}{distorted}. {method}, {plural(recipe.batch_size, 'image')} a step."
    )


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
