"""The second reader: LeNet-5 swept along a line, a column of scores every four pixels.

Every layer of the network is a convolution, so that laid over a wide picture it gives what it would
say of each window of 32 pixels, for little more than the cost of the picture once (LeCun et al.
1998, section VII). Nothing is cut, so where the first reader errs for its cuts, this one does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.lenet.architectures import lenet5
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.layers import Convolution, Dense
from digit_recognizer.nn.network import Network
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.many_graphs import Graphs
from digit_recognizer.numbers.scorer import LABELS, NOTHING
from digit_recognizer.numbers.shipped_tensors import network_of, shipped_tensors

__all__ = [
    "SIDE", "STRIDE", "SWEEP", "Sweep", "row_picture", "shipped_sweeper", "sweep", "sweep_graphs",
    "wide_architecture", "wide_network", "window_architecture",
]  # fmt: skip

SIDE = 32
"""Pixels of a window, both ways."""
STRIDE = 4
"""Pixels from one window to the next."""
SWEEP = "sweep.safetensors"
"""The file of the package that holds the weights."""

# The row on which digits stand, and how high they are, as in MNIST.
_BASE, _HEIGHT = 26, 20
_MOST_COLUMNS = 500
# So many lines are swept at once: what a layer makes of them stays near the processor.
_AT_ONCE = 8
# A LeNet-5 of the paper's size is too small to learn its lines by heart, and gains by twice as many
# maps and units.
_WIDER = 2
# A label that costs more in a column, beside the cheapest, is left out of the graph.
_HOPELESS = 9.0
_LEAST = 1e-30


@dataclass(frozen=True, eq=False)
class Sweep:
    """What the network says along a line.

    Attributes
    ----------
    picture : (32, width) uint8
        The line as it was read: upright, level, digits 20 pixels high.
    probabilities : (columns, labels) float64
        Of each window of 32 pixels, one every four; the labels are ``scorer.LABELS``. The middle of
        column ``c`` is at pixel ``4 c + 16``.
    """

    picture: NDArray[np.uint8]
    probabilities: NDArray[np.float64]


def window_architecture() -> Architecture:
    """Return LeNet-5 for one window, twice as many maps and units wide."""
    *layers, _ = lenet5(_WIDER).layers
    return replace(
        lenet5(),
        name="lenet5-windows",
        layers=(*layers, Dense("output", len(LABELS))),
        input_shape=(1, SIDE, SIDE),
        encoding=Encoding(margin=0),
    )


@cache
def wide_architecture(width: int, window: Architecture | None = None) -> Architecture:
    """Return the same for a wide picture: layers of single points are convolutions too."""
    window = window or window_architecture()
    layers = tuple(
        Convolution(layer.name, layer.units, 1) if isinstance(layer, Dense) else layer
        for layer in window.layers
    )
    return replace(window, name="lenet5-sweep", layers=layers, input_shape=(1, SIDE, width))


def wide_network(network: Network, width: int) -> Network:
    """Return a network of ``window_architecture`` for a picture of so many pixels."""
    return Network(wide_architecture(width, network.architecture), network.parameters)


def row_picture(
    line: Line, *, size: float = 1.0, lean: float = 0.0, drop: float = 0.0
) -> NDArray[np.uint8]:
    """Return a line as it is swept, (32, width), with half a window of background at both ends.

    Parameters
    ----------
    line : Line
    size : float
        Of digits, beside 20 pixels; with the next two, for learning from one line in many ways.
    lean : float
        To the right, width over height.
    drop : float
        Pixels by which the line stands lower.
    """
    high = _HEIGHT * size
    margin = SIDE // 2
    placed = np.array([[high, -lean * high, margin], [0, high, _BASE + drop]])
    extent = float(line.boxes[:, 2].max() - line.boxes[:, 0].min()) * high
    columns = min(int(np.ceil(extent / STRIDE)), _MOST_COLUMNS)
    matrix = placed @ np.vstack((line.upright, [0, 0, 1]))
    return line.drawing(matrix, (SIDE, SIDE + columns * STRIDE))


def sweep(lines: Sequence[Line], network: Network) -> list[Sweep]:
    """Sweep a network along some lines.

    Parameters
    ----------
    lines : sequence of Line
    network : Network
        Of ``window_architecture``.
    """
    pictures = [row_picture(line) for line in lines]
    probabilities: dict[int, NDArray[np.float64]] = {}

    # Widths in steps keep the architectures few.
    def width(number: int) -> int:
        across: int = pictures[number].shape[1]
        return -(-across // SIDE) * SIDE

    for wide, alike in groupby(sorted(range(len(lines)), key=width), key=width):
        numbers = list(alike)
        reader = wide_network(network, wide)
        for some in (numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE)):
            padded = np.zeros((len(some), SIDE, wide), np.uint8)
            for row, number in zip(padded, some, strict=True):
                row[:, : pictures[number].shape[1]] = pictures[number]
            scores = reader.forward(reader.architecture.encoding(padded))[-1][:, 0]
            for place, number in enumerate(some):
                columns = (pictures[number].shape[1] - SIDE) // STRIDE + 1
                probabilities[number] = _softmax(scores[:, :columns, place].T)
    return [Sweep(picture, probabilities[number]) for number, picture in enumerate(pictures)]


def _softmax(scores: NDArray[np.floating]) -> NDArray[np.float64]:
    powers = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def sweep_graphs(rows: Sequence[NDArray[np.float64]]) -> Graphs:
    """Return the transducer's graphs: the strings that rows of columns may be.

    Each column is one character or none. Neighbouring columns of one character are that character
    once; a character that comes twice has at least one column of none between.

    Parameters
    ----------
    rows : sequence of (columns, labels) float64
        Probabilities, at least one column in each.
    """
    lengths = np.array([len(row) + 2 for row in rows])
    lasts = np.cumsum(lengths) - 1
    # Before the first column and after the last there is none, at no cost.
    costs = np.full((lasts[-1] + 1, len(LABELS)), np.inf)
    costs[:, NOTHING] = 0
    between = np.delete(np.arange(len(costs)), np.concatenate((lasts - lengths + 1, lasts)))
    costs[between] = -np.log(np.maximum(np.concatenate(rows), _LEAST))
    likely = costs < costs.min(axis=1, keepdims=True) + _HOPELESS
    likely[:, NOTHING] = True
    # A node for each label that a column may be, and arcs to all those of the next column.
    column, label = np.nonzero(likely)
    first_node = np.searchsorted(column, np.arange(len(costs) + 1))
    last_of_row = np.repeat(lasts, lengths)[column]
    following = np.diff(first_node, append=len(column))[column + 1] * (column < last_of_row)
    sources = np.repeat(np.arange(len(column)), following)
    within = np.arange(len(sources)) - np.repeat(np.cumsum(following) - following, following)
    targets = first_node[column[sources] + 1] + within
    after = label[targets]
    return Graphs(
        np.append(first_node[lasts - lengths + 1], len(column)),
        last_of_row - column,
        sources,
        targets,
        np.where(after == label[sources], NOTHING, after),
        costs[column[targets], after],
    )


@cache
def shipped_sweeper() -> Network:
    """Return the network that the package brings."""
    return network_of(shipped_tensors(SWEEP), window_architecture())
