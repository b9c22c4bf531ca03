"""The network that reads segments: LeNet-5 with outputs for digits, signs, and what is neither."""

from dataclasses import replace
from functools import cache
from importlib.resources import files

import numpy as np

from digit_recognizer.lenet.architectures import lenet5
from digit_recognizer.networks.tensor_file import unpacked_tensors
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.layers import Dense
from digit_recognizer.nn.network import Network
from digit_recognizer.numbers.scorer import LABELS

__all__ = ["CELL_NETWORK", "NETWORK", "segment_architecture", "shipped_network"]

NETWORK, CELL_NETWORK = "network.safetensors", "cells.safetensors"
"""The files of the package that hold its weights: for pictures, and for the cells of sheets."""


def segment_architecture() -> Architecture:
    """Return LeNet-5 with an output for each of ``LABELS``."""
    *layers, _ = lenet5().layers
    return replace(lenet5(), name="lenet5-segments", layers=(*layers, Dense("output", len(LABELS))))


@cache
def shipped_network(name: str = NETWORK) -> Network:
    """Return a network that the package brings, by the name of its file."""
    content = files("digit_recognizer.numbers").joinpath(name).read_bytes()
    tensors, _ = unpacked_tensors(content)
    return Network(segment_architecture(), np.array(tensors["parameters"], np.float32))
