"""Chores of other processes, followed and ended with the request that needs them."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from digit_recognizer.app.judge.messages import Stage, Tell

if TYPE_CHECKING:
    from digit_recognizer.app.judge.sources import Source
    from digit_recognizer.training.chores import Chore, Fetched

__all__ = ["compile_engine", "fetch"]

_MEGABYTE = 1_000_000
_SECONDS = 0.1


def compile_engine(architecture: str, tell: Tell) -> None:
    """Compile the engine for networks of an architecture, where no one did before.

    Raises
    ------
    ChoreError
        If that fails.
    """
    from digit_recognizer.training.chores import compilation

    stage = Stage("Getting the engine ready; the very first time this takes a minute")
    with compilation(architecture, distorts=False) as chore:
        _follow(chore, stage, tell)


def fetch(source: Source, folder: Path | None, tell: Tell) -> None:
    """Fetch a public data set into a data folder, by default the cache.

    Raises
    ------
    ChoreError
        Where no source gave it.
    """
    from digit_recognizer.data.locations import cache_folder
    from digit_recognizer.training.chores import fetching

    stage = Stage(f"Fetching {source.title}")
    with fetching(source.name, folder or cache_folder()) as chore:
        _follow(chore, stage, tell)


def _follow(chore: Chore, stage: Stage, tell: Tell) -> None:
    """Tell how far a chore is; where nobody wants to hear of it any more, end it."""
    reached = [stage]

    def watch() -> None:
        try:
            while not chore.wait(_SECONDS):
                tell(reached[-1])
        except BaseException:
            chore.end()

    watcher = threading.Thread(target=watch, name="chore watcher", daemon=True)
    watcher.start()
    try:
        for report in chore.reports():
            reached.append(_fetched(stage, report))
            tell(reached[-1])
    finally:
        watcher.join()
    # Where it was ended, this ends the work too.
    tell(reached[-1])


def _fetched(stage: Stage, report: Fetched) -> Stage:
    done = report.received / _MEGABYTE
    return Stage(f"{stage.text}: {report.name}, {done:.1f} MB", report.received, report.total)
