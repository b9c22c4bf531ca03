"""The weights of a network as tensors with names, as a checkpoint stores them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.nn.network import Network

__all__ = ["CheckpointError", "fill", "tensors_of"]


class CheckpointError(DigitRecognizerError):
    """A file that is not a network we can use."""


def tensors_of(network: Network) -> dict[str, NDArray[Any]]:
    """Return each parameter of each layer by its name."""
    return {
        slot.name: np.ascontiguousarray(slot.view(network.parameters))
        for slot in network.architecture.slots
    }


def fill(network: Network, tensors: Mapping[str, NDArray[Any]], path: Path) -> None:
    """Give a network the weights that a file holds; they cannot be changed then.

    Parameters
    ----------
    network : Network
        Its architecture says what tensors there must be.
    tensors : mapping of str to ndarray
        As ``tensors_of`` names them.
    path : Path
        The file, for the message.

    Raises
    ------
    CheckpointError
        If they are not those of the architecture, or not finite.
    """
    expected = {slot.name for slot in network.architecture.slots}
    if expected != set(tensors):
        raise CheckpointError(
            f"{path}: expected the tensors of {network.architecture.name}, "
            f"{quoted(sorted(expected))}, found {quoted(sorted(tensors))}",
            "the file belongs to another network",
        )
    for slot in network.architecture.slots:
        tensor = tensors[slot.name]
        if tensor.shape != slot.spec.shape or tensor.dtype != np.float32:
            raise CheckpointError(
                f"{path}: expected {slot.name} as float32 of shape {slot.spec.shape}, found "
                f"{tensor.dtype} of shape {tensor.shape}",
                "the file belongs to another network",
            )
        if not np.isfinite(tensor).all():
            raise CheckpointError(
                f"{path}: expected finite weights in {slot.name}, found infinities or NaN; "
                "the training that wrote it diverged",
                "train with a smaller learning rate",
            )
        slot.view(network.parameters)[...] = tensor
    network.parameters.flags.writeable = False
