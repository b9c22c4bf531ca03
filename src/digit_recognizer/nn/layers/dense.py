"""Full connection."""

from dataclasses import dataclass

import numpy as np

from digit_recognizer.nn.layers.layer import (
    Array,
    Layer,
    Parameters,
    ParameterSpec,
    Shape,
    ShapeError,
)

__all__ = ["Dense"]


@dataclass(frozen=True)
class Dense(Layer):
    """Every unit sees every value of the layer below.

    Attributes
    ----------
    units : int
        Number of units; the output shape is ``(units, 1, 1)``.
    """

    units: int

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return ``(units, 1, 1)``."""
        if self.units < 1 or min(input_shape) < 1:
            raise ShapeError(
                f"layer {self.name}: expected at least one unit and one input, "
                f"got {self.units} units on an input of {input_shape}"
            )
        return (self.units, 1, 1)

    def parameter_specs(self, input_shape: Shape) -> dict[str, ParameterSpec]:
        """Return ``weights (units, inputs)`` and ``biases (units,)``."""
        inputs = int(np.prod(input_shape))
        fan_in = np.array(inputs)
        return {
            "weights": ParameterSpec((self.units, inputs), fan_in),
            "biases": ParameterSpec((self.units,), fan_in),
        }

    def connections(self, input_shape: Shape) -> int:
        """Return one connection for every weight and every bias."""
        return self.units * (int(np.prod(input_shape)) + 1)

    def forward(self, parameters: Parameters, inputs: Array) -> Array:
        """Return ``weights @ inputs + biases``, ``(units, 1, 1, batch)``."""
        batch = inputs.shape[-1]
        outputs = parameters["weights"] @ inputs.reshape(-1, batch)
        outputs += parameters["biases"][:, None]
        return outputs.reshape(self.units, 1, 1, batch)

    def backward(
        self,
        parameters: Parameters,
        gradients: Parameters,
        inputs: Array,
        outputs: Array,
        output_gradient: Array,
    ) -> Array:
        """Write the parameters' gradients and return the gradient of the inputs."""
        batch = inputs.shape[-1]
        gradient = output_gradient.reshape(self.units, batch)
        np.matmul(gradient, inputs.reshape(-1, batch).T, out=gradients["weights"])
        np.sum(gradient, axis=1, out=gradients["biases"])
        return (parameters["weights"].T @ gradient).reshape(inputs.shape)

    def curvature(
        self,
        parameters: Parameters,
        curvatures: Parameters,
        inputs: Array,
        outputs: Array,
        output_gradient: Array,
        output_curvature: Array,
    ) -> Array:
        """Write the parameters' curvatures: ``backward`` with weights and inputs squared."""
        squares = {name: np.square(value) for name, value in parameters.items()}
        return self.backward(squares, curvatures, np.square(inputs), outputs, output_curvature)
