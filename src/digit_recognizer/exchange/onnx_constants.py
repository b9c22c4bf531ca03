"""Numbers of a graph that are always the same: tensors, and the arithmetic on shapes."""

from collections.abc import Callable

import numpy as np

from digit_recognizer.errors import quoted
from digit_recognizer.exchange.onnx_node import Node, whole_numbers
from digit_recognizer.exchange.onnx_parsing import OnnxError, array_of
from digit_recognizer.exchange.stream import Values

__all__ = ["CONSTANT_OPERATORS", "constant"]

MOST_NUMBERS = 64
"""Shapes have a few; weights are only turned and reshaped, which takes no memory."""


def constant(node: Node) -> Values:
    """Return what a node ``Constant`` holds."""
    for name in ("value", "value_float", "value_int", "value_floats", "value_ints"):
        value = node.setting(name, None)
        if value is not None:
            return array_of(value) if name == "value" else np.asarray(value)
    raise OnnxError("expected a tensor or numbers")


def _small(*arrays: Values) -> None:
    if sum(array.size for array in arrays) > MOST_NUMBERS:
        raise OnnxError(f"expected arithmetic on at most {MOST_NUMBERS} numbers of a shape")


def _cast(node: Node) -> Values:
    values = node.needed(0)
    if values.dtype.kind == "f":
        return values
    _small(values)
    return values.astype(np.int64)


def _concatenated(node: Node) -> Values:
    arrays = [node.needed(index) for index in range(node.count)]
    _small(*arrays)
    return np.concatenate(arrays, node.setting("axis", 0))


def _gathered(node: Node) -> Values:
    values, places = node.needed(0), node.needed(1)
    _small(values, places)
    if values.ndim != 1 or places.dtype.kind not in "iu":
        raise OnnxError("expected numbers of a shape, and whole numbers for which")
    return np.asarray(values[places])


def _sliced(node: Node) -> Values:
    values = node.needed(0)
    _small(values)
    first, end, axes, steps = (
        whole_numbers(node.setting(name, default) if given is None else given)
        for name, default, given in (
            ("starts", [0], node.constant(1)),
            ("ends", [values.size], node.constant(2)),
            ("axes", [0], node.constant(3)),
            ("steps", [1], node.constant(4)),
        )
    )
    if values.ndim != 1 or axes != [0] or not len(first) == len(end) == len(steps) == 1:
        raise OnnxError(f"expected a part of a shape, got axes {quoted(axes)}")
    return values[first[0] : end[0] : steps[0]]


def _expanded(node: Node) -> Values:
    values = node.needed(0)
    _small(values)
    return np.expand_dims(values, tuple(node.axes()))


def _squeezed(node: Node) -> Values:
    values = node.needed(0)
    return values.squeeze(tuple(node.axes()) or None)


def _reshaped(node: Node) -> Values:
    return node.needed(0).reshape(whole_numbers(node.needed(1)))


def _transposed(node: Node) -> Values:
    return node.needed(0).transpose(node.setting("perm", None))


CONSTANT_OPERATORS: dict[str, Callable[[Node], Values]] = {
    "Cast": _cast,
    "Concat": _concatenated,
    "Constant": constant,
    "Gather": _gathered,
    "Identity": lambda node: node.needed(0),
    "Reshape": _reshaped,
    "Slice": _sliced,
    "Squeeze": _squeezed,
    "Transpose": _transposed,
    "Unsqueeze": _expanded,
}
"""What is worked out where all inputs are always the same."""
