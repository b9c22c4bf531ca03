"""A node of a graph, with what it is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from onnx import helper

from digit_recognizer.errors import quoted
from digit_recognizer.exchange.onnx_parsing import OnnxError
from digit_recognizer.exchange.stream import Stream, Values

__all__ = ["Differences", "Node", "Value", "whole_numbers"]


@dataclass(frozen=True, eq=False)
class Differences:
    """An image's values less each of the patterns (units, inputs)."""

    stream: Stream
    centres: Values


Value = Stream | Differences | Values
"""What stands at a place of a graph: an image's values, or numbers that are always the same."""


class Node:
    """A node of a graph, with the values that it is given.

    Parameters
    ----------
    proto : NodeProto
        The node as the file has it.
    inputs : sequence of Value or None
        None where an optional one is left out.
    opset : int
        The version of the operators.
    name : str
        What a layer that comes of it is called.
    """

    def __init__(
        self, proto: onnx.NodeProto, inputs: Sequence[Value | None], opset: int, name: str
    ) -> None:
        self.kind = proto.op_type
        self.opset = opset
        self.name = name
        self._inputs = inputs
        self._settings = {each.name: each for each in proto.attribute}

    @property
    def count(self) -> int:
        """The number of inputs."""
        return len(self._inputs)

    @property
    def is_constant(self) -> bool:
        """Whether all inputs are always the same."""
        return all(isinstance(each, np.ndarray | None) for each in self._inputs)

    @property
    def stream(self) -> Stream:
        """The image's values, which must be the first input and the only ones of their kind."""
        first, *rest = self._inputs or [None]
        if not isinstance(first, Stream) or any(
            not isinstance(each, np.ndarray | None) for each in rest
        ):
            raise OnnxError("expected an image's values as the first input, and no second ones")
        return first

    @property
    def differences(self) -> Differences:
        """The differences that are the only input, but for axes."""
        first, *_ = self._inputs or [None]
        if not isinstance(first, Differences):
            raise OnnxError("expected the differences from patterns")
        return first

    @property
    def either(self) -> tuple[Stream, Values, bool]:
        """The image's values, the numbers beside them, and whether the numbers come first."""
        match self._inputs:
            case [Stream() as stream, np.ndarray() as numbers]:
                return stream, numbers, False
            case [np.ndarray() as numbers, Stream() as stream]:
                return stream, numbers, True
        raise OnnxError("expected an image's values and numbers that are always the same")

    def constant(self, index: int) -> Values | None:
        """Return an input that is always the same; None where it is left out."""
        value = self._inputs[index] if index < len(self._inputs) else None
        if not isinstance(value, np.ndarray | None):
            raise OnnxError(f"expected input {index} to be always the same")
        return value

    def needed(self, index: int) -> Values:
        """Return an input that is always the same and must be there."""
        if (value := self.constant(index)) is None:
            raise OnnxError(f"expected an input {index}, got none")
        return value

    def setting(self, name: str, default: Any) -> Any:
        """Return an attribute, or what it is where the file does not say."""
        if name not in self._settings:
            return default
        try:
            value = helper.get_attribute_value(self._settings[name])
        except ValueError as error:
            raise OnnxError(f"{name}: expected a number, got {quoted(error)}") from error
        if isinstance(value, bytes):
            return value.decode(errors="replace")
        if not isinstance(value, int | float | onnx.TensorProto):
            return list(value)
        return value

    def check(self, name: str, default: Any, *allowed: Any) -> None:
        """Check that an attribute is one of the values that layers here can have."""
        value = self.setting(name, default)
        if value not in allowed:
            raise OnnxError(f"expected {name} {quoted(allowed[0])}, got {quoted(value)}")

    def axes(self, default: Any = None) -> list[int]:
        """Return the axes: an input in later versions, an attribute in earlier ones."""
        given = self.constant(1)
        return whole_numbers(self.setting("axes", default) if given is None else given)


def whole_numbers(values: Any) -> list[int]:
    """Return a few whole numbers, such as a shape or axes.

    Raises
    ------
    OnnxError
        If they are something else, or many.
    """
    array = np.asarray(values)
    if array.ndim > 1 or array.size > 16 or (array.size and array.dtype.kind not in "iu"):
        raise OnnxError(
            f"expected a few whole numbers, got {array.dtype} of shape {quoted(array.shape)}"
        )
    return [int(each) for each in np.atleast_1d(array)]
