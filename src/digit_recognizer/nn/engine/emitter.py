"""Writing instructions on vectors into a function while it is being compiled."""

from typing import Any

from llvmlite import ir
from numba import extending, types
from numba.core import cgutils

__all__ = ["Emitter", "data_of", "intrinsic", "unpacked"]

intrinsic: Any = extending.intrinsic
"""Decorator of a function that says what types it takes and emits its own instructions."""


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


def unpacked(context: Any, builder: ir.IRBuilder, signature: Any, values: Any) -> list[Any]:
    """Return an intrinsic's arguments: of arrays the first number's address, of tuples a list."""
    result = []
    for kind, value in zip(signature.args, values, strict=True):
        if isinstance(kind, types.Array):
            result.append(data_of(context, builder, kind, value))
        elif isinstance(kind, types.BaseTuple):
            result.append(cgutils.unpack_tuple(builder, value))
        else:
            result.append(value)
    return result
