"""The table that a network is compiled to for one image at a time: a row for each operation.

Offsets count float32 in the buffer of activations or in the vector of parameters. A map of the
buffer is rows of places, and at each place lie all feature maps side by side, filled up with zeros
to whole vectors (the *pitch*; the network's input has one map and a pitch of 1). Errors, the
gradient of activations, lie likewise, but in those of a convolution's output rows are further apart
(the *stride*, in places) and the room in between is zero, so that the convolution backward may
reach out over the rim.
"""

from typing import Any

from numba import types

from digit_recognizer.nn.engine.kernels.compile import FLOATS, Kernel

__all__ = [
    "BIASES",
    "BREADTH",
    "CHANNELS",
    "FIELDS",
    "HEIGHT",
    "MAPS",
    "SCRATCH",
    "SIZE",
    "SOURCE",
    "SOURCE_ERRORS",
    "SOURCE_PITCH",
    "SOURCE_STRIDE",
    "SQUASHING",
    "TARGET",
    "TARGET_ERRORS",
    "TARGET_PITCH",
    "TARGET_STRIDE",
    "WEIGHTS",
    "operation",
]

FIELDS = 17
"""Columns of the table."""

(
    SOURCE,  # activations that come in, and their shape
    CHANNELS,
    HEIGHT,
    BREADTH,
    SOURCE_PITCH,
    SOURCE_ERRORS,  # their gradient, -1 if nobody needs it
    SOURCE_STRIDE,
    TARGET,  # activations that go out
    TARGET_PITCH,
    TARGET_ERRORS,
    TARGET_STRIDE,
    MAPS,  # feature maps or units that go out
    SIZE,  # of a kernel, or of the square that is summed
    WEIGHTS,
    BIASES,
    SCRATCH,
    SQUASHING,  # where the coefficients of the squashing function are
) = range(FIELDS)

ROW = types.Array(types.int64, 1, "C")


def operation(function: Any) -> Kernel:
    """Make a function a kernel: a decorator.

    Its arguments are the lanes, the row of the table, coefficients of squashing functions,
    parameters, the rate of each parameter, activations, and the learning rate that multiplies all
    rates.
    """
    return Kernel(function, (ROW, FLOATS, FLOATS, FLOATS, FLOATS, types.float32))
