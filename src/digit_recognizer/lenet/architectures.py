"""The architectures, each a short list of layers that reads like section II-B of the 1998 paper.

LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition",
Proceedings of the IEEE 86(11), 1998.
"""

from collections.abc import Callable

from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.lenet.bitmaps import DIGIT_BITMAPS
from digit_recognizer.lenet.relatives import hidden_300_100, lenet1, lenet4, linear
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.layers import (
    AverageSubsampling,
    Convolution,
    Dense,
    EuclideanRadialBasis,
    Tanh,
    TrainableSubsampling,
)
from digit_recognizer.nn.losses import MaximumAPosteriori

__all__ = ["ARCHITECTURES", "PAPER_COUNTS", "TABLE_I", "architecture", "lenet5", "lenet5_1998"]

AMPLITUDE, SLOPE = 1.7159, 2 / 3
"""Of the squashing function, Appendix A: f(1) = 1 and f(-1) = -1."""

TABLE_I = (
    *((0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (0, 4, 5), (0, 1, 5)),
    *((0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (0, 3, 4, 5), (0, 1, 4, 5), (0, 1, 2, 5)),
    *((0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5)),
    (0, 1, 2, 3, 4, 5),
)
"""Which maps of S2 each map of C3 sees."""

PAPER_COUNTS = {
    "C1": (156, 122_304),
    "S2": (12, 5_880),
    "C3": (1_516, 151_600),
    "S4": (32, 2_000),
    "C5": (48_120, 48_120),
    "F6": (10_164, 10_164),
    "output": (0, 840),
}
"""Trainable parameters and connections of each layer, as section II-B gives them."""

RUBBISH_PENALTY = 5.0
"""The constant j of equation 9, which the paper does not give. Chosen on validation images out of
1, 5, 15 and 40: with a large one classes are told apart before F6 has learned their patterns."""


def squashed(name: str) -> Tanh:
    """Return the squashing function for the layer of that name."""
    return Tanh(f"{name} squashed", AMPLITUDE, SLOPE)


def lenet5(width: int = 1) -> Architecture:
    """LeNet-5 with average subsampling, full connection in C3 and softmax: 61,706 parameters.

    Parameters
    ----------
    width : int
        Multiplies the number of feature maps and hidden units; 1 is LeNet-5.

    Examples
    --------
    >>> from digit_recognizer import lenet5
    >>> print(str(lenet5()).splitlines()[-1])
    total                              61,706       430,918
    """
    return Architecture(
        "lenet5" if width == 1 else f"lenet5-x{width}",
        (
            Convolution("C1", 6 * width),
            squashed("C1"),
            AverageSubsampling("S2"),
            Convolution("C3", 16 * width),
            squashed("C3"),
            AverageSubsampling("S4"),
            Convolution("C5", 120 * width),
            squashed("C5"),
            Dense("F6", 84 * width),
            squashed("F6"),
            Dense("output", 10),
        ),
    )


def lenet5_1998() -> Architecture:
    """LeNet-5 as the paper has it: 60,000 parameters and 340,908 connections."""
    return Architecture(
        "lenet5-1998",
        (
            Convolution("C1", 6),
            squashed("C1"),
            TrainableSubsampling("S2"),
            squashed("S2"),
            Convolution("C3", 16, connection_table=TABLE_I),
            squashed("C3"),
            TrainableSubsampling("S4"),
            squashed("S4"),
            Convolution("C5", 120),
            squashed("C5"),
            Dense("F6", 84),
            squashed("F6"),
            EuclideanRadialBasis("output", DIGIT_BITMAPS),
        ),
        loss=MaximumAPosteriori(RUBBISH_PENALTY),
    )


ARCHITECTURES: dict[str, Callable[[], Architecture]] = {
    "lenet5": lenet5,
    "lenet5-1998": lenet5_1998,
    "lenet4": lenet4,
    "lenet1": lenet1,
    "300-100": hidden_300_100,
    "linear": linear,
}


def architecture(name: str) -> Architecture:
    """Return the architecture of that name.

    Raises
    ------
    DigitRecognizerError
        If there is none; names those there are.
    """
    if name not in ARCHITECTURES:
        known = ", ".join(ARCHITECTURES)
        raise DigitRecognizerError(f"no network is called {quoted(name)}: expected one of {known}")
    return ARCHITECTURES[name]()
