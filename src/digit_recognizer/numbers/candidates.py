"""The candidates of a line: its segments, what the network makes of them, and their graph."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.geometry import geometry
from digit_recognizer.numbers.graph import NO_CHARACTER, Graph, Segment, segments
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.scorer import LABELS, scorer_inputs

__all__ = ["Candidates", "Probabilities", "candidates"]

Probabilities = Callable[[NDArray[np.uint8]], NDArray[np.floating]]
"""From images (n, 28, 28) to the probabilities of ten digits, (n, 10)."""

# Of the digits' height: what is wider is more than one character.
_WIDEST = 2.0
_NOTHING = LABELS.index(NO_CHARACTER)


@dataclass(frozen=True, eq=False)
class Candidates:
    """The segments of a line that may be characters.

    Attributes
    ----------
    pieces : int
        Of the line.
    segments : tuple of Segment
    images : (segments, 28, 28) uint8
        Their network inputs.
    probabilities : (segments, 10)
        What the network makes of them.
    inputs : (segments, inputs) float64
        What the scorer looks at.
    """

    pieces: int
    segments: tuple[Segment, ...]
    images: NDArray[np.uint8]
    probabilities: NDArray[np.floating]
    inputs: NDArray[np.float64]

    def graph(self, costs: NDArray[np.float64]) -> tuple[Graph, NDArray[np.intp]]:
        """Return the graph of all readings, and for each arc its place among the costs.

        Parameters
        ----------
        costs : (segments, labels) float64
            Of each segment as each label. Only single pieces may be no character.

        Returns
        -------
        Graph, (arcs,) intp
            The places count through the costs row by row.
        """
        sources, targets = np.array(self.segments, np.intp).T
        allowed = np.ones(costs.shape, bool)
        allowed[:, _NOTHING] = targets == sources + 1
        places = np.flatnonzero(allowed)
        segment, label = np.divmod(places, len(LABELS))
        graph = Graph(
            self.pieces + 1,
            sources[segment],
            targets[segment],
            tuple(LABELS[index] for index in label.tolist()),
            costs.ravel()[places],
        )
        return graph, places


def candidates(line: Line, probabilities: Probabilities) -> Candidates:
    """Return the candidates of a line, all read by the network at once."""
    found = tuple(
        (source, target)
        for source, target in segments(len(line))
        if target == source + 1
        or line.boxes[source:target, 2].max() - line.boxes[source:target, 0].min() <= _WIDEST
    )
    those = tuple(Segment(*each) for each in found)
    images = np.stack([line.network_input(segment) for segment in those])
    read = probabilities(images)
    inputs = scorer_inputs(images, read, geometry(line, those, images))
    return Candidates(len(line), those, images, read, inputs)
