"""Very small numbers: taken for zero while the engine works.

A float32 below 1e-38 is kept with fewer digits, and processors take a hundred times as long over
it. Gradients get there once a network is sure of nearly everything, and their squares long before.
"""

from typing import Any

from llvmlite import binding, ir
from numba import types
from numba.core import cgutils

from digit_recognizer.nn.engine.emitter import intrinsic

__all__ = ["drop_tiny_numbers", "restore_rounding"]

TO_ZERO = 0x8040
"""Two bits of an x86 core's control word: tiny results, and tiny operands, are zero."""


def _control_word(builder: Any, name: str, address: Any) -> None:
    word = ir.IntType(32).as_pointer()
    kind = ir.FunctionType(ir.VoidType(), [word])
    builder.call(cgutils.get_or_insert_function(builder.module, kind, name), [address])


def _is_x86() -> bool:
    return str(binding.get_process_triple()).startswith(("x86", "i686", "amd64"))


@intrinsic
def drop_tiny_numbers(typing: Any) -> Any:
    """Take tiny numbers for zero in this thread; return what ``restore_rounding`` needs.

    Other processors than x86 are left as they are.
    """

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        word = ir.IntType(32)
        if not _is_x86():
            return ir.Constant(word, 0)
        pointer = cgutils.alloca_once(builder, word)
        _control_word(builder, "llvm.x86.sse.stmxcsr", pointer)
        before = builder.load(pointer)
        builder.store(builder.or_(before, ir.Constant(word, TO_ZERO)), pointer)
        _control_word(builder, "llvm.x86.sse.ldmxcsr", pointer)
        return before

    return types.uint32(), emit


@intrinsic
def restore_rounding(typing: Any, before: Any) -> Any:
    """Undo ``drop_tiny_numbers``."""

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        if _is_x86():
            pointer = cgutils.alloca_once(builder, ir.IntType(32))
            builder.store(values[0], pointer)
            _control_word(builder, "llvm.x86.sse.ldmxcsr", pointer)
        return context.get_dummy_value()

    return types.void(types.uint32), emit
