"""What there is to see of a training: how far it is, and what the network has learned so far.

What an observer returns is a value that nobody changes, so it may be handed from thread to thread.
"""

from collections import deque
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.evaluation.metrics import Score, score
from digit_recognizer.nn.network import Network
from digit_recognizer.training.trainer import StepDone

__all__ = ["Mistake", "Observer", "Point", "Progress", "Stopwatch", "ValidationSnapshot"]

MOST_MISTAKES = 9
RECENT = 12
"""Events over which the speed is averaged: about a second."""


@dataclass(frozen=True)
class Point:
    """A point of the curves: passes so far, the mean loss in nats, the share of errors, 0 to 1."""

    passes: float
    loss: float
    error: float


@dataclass(frozen=True)
class Progress:
    """How far a training is.

    Attributes
    ----------
    step, steps : int
        Steps made, of how many in all.
    passes : float
        Passes over the training images so far.
    loss : float
        Mean loss in nats of the images seen since the last report, before they changed the weights.
    error : float
        Share of them misread, 0 to 1.
    images_a_second : float
        Lately.
    seconds_left : float
        To the last step, at the speed so far, measurements included.
    """

    step: int
    steps: int
    passes: float
    loss: float
    error: float
    images_a_second: float
    seconds_left: float

    @property
    def point(self) -> Point:
        """What the training curves show of it."""
        return Point(self.passes, self.loss, self.error)


@dataclass(frozen=True, eq=False)
class Mistake:
    """An image that is misread, and how.

    Attributes
    ----------
    image : (28, 28) uint8
        White ink on black, read-only.
    truth, guess : int
        What it is, and what the network takes it for.
    confidence : float
        The probability of the guess, 0 to 1.
    """

    image: NDArray[np.uint8]
    truth: int
    guess: int
    confidence: float


@dataclass(frozen=True, eq=False)
class ValidationSnapshot:
    """What a network has learned at one moment.

    Attributes
    ----------
    passes : float
        Passes over the training images until then.
    validation : Score
        Of the validation images, all of them.
    kernels : (feature maps, height, width) float32
        Of the first convolution, read-only.
    mistakes : tuple of Mistake
        The nine of the validation images to whose truth the network gives least, worst first.
    """

    passes: float
    validation: Score
    kernels: NDArray[np.float32]
    mistakes: tuple[Mistake, ...]

    @property
    def point(self) -> Point:
        """What the validation curves show of it."""
        return Point(self.passes, self.validation.loss, self.validation.error)


class Observer:
    """Looks at networks of one architecture.

    Parameters
    ----------
    validation : Dataset
        What they are measured on.
    compiled : bool
        Whether the engine reads the images; else the NumPy layers do.
    lanes : int, optional
        The engine's vector width, 16, 8 or 4; by default what suits this machine.
    """

    def __init__(
        self, validation: Dataset, *, compiled: bool = True, lanes: int | None = None
    ) -> None:
        self._validation = validation
        self._compiled = compiled
        self._lanes = lanes

    def look(self, network: Network, passes: float) -> ValidationSnapshot:
        """Return what there is to see of a network; the network may change afterwards."""
        probabilities = self._probabilities(network)
        return ValidationSnapshot(
            passes,
            score(probabilities, self._validation.labels),
            _first_kernels(network),
            worst_mistakes(self._validation, probabilities),
        )

    def _probabilities(self, network: Network) -> NDArray[np.float32]:
        if not self._compiled:
            return network.probabilities(self._validation.images)
        from digit_recognizer.nn.engine import Program

        program = Program(network.architecture, lanes=self._lanes)
        return program.probabilities(network.parameters, self._validation.images)


class Stopwatch:
    """Tells speed and time left of a training from its events.

    Parameters
    ----------
    first_step : int
        Steps made before.
    """

    def __init__(self, first_step: int) -> None:
        self._first_step = first_step
        self._begun = self._last = perf_counter()
        self._recent: deque[tuple[int, float]] = deque(maxlen=RECENT)

    def leave_out(self, seconds: float) -> None:
        """Forget so many seconds that were no training: a pause."""
        self._begun += seconds
        self._last += seconds

    def measured(self) -> None:
        """Let the time since the last event count for no images: something was measured."""
        self._last = perf_counter()

    def progress(self, event: StepDone, steps_per_epoch: int) -> Progress:
        """Return how far the training is after an event that just came."""
        now = perf_counter()
        self._recent.append((event.images, now - self._last))
        self._last = now
        images, seconds = (sum(column) for column in zip(*self._recent, strict=True))
        a_step = (now - self._begun) / (event.step - self._first_step)
        return Progress(
            event.step,
            event.steps,
            event.step / steps_per_epoch,
            event.loss,
            1 - event.accuracy,
            images / max(seconds, 1e-9),
            a_step * (event.steps - event.step),
        )


def worst_mistakes(
    dataset: Dataset, probabilities: NDArray[np.float32], most: int = MOST_MISTAKES
) -> tuple[Mistake, ...]:
    """Return the misread images to whose truth the network gives least, worst first."""
    given = probabilities[np.arange(len(dataset)), dataset.labels]
    guesses = probabilities.argmax(axis=1)
    wrong = np.flatnonzero(guesses != dataset.labels)
    worst = wrong[np.argsort(given[wrong], kind="stable")[:most]]
    return tuple(
        Mistake(
            dataset.images[index],
            int(dataset.labels[index]),
            int(guesses[index]),
            float(probabilities[index, guesses[index]]),
        )
        for index in worst
    )


def _first_kernels(network: Network) -> NDArray[np.float32]:
    """Return a copy of the kernels that lie on the image itself, empty if there are none."""
    for slot in network.architecture.slots:
        if len(slot.spec.shape) == 4:
            kernels = slot.view(network.parameters)[:, 0].astype(np.float32)
            kernels.flags.writeable = False
            return kernels
    return np.zeros((0, 1, 1), np.float32)
