"""The networks that Figure 9 of the 1998 paper compares with LeNet-5, as short lists of layers.

Outputs are scores for softmax, where the paper has squared errors; shapes are the paper's.
"""

from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.layers import Convolution, Dense, Layer, Tanh, TrainableSubsampling

__all__ = ["hidden_300_100", "lenet1", "lenet4", "linear"]

LENET1_TABLE = (
    *((0,), (0, 1), (0, 1), (1,), (0, 1), (0, 1)),
    *((2,), (2, 3), (2, 3), (3,), (2, 3), (2, 3)),
)
"""Which maps each map of LeNet-1's second convolution sees: twenty pairs, as LeCun et al. 1990."""

LENET4_HIDDEN = 36
"""Hidden units of LeNet-4: with these it has the 17,000 parameters that the paper reports."""


def squashed(name: str) -> Tanh:
    """Return the squashing function for the layer of that name."""
    return Tanh(f"{name} squashed", 1.7159, 2 / 3)


def on_plain_images(name: str, *layers: Layer) -> Architecture:
    """Return a network that sees 28×28 pixels, without a margin."""
    return Architecture(name, layers, (1, 28, 28), Encoding(margin=0))


def linear() -> Architecture:
    """One weight for each pixel and digit, III-C.1: 7,850 parameters."""
    return on_plain_images("linear", Dense("output", 10))


def hidden_300_100() -> Architecture:
    """Two hidden layers, fully connected, III-C.6: 266,610 parameters."""
    return on_plain_images(
        "300-100",
        Dense("hidden 1", 300),
        squashed("hidden 1"),
        Dense("hidden 2", 100),
        squashed("hidden 2"),
        Dense("output", 10),
    )


def lenet1() -> Architecture:
    """LeNet-1, III-C.7 and LeCun et al. 1990: 2,578 parameters.

    The paper shrinks its digits to 16×16; here they keep their 20×20 pixels.
    """
    return on_plain_images(
        "lenet1",
        Convolution("H1", 4),
        squashed("H1"),
        TrainableSubsampling("H2"),
        squashed("H2"),
        Convolution("H3", 12, connection_table=LENET1_TABLE),
        squashed("H3"),
        TrainableSubsampling("H4"),
        squashed("H4"),
        Dense("output", 10),
    )


def lenet4() -> Architecture:
    """LeNet-4, III-C.8: about 17,000 parameters and 260,000 connections."""
    return Architecture(
        "lenet4",
        (
            Convolution("C1", 4),
            squashed("C1"),
            TrainableSubsampling("S2"),
            squashed("S2"),
            Convolution("C3", 16),
            squashed("C3"),
            TrainableSubsampling("S4"),
            squashed("S4"),
            Convolution("C5", LENET4_HIDDEN),
            squashed("C5"),
            Dense("output", 10),
        ),
    )
