"""Lanes: so many floats side by side, on which one instruction does the same arithmetic.

A vector holds one number of each of 16, 8 or 4 images, and every kernel of the engine is written
once for all three. How wide it runs is a *type*: each compiled function takes ``lanes`` as its
first argument, and Numba compiles it anew for ``Lanes(16)``, ``Lanes(8)`` and ``Lanes(4)``, and
keeps them apart in its cache on disk. The type's name also carries a hash of the engine's sources,
because Numba would otherwise look at the file of one function only and run a stale copy.

Inside compiled functions vectors are loaded, stored and combined with ``+ - * /`` as numbers are.
"""

import operator
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from llvmlite import binding, ir
from numba import types
from numba.core import cgutils
from numba.extending import (
    NativeValue,
    intrinsic,
    models,
    overload,
    register_model,
    typeof_impl,
    unbox,
)

__all__ = [
    "WIDTHS",
    "Lanes",
    "LanesError",
    "LanesType",
    "VectorType",
    "choose_lanes",
    "larger",
    "load",
    "multiply_add",
    "smaller",
    "splat",
    "square_root",
    "store",
    "total",
    "type_of",
    "zero",
]

WIDTHS = (16, 8, 4)
VARIABLE = "DIGIT_RECOGNIZER_LANES"
FREEDOM = ("contract", "arcp", "nsz")
"""What the compiler may do to an expression: fuse a product and a sum, divide by a reciprocal."""


class LanesError(ValueError):
    """The number of lanes asked for is none that the engine has."""


@dataclass(frozen=True)
class Lanes:
    """How many images lie side by side.

    Attributes
    ----------
    width : int
        16 suits AVX-512, 8 AVX2, and 4 everything else, NEON included; each runs everywhere.
    """

    width: int

    def __post_init__(self) -> None:
        """Check the width."""
        if self.width not in WIDTHS:
            raise LanesError(f"lanes: expected 16, 8 or 4, got {self.width!r}")


def choose_lanes() -> Lanes:
    """Return the widest lanes of this machine, or those ``DIGIT_RECOGNIZER_LANES`` asks for.

    Raises
    ------
    LanesError
        If the variable is set to anything else than 16, 8 or 4.
    """
    wanted = os.environ.get(VARIABLE, "").strip()
    if wanted:
        if wanted not in map(str, WIDTHS):
            raise LanesError(f"{VARIABLE}: expected 16, 8 or 4, got {wanted!r}; set it or unset it")
        return Lanes(int(wanted))
    features = binding.get_host_cpu_features()
    if features.get("avx512f"):
        return Lanes(16)
    return Lanes(8 if features.get("avx2") and features.get("fma") else 4)


@cache
def _sources() -> str:
    digest = sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


class LanesType(types.Type):  # type: ignore[misc]
    """Numba's type of ``Lanes(width)``: nothing at run time, the width when compiling."""

    def __init__(self, width: int, sources: str) -> None:
        self.width = width
        super().__init__(name=f"Lanes({width}, {sources})")


class VectorType(types.Type):  # type: ignore[misc]
    """Numba's type of so many float32."""

    def __init__(self, width: int) -> None:
        self.width = width
        super().__init__(name=f"float32x{width}")


register_model(LanesType)(models.OpaqueModel)


@register_model(VectorType)
class _VectorModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, vector: VectorType) -> None:
        super().__init__(manager, vector, ir.VectorType(ir.FloatType(), vector.width))


def type_of(lanes: Lanes) -> LanesType:
    """Return Numba's type of lanes."""
    return LanesType(lanes.width, _sources())


@typeof_impl.register(Lanes)
def _typeof(lanes: Lanes, context: Any) -> LanesType:
    return type_of(lanes)


@unbox(LanesType)
def _unbox_lanes(lanes: LanesType, value: Any, context: Any) -> NativeValue:
    return NativeValue(context.context.get_dummy_value())


class Emitter:
    """Writes instructions on vectors of one width into a function that is being compiled."""

    def __init__(self, builder: ir.IRBuilder, width: int) -> None:
        self.builder = builder
        self.width = width
        self.vector = ir.VectorType(ir.FloatType(), width)

    def integer(self, value: int) -> ir.Constant:
        """Return a constant."""
        return ir.Constant(ir.IntType(64), value)

    def zero(self) -> ir.Constant:
        """Return a vector of zeros."""
        return ir.Constant(self.vector, [0.0] * self.width)

    def _place(self, array: Any, index: Any) -> Any:
        address = self.builder.gep(array, [index], inbounds=True)
        return self.builder.bitcast(address, self.vector.as_pointer())

    def load(self, array: Any, index: Any) -> Any:
        """Return the vector that starts at ``array[index]``."""
        return self.builder.load(self._place(array, index), align=4)

    def store(self, array: Any, index: Any, vector: Any) -> None:
        """Put a vector to ``array[index]`` and after it."""
        self.builder.store(vector, self._place(array, index), align=4)

    def spread(self, scalar: Any) -> Any:
        """Return a vector with one number in every lane."""
        undefined = ir.Constant(self.vector, ir.Undefined)
        one = self.builder.insert_element(undefined, scalar, ir.Constant(ir.IntType(32), 0))
        mask = ir.Constant(ir.VectorType(ir.IntType(32), self.width), [0] * self.width)
        return self.builder.shuffle_vector(one, undefined, mask)

    def splat(self, array: Any, index: Any) -> Any:
        """Return a vector with ``array[index]`` in every lane."""
        return self.spread(self.builder.load(self.builder.gep(array, [index], inbounds=True)))

    def multiply_add(self, a: Any, b: Any, c: Any) -> Any:
        """Return ``a * b + c``, in one instruction where the machine has it."""
        kind = ir.FunctionType(self.vector, [self.vector] * 3)
        name = f"llvm.fmuladd.v{self.width}f32"
        function = cgutils.get_or_insert_function(self.builder.module, kind, name)
        return self.builder.call(function, [a, b, c])

    def total(self, vector: Any) -> Any:
        """Return the sum over the lanes."""
        kind = ir.FunctionType(ir.FloatType(), [ir.FloatType(), self.vector])
        name = f"llvm.vector.reduce.fadd.v{self.width}f32"
        function = cgutils.get_or_insert_function(self.builder.module, kind, name)
        start = ir.Constant(ir.FloatType(), 0.0)
        return self.builder.call(function, [start, vector], fastmath=("reassoc",))


def data_of(context: Any, builder: ir.IRBuilder, kind: Any, array: Any) -> Any:
    """Return the address of an array's first number, inside an intrinsic."""
    return context.make_array(kind)(context, builder, array).data


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
