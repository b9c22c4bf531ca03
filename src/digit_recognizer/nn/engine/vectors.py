"""What compiled functions do with vectors: load, store, and ``+ - * /`` as with numbers."""

import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import overload

from digit_recognizer.nn.engine.emitter import Emitter, data_of, intrinsic
from digit_recognizer.nn.engine.lanes import VectorType

__all__ = [
    "larger",
    "load",
    "multiply_add",
    "smaller",
    "splat",
    "square_root",
    "store",
    "total",
    "width_of",
    "zero",
]

FREEDOM = ("contract", "arcp", "nsz")
"""What the compiler may do to an expression: fuse a product and a sum, divide by a reciprocal."""


@intrinsic
def width_of(typing: Any, lanes: Any) -> Any:
    """Return the number of lanes, a constant in compiled code."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return ir.Constant(ir.IntType(64), lanes.width)

    return types.intp(lanes), emit


@intrinsic
def load(typing: Any, lanes: Any, array: Any, index: Any) -> Any:
    """Return the vector that starts at ``array[index]``."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        data = data_of(context, builder, array, values[1])
        return Emitter(builder, lanes.width).load(data, values[2])

    return VectorType(lanes.width)(lanes, array, types.intp), emit


@intrinsic
def store(typing: Any, array: Any, index: Any, vector: Any) -> Any:
    """Put a vector to ``array[index]`` and after it."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        data = data_of(context, builder, array, values[0])
        Emitter(builder, vector.width).store(data, values[1], values[2])
        return context.get_dummy_value()

    return types.void(array, types.intp, vector), emit


@intrinsic
def splat(typing: Any, lanes: Any, number: Any) -> Any:
    """Return a vector with one number in every lane."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return Emitter(builder, lanes.width).spread(values[1])

    return VectorType(lanes.width)(lanes, types.float32), emit


@intrinsic
def zero(typing: Any, lanes: Any) -> Any:
    """Return a vector of zeros."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return Emitter(builder, lanes.width).zero()

    return VectorType(lanes.width)(lanes), emit


@intrinsic
def total(typing: Any, vector: Any) -> Any:
    """Return the sum over the lanes."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return Emitter(builder, vector.width).total(values[0])

    return types.float32(vector), emit


@intrinsic
def multiply_add(typing: Any, a: Any, b: Any, c: Any) -> Any:
    """Return ``a * b + c``, in one instruction where the machine has it."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return Emitter(builder, a.width).multiply_add(*values)

    return a(a, a, a), emit


@intrinsic
def square_root(typing: Any, a: Any) -> Any:
    """Return the square roots."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        vector = values[0].type
        kind = ir.FunctionType(vector, [vector])
        name = f"llvm.sqrt.v{a.width}f32"
        return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), values)

    return a(a), emit


def _arithmetic(instruction: Callable[[ir.IRBuilder, Any, Any], Any]) -> Any:
    def define(typing: Any, a: Any, b: Any) -> Any:
        def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            return instruction(builder, values[0], values[1])

        return a(a, a), emit

    return intrinsic(define)


def _choose(comparison: str) -> Callable[[ir.IRBuilder, Any, Any], Any]:
    # Of a limit and something that is not a number, the latter: a training run that went
    # astray must show it in its loss.
    return lambda builder, limit, value: builder.select(
        builder.fcmp_ordered(comparison, limit, value), limit, value
    )


smaller = _arithmetic(_choose("<"))
larger = _arithmetic(_choose(">"))
add = _arithmetic(lambda builder, a, b: builder.fadd(a, b, flags=FREEDOM))
subtract = _arithmetic(lambda builder, a, b: builder.fsub(a, b, flags=FREEDOM))
multiply = _arithmetic(lambda builder, a, b: builder.fmul(a, b, flags=FREEDOM))
divide = _arithmetic(lambda builder, a, b: builder.fdiv(a, b, flags=FREEDOM))


def _overload(symbol: Any, function: Any) -> None:
    @overload(symbol)
    def implement(a: Any, b: Any) -> Any:
        def apply(a: Any, b: Any) -> Any:
            return function(a, b)

        return apply if isinstance(a, VectorType) and isinstance(b, VectorType) else None


_overload(operator.add, add)
_overload(operator.sub, subtract)
_overload(operator.mul, multiply)
_overload(operator.truediv, divide)
