"""What two processes tell each other through a pipe: a value of JSON, and arrays beside it."""

import json
from collections.abc import Sequence
from math import prod
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["read_message", "write_message"]

Arrays = Sequence[NDArray[np.generic]]


def write_message(stream: IO[bytes], value: object, arrays: Arrays = ()) -> None:
    """Write a value that JSON can hold, and arrays of numbers, as one message."""
    kinds = [(array.dtype.str, array.shape) for array in arrays]
    head = json.dumps({"value": value, "arrays": kinds}).encode() + b"\n"
    stream.write(b"".join([head, *(array.tobytes() for array in arrays)]))
    stream.flush()


def read_message(stream: IO[bytes]) -> tuple[Any, list[NDArray[Any]]]:
    """Return the value and the arrays of the next message.

    Raises
    ------
    EOFError
        If the other side has closed the pipe, or breaks off.
    """
    head = stream.readline()
    if not head.endswith(b"\n"):
        raise EOFError
    told = json.loads(head)
    return told["value"], [_read_array(stream, *kind) for kind in told["arrays"]]


def _read_array(stream: IO[bytes], dtype: str, shape: list[int]) -> NDArray[Any]:
    kind = np.dtype(dtype)
    length = prod(shape) * kind.itemsize
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return np.frombuffer(content, kind).reshape(shape)
