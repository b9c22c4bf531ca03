"""Convolution: one small kernel swept over a map finds its feature wherever it stands."""

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

__all__ = ["Convolution"]


@dataclass(frozen=True)
class Convolution(Layer):
    """Square kernels without padding, one bias per feature map (LeCun et al. 1998, II-B).

    Like every network of its kind this one correlates: kernels are not flipped.

    Attributes
    ----------
    feature_maps : int
        Number of maps that come out.
    kernel_size : int
        Height and width of a kernel.
    connection_table : tuple of tuple of int, optional
        For each feature map the input maps it sees, as Table I of the paper; all by default.
    """

    feature_maps: int
    kernel_size: int = 5
    connection_table: tuple[tuple[int, ...], ...] | None = None

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return ``(feature_maps, height - kernel_size + 1, width - kernel_size + 1)``."""
        channels, height, width = input_shape
        size = self.kernel_size
        if self.feature_maps < 1 or size < 1 or channels < 1 or height < size or width < size:
            raise ShapeError(
                f"layer {self.name}: expected an input of at least 1×{size}×{size} for its "
                f"{self.feature_maps} kernels of {size}×{size}, got {input_shape}"
            )
        self._check_table(channels)
        return (self.feature_maps, height - size + 1, width - size + 1)

    def _check_table(self, channels: int) -> None:
        table = self.connection_table
        if table is None:
            return
        if len(table) != self.feature_maps:
            raise ShapeError(
                f"layer {self.name}: expected a connection table of {self.feature_maps} rows, "
                f"one a feature map, got {len(table)}"
            )
        for feature_map, row in enumerate(table):
            if not row or len(set(row)) != len(row) or not all(0 <= i < channels for i in row):
                raise ShapeError(
                    f"layer {self.name}: expected row {feature_map} of the connection table to "
                    f"name different input maps from 0 to {channels - 1}, got {row}"
                )

    def parameter_specs(self, input_shape: Shape) -> dict[str, ParameterSpec]:
        """Return the kernels and the biases ``(feature_maps,)``.

        Kernels are ``(feature_maps, channels, size, size)``; with a connection table
        ``(connected pairs, size, size)``, row after row of the table.
        """
        channels, size = input_shape[0], self.kernel_size
        if self.connection_table is None:
            fan_in = np.array(channels * size**2)
            shape: tuple[int, ...] = (self.feature_maps, channels, size, size)
            return {
                "kernels": ParameterSpec(shape, fan_in),
                "biases": ParameterSpec((self.feature_maps,), fan_in),
            }
        seen = np.array([len(row) for row in self.connection_table])
        shape = (int(seen.sum()), size, size)
        return {
            "kernels": ParameterSpec(shape, np.repeat(seen * size**2, seen)[:, None, None]),
            "biases": ParameterSpec((self.feature_maps,), seen * size**2),
        }

    def connections(self, input_shape: Shape) -> int:
        """Return kernel entries and bias, once for each position in each feature map."""
        _, height, width = self.output_shape(input_shape)
        specs = self.parameter_specs(input_shape)
        return height * width * sum(spec.size for spec in specs.values())

    def forward(self, parameters: Parameters, inputs: Array) -> Array:
        """Return the feature maps, ``(feature_maps, height, width, batch)``."""
        _, height, width = self.output_shape(inputs.shape[:3])
        kernels = self.dense_kernels(parameters["kernels"], inputs.shape[0])
        outputs = kernels.reshape(self.feature_maps, -1) @ self._patches(inputs)
        outputs += parameters["biases"][:, None]
        return outputs.reshape(self.feature_maps, height, width, inputs.shape[-1])

    def backward(
        self,
        parameters: Parameters,
        gradients: Parameters,
        inputs: Array,
        outputs: Array,
        output_gradient: Array,
    ) -> Array:
        """Write the parameters' gradients and return the gradient of the inputs."""
        channels, size = inputs.shape[0], self.kernel_size
        gradient = output_gradient.reshape(self.feature_maps, -1)
        kernel_gradient = gradient @ self._patches(inputs).T
        gradients["kernels"][...] = self.connected(
            kernel_gradient.reshape(self.feature_maps, channels, size, size)
        )
        np.sum(gradient, axis=1, out=gradients["biases"])
        kernels = self.dense_kernels(parameters["kernels"], channels)
        patch_gradient = kernels.reshape(self.feature_maps, -1).T @ gradient
        return self._add_patches(patch_gradient, inputs.shape)

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

    def dense_kernels(self, kernels: Array, channels: int) -> Array:
        """Return kernels ``(feature_maps, channels, size, size)``, zero where not connected."""
        if self.connection_table is None:
            return kernels
        size = self.kernel_size
        dense = np.zeros((self.feature_maps, channels, size, size), kernels.dtype)
        dense[self._pairs()] = kernels
        return dense

    def connected(self, dense: Array) -> Array:
        """Return the entries of dense kernels that the layer has: undoes ``dense_kernels``."""
        return dense if self.connection_table is None else dense[self._pairs()]

    def _pairs(self) -> tuple[list[int], list[int]]:
        table = self.connection_table or ()
        feature_maps = [index for index, row in enumerate(table) for _ in row]
        return feature_maps, [channel for row in table for channel in row]

    def _patches(self, inputs: Array) -> Array:
        """Return ``(channels * size * size, height * width * batch)``: a column a position."""
        size = self.kernel_size
        windows = np.lib.stride_tricks.sliding_window_view(inputs, (size, size), axis=(1, 2))
        columns = windows.transpose(0, 4, 5, 1, 2, 3)
        return columns.reshape(inputs.shape[0] * size**2, -1)

    def _add_patches(self, patches: Array, input_shape: tuple[int, ...]) -> Array:
        """Add every column back to the position it was taken from: undoes ``_patches``."""
        channels, height, width, batch = input_shape
        size = self.kernel_size
        rows, columns = height - size + 1, width - size + 1
        pieces = patches.reshape(channels, size, size, rows, columns, batch)
        total = np.zeros(input_shape, patches.dtype)
        for row in range(size):
            for column in range(size):
                total[:, row : row + rows, column : column + columns] += pieces[:, row, column]
        return total
