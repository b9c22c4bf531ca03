"""Schedules: the learning rate as a pure function of how many epochs have passed."""

from dataclasses import dataclass
from typing import Protocol

__all__ = ["Schedule", "StepDecay"]


class Schedule(Protocol):
    """A learning rate for every moment of training."""

    def __call__(self, epoch: float) -> float:
        """Return the learning rate when ``epoch`` epochs, a fraction included, have passed."""
        ...


@dataclass(frozen=True)
class StepDecay:
    """Multiply the learning rate by ``decay_rate`` after every ``decay_every`` epochs.

    The rate after ``epoch`` epochs is ``learning_rate * decay_rate ** (epoch // decay_every)``:
    computed from the start each time, so that it cannot compound.

    Examples
    --------
    >>> schedule = StepDecay(learning_rate=0.4, decay_every=2, decay_rate=0.5)
    >>> [schedule(epoch) for epoch in range(5)]
    [0.4, 0.4, 0.2, 0.2, 0.1]
    """

    learning_rate: float
    decay_every: int = 1
    decay_rate: float = 1.0

    def __post_init__(self) -> None:
        """Check the settings."""
        for name in ("learning_rate", "decay_every", "decay_rate"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name}: expected a number above 0, got {getattr(self, name)}")

    def __call__(self, epoch: float) -> float:
        """Return the learning rate when ``epoch`` epochs have passed."""
        return self.learning_rate * self.decay_rate ** int(epoch // self.decay_every)
