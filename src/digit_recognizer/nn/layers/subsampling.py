"""Subsampling: each unit sums up a small square of the map below."""

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

__all__ = ["AverageSubsampling", "TrainableSubsampling"]


@dataclass(frozen=True)
class AverageSubsampling(Layer):
    """Replace every ``size`` by ``size`` square of a map by its average.

    The plain form: the 1998 paper multiplies the sum by a trainable coefficient and adds a
    trainable bias (section II-B); here the coefficient is fixed to ``1 / size**2``.
    """

    size: int = 2

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape with height and width divided by ``size``."""
        channels, height, width = input_shape
        if self.size < 1 or height % self.size or width % self.size:
            raise ShapeError(
                f"layer {self.name}: expected a height and width that {self.size} divides, "
                f"got {height}×{width} (input {input_shape})"
            )
        return (channels, height // self.size, width // self.size)

    def connections(self, input_shape: Shape) -> int:
        """Return ``size**2 + 1`` connections a unit, as the paper counts S2 and S4."""
        return int(np.prod(self.output_shape(input_shape))) * (self.size**2 + 1)

    def forward(self, parameters: Parameters, inputs: Array) -> Array:
        """Return the averages, ``(channels, height / size, width / size, batch)``."""
        outputs = sum_squares(inputs, self.size)
        outputs *= 1.0 / self.size**2
        return outputs

    def backward(
        self,
        parameters: Parameters,
        gradients: Parameters,
        inputs: Array,
        outputs: Array,
        output_gradient: Array,
    ) -> Array:
        """Return the gradient of the inputs: each gets an equal share of its square's."""
        return spread_squares(output_gradient * (1.0 / self.size**2), self.size)

    def curvature(
        self,
        parameters: Parameters,
        curvatures: Parameters,
        inputs: Array,
        outputs: Array,
        output_gradient: Array,
        output_curvature: Array,
    ) -> Array:
        """Return the curvature of the inputs: the square of each one's share of its square's."""
        return spread_squares(output_curvature * (1.0 / self.size**4), self.size)


@dataclass(frozen=True)
class TrainableSubsampling(Layer):
    """Sum every square, times one trainable coefficient and plus one trainable bias a map.

    S2 and S4 of LeCun et al. 1998, section II-B; the squashing function follows as a layer of its
    own.
    """

    size: int = 2

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape with height and width divided by ``size``."""
        return AverageSubsampling(self.name, self.size).output_shape(input_shape)

    def parameter_specs(self, input_shape: Shape) -> dict[str, ParameterSpec]:
        """Return ``coefficients (channels,)`` and ``biases (channels,)``."""
        fan_in = np.array(self.size**2)
        return {
            "coefficients": ParameterSpec((input_shape[0],), fan_in),
            "biases": ParameterSpec((input_shape[0],), fan_in),
        }

    def connections(self, input_shape: Shape) -> int:
        """Return ``size**2 + 1`` connections a unit."""
        return AverageSubsampling(self.name, self.size).connections(input_shape)

    def forward(self, parameters: Parameters, inputs: Array) -> Array:
        """Return ``coefficient * sum + bias``, ``(channels, height/size, width/size, batch)``."""
        outputs = sum_squares(inputs, self.size)
        outputs *= _for_maps(parameters["coefficients"])
        outputs += _for_maps(parameters["biases"])
        return outputs

    def backward(
        self,
        parameters: Parameters,
        gradients: Parameters,
        inputs: Array,
        outputs: Array,
        output_gradient: Array,
    ) -> Array:
        """Write the parameters' gradients and return the gradient of the inputs."""
        sums = sum_squares(inputs, self.size)
        np.sum(output_gradient * sums, axis=(1, 2, 3), out=gradients["coefficients"])
        np.sum(output_gradient, axis=(1, 2, 3), out=gradients["biases"])
        return spread_squares(output_gradient * _for_maps(parameters["coefficients"]), self.size)

    def curvature(
        self,
        parameters: Parameters,
        curvatures: Parameters,
        inputs: Array,
        outputs: Array,
        output_gradient: Array,
        output_curvature: Array,
    ) -> Array:
        """Write the parameters' curvatures; a coefficient is one connection to its unit's sum."""
        sums = sum_squares(inputs, self.size)
        np.sum(output_curvature * np.square(sums), axis=(1, 2, 3), out=curvatures["coefficients"])
        np.sum(output_curvature, axis=(1, 2, 3), out=curvatures["biases"])
        squares = np.square(_for_maps(parameters["coefficients"]))
        return spread_squares(output_curvature * squares, self.size)


def _for_maps(values: Array) -> Array:
    """Return one value a map so that it multiplies ``(channels, height, width, batch)``."""
    return values[:, None, None, None]


def sum_squares(maps: Array, size: int) -> Array:
    """Return the sum of every ``size`` by ``size`` square of ``(channels, h, w, batch)`` maps."""
    # Rows, then columns, are added: NumPy's sum over axes so short takes five times as long.
    rows = maps[:, ::size].copy()
    for row in range(1, size):
        rows += maps[:, row::size]
    total = rows[:, :, ::size].copy()
    for column in range(1, size):
        total += rows[:, :, column::size]
    return total


def spread_squares(maps: Array, size: int) -> Array:
    """Return maps in which every value fills a ``size`` by ``size`` square: a copy."""
    channels, height, width, batch = maps.shape
    squares = np.broadcast_to(
        maps[:, :, None, :, None, :], (channels, height, size, width, size, batch)
    )
    return squares.reshape(channels, height * size, width * size, batch)
