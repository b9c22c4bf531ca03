"""Convolution: forward, and the gradients of its weights and of its inputs."""

from typing import Any

from digit_recognizer.nn.engine.kernels.compile import compiled, kernel
from digit_recognizer.nn.engine.kernels.outer_products import outer_products
from digit_recognizer.nn.engine.kernels.squash import average_back_rows, average_rows
from digit_recognizer.nn.engine.kernels.tile import tile_limit
from digit_recognizer.nn.engine.kernels.weighted_sums import correlate, correlate_back
from digit_recognizer.nn.engine.operations import (
    AVERAGED,
    BAND,
    BIASES,
    BREADTH,
    CHANNELS,
    ERROR_ROWS,
    FIELDS,
    HEIGHT,
    MAPS,
    SCRATCH,
    SIZE,
    SOURCE,
    SOURCE_ERRORS,
    SOURCE_PITCH,
    TARGET,
    TARGET_ERRORS,
    TARGET_PITCH,
    WEIGHTS,
)
from digit_recognizer.nn.engine.vectors import load, total, width_of, zero

__all__ = ["convolve", "convolve_back", "convolve_weights"]


@compiled
def part(number: int, parts: int, index: int) -> int:
    """Return where part ``index`` starts when ``number`` is split evenly into ``parts``."""
    return number * index // parts


@kernel
def convolve(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: int,
) -> None:
    """Compute all feature maps; average every few rows at once, if averages come next."""
    channels, height, breadth = row[CHANNELS], row[HEIGHT], row[BREADTH]
    maps, size = row[MAPS], row[SIZE]
    width = width_of(lanes)
    rows, columns = height - size + 1, breadth - size + 1
    map_groups = -(-maps // tile_limit(lanes, 0))
    column_groups = -(-columns // tile_limit(lanes, 1))
    band = row[AVERAGED]
    for line in range(rows):
        for map_group in range(map_groups):
            first_map = part(maps, map_groups, map_group)
            map_count = part(maps, map_groups, map_group + 1) - first_map
            for column_group in range(column_groups):
                column = part(columns, column_groups, column_group)
                column_count = part(columns, column_groups, column_group + 1) - column
                correlate(
                    lanes,
                    (map_count, column_count),
                    (channels, size, size),
                    activations,
                    row[SOURCE] + (line * breadth + column) * width,
                    (height * breadth * width, breadth * width, width),
                    parameters,
                    row[WEIGHTS] + first_map,
                    (size * size * maps, size * maps, maps),
                    1,
                    activations,
                    row[TARGET] + ((first_map * rows + line) * columns + column) * width,
                    rows * columns * width,
                    row[BIASES] + first_map,
                )
        if band > 0 and line % band == band - 1:
            average_rows(lanes, row[FIELDS:], line // band, line // band + 1, numbers, activations)


@kernel
def convolve_back(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: int,
) -> None:
    """Compute the gradient of the inputs from that of the outputs.

    The gradient of an input is the sum over all outputs it had a part in, each times its weight:
    kernel rows and taps that would reach outside the map are left out, and one column of zeros
    between rows of the map serves tiles of two columns that reach out by one.
    """
    channels, height, breadth = row[CHANNELS], row[HEIGHT], row[BREADTH]
    maps, size = row[MAPS], row[SIZE]
    width = width_of(lanes)
    rows, columns = height - size + 1, breadth - size + 1
    pitch, target_pitch = row[TARGET_PITCH], row[SOURCE_PITCH]
    channel_groups = -(-channels // tile_limit(lanes, 0))
    for line in range(height):
        first_kernel_row = max(0, line - rows + 1)
        kernel_rows = min(size - 1, line) + 1 - first_kernel_row
        for group in range(channel_groups):
            channel = part(channels, channel_groups, group)
            channel_count = part(channels, channel_groups, group + 1) - channel
            weights = (channel * size + first_kernel_row) * size
            target = row[SOURCE_ERRORS] + (channel * height + line) * target_pitch * width
            for column in range(0, breadth, 2):
                column_count = min(2, breadth - column)
                first_tap = max(0, column - columns + 1)
                taps = min(size - 1, column + column_count - 1) + 1 - first_tap
                error = (line - first_kernel_row) * pitch + column - first_tap
                correlate_back(
                    lanes,
                    (channel_count, column_count),
                    (maps, kernel_rows, taps),
                    activations,
                    row[TARGET_ERRORS] + error * width,
                    (rows * pitch * width, -pitch * width, -width),
                    parameters,
                    row[WEIGHTS] + (weights + first_tap) * maps,
                    (1, size * maps, maps),
                    size * size * maps,
                    activations,
                    target + column * width,
                    height * target_pitch * width,
                    0,
                )


@kernel
def convolve_weights(
    lanes: Any,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: int,
) -> None:
    """Add the gradients of kernels and biases.

    If errors are kept of one band of rows only, those of the band are first worked out from the
    averages that come next.
    """
    channels, height, breadth = row[CHANNELS], row[HEIGHT], row[BREADTH]
    maps, size, pitch = row[MAPS], row[SIZE], row[TARGET_PITCH]
    width = width_of(lanes)
    rows, columns = height - size + 1, breadth - size + 1
    map_groups = -(-maps // tile_limit(lanes, 3))
    tap_groups = -(-size // tile_limit(lanes, 4))
    band, error_rows = row[BAND], row[ERROR_ROWS]
    for first in range(0, rows, band):
        count = min(band, rows - first)
        if error_rows < rows:
            after, size_after = row[FIELDS:], row[AVERAGED]
            last = (first + count) // size_after
            average_back_rows(lanes, after, first // size_after, last, numbers, activations)
        ends = (1 if first == 0 else 0, 1 if first + count == rows else 0)
        for map_group in range(map_groups):
            first_map = part(maps, map_groups, map_group)
            map_count = part(maps, map_groups, map_group + 1) - first_map
            errors = (
                row[TARGET_ERRORS] + (first_map * error_rows + first % error_rows) * pitch * width
            )
            for kernel_line in range(channels * size):
                channel, kernel_row = kernel_line // size, kernel_line % size
                line = row[SOURCE] + (channel * height + first + kernel_row) * breadth * width
                for tap_group in range(tap_groups):
                    tap = part(size, tap_groups, tap_group)
                    tap_count = part(size, tap_groups, tap_group + 1) - tap
                    offset = kernel_line * size + tap
                    outer_products(
                        lanes,
                        (map_count, tap_count),
                        (count, columns),
                        activations,
                        line + tap * width,
                        breadth * width,
                        activations,
                        errors,
                        pitch * width,
                        error_rows * pitch * width,
                        activations,
                        row[SCRATCH] + (offset * maps + first_map * tap_count) * width,
                        ends,
                        gradients,
                        row[WEIGHTS] + offset * maps + first_map,
                        maps,
                    )
        for feature_map in range(maps):
            offset = feature_map * error_rows + first % error_rows
            start = row[TARGET_ERRORS] + offset * pitch * width
            a, b, c, d = zero(lanes), zero(lanes), zero(lanes), zero(lanes)
            end = start + count * pitch * width
            for offset in range(start, end - 3 * width, 4 * width):
                a = a + load(lanes, activations, offset)
                b = b + load(lanes, activations, offset + width)
                c = c + load(lanes, activations, offset + 2 * width)
                d = d + load(lanes, activations, offset + 3 * width)
            for offset in range(end - count * pitch % 4 * width, end, width):
                a = a + load(lanes, activations, offset)
            gradients[row[BIASES] + feature_map] += total((a + b) + (c + d))
