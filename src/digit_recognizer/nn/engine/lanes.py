"""Lanes: so many floats side by side, on which one instruction does the same arithmetic.

A vector holds one number of each of 16, 8 or 4 images, and every kernel of the engine is written
once for all three. How wide it runs is a *type*: each compiled function takes ``lanes`` as its
first argument, and Numba compiles it anew for ``Lanes(16)``, ``Lanes(8)`` and ``Lanes(4)``, and
keeps them apart in its cache on disk. The type's name also carries a hash of the engine's sources,
because Numba would otherwise look at the file of one function only and run a stale copy.
"""

import os
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from llvmlite import binding, ir
from numba import types
from numba.extending import NativeValue, models, register_model, typeof_impl, unbox

__all__ = [
    "WIDTHS",
    "Lanes",
    "LanesError",
    "LanesType",
    "VectorType",
    "choose_lanes",
    "type_of",
]

WIDTHS = (16, 8, 4)
VARIABLE = "DIGIT_RECOGNIZER_LANES"


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
