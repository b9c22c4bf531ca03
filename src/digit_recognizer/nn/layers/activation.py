"""The squashing function."""

from dataclasses import dataclass

import numpy as np

from digit_recognizer.nn.layers.layer import Array, Layer, Parameters, Shape

__all__ = ["Tanh"]


@dataclass(frozen=True)
class Tanh(Layer):
    """Squash every value: ``f(a) = amplitude * tanh(slope * a)``.

    With amplitude 1.7159 and slope 2/3 this is the squashing function of LeCun et al. 1998,
    Appendix A: f(1) = 1 and f(-1) = -1, where its second derivative is largest.
    """

    amplitude: float = 1.0
    slope: float = 1.0

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return ``input_shape``: squashing changes values alone."""
        return input_shape

    def forward(self, parameters: Parameters, inputs: Array) -> Array:
        """Return the squashed values, in the shape of ``inputs``."""
        outputs = np.multiply(inputs, self.slope, dtype=inputs.dtype)
        np.tanh(outputs, out=outputs)
        outputs *= self.amplitude
        return outputs

    def backward(
        self,
        parameters: Parameters,
        gradients: Parameters,
        inputs: Array,
        outputs: Array,
        output_gradient: Array,
    ) -> Array:
        """Return the gradient of the inputs, from the outputs: f' = S/A * (A^2 - f^2)."""
        return self._derivative(outputs) * output_gradient

    def curvature(
        self,
        parameters: Parameters,
        curvatures: Parameters,
        inputs: Array,
        outputs: Array,
        output_gradient: Array,
        output_curvature: Array,
    ) -> Array:
        """Return the curvature of the inputs: f'^2 times that of the outputs."""
        return np.square(self._derivative(outputs)) * output_curvature

    def _derivative(self, outputs: Array) -> Array:
        derivative = self.amplitude**2 - np.square(outputs)
        derivative *= self.slope / self.amplitude
        return derivative
