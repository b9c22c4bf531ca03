"""Segments of pen strokes as network inputs; cached, while a drawing grows."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink import normalize, render_strokes

__all__ = ["DrawnSegments", "drawn_segment"]

# A line of thirty pieces has some hundred segments, of which each movement of the pen changes ten.
_MOST = 500

_Stroke = NDArray[np.float64]


def drawn_segment(pieces: Sequence[_Stroke]) -> NDArray[np.uint8]:
    """Return the network input, (28, 28) uint8, of neighbouring pieces, each (n, 2) points."""
    ink = render_strokes(pieces)
    assert ink is not None  # every piece has a point
    return normalize(ink)


class DrawnSegments:
    """Network inputs of the segments of one drawing after another, the latest ones cached.

    A network input depends on the points of its pieces and on nothing else: not on the line, whose
    slant and height each movement of the pen changes. So a movement leaves those of most segments
    as they were, and a reading with a cache is the same as one without.
    """

    def __init__(self) -> None:
        self._drawn = lru_cache(_MOST)(_from_bytes)

    def __call__(self, pieces: Sequence[_Stroke]) -> NDArray[np.uint8]:
        """Return what ``drawn_segment`` returns, read-only."""
        return self._drawn(tuple(piece.tobytes() for piece in pieces))


def _from_bytes(pieces: tuple[bytes, ...]) -> NDArray[np.uint8]:
    image = drawn_segment([np.frombuffer(piece).reshape(-1, 2) for piece in pieces])
    image.setflags(write=False)
    return image
