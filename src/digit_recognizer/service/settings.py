"""What a service is told when it is started."""

from dataclasses import dataclass

__all__ = ["Settings"]


@dataclass(frozen=True)
class Settings:
    """What reads, and how much is read for whoever asks.

    Attributes
    ----------
    network : str or None
        A shipped network's name or the path of a checkpoint; None for the default.
    most_bytes : int
        Of one picture or PDF.
    seconds : float
        For one request to be sent, and again for it to be answered.
    at_once : int
        Requests that a process holds, those that wait included; more are refused for the moment.
    """

    network: str | None = None
    most_bytes: int = 20_000_000
    seconds: float = 30.0
    at_once: int = 64
