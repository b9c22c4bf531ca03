"""From bytes nobody vouches for to an ONNX model, and from its tensors to arrays."""

from math import prod
from typing import Any

import numpy as np
import onnx
from google.protobuf.message import DecodeError
from numpy.typing import NDArray
from onnx import numpy_helper

from digit_recognizer.errors import DigitRecognizerError, quoted

__all__ = ["MOST_BYTES", "MOST_VALUES", "OnnxError", "array_of", "parsed_model"]

MOST_BYTES = 64 << 20
"""Of a file: sixteen million float32 weights, where LeNet-5 has sixty thousand."""
MOST_FIELDS = 50_000
"""An empty field takes two bytes of a file and 150 of memory."""
MOST_VALUES = 10_000_000
"""Of a tensor, and of what comes out of a node for one image."""
MOST_NESTING = 20

_KINDS = {
    onnx.TensorProto.FLOAT: (4, "float_data"),
    onnx.TensorProto.DOUBLE: (8, "double_data"),
    onnx.TensorProto.FLOAT16: (2, "int32_data"),
    onnx.TensorProto.INT32: (4, "int32_data"),
    onnx.TensorProto.INT64: (8, "int64_data"),
    onnx.TensorProto.UINT8: (1, "int32_data"),
    onnx.TensorProto.BOOL: (1, "int32_data"),
}
"""Bytes of a number, and the field that holds numbers where they are not bytes."""
_VARINT, _FIXED_64, _BYTES, _FIXED_32 = 0, 1, 2, 5


class OnnxError(DigitRecognizerError):
    """An ONNX file that is none, or holds a network we do not have."""


def parsed_model(content: bytes) -> onnx.ModelProto:
    """Return the model that a file's bytes hold.

    Its fields are counted before it is parsed, so that a small file takes no large memory. Nothing
    in it is run, and no other file is opened.

    Raises
    ------
    OnnxError
        If it is damaged, of another kind, or too large.
    """
    if len(content) > MOST_BYTES:
        raise OnnxError(f"expected at most {MOST_BYTES:,} bytes, got {len(content):,}")
    model = onnx.ModelProto()
    try:
        _count(memoryview(content), model.DESCRIPTOR, MOST_FIELDS, MOST_NESTING)
        model.ParseFromString(content)
    except (DecodeError, IndexError, UnicodeDecodeError) as error:
        raise OnnxError(
            f"expected an ONNX file, got one that is damaged or of another kind ({quoted(error)})"
        ) from error
    if not model.graph.node:
        raise OnnxError("expected an ONNX file with nodes in its graph, got none")
    return model


def array_of(tensor: onnx.TensorProto) -> NDArray[Any]:
    """Return a tensor's numbers; its size is checked before there is an array.

    Raises
    ------
    OnnxError
        If its numbers lie in another file, are not as many as its shape says, too many, or of a
        kind that no layer of ours has.
    """
    name = f"tensor {quoted(tensor.name)}"
    if tensor.data_location != onnx.TensorProto.DEFAULT or tensor.external_data:
        raise OnnxError(
            f"{name}: expected its numbers in this file, got a reference to another one",
            "export the network as one file, without external data",
        )
    if tensor.data_type not in _KINDS or tensor.HasField("segment"):
        raise OnnxError(
            f"{name}: expected whole numbers, float16, float32 or float64, got kind "
            f"{tensor.data_type} of ONNX"
        )
    size, field = _KINDS[tensor.data_type]
    shape = tuple(tensor.dims)
    count = prod(shape) if all(0 <= side <= MOST_VALUES for side in shape) else -1
    if len(shape) > 8 or not 0 <= count <= MOST_VALUES:
        raise OnnxError(f"{name}: expected at most {MOST_VALUES:,} numbers, got shape {shape}")
    given = (
        len(tensor.raw_data) / size if tensor.HasField("raw_data") else len(getattr(tensor, field))
    )
    if given != count:
        raise OnnxError(f"{name}: expected {count:,} numbers for its shape {shape}, got {given:g}")
    try:
        values = np.asarray(numpy_helper.to_array(tensor))
    except (ValueError, TypeError, OverflowError) as error:
        raise OnnxError(f"{name}: expected numbers of its kind, got {quoted(error)}") from error
    if not np.isfinite(values).all():
        raise OnnxError(f"{name}: expected finite numbers, found infinities or NaN")
    return values


def _count(content: memoryview, described: Any, left: int, nesting: int) -> int:
    """Return how many more fields a file may have after those of this message."""
    place = 0
    while place < len(content):
        left -= 1
        if left < 0 or nesting < 0:
            raise OnnxError(
                f"expected an ONNX file of at most {MOST_FIELDS:,} fields, {MOST_NESTING} inside "
                "each other, got more"
            )
        key, place = _number(content, place)
        kind = key & 7
        if kind == _BYTES:
            length, place = _number(content, place)
            end = place + length
            if end > len(content):
                raise IndexError("a field is longer than its file")
            field = described.fields_by_number.get(key >> 3)
            if field is not None and field.message_type is not None:
                left = _count(content[place:end], field.message_type, left, nesting - 1)
            place = end
        elif kind == _VARINT:
            _, place = _number(content, place)
        elif kind in (_FIXED_32, _FIXED_64):
            place += 4 if kind == _FIXED_32 else 8
        else:
            raise IndexError("a field is of no known kind")
    return left


def _number(content: memoryview, place: int) -> tuple[int, int]:
    """Return a whole number as protobuf writes it, seven bits a byte, and the place after it."""
    value = shift = 0
    while shift < 70:
        byte = content[place]
        value |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return value, place
    raise IndexError("a number is too long")
