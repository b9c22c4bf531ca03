"""The network that reads segments: LeNet-5 with outputs for digits, signs, and what is neither."""

from dataclasses import replace
from functools import cache

from digit_recognizer.lenet.architectures import lenet5
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.layers import Dense
from digit_recognizer.nn.network import Network
from digit_recognizer.numbers.scorer import LABELS
from digit_recognizer.numbers.shipped_tensors import network_of, shipped_tensors

__all__ = ["NETWORK", "segment_architecture", "shipped_network"]

NETWORK = "network.safetensors"
"""The file of the package that holds its weights."""


def segment_architecture() -> Architecture:
    """Return LeNet-5 with an output for each of ``LABELS``."""
    *layers, _ = lenet5().layers
    return replace(lenet5(), name="lenet5-segments", layers=(*layers, Dense("output", len(LABELS))))


@cache
def shipped_network() -> Network:
    """Return the network that the package brings."""
    return network_of(shipped_tensors(NETWORK), segment_architecture())
