"""The architectures, each a short list of layers that reads like section II-B of the 1998 paper.

LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition",
Proceedings of the IEEE 86(11), 1998.
"""

from collections.abc import Callable

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.nn.layers import AverageSubsampling, Convolution, Dense, Tanh
from digit_recognizer.nn.network import Architecture

__all__ = ["ARCHITECTURES", "architecture", "lenet5"]


def lenet5(width: int = 1) -> Architecture:
    """LeNet-5 with average subsampling, full connection in C3 and softmax: 61,706 parameters.

    Parameters
    ----------
    width : int
        Multiplies the number of feature maps and hidden units; 1 is LeNet-5.
    """
    return Architecture(
        "lenet5" if width == 1 else f"lenet5-x{width}",
        (
            Convolution("C1", 6 * width),
            Tanh("C1 squashed", 1.7159, 2 / 3),
            AverageSubsampling("S2"),
            Convolution("C3", 16 * width),
            Tanh("C3 squashed", 1.7159, 2 / 3),
            AverageSubsampling("S4"),
            Convolution("C5", 120 * width),
            Tanh("C5 squashed", 1.7159, 2 / 3),
            Dense("F6", 84 * width),
            Tanh("F6 squashed", 1.7159, 2 / 3),
            Dense("output", 10),
        ),
    )


ARCHITECTURES: dict[str, Callable[[], Architecture]] = {"lenet5": lenet5}


def architecture(name: str) -> Architecture:
    """Return the architecture of that name.

    Raises
    ------
    DigitRecognizerError
        If there is none; names those there are.
    """
    if name not in ARCHITECTURES:
        known = ", ".join(ARCHITECTURES)
        raise DigitRecognizerError(f"no network is called {name!r}: expected one of {known}")
    return ARCHITECTURES[name]()
