"""IDX, the file format of MNIST: a magic number, the dimensions, then the values, big-endian.

Source: the description of the format on the MNIST page (Y. LeCun, C. Cortes, C. Burges).
"""

import hashlib
import math
import struct
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.packed_files import open_unpacked, write_packed
from digit_recognizer.errors import DigitRecognizerError

__all__ = ["IdxError", "idx_sha256", "read_idx", "write_idx"]

ELEMENT_TYPES: dict[int, np.dtype[Any]] = {
    0x08: np.dtype("u1"),
    0x09: np.dtype("i1"),
    0x0B: np.dtype(">i2"),
    0x0C: np.dtype(">i4"),
    0x0D: np.dtype(">f4"),
    0x0E: np.dtype(">f8"),
}
MAXIMUM_DIMENSIONS = 32
MAXIMUM_BYTES = 1 << 29
# Deflate cannot shrink anything further than this (zlib's technical notes: 1032 to 1).
STRONGEST_COMPRESSION = 1032


class IdxError(DigitRecognizerError):
    """A file is not the IDX file it is taken for, or an array cannot be written as one."""


def read_idx(
    path: Path,
    *,
    expected_shape: tuple[int, ...] | None = None,
    maximum_bytes: int = MAXIMUM_BYTES,
) -> NDArray[Any]:
    """Read an IDX file, plain or gzipped (told by its first bytes, not by its name).

    Parameters
    ----------
    path : Path
        The file.
    expected_shape : tuple of int or None
        If given, a header that promises bytes of another shape is refused before anything else is
        read.
    maximum_bytes : int
        The largest array that is accepted, so that no file can exhaust the memory.

    Returns
    -------
    NDArray
        The values in the file's shape and element type (uint8, int8, int16, int32, float32 or
        float64), in the byte order of this machine, read-only.

    Raises
    ------
    IdxError
        If the file cannot be read, is no IDX file, holds more or less than its header says, or
        something else than expected.
        A gzipped file is never unpacked further than one byte past what its header promises.
    """
    with open_unpacked(path, "an IDX file", IdxError) as stream:
        element_type, shape = _read_header(stream, path)
        if expected_shape is not None and (shape != expected_shape or element_type != np.uint8):
            raise IdxError(
                f"{path}: expected {_described(np.dtype(np.uint8), expected_shape)}, got "
                f"{_described(element_type, shape)}",
                "check that this is the right file",
            )
        values = _read_values(stream, path, element_type, shape, maximum_bytes)
    if not values.dtype.isnative:
        # In place, as there may not be the memory for two.
        values = values.byteswap(inplace=True).view(element_type.newbyteorder("="))
    values.flags.writeable = False
    return values


def write_idx(path: Path, array: NDArray[Any]) -> None:
    """Write an array as an IDX file, gzipped when the name ends in ``.gz``.

    The same array always gives the same bytes, and the file appears under its name only when it
    is complete.

    Parameters
    ----------
    path : Path
        Where to write.
    array : NDArray
        Any array of one to 32 dimensions of uint8, int8, int16, int32, float32 or float64.

    Raises
    ------
    IdxError
        If IDX cannot hold the array or the file cannot be written.
    """
    header = _header(array)
    with write_packed(path, "an IDX file", IdxError) as file:
        file.write(header)
        file.write(_big_endian(array).tobytes())


def idx_sha256(array: NDArray[Any]) -> str:
    """Give the SHA-256 (hexadecimal) of the plain IDX file that holds exactly this array."""
    digest = hashlib.sha256(_header(array))
    digest.update(np.ascontiguousarray(_big_endian(array)).data)
    return digest.hexdigest()


def _read_values(
    stream: IO[bytes],
    path: Path,
    element_type: np.dtype[Any],
    shape: tuple[int, ...],
    maximum_bytes: int,
) -> NDArray[Any]:
    promised = math.prod(shape) * element_type.itemsize
    promise = f"{path}: its header promises {_described(element_type, shape)}"
    again = "it is cut short or damaged: fetch or copy it again"
    if promised > maximum_bytes:
        raise IdxError(
            f"{promise}, and at most {maximum_bytes:,} bytes are accepted",
            "check that this is the right file",
        )
    file_size = path.stat().st_size
    if promised > file_size * STRONGEST_COMPRESSION:
        raise IdxError(f"{promise}, but the file has only {file_size:,} bytes", again)
    values = np.empty(promised, dtype=np.uint8)
    found = _fill(stream, values)
    if found < promised:
        raise IdxError(f"{promise}, but only {found:,} bytes follow", again)
    if stream.read(1):
        raise IdxError(f"{promise}, but more follows", "it is damaged: fetch or copy it again")
    try:
        return values.view(element_type).reshape(shape)
    except ValueError as error:
        raise IdxError(f"{promise}, a shape no array can have", again) from error


def _read_header(stream: IO[bytes], path: Path) -> tuple[np.dtype[Any], tuple[int, ...]]:
    magic = stream.read(4)
    if len(magic) < 4:
        raise IdxError(
            f"{path}: expected an IDX file of at least 4 bytes, got {len(magic)}",
            "it is cut short: fetch or copy it again",
        )
    valid = magic[:2] == b"\0\0" and magic[2] in ELEMENT_TYPES
    if not valid or not 1 <= magic[3] <= MAXIMUM_DIMENSIONS:
        raise IdxError(
            f"{path}: expected an IDX file, which begins with two zero bytes, an element type and "
            f"a number of dimensions, got {magic.hex(' ')}",
            "check that this is the right file",
        )
    sizes = stream.read(4 * magic[3])
    if len(sizes) < 4 * magic[3]:
        raise IdxError(
            f"{path}: expected the sizes of {magic[3]} dimensions, got {len(sizes)} bytes",
            "it is cut short: fetch or copy it again",
        )
    return ELEMENT_TYPES[magic[2]], struct.unpack(f">{magic[3]}I", sizes)


def _fill(stream: IO[bytes], values: NDArray[np.uint8]) -> int:
    found = 0
    step = 1 << 20
    while found < len(values):
        piece = stream.read(min(step, len(values) - found))
        if not piece:
            break
        values[found : found + len(piece)] = np.frombuffer(piece, dtype=np.uint8)
        found += len(piece)
    return found


def _described(element_type: np.dtype[Any], shape: tuple[int, ...]) -> str:
    size = math.prod(shape) * element_type.itemsize
    return f"{'×'.join(map(str, shape))} values of {element_type.name} ({size:,} bytes)"


def _header(array: NDArray[Any]) -> bytes:
    codes = {dtype.newbyteorder("="): code for code, dtype in ELEMENT_TYPES.items()}
    code = codes.get(array.dtype.newbyteorder("="))
    if code is None:
        raise IdxError(
            f"IDX holds uint8, int8, int16, int32, float32 or float64, got {array.dtype}",
            "convert the array first",
        )
    if not 1 <= array.ndim <= MAXIMUM_DIMENSIONS:
        raise IdxError(
            f"IDX holds arrays of 1 to {MAXIMUM_DIMENSIONS} dimensions, got {array.ndim}",
            "reshape the array first",
        )
    return bytes([0, 0, code, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)


def _big_endian(array: NDArray[Any]) -> NDArray[Any]:
    return array.astype(array.dtype.newbyteorder(">"), copy=False)
