"""Figures of merit of a network on a data set."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.nn.network import Network

__all__ = ["Score", "evaluate", "score"]


@dataclass(frozen=True)
class Score:
    """How well a set of images was read.

    Attributes
    ----------
    loss : float
        Mean cross-entropy in nats.
    correct, count : int
        Images read correctly, of how many.
    """

    loss: float
    correct: int
    count: int

    @property
    def accuracy(self) -> float:
        """Share of images read correctly, 0 to 1."""
        return self.correct / self.count

    @property
    def error(self) -> float:
        """Share of images misread, 0 to 1."""
        return 1 - self.accuracy


def score(probabilities: NDArray[np.floating], labels: NDArray[np.integer]) -> Score:
    """Return the score of ``probabilities (n, 10)`` against ``labels (n,)``.

    Raises
    ------
    ValueError
        If there are no images.
    """
    if not len(labels):
        raise ValueError("no images to score: expected at least one")
    given = probabilities[np.arange(len(labels)), labels].astype(np.float64)
    loss = -np.log(np.maximum(given, np.finfo(np.float32).tiny)).mean()
    return Score(float(loss), int((probabilities.argmax(axis=1) == labels).sum()), len(labels))


def evaluate(
    network: Network, dataset: Dataset, *, compiled: bool = True, lanes: int | None = None
) -> Score:
    """Return the score of a network on a data set, read by the engine or by the NumPy layers.

    Parameters
    ----------
    network : Network
        What reads.
    dataset : Dataset
        What is read.
    compiled : bool
        Whether the engine reads; else the NumPy layers do.
    lanes : int, optional
        The engine's vector width, 16, 8 or 4; by default what suits this machine.
    """
    if not compiled:
        return score(network.probabilities(dataset.images), dataset.labels)
    from digit_recognizer.nn.engine import Program

    program = Program(network.architecture, lanes=lanes)
    return score(program.probabilities(network.parameters, dataset.images), dataset.labels)
