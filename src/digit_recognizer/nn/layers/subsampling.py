"""Subsampling: each unit sums up a small square of the map below."""

from dataclasses import dataclass

import numpy as np

from digit_recognizer.nn.layers.layer import Array, Layer, Parameters, Shape, ShapeError

__all__ = ["AverageSubsampling"]


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


def sum_squares(maps: Array, size: int) -> Array:
    """Return the sum of every ``size`` by ``size`` square of ``(channels, h, w, batch)`` maps."""
    channels, height, width, batch = maps.shape
    squares = maps.reshape(channels, height // size, size, width // size, size, batch)
    total: Array = squares.sum(axis=(2, 4), dtype=maps.dtype)
    return total


def spread_squares(maps: Array, size: int) -> Array:
    """Return maps in which every value fills a ``size`` by ``size`` square: a copy."""
    channels, height, width, batch = maps.shape
    squares = np.broadcast_to(
        maps[:, :, None, :, None, :], (channels, height, size, width, size, batch)
    )
    return squares.reshape(channels, height * size, width * size, batch)
