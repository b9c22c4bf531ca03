"""Convolution of one image: forward, the gradient of its inputs, and the step of its weights.

Weights lie as ``[kernel row][tap][channel][map]``, maps filled up to whole vectors. Weights of
channels that a map does not see are zero, and stay so because their rate is zero.
"""

from typing import Any

from digit_recognizer.nn.engine.kernels.compile import compiled, pattern_kernel
from digit_recognizer.nn.engine.kernels.weighted_sums import spread_sums, spread_sums_clear
from digit_recognizer.nn.engine.operations import (
    BIASES,
    BREADTH,
    CHANNELS,
    HEIGHT,
    MAPS,
    SCRATCH,
    SIZE,
    SOURCE,
    SOURCE_ERRORS,
    SOURCE_PITCH,
    SOURCE_STRIDE,
    TARGET,
    TARGET_ERRORS,
    TARGET_PITCH,
    TARGET_STRIDE,
    WEIGHTS,
)
from digit_recognizer.nn.engine.vectors import load, splat, store, width_of, zero

__all__ = ["convolve", "convolve_back", "learn_convolution", "step"]

POSITIONS, VECTORS = 7, 2
"""The largest tile."""


@pattern_kernel
def convolve(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    rates: Any,
    activations: Any,
    learning_rate: Any,
) -> None:
    """Compute all feature maps."""
    channels, height, breadth = row[CHANNELS], row[HEIGHT], row[BREADTH]
    pitch, maps, size = row[SOURCE_PITCH], row[TARGET_PITCH], row[SIZE]
    width = width_of(lanes)
    columns = breadth - size + 1
    groups = -(-columns // POSITIONS)
    # Of the network's input, the taps of a row lie one after another and make one loop.
    rows, taps = (1, size) if pitch == 1 else (size, channels)
    for line in range(height - size + 1):
        for group in range(groups):
            first = columns * group // groups
            positions = columns * (group + 1) // groups - first
            for feature_map in range(0, maps, VECTORS * width):
                spread_sums(
                    lanes,
                    (positions, min(VECTORS, (maps - feature_map) // width)),
                    (size, rows, taps),
                    parameters,
                    row[WEIGHTS] + feature_map,
                    (size * channels * maps, channels * maps, maps),
                    activations,
                    row[SOURCE] + (line * breadth + first) * pitch,
                    (breadth * pitch, pitch, 1),
                    pitch,
                    activations,
                    row[TARGET] + (line * columns + first) * maps + feature_map,
                    maps,
                    row[BIASES] + feature_map,
                )


@compiled
def transpose(row: Any, parameters: Any, activations: Any) -> None:
    """Lay the weights in scratch as ``[kernel row][tap][map][channel]``, channels in vectors."""
    channels, pitch = row[CHANNELS], row[SOURCE_PITCH]
    maps, map_pitch = row[MAPS], row[TARGET_PITCH]
    for tap in range(row[SIZE] * row[SIZE]):
        for feature_map in range(maps):
            source = row[WEIGHTS] + tap * channels * map_pitch + feature_map
            target = row[SCRATCH] + (tap * maps + feature_map) * pitch
            for channel in range(channels):
                activations[target + channel] = parameters[source + channel * map_pitch]


@pattern_kernel
def convolve_back(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    rates: Any,
    activations: Any,
    learning_rate: Any,
) -> None:
    """Compute the gradient of the inputs from that of the outputs.

    Each input collects from all outputs it had a part in. Kernel rows that would reach outside are
    left out; taps that would find zeros between the rows.
    """
    transpose(row, parameters, activations)
    height, breadth, size = row[HEIGHT], row[BREADTH], row[SIZE]
    maps, pitch, error_pitch = row[MAPS], row[SOURCE_PITCH], row[TARGET_PITCH]
    width, stride = width_of(lanes), row[TARGET_STRIDE]
    rows, columns = height - size + 1, breadth - size + 1
    for line in range(height):
        first_row = max(0, line - rows + 1)
        kernel_rows = min(size - 1, line) + 1 - first_row
        for first in range(0, breadth, POSITIONS):
            positions = min(POSITIONS, breadth - first)
            first_tap = max(0, first - columns + 1)
            taps = min(size - 1, first + positions - 1) + 1 - first_tap
            errors = row[TARGET_ERRORS]
            errors += ((line - first_row) * stride + first - first_tap) * error_pitch
            for channel in range(0, pitch, VECTORS * width):
                spread_sums_clear(
                    lanes,
                    (positions, min(VECTORS, (pitch - channel) // width)),
                    (kernel_rows, taps, maps),
                    activations,
                    row[SCRATCH] + (first_row * size + first_tap) * maps * pitch + channel,
                    (size * maps * pitch, maps * pitch, pitch),
                    activations,
                    errors,
                    (-stride * error_pitch, -error_pitch, 1),
                    error_pitch,
                    activations,
                    row[SOURCE_ERRORS] + (line * row[SOURCE_STRIDE] + first) * pitch + channel,
                    pitch,
                    0,
                )


@compiled
def step(
    lanes: Any,
    parameters: Any,
    rates: Any,
    first: int,
    count: int,
    activations: Any,
    gradients: int,
    learning_rate: Any,
) -> None:
    """Move ``count`` parameters against their gradients, which lie among the activations."""
    length = splat(lanes, -learning_rate)
    for index in range(0, count, width_of(lanes)):
        move = load(lanes, rates, first + index) * length
        move = move * load(lanes, activations, gradients + index)
        store(parameters, first + index, load(lanes, parameters, first + index) + move)


@pattern_kernel
def learn_convolution(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    rates: Any,
    activations: Any,
    learning_rate: Any,
) -> None:
    """Compute the gradients of kernels and biases, and move them."""
    channels, breadth = row[CHANNELS], row[BREADTH]
    pitch, maps, size = row[SOURCE_PITCH], row[TARGET_PITCH], row[SIZE]
    width, stride = width_of(lanes), row[TARGET_STRIDE] * maps
    rows, columns = row[HEIGHT] - size + 1, breadth - size + 1
    # A tile takes neighbouring channels; of the network's input, neighbouring taps.
    together, apart = (size, 1) if pitch == 1 else (channels, size)
    for part in range(size * apart):
        offset = row[SOURCE] + (part // apart * breadth + part % apart) * pitch
        result = row[SCRATCH] + part * together * maps
        for first in range(0, together, POSITIONS):
            for feature_map in range(0, maps, VECTORS * width):
                spread_sums_clear(
                    lanes,
                    (min(POSITIONS, together - first), min(VECTORS, (maps - feature_map) // width)),
                    (1, rows, columns),
                    activations,
                    row[TARGET_ERRORS] + feature_map,
                    (0, stride, maps),
                    activations,
                    offset + first,
                    (0, breadth * pitch, pitch),
                    1,
                    activations,
                    result + first * maps + feature_map,
                    maps,
                    0,
                )
    weights = size * size * channels * maps
    step(lanes, parameters, rates, row[WEIGHTS], weights, activations, row[SCRATCH], learning_rate)
    for feature_map in range(0, maps, width):
        a, b = zero(lanes), zero(lanes)
        for line in range(rows):
            offset = row[TARGET_ERRORS] + line * stride + feature_map
            for _ in range(columns // 2):
                a = a + load(lanes, activations, offset)
                b = b + load(lanes, activations, offset + maps)
                offset += 2 * maps
            if columns % 2 == 1:
                a = a + load(lanes, activations, offset)
        store(activations, row[SCRATCH] + feature_map, a + b)
    step(lanes, parameters, rates, row[BIASES], maps, activations, row[SCRATCH], learning_rate)
