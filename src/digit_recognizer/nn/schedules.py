"""Schedules: the learning rate as a pure function of how many epochs have passed."""

import math
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

__all__ = ["Constant", "Cosine", "OneCycle", "Piecewise", "Schedule", "StepDecay"]


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
            _check_positive(name, getattr(self, name))

    def __call__(self, epoch: float) -> float:
        """Return the learning rate when ``epoch`` epochs have passed."""
        return self.learning_rate * self.decay_rate ** int(epoch // self.decay_every)


@dataclass(frozen=True)
class Constant:
    """The same learning rate all the time.

    Examples
    --------
    >>> Constant(0.05)(12.5)
    0.05
    """

    learning_rate: float

    def __post_init__(self) -> None:
        """Check the learning rate."""
        _check_positive("learning_rate", self.learning_rate)

    def __call__(self, epoch: float) -> float:
        """Return the learning rate."""
        return self.learning_rate


@dataclass(frozen=True)
class Piecewise:
    """One learning rate after another, and the last one ever after.

    Attributes
    ----------
    epochs : tuple of float
        How long each learning rate but the last holds.
    learning_rates : tuple of float
        One more than ``epochs``.

    Examples
    --------
    The table of LeCun et al. 1998, section III-B:

    >>> schedule = Piecewise((2, 3, 3, 4), (0.0005, 0.0002, 0.0001, 0.00005, 0.00001))
    >>> [schedule(epoch) for epoch in (0, 1.99, 2, 5, 8, 12, 19)]
    [0.0005, 0.0005, 0.0002, 0.0001, 5e-05, 1e-05, 1e-05]
    """

    epochs: tuple[float, ...]
    learning_rates: tuple[float, ...]

    def __post_init__(self) -> None:
        """Check the settings, and make tuples of lists, as JSON brings them."""
        object.__setattr__(self, "epochs", tuple(self.epochs))
        object.__setattr__(self, "learning_rates", tuple(self.learning_rates))
        if len(self.learning_rates) != len(self.epochs) + 1:
            raise ValueError(
                f"learning_rates: expected {len(self.epochs) + 1}, one more than epochs, "
                f"got {len(self.learning_rates)}"
            )
        for name in ("epochs", "learning_rates"):
            for value in getattr(self, name):
                _check_positive(name, value)

    def __call__(self, epoch: float) -> float:
        """Return the learning rate when ``epoch`` epochs have passed."""
        past = sum(end <= epoch for end in accumulate(self.epochs))
        return self.learning_rates[past]


@dataclass(frozen=True)
class Cosine:
    """Half a wave of the cosine, from the learning rate to the final one (Loshchilov, Hutter 2017).

    Examples
    --------
    >>> schedule = Cosine(learning_rate=0.2, epochs=10)
    >>> [round(schedule(epoch), 3) for epoch in (0, 2.5, 5, 7.5, 10, 11)]
    [0.2, 0.171, 0.1, 0.029, 0.0, 0.0]
    """

    learning_rate: float
    epochs: float
    final: float = 0.0

    def __post_init__(self) -> None:
        """Check the settings."""
        _check_positive("learning_rate", self.learning_rate)
        _check_positive("epochs", self.epochs)
        _check_end("final", self.final, self.learning_rate)

    def __call__(self, epoch: float) -> float:
        """Return the learning rate when ``epoch`` epochs have passed."""
        passed = min(epoch / self.epochs, 1)
        wave = (1 + math.cos(math.pi * passed)) / 2
        return self.final + (self.learning_rate - self.final) * wave


@dataclass(frozen=True)
class OneCycle:
    """Up along a straight line to the highest learning rate, and down along another (Smith 2018).

    Attributes
    ----------
    learning_rate : float
        The highest.
    epochs : float
        When the final learning rate is reached.
    warm_up : float
        How many of those epochs go up.
    first, final : float
        Learning rates at both ends.

    Examples
    --------
    >>> schedule = OneCycle(learning_rate=0.4, epochs=10, warm_up=2, first=0.1)
    >>> [round(schedule(epoch), 3) for epoch in (0, 1, 2, 6, 10, 11)]
    [0.1, 0.25, 0.4, 0.2, 0.0, 0.0]
    """

    learning_rate: float
    epochs: float
    warm_up: float
    first: float = 0.0
    final: float = 0.0

    def __post_init__(self) -> None:
        """Check the settings."""
        _check_positive("learning_rate", self.learning_rate)
        _check_positive("epochs", self.epochs)
        _check_end("first", self.first, self.learning_rate)
        _check_end("final", self.final, self.learning_rate)
        if not 0 <= self.warm_up < self.epochs:
            raise ValueError(
                f"warm_up: expected from 0 to below epochs, {self.epochs}, got {self.warm_up}"
            )

    def __call__(self, epoch: float) -> float:
        """Return the learning rate when ``epoch`` epochs have passed."""
        if epoch < self.warm_up:
            return self.first + (self.learning_rate - self.first) * epoch / self.warm_up
        left = max(self.epochs - epoch, 0) / (self.epochs - self.warm_up)
        return self.final + (self.learning_rate - self.final) * left


def _check_positive(name: str, value: float) -> None:
    if not 0 < value < math.inf:
        raise ValueError(f"{name}: expected a number above 0, got {value}")


def _check_end(name: str, value: float, greatest: float) -> None:
    if not 0 <= value <= greatest:
        raise ValueError(f"{name}: expected from 0 to the learning rate, {greatest}, got {value}")
