"""The second reader: LeNet-5 swept along a line, a column of scores every four pixels.

Every layer of the network is a convolution, so that laid over a wide picture it gives what it would
say of each window of 32 pixels, for little more than the cost of the picture once (LeCun et al.
1998, section VII). Nothing is cut, so where the first reader errs for its cuts, this one does not.
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.lenet.architectures import lenet5
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.layers import Convolution, Dense
from digit_recognizer.nn.network import Network
from digit_recognizer.numbers.graph import NO_CHARACTER, Graph
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.scorer import LABELS, NOTHING
from digit_recognizer.numbers.shipped_tensors import network_of, shipped_tensors

__all__ = [
    "SIDE", "STRIDE", "SWEEP", "Sweep", "row_picture", "shipped_sweeper", "sweep", "sweep_graph",
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


def window_architecture(width: int = 1) -> Architecture:
    """Return LeNet-5 for one window, as it is trained."""
    *layers, _ = lenet5(width).layers
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


def sweep(line: Line, network: Network) -> Sweep:
    """Sweep a network along a line.

    Parameters
    ----------
    line : Line
    network : Network
        Of ``window_architecture``.
    """
    picture = row_picture(line)
    # Widths in steps keep the architectures few.
    padded = np.pad(picture, ((0, 0), (0, -picture.shape[1] % SIDE)))
    wide = wide_network(network, padded.shape[1])
    outputs = wide.forward(wide.architecture.encoding(padded[np.newaxis]))[-1]
    columns = (picture.shape[1] - SIDE) // STRIDE + 1
    scores = outputs[:, 0, :columns, 0].T.astype(np.float64)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return Sweep(picture, powers / powers.sum(axis=1, keepdims=True))


def sweep_graph(probabilities: NDArray[np.float64]) -> Graph:
    """Return the transducer's graph: the strings that a row of columns may be.

    Each column is one character or none. Neighbouring columns of one character are that character
    once; a character that comes twice has at least one column of none between.

    Parameters
    ----------
    probabilities : (columns, labels) float64
    """
    costs = -np.log(np.maximum(probabilities, _LEAST))
    nodes, arcs = 1, []
    before = {NOTHING: 0}
    for column in costs:
        here = {
            label: nodes + place
            for place, label in enumerate(
                label
                for label in range(len(LABELS))
                if label == NOTHING or column[label] < column.min() + _HOPELESS
            )
        }
        arcs += [
            (
                source,
                target,
                NO_CHARACTER if after in (NOTHING, label) else LABELS[after],
                float(column[after]),
            )
            for label, source in before.items()
            for after, target in here.items()
        ]
        nodes += len(here)
        before = here
    arcs += [(source, nodes, NO_CHARACTER, 0.0) for source in before.values()]
    return Graph.of(nodes + 1, arcs)


@cache
def shipped_sweeper() -> Network:
    """Return the network that the package brings."""
    return network_of(shipped_tensors(SWEEP), window_architecture())
