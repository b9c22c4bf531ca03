"""What can be going on in the place where one trains."""

from __future__ import annotations

from enum import Enum

__all__ = ["Phase"]


class Phase(Enum):
    """What is going on."""

    IDLE = "idle"
    UNFINISHED = "unfinished"
    """A training of an earlier session waits to go on."""
    PREPARING = "preparing"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    ENDED = "ended"
    MISSING = "missing"
    FETCHING = "fetching"
