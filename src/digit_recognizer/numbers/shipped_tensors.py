"""What was learned for numbers and comes with the package."""

from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.networks.tensor_file import unpacked_tensors
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.network import Network

__all__ = ["network_of", "shipped_tensors"]


def shipped_tensors(name: str) -> dict[str, NDArray[Any]]:
    """Return the tensors of a file of this package, by name."""
    tensors, _ = unpacked_tensors(files("digit_recognizer.numbers").joinpath(name).read_bytes())
    return tensors


def network_of(tensors: dict[str, NDArray[Any]], architecture: Architecture) -> Network:
    """Return a network with the parameters that stand among some tensors."""
    return Network(architecture, np.array(tensors["parameters"], np.float32))
