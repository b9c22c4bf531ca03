"""The table that a network is compiled to: one row of whole numbers for each operation.

Offsets count float32 in the buffer of activations or in the vector of parameters. A map of the
buffer is rows of columns of vectors, one lane an image. The gradient of a convolution's output
has one column of zeros after each row (its pitch is one more than its width), which lets the
backward convolution work on two columns at once at the rim of a map.

To add an operation, write its kernels (forward, backward) and let ``compiler.py`` write its row;
all kernels take the same arguments, and nothing else needs to know of them.
"""

__all__ = [
    "AVERAGED",
    "BAND",
    "BIASES",
    "BREADTH",
    "CHANNELS",
    "ERROR_ROWS",
    "FIELDS",
    "HEIGHT",
    "MAPS",
    "SCRATCH",
    "SIZE",
    "SOURCE",
    "SOURCE_ERRORS",
    "SOURCE_PITCH",
    "SQUASHING",
    "TARGET",
    "TARGET_ERRORS",
    "TARGET_PITCH",
    "WEIGHTS",
]

FIELDS = 18
"""Columns of the table."""

(
    SOURCE,  # activations that come in, and their shape
    CHANNELS,
    HEIGHT,
    BREADTH,
    TARGET,  # activations that go out
    MAPS,  # feature maps or units
    SIZE,  # of a kernel, or of the square that is averaged
    SOURCE_ERRORS,  # gradient of what comes in, -1 if nobody needs it; vectors in its rows
    SOURCE_PITCH,
    TARGET_ERRORS,  # gradient of what goes out
    TARGET_PITCH,
    WEIGHTS,
    BIASES,
    SCRATCH,
    AVERAGED,  # the size of squares that the operation after a convolution averages, else 0
    BAND,  # rows of errors that a weight gradient works on at a time, for the cache to hold them
    ERROR_ROWS,  # rows of the map in between that errors are kept of: all, or those of a band
    SQUASHING,  # where the coefficients of the squashing function are, -1 if there is none
) = range(FIELDS)
