"""The safetensors format: named tensors and a line of text for each name of the metadata."""

import json
import struct
from typing import Any

from numpy.typing import NDArray

__all__ = ["packed_tensors", "unpacked_tensors"]


def packed_tensors(tensors: dict[str, NDArray[Any]], metadata: dict[str, str]) -> bytes:
    """Return the content of a file: the same bytes for the same tensors and metadata."""
    from safetensors.numpy import save

    # The library writes the header in random order.
    header, values = _header(save(tensors, metadata))
    text = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + values


def unpacked_tensors(content: bytes) -> tuple[dict[str, NDArray[Any]], dict[str, str]]:
    """Return the tensors and the metadata of a file.

    Raises
    ------
    ValueError
        If the file is damaged, of another kind, or without metadata.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        return load(content), _header(content)[0]["__metadata__"]
    except (SafetensorError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error


def _header(content: bytes) -> tuple[dict[str, Any], bytes]:
    """Return header and tensor bytes of a file whose structure was checked already."""
    (length,) = struct.unpack("<Q", content[:8])
    return json.loads(content[8 : 8 + length]), content[8 + length :]
