"""How functions of the engine are compiled: without Python's lock, cached on disk.

Three ways. Small functions are ``compiled`` into what calls them. *Kernels*, in which the machine
spends its time and the compiler too, are compiled each by itself, once, and called through their
address: the table of operations lists which to call, so a network is a list of addresses, and a new
kind of layer needs no change in any function. What Python calls is an ``entry``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from typing import Any

from llvmlite import ir
from numba import cfunc, njit, types
from numba.core import cgutils
from numba.core.compiler import Compiler
from numba.extending import register_jitable

from digit_recognizer.nn.engine.cache import cacheable, tell_if_not_durable
from digit_recognizer.nn.engine.emitter import intrinsic
from digit_recognizer.nn.engine.lanes import Lanes, type_of

__all__ = [
    "Kernel",
    "NotCompiledError",
    "compiled",
    "compiled_freely",
    "entry",
    "from_disk_only",
    "kernel",
    "kernel_of",
    "pattern_kernel",
    "run",
]

OPTIONS: dict[str, Any] = {"error_model": "numpy", "boundscheck": False}

_from_disk_only: ContextVar[bool] = ContextVar("_from_disk_only", default=False)

FLOATS = types.Array(types.float32, 1, "C")
ROW = types.Array(types.int64, 1, "C")
OPERATION = (ROW, FLOATS, FLOATS, FLOATS, FLOATS, types.int64)
"""What every operation is given besides the lanes: its row of the table, coefficients, parameters,
activations, gradients of the parameters, and whether this chunk is the first of a sum."""
PATTERN_OPERATION = (ROW, FLOATS, FLOATS, FLOATS, FLOATS, types.float32)
"""The same for one image at a time: its row of the table, coefficients, parameters, the rate of
each parameter, activations, and the learning rate that multiplies all rates."""


class NotCompiledError(Exception):
    """What was asked for is not on the disk, and nothing may be compiled."""


@contextmanager
def from_disk_only() -> Iterator[None]:
    """Let nothing be compiled in this thread while this holds.

    Raises
    ------
    NotCompiledError
        Where something would be.
    """
    token = _from_disk_only.set(True)
    try:
        yield
    finally:
        _from_disk_only.reset(token)


class _Compiler(Compiler):  # type: ignore[misc]
    """Numba's, which comes where the disk has nothing, unless nothing may be compiled."""

    def define_pipelines(self) -> Any:
        if _from_disk_only.get():
            raise NotCompiledError
        return super().define_pipelines()


def compiled(function: Callable[..., Any]) -> Any:
    """Compile a function into the compiled functions that call it: a decorator.

    Python does not call it. Products and sums of vectors say themselves what may be fused; numbers
    do not.
    """
    return register_jitable(no_cfunc_wrapper=True, **OPTIONS)(function)


def compiled_freely(function: Callable[..., Any]) -> Any:
    """Do the same, and let the compiler work out sums and products in the order it likes."""
    return register_jitable(no_cfunc_wrapper=True, fastmath=True, error_model="numpy")(function)


def entry(function: Callable[..., Any]) -> Any:
    """Compile a function when Python first calls it with arguments of some types: a decorator."""
    cached = cacheable(function)
    return njit(nogil=True, cache=cached, pipeline_class=_Compiler, **OPTIONS)(function)


class Kernel:
    """A function that is compiled by itself and called through its address.

    Parameters
    ----------
    function : callable
        Its first argument is the lanes.
    arguments : tuple of Numba types
        Of the other arguments. It returns nothing.
    """

    def __init__(self, function: Callable[..., None], arguments: tuple[Any, ...]) -> None:
        self._function = function
        self._arguments = arguments
        self._compiled: dict[Lanes, Any] = {}

    @property
    def name(self) -> str:
        """Module and function, for ``kernel_of``."""
        return f"{self._function.__module__}:{self._function.__name__}"

    @property
    def is_cacheable(self) -> bool:
        """Whether other processes find on the disk what this one compiles."""
        return cacheable(self._function)

    def make_ready(self, lanes: Lanes) -> bool:
        """Compile it for these lanes, or load it from the disk; return whether it was compiled."""
        if lanes in self._compiled:
            return False
        signature = types.void(type_of(lanes), *self._arguments)
        if not _from_disk_only.get():
            tell_if_not_durable()
        options = OPTIONS | {"cache": self.is_cacheable, "pipeline_class": _Compiler}
        made = cfunc(signature, **options)(self._function)
        self._compiled[lanes] = made
        return not made.cache_hits

    def address(self, lanes: Lanes) -> int:
        """Return where the function is, compiled for these lanes."""
        self.make_ready(lanes)
        return int(self._compiled[lanes].address)


def kernel_of(name: str) -> Kernel:
    """Return the kernel of that name."""
    module = vars(import_module(name.partition(":")[0]))
    return next(each for each in module.values() if isinstance(each, Kernel) and each.name == name)


def kernel(function: Callable[..., None]) -> Kernel:
    """Make an operation a kernel: a decorator."""
    return Kernel(function, OPERATION)


def pattern_kernel(function: Callable[..., None]) -> Kernel:
    """Make an operation on one image a kernel: a decorator."""
    return Kernel(function, PATTERN_OPERATION)


@intrinsic
def run(typing: Any, address: Any, *arguments: Any) -> Any:
    """Call the kernel at an address with arguments of exactly the types it was compiled for."""
    if len(arguments) == 1 and isinstance(arguments[0], types.BaseTuple):
        arguments = tuple(arguments[0].types)

    def emit(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        inner = cgutils.unpack_tuple(builder, values[1])
        kind = ir.FunctionType(ir.VoidType(), [value.type for value in inner])
        builder.call(builder.inttoptr(values[0], kind.as_pointer()), inner)
        return context.get_dummy_value()

    return types.void(types.int64, types.StarArgTuple(arguments)), emit
