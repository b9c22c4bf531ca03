"""The public face: a picture, an array or pen strokes in, the digit out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digit_recognizer.ink import (
    PictureLike,
    Polarity,
    find_ink,
    normalize,
    open_picture,
    picture_name,
    render_strokes,
)

if TYPE_CHECKING:
    from digit_recognizer.nn.network import Network

__all__ = ["Recognition", "Recognizer"]

_DIGITS = 10
# So many pictures go through the network together: enough to be fast, few enough to stay small.
_CHUNK = 256


@dataclass(frozen=True, eq=False)
class Recognition:
    """What was read.

    Attributes
    ----------
    digit : int or None
        0 to 9; None where there was no ink.
    confidence : float
        The probability of ``digit``, 0 to 1; 0 where there was no ink.
    probabilities : (10,) float64
        One for each digit; all 0.1 where there was no ink.
    seen : (28, 28) uint8
        What the network saw, white ink (255) on black (0).
    """

    digit: int | None
    confidence: float
    probabilities: NDArray[np.float64]
    seen: NDArray[np.uint8]


class Recognizer:
    """Reads digits with one network, which is loaded when it is first needed.

    Parameters
    ----------
    network : Network, str or Path, optional
        A network; the name of a shipped one; the path of a checkpoint; None for the default.
    """

    def __init__(self, network: "Network | str | Path | None" = None) -> None:
        self._source = network

    @cached_property
    def network(self) -> "Network":
        """The network that reads, loaded at first use."""
        if self._source is not None and not isinstance(self._source, str | Path):
            return self._source
        from digit_recognizer.training.checkpoint import load_network

        return load_network(self._source)

    def recognize(self, picture: PictureLike, *, polarity: Polarity = "auto") -> Recognition:
        """Read the digit in a picture.

        Parameters
        ----------
        picture : path, bytes, PIL image or array
            As ``digit_recognizer.ink.open_picture`` takes it.
        polarity : {"auto", "dark-on-light", "light-on-dark"}
            Which of ink and paper is the darker; by default it is found out.

        Raises
        ------
        PictureError
            Where the picture cannot be opened.
        """
        return self._read([_prepared(picture, polarity)])[0]

    def recognize_many(
        self, pictures: Iterable[PictureLike], *, polarity: Polarity = "auto"
    ) -> list[Recognition]:
        """Read the digits in many pictures, one after another, in chunks.

        Parameters
        ----------
        pictures : iterable of pictures
            Each as ``recognize`` takes it; an array (n, height, width) is n pictures.
        polarity : {"auto", "dark-on-light", "light-on-dark"}
            The same for all.

        Raises
        ------
        PictureError
            At the first picture that cannot be opened; the message names it, or counts it from 0.
        """
        prepared = (
            _prepared(picture, polarity, name=picture_name(picture, default=f"picture {index}"))
            for index, picture in enumerate(pictures)
        )
        recognitions: list[Recognition] = []
        while chunk := list(islice(prepared, _CHUNK)):
            recognitions += self._read(chunk)
        return recognitions

    def recognize_strokes(
        self, strokes: Sequence[ArrayLike], *, pen_width: float | None = None
    ) -> Recognition:
        """Read the digit that pen strokes draw.

        Parameters
        ----------
        strokes : sequence of (n, 2) arrays
            x to the right, y down, any unit.
        pen_width : float, optional
            The pen's width in the same unit; it tells a dot from a very small digit.

        Raises
        ------
        StrokeError
            Where a stroke has another shape or a coordinate is not finite.
        """
        ink = render_strokes(strokes, pen_width=pen_width)
        return self._read([None if ink is None else normalize(ink)])[0]

    def _read(self, inputs: list[NDArray[np.uint8] | None]) -> list[Recognition]:
        """Read prepared pictures, None for a blank one."""
        inked = [image for image in inputs if image is not None]
        if not inked:
            return [_blank() for _ in inputs]
        rows = iter(self.network.probabilities(np.stack(inked)).astype(np.float64))
        return [_blank() if image is None else _recognition(next(rows), image) for image in inputs]


def _prepared(
    picture: PictureLike, polarity: Polarity, name: str | None = None
) -> NDArray[np.uint8] | None:
    ink = find_ink(open_picture(picture, name=name), polarity)
    return None if ink is None else normalize(ink)


def _recognition(probabilities: NDArray[np.float64], seen: NDArray[np.uint8]) -> Recognition:
    digit = int(probabilities.argmax())
    return Recognition(digit, float(probabilities[digit]), probabilities, seen)


def _blank() -> Recognition:
    nothing = np.zeros((28, 28), np.uint8)
    return Recognition(None, 0.0, np.full(_DIGITS, 1 / _DIGITS), nothing)
