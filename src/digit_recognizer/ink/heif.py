"""HEIC, the pictures of phones, by ``pillow-heif``, whose Pillow plugin is not registered."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.file_parts import FileError, check_memory

__all__ = ["is_heif", "read_heif"]

_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def is_heif(content: bytes) -> bool:
    """Tell whether a file says that it is a HEIF picture."""
    return content[4:8] == b"ftyp" and content[8:12] in _BRANDS


def read_heif(content: bytes, check_size: Callable[[tuple[int, int]], None]) -> NDArray[np.generic]:
    """Return the pixels of a HEIF file's main picture, upright.

    Parameters
    ----------
    content : bytes
        The file.
    check_size : callable
        Raises where width and height, which the header tells, are too much to decode.

    Returns
    -------
    (height, width) or (height, width, 3 or 4) uint8

    Raises
    ------
    FileError
        Where it takes too much memory. The decoder's own errors go further: `RuntimeError`,
        ``ValueError``, ``EOFError``.
    """
    try:
        from pillow_heif import open_heif
    except ImportError as error:
        raise FileError(
            "HEIC pictures need pillow-heif.", "Type: pip install pillow-heif, or save it as JPEG."
        ) from error
    # Nothing is decoded before its data are asked for.
    picture = open_heif(content, convert_hdr_to_8bit=True)
    check_size(picture.size)
    check_memory(picture.size, _bytes_a_pixel(picture), len(content))
    pixels: NDArray[np.generic] = np.asarray(picture)
    if pixels.ndim == 3 and pixels.shape[2] == 2:
        return pixels[:, :, [0, 0, 0, 1]]
    return pixels


def _bytes_a_pixel(picture: Any) -> int:
    """Return what libheif holds of a pixel: its planes, and the colours made of them."""
    usual = picture.info.get("chroma") == 420 and picture.info.get("bit_depth") == 8
    return 5 if usual and picture.mode == "RGB" else 12
