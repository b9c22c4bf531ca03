"""Radial basis functions: each unit says how far its input is from a pattern of its own."""

from dataclasses import dataclass, field

import numpy as np

from digit_recognizer.nn.layers.layer import (
    Array,
    Layer,
    Parameters,
    ParameterSpec,
    Shape,
    ShapeError,
)

__all__ = ["EuclideanRadialBasis"]


@dataclass(frozen=True)
class EuclideanRadialBasis(Layer):
    """Units whose output is the squared distance of the input from their centre.

    ``y_i = sum_j (x_j - w_ij)**2``: a penalty, small for a good fit (LeCun et al. 1998, II-B).

    Attributes
    ----------
    centres : tuple of tuple of float
        A row a unit. These are the fixed patterns, unless ``trainable``.
    trainable : bool
        Whether the centres are parameters instead, drawn like any other. The paper warns that
        the plain criterion (equation 8) then collapses.
    """

    centres: tuple[tuple[float, ...], ...] = field(repr=False)
    trainable: bool = False

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return ``(units, 1, 1)``."""
        lengths = {len(row) for row in self.centres}
        if lengths != {int(np.prod(input_shape))}:
            raise ShapeError(
                f"layer {self.name}: expected an input of {sorted(lengths)} values, as long as its "
                f"centres, got {input_shape}"
            )
        return (len(self.centres), 1, 1)

    def parameter_specs(self, input_shape: Shape) -> dict[str, ParameterSpec]:
        """Return ``centres (units, inputs)`` if they are trainable, else nothing."""
        if not self.trainable:
            return {}
        inputs = int(np.prod(input_shape))
        return {"centres": ParameterSpec((len(self.centres), inputs), np.array(inputs))}

    def connections(self, input_shape: Shape) -> int:
        """Return one connection for every entry of every centre."""
        return len(self.centres) * int(np.prod(input_shape))

    def forward(self, parameters: Parameters, inputs: Array) -> Array:
        """Return the penalties, ``(units, 1, 1, batch)``."""
        distances = self._differences(parameters, inputs)
        penalties: Array = np.einsum("ijb,ijb->ib", distances, distances)
        return penalties[:, None, None, :]

    def backward(
        self,
        parameters: Parameters,
        gradients: Parameters,
        inputs: Array,
        outputs: Array,
        output_gradient: Array,
    ) -> Array:
        """Return the gradient of the inputs; write that of the centres if they are trainable."""
        differences = self._differences(parameters, inputs)
        pulls = 2 * differences * output_gradient.reshape(len(self.centres), 1, -1)
        if self.trainable:
            np.sum(-pulls, axis=2, out=gradients["centres"])
        gradient: Array = pulls.sum(axis=0).reshape(inputs.shape)
        return gradient

    def curvature(
        self,
        parameters: Parameters,
        curvatures: Parameters,
        inputs: Array,
        outputs: Array,
        output_gradient: Array,
        output_curvature: Array,
    ) -> Array:
        """Return the curvature of the inputs, and write that of the centres if trainable.

        The distance is part of the criterion, so its own second derivative, 2, counts here: with
        equation 8 the curvature of F6 is that of a squared error.
        """
        slopes = 4 * np.square(self._differences(parameters, inputs))
        parts = slopes * output_curvature.reshape(len(self.centres), 1, -1)
        own = 2 * output_gradient.reshape(len(self.centres), 1, -1)
        if self.trainable:
            np.sum(np.maximum(parts + own, 0), axis=2, out=curvatures["centres"])
        curvature: Array = np.maximum((parts + own).sum(axis=0), 0).reshape(inputs.shape)
        return curvature

    def _differences(self, parameters: Parameters, inputs: Array) -> Array:
        """Return input minus centre, ``(units, inputs, batch)``."""
        fixed = np.array(self.centres, inputs.dtype)
        centres = parameters["centres"] if self.trainable else fixed
        return inputs.reshape(1, -1, inputs.shape[-1]) - centres[:, :, None]
