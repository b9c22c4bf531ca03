"""Slow, obvious loops that the real layers are held against: one image, one number at a time."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]


def convolution(inputs: Array, kernels: Array, biases: Array) -> Array:
    """(channels, h, w), (maps, channels, k, k), (maps,) -> (maps, h - k + 1, w - k + 1)."""
    channels, height, width = inputs.shape
    maps, _, size, _ = kernels.shape
    outputs = np.zeros((maps, height - size + 1, width - size + 1))
    for feature_map in range(maps):
        for row in range(height - size + 1):
            for column in range(width - size + 1):
                total = biases[feature_map]
                for channel in range(channels):
                    for i in range(size):
                        for j in range(size):
                            pixel = inputs[channel, row + i, column + j]
                            total += kernels[feature_map, channel, i, j] * pixel
                outputs[feature_map, row, column] = total
    return outputs


def average_subsampling(inputs: Array, size: int) -> Array:
    """(channels, h, w) -> (channels, h / size, w / size)."""
    channels, height, width = inputs.shape
    outputs = np.zeros((channels, height // size, width // size))
    for channel in range(channels):
        for row in range(height // size):
            for column in range(width // size):
                total = 0.0
                for i in range(size):
                    for j in range(size):
                        total += inputs[channel, row * size + i, column * size + j]
                outputs[channel, row, column] = total / size**2
    return outputs


def tanh(inputs: Array, amplitude: float, slope: float) -> Array:
    """Any shape, squashed number by number."""
    values = [amplitude * math.tanh(slope * value) for value in inputs.ravel()]
    return np.array(values).reshape(inputs.shape)


def dense(inputs: Array, weights: Array, biases: Array) -> Array:
    """(channels, h, w), (units, channels * h * w), (units,) -> (units, 1, 1)."""
    values = inputs.ravel()
    outputs = np.zeros((len(weights), 1, 1))
    for unit in range(len(weights)):
        total = biases[unit]
        for i in range(len(values)):
            total += weights[unit, i] * values[i]
        outputs[unit, 0, 0] = total
    return outputs


def radial_basis(inputs: Array, centres: Array) -> Array:
    """(channels, h, w), (units, channels * h * w) -> squared distances (units, 1, 1)."""
    values = inputs.ravel()
    outputs = np.zeros((len(centres), 1, 1))
    for unit in range(len(centres)):
        for j in range(len(values)):
            outputs[unit, 0, 0] += (values[j] - centres[unit, j]) ** 2
    return outputs


def softmax_cross_entropy(outputs: Array, label: int) -> float:
    """(classes, 1, 1) -> the negative log of the right class's share."""
    powers = [math.exp(value) for value in outputs.ravel()]
    return -math.log(powers[label] / sum(powers))
