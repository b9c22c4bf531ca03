"""Digits of other people, as they reach the last layers: what a hand must not do harm to.

They stand for digits that cannot be shipped. Of many that were read, those are stored that were
nearest to being misread: what changes the answer to an easy digit has changed theirs before. Some
more, and letters and scrawls with them, are for the replay.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.networks.tensor_file import packed_tensors, unpacked_tensors

__all__ = ["GENERIC", "GenericDigits", "packed_generic", "shipped_generic"]

GENERIC = "generic.safetensors"
"""The file of the package that holds those of the shipped network."""
_LARGEST = 1.7159
"""No value of a squashed layer is larger."""


@dataclass(frozen=True, eq=False)
class GenericDigits:
    """What is known of other people's digits, for one network.

    Attributes
    ----------
    network : str
        Its ``network_identity``.
    replay : (n, values) float32
        What reaches the last layers, of digits and of what is none.
    inputs : (m, values) float32
        The same of doubtful digits, those with pictures first, and of those that were nearest to
        being misread or were.
    labels : (m,) int64
        What these are.
    pictures : (k, 28, 28) uint8
        The network inputs of the first of these: means of digits that are alike, nobody's own.
    of : int
        How many digits there were, the easy ones included.
    """

    network: str
    replay: NDArray[np.float32]
    inputs: NDArray[np.float32]
    labels: NDArray[np.int64]
    pictures: NDArray[np.uint8]
    of: int


def packed_generic(digits: GenericDigits) -> bytes:
    """Return the content of the file: a byte a value."""
    tensors: dict[str, NDArray[Any]] = {
        "replay": _as_bytes(digits.replay),
        "inputs": _as_bytes(digits.inputs),
        "labels": digits.labels.astype(np.uint8),
        "pictures": digits.pictures,
    }
    return packed_tensors(tensors, {"network": digits.network, "of": str(digits.of)})


@cache
def shipped_generic() -> GenericDigits:
    """Return what the package brings for the shipped network."""
    content = files("digit_recognizer.hands").joinpath(GENERIC).read_bytes()
    return _unpacked(*unpacked_tensors(content))


def _unpacked(tensors: Mapping[str, NDArray[Any]], metadata: Mapping[str, str]) -> GenericDigits:
    return GenericDigits(
        metadata["network"],
        _as_values(tensors["replay"]),
        _as_values(tensors["inputs"]),
        tensors["labels"].astype(np.int64),
        tensors["pictures"],
        int(metadata["of"]),
    )


def _as_bytes(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    scaled = (values / _LARGEST + 1) * 127.5
    stored: NDArray[np.uint8] = np.clip(np.rint(scaled), 0, 255).astype(np.uint8)
    return stored


def _as_values(stored: NDArray[np.uint8]) -> NDArray[np.float32]:
    return (stored.astype(np.float32) / np.float32(127.5) - 1) * np.float32(_LARGEST)
