"""The candidates of a line: its segments, what the network makes of them, and their graph."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.network import CHUNK
from digit_recognizer.numbers.geometry import geometry, shapes_of
from digit_recognizer.numbers.graph import Graph, Segment, segments
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.scorer import LABELS, NOTHING, scorer_inputs

__all__ = [
    "Candidates",
    "Probabilities",
    "averaged",
    "candidates",
    "graph_of",
    "segments_of",
]

Probabilities = Callable[[NDArray[np.uint8]], NDArray[np.floating]]
"""From images (n, 28, 28) to the probability of each class, (n, classes)."""

_LEAST_PROBABILITY = 1e-30
# Of what a network does not know, whatever it sees.
_UNKNOWN = 0.01


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
    logs : (segments, labels) float64
        Logarithms of the probabilities that the network gives each label.
    geometry : (segments, features) float64
        What else there is to say of them.
    probabilities : (segments, 10) floating
        What the network for single digits makes of each segment.
    averages : bool
        Whether ``logs`` are of both networks.
    """

    pieces: int
    segments: tuple[Segment, ...]
    images: NDArray[np.uint8]
    logs: NDArray[np.float64]
    geometry: NDArray[np.float64]
    probabilities: NDArray[np.floating]
    averages: bool = False

    @property
    def inputs(self) -> NDArray[np.float64]:
        """What the scorer looks at, (segments, inputs)."""
        return scorer_inputs(self.images, self.logs, self.geometry)

    def graph(self, costs: NDArray[np.float64]) -> tuple[Graph, NDArray[np.intp]]:
        """Return the graph of all readings; see ``graph_of``."""
        return graph_of(self.pieces, self.segments, costs)


def graph_of(
    pieces: int, segments: Sequence[Segment], costs: NDArray[np.float64]
) -> tuple[Graph, NDArray[np.intp]]:
    """Return the graph of all readings of some segments, and each arc's place among the costs.

    Parameters
    ----------
    pieces : int
        Of the line.
    segments : sequence of Segment
    costs : (segments, labels) float64
        Of each segment as each label. Only single pieces may be no character.

    Returns
    -------
    Graph, (arcs,) intp
        The places count through the costs row by row.
    """
    sources, targets = np.array(segments, np.intp).T
    allowed = np.ones(costs.shape, bool)
    allowed[:, NOTHING] = targets == sources + 1
    places = np.flatnonzero(allowed)
    segment, label = np.divmod(places, len(LABELS))
    graph = Graph(
        pieces + 1,
        sources[segment],
        targets[segment],
        tuple(LABELS[index] for index in label.tolist()),
        costs.ravel()[places],
    )
    return graph, places


def segments_of(line: Line) -> tuple[Segment, ...]:
    """Return the segments of a line that are no wider than a character may be."""
    # Of so few pieces lists are faster than arrays.
    lefts, rights = line.boxes[:, 0].tolist(), line.boxes[:, 2].tolist()
    return tuple(
        segment
        for segment in segments(len(line), line.longest)
        if segment.target == segment.source + 1
        or max(rights[slice(*segment)]) - min(lefts[slice(*segment)]) <= line.widest
    )


def candidates(
    lines: Sequence[Line],
    network: Probabilities | None,
    alone: Probabilities,
    *,
    averages: bool = False,
) -> list[Candidates]:
    """Return the candidates of some lines, whose segments are read at once.

    Parameters
    ----------
    lines : sequence of Line
    network : callable or None
        The network for segments: from images to the probabilities of all labels. Without it the
        network for digits alone is asked, which knows no signs.
    alone : callable
        The network for single digits: from images to ten probabilities.
    averages : bool
        Whether of digits the mean of what both say counts, ``averaged``; else the one for segments.
    """
    if not lines:
        return []
    those = [segments_of(line) for line in lines]

    def asked(images: NDArray[np.uint8]) -> tuple[NDArray[np.floating], NDArray[np.float64]]:
        digits = alone(images)
        if network is not None:
            logs = _logs(network(images))
            return digits, averaged(logs, digits) if averages else logs
        unknown = np.full((len(digits), len(LABELS) - digits.shape[1]), _UNKNOWN)
        return digits, _logs(np.concatenate((digits, unknown), axis=1))

    parts = _images(lines, those)
    # A network reads without Python's lock, while the next segments are drawn.
    with ThreadPoolExecutor(1) as beside:
        reading = [(images, beside.submit(asked, images)) for images in parts]
        images, digits, logs = (
            np.concatenate(each)
            for each in zip(*((images, *read.result()) for images, read in reading), strict=True)
        )
    shapes = shapes_of(images)
    found, stop = [], 0
    for line, own in zip(lines, those, strict=True):
        rows = slice(stop, stop := stop + len(own))
        places = geometry(line, own, shapes[rows])
        found.append(
            Candidates(len(line), own, images[rows], logs[rows], places, digits[rows], averages)
        )
    return found


def _images(
    lines: Sequence[Line], those: Sequence[Sequence[Segment]]
) -> Iterator[NDArray[np.uint8]]:
    """Yield the network inputs of the segments of some lines, as many at once as are read so."""
    drawn = (
        line.network_input(segment)
        for line, own in zip(lines, those, strict=True)
        for segment in own
    )
    while some := list(islice(drawn, CHUNK)):
        yield np.stack(some)


def averaged(logs: NDArray[np.float64], digits: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the mean of what two networks say of each digit; signs are known to one of them.

    Parameters
    ----------
    logs : (segments, labels) float64
        Logarithms of the probabilities by the network for segments.
    digits : (segments, 10)
        Probabilities by the network for single digits.
    """
    result = logs.copy()
    result[:, : digits.shape[1]] = (logs[:, : digits.shape[1]] + _logs(digits)) / 2
    return result


def _logs(probabilities: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.log(np.maximum(probabilities.astype(np.float64), _LEAST_PROBABILITY))
