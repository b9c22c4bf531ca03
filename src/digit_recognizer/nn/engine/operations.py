"""The table that a network is compiled to: one row of whole numbers for each operation.

Offsets count float32 in the buffer of activations or in the vector of parameters.

For batches, a map of the buffer is rows of columns of vectors, one lane an image. The gradient of a
convolution's output has one column of zeros after each row (its *pitch* is one more than its
width), which lets the backward convolution work on two columns at once at the rim of a map.

For one image at a time (``pattern/``), a map of the buffer is rows of points, and at each point lie
all feature maps side by side, filled up with zeros to whole vectors (the *pitch*; the network's
input has one map and a pitch of 1). Errors, the gradient of activations, lie likewise, but in those
of a convolution's output rows are further apart (the *stride*, in points) and the room in between
is zero, so that the backward convolution may reach out over the rim.

To add an operation, write its kernels (forward, backward) and let a compiler write its row; all
kernels take the same arguments, and nothing else needs to know of them.
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
    "SOURCE_STRIDE",
    "SQUASHING",
    "TARGET",
    "TARGET_ERRORS",
    "TARGET_PITCH",
    "TARGET_STRIDE",
    "WEIGHTS",
]

FIELDS = 20
"""Columns of the table."""

(
    SOURCE,  # activations that come in, and their shape
    CHANNELS,
    HEIGHT,
    BREADTH,
    TARGET,  # activations that go out
    MAPS,  # feature maps or units
    SIZE,  # of a kernel, or of the square that is averaged
    SOURCE_ERRORS,  # gradient of what comes in, -1 if nobody needs it; pitch and stride as above
    SOURCE_PITCH,
    SOURCE_STRIDE,
    TARGET_ERRORS,  # gradient of what goes out
    TARGET_PITCH,
    TARGET_STRIDE,
    WEIGHTS,
    BIASES,
    SCRATCH,
    AVERAGED,  # the size of squares that the operation after a convolution averages, else 0
    BAND,  # rows of errors that a weight gradient works on at a time, for the cache to hold them
    ERROR_ROWS,  # rows of the map in between that errors are kept of: all, or those of a band
    SQUASHING,  # where the coefficients of the squashing function are, -1 if there is none
) = range(FIELDS)
