"""What every layer is: a frozen description with a forward and a backward function."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Array", "Layer", "ParameterSpec", "Parameters", "Shape", "ShapeError"]

Array = NDArray[np.floating[Any]]
"""Float32 in use, float64 in gradient checks; a layer keeps the dtype that it is given."""

Shape = tuple[int, int, int]
"""Channels, height, width: the shape of what one image is at one point of the network."""

Parameters = Mapping[str, Array]
"""The parameters of one layer by name, each a view of the network's one vector."""


class ShapeError(ValueError):
    """A layer does not fit what it is given."""


@dataclass(frozen=True)
class ParameterSpec:
    """A parameter array of a layer.

    Attributes
    ----------
    shape : tuple of int
        Its shape.
    fan_in : ndarray of int
        Number of inputs of the unit that each entry feeds, broadcastable to ``shape``.
    """

    shape: tuple[int, ...]
    fan_in: NDArray[np.int64]

    @property
    def size(self) -> int:
        """Number of entries."""
        return int(np.prod(self.shape))


@dataclass(frozen=True)
class Layer(ABC):
    """A layer: it holds settings and no state, so it can be shared by threads.

    Attributes
    ----------
    name : str
        Its name in the network, as the paper gives it (``"C1"``).
    """

    name: str

    @abstractmethod
    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of the output for one image.

        Raises
        ------
        ShapeError
            If the layer does not fit ``input_shape``; names the layer, the expected and the
            given shape.
        """

    def parameter_specs(self, input_shape: Shape) -> dict[str, ParameterSpec]:
        """Return the layer's trainable parameters by name, in the order they are stored."""
        return {}

    def connections(self, input_shape: Shape) -> int:
        """Return the number of connections, biases included, as the 1998 paper counts them."""
        return 0

    @abstractmethod
    def forward(self, parameters: Parameters, inputs: Array) -> Array:
        """Return the outputs ``(channels, height, width, batch)`` for ``inputs`` of that layout."""

    @abstractmethod
    def backward(
        self,
        parameters: Parameters,
        gradients: Parameters,
        inputs: Array,
        outputs: Array,
        output_gradient: Array,
    ) -> Array:
        """Propagate a gradient back through the layer.

        Parameters
        ----------
        parameters : mapping of str to ndarray
            The layer's parameters.
        gradients : mapping of str to ndarray
            Where the gradients of the parameters are written, summed over the batch.
        inputs, outputs : ndarray, (channels, height, width, batch)
            What went into ``forward`` and what came out of it.
        output_gradient : ndarray, like ``outputs``
            Gradient of the loss with respect to the outputs.

        Returns
        -------
        ndarray, like ``inputs``
            Gradient of the loss with respect to the inputs.
        """

    @abstractmethod
    def curvature(
        self,
        parameters: Parameters,
        curvatures: Parameters,
        inputs: Array,
        outputs: Array,
        output_gradient: Array,
        output_curvature: Array,
    ) -> Array:
        """Propagate the diagonal of the Gauss-Newton matrix back through the layer.

        Second-order backpropagation as in LeCun et al. 1998, Appendix C: the terms that hold
        second derivatives of the units are dropped, so that a curvature is never negative.

        Parameters
        ----------
        parameters, inputs, outputs, output_gradient
            As for ``backward``.
        curvatures : mapping of str to ndarray
            Where the curvatures of the parameters are written, summed over the batch; that of a
            shared parameter is the sum over its connections.
        output_curvature : ndarray, like ``outputs``
            Second derivative of the loss in each output.

        Returns
        -------
        ndarray, like ``inputs``
            Second derivative of the loss in each input.
        """
