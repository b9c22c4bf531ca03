"""Arrays, things that look like arrays, and pen strokes."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from benchmarks.fuzz.picture_targets import check_grey, check_recognition, recognizer
from benchmarks.fuzz.target import Target, law
from digit_recognizer.ink import PictureError, StrokeError, open_picture, render_strokes

__all__ = ["ARRAY_TARGETS"]

KINDS = (
    *("bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float16"),
    *("float32", "float64", "longdouble", "complex64", "complex128", ">u2", ">f4", ">i8", "object"),
    *("U3", "S3", "V5", "M8[s]", "m8[s]", "i4,f4"),
)
SHAPES: tuple[tuple[int, ...], ...] = (
    *((28, 28), (28, 28), (40, 30), (1, 1), (1, 50), (50, 1), (2, 2), (30, 30, 1), (30, 30, 3)),
    *((30, 30, 3), (30, 30, 4), (30, 30, 4), (30, 30, 2), (30, 30, 5), (3, 30, 30), (1, 28, 28)),
    *((), (0,), (784,), (0, 28), (28, 0), (0, 0, 3), (28, 28, 0), (2, 28, 28, 1), (1,) * 32),
)
ODD_NUMBERS: tuple[Any, ...] = (
    *(0, 1, -1, 2, 255, 256, 65535, 65536, -(2**63), 2**63, 2**64, 10**400, 0.5, -0.0, 1e308),
    *(-1e308, 1e100, 1.1e100, -1e100, 5e-324, 1e-310, 1e-200, float("nan"), float("inf")),
    *(float("-inf"), 1j, True, None, "1", "x", "", b"1", Fraction(1, 3), np.float32(3)),
    *(np.longdouble("1e4000"), np.datetime64("2020-01-01"), np.timedelta64(3, "s"), [], (1, 2)),
)


class _Raising:
    """An array, or so it says."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise self.error

    def __fspath__(self) -> str:
        raise self.error


class _Giving:
    """Something that gives whatever it was told as an array."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __array__(self, *_: Any, **__: Any) -> Any:
        return self.value


def _memory(array: Any) -> memoryview:
    return memoryview(array)


ODD_THINGS: tuple[Callable[[], Any], ...] = (
    lambda: None,
    lambda: 7,
    lambda: 2.5,
    lambda: "",
    lambda: b"",
    lambda: bytearray(b"\x89PNG"),
    lambda: [[0, 1], [1, 0]],
    lambda: {"a": 1},
    lambda: iter(()),
    lambda: object(),
    lambda: np.ndarray,
    lambda: _Raising(ValueError("no")),
    lambda: _Raising(TypeError("no")),
    lambda: _Raising(RuntimeError("no")),
    lambda: _Raising(RecursionError("no")),
    lambda: _Giving(None),
    lambda: _Giving([[0, 1]]),
    lambda: _Giving(np.zeros((28, 28), np.uint8)),
    lambda: _Giving("text"),
    lambda: _memory(np.zeros((28, 28), np.uint8)),
    lambda: _memory(np.zeros((28, 28), np.float32)),
    lambda: memoryview(bytes(100))[::2],
    lambda: _memory(np.zeros((28, 28), np.uint8).T),
    lambda: _memory(np.zeros((28, 28), np.uint8))[::-1],
    lambda: np.ma.masked_array(np.zeros((28, 28)), mask=np.eye(28) > 0),
    lambda: np.asmatrix(np.eye(28)),
    lambda: np.recarray((28, 28), dtype=[("a", "u1")]),
    lambda: np.uint8(3),
    lambda: np.broadcast_to(np.uint8(1), (6_000, 6_000)),
    lambda: np.broadcast_to(np.uint8(1), (10**6, 10**6)),
    lambda: np.lib.stride_tricks.as_strided(np.zeros(1, np.uint8), (28, 28), (0, 0)),
)  # fmt: skip


def _array(rng: Random) -> Any:
    if rng.random() < 0.06:
        return rng.choice(ODD_THINGS)()
    numbers = np.random.default_rng(rng.getrandbits(32))
    shape, kind = rng.choice(SHAPES), rng.choice(KINDS)
    top = rng.choice((1, 1, 2, 10, 255, 255, 256, 1_000, 65_535, 70_000))
    values = numbers.random(shape) * top
    if rng.random() < 0.4:
        values = np.where(values > top / 2, top, 0)
    with np.errstate(all="ignore"):
        array = _of_kind(values, kind)
    if rng.random() < 0.3 and array.size and array.dtype.kind in "fcuiO":
        _put(array, rng)
    return _viewed(rng, array)


def _of_kind(values: Any, kind: str) -> Any:
    if kind in ("V5", "i4,f4"):
        return np.zeros(np.shape(values), kind)
    return (
        np.asarray(np.rint(values) if np.dtype(kind).kind in "uiMm" else values)
        .astype("i8" if kind[0] in "Mm" else kind)
        .astype(kind)
    )


def _put(array: Any, rng: Random) -> None:
    """Put an odd number somewhere; where the type has no room for it, leave the array as it is."""
    number = rng.choice(ODD_NUMBERS)
    place = tuple(rng.randrange(side) for side in array.shape)
    try:
        with np.errstate(all="ignore"):
            array[place] = number
    except (TypeError, ValueError, OverflowError):
        return


def _viewed(rng: Random, array: Any) -> Any:
    """Give the array other strides, or another owner."""
    how = rng.random()
    if how < 0.6 or array.ndim == 0:
        return array
    if how < 0.68:
        return array[::-1]
    if how < 0.76:
        return array.T
    if how < 0.84:
        return array[::2]
    if how < 0.92:
        return np.asfortranarray(array)
    array.flags.writeable = False
    return array


def _use_array(array: Any, folder: Path) -> None:
    check_grey(open_picture(array))


def _strokes(rng: Random) -> Any:
    count = rng.choice((0, 1, 1, 2, 2, 3, 5))
    strokes: Any = [_stroke(rng) for _ in range(count)]
    if rng.random() < 0.06:
        odd: tuple[Any, ...] = (
            *(None, 5, "abc", {}, {0: [(1, 2)]}, object(), b"ab", [[]], [None], [[[]]], [[1, 2]]),
            *(np.zeros((2, 3, 2)), np.zeros(0), np.zeros((0, 5, 2)), [iter([(1, 2)])], {(1, 2)}),
        )
        strokes = rng.choice(odd)
    elif rng.random() < 0.05:
        strokes = rng.choice((tuple, iter, lambda lines: dict(enumerate(lines))))(strokes)
    width = None if rng.random() < 0.7 else rng.choice((3.0, *ODD_NUMBERS))
    return strokes, width


def _stroke(rng: Random) -> Any:
    unit = rng.choice((1.0, 28, 500, 1e-300, 1e300, 1e99, 1e-5, 1e7))
    shift = rng.choice((0.0, 0, 0, 1e17, -1e99, 5.5))
    length = rng.choice((0, 1, 1, 2, 5, 30)) if rng.random() < 0.995 else 20_000
    points: Any = [[rng.random() * unit + shift, rng.random() * unit] for _ in range(length)]
    how = rng.random()
    if how < 0.25 and points:
        rng.choice(points)[rng.randrange(2)] = rng.choice(ODD_NUMBERS)
    elif how < 0.30 and points:
        rng.choice(points).append(1.0)
    elif how < 0.34:
        points = rng.choice((None, 3, "ab", [1, 2], [[]], [[], []], {}, iter(points), [[[1, 2]]]))
    elif how < 0.37:
        return ((x, y) for x, y in points)
    elif how < 0.5:
        with np.errstate(all="ignore"):
            kinds = ("float32", "float16", "int64", "object", "complex128", "longdouble", "U9")
            return np.array(points, "float64").reshape(-1, 2).astype(rng.choice(kinds))
    return points


def _use_strokes(given: Any, folder: Path) -> None:
    strokes, width = given
    ink = render_strokes(strokes, pen_width=width)
    if ink is not None:
        law(ink.dtype == np.uint8 and ink.ndim == 2, "ink is (height, width) uint8")
        law(ink.size < 1 << 20 and ink.max() > 0, "ink is of a standard size, and there is any")


def _recognize_strokes(given: Any, folder: Path) -> None:
    strokes, width = given
    check_recognition(recognizer().recognize_strokes(strokes, pen_width=width))


def _show(thing: Any) -> bytes:
    if isinstance(thing, np.ndarray):
        return f"{thing.shape} {thing.dtype} {thing.strides} {thing!r}".encode()[:4_000]
    return repr(thing).encode(errors="replace")


ARRAY_TARGETS = (
    Target("arrays", 100, _array, _use_array, (PictureError,), _show),
    Target("strokes", 90, _strokes, _use_strokes, (StrokeError,), _show),
    Target("strokes-recognized", 15, _strokes, _recognize_strokes, (StrokeError,), _show),
)
