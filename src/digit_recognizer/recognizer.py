"""The public face: a picture, an array or pen strokes in, the digit out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digit_recognizer.ink import (
    Box,
    PictureError,
    PictureLike,
    Polarity,
    find_ink,
    ink_box,
    normalize,
    open_picture,
    picture_name,
    render_strokes,
)
from digit_recognizer.networks.verdict import Verdict, VerdictRule

if TYPE_CHECKING:
    from digit_recognizer.networks.checkpoint import Checkpoint
    from digit_recognizer.nn.network import Network
    from digit_recognizer.nn.reader import Reader

__all__ = ["Recognition", "Recognizer"]

_DIGITS = 10
# So many pictures go through the network together: enough to be fast, few enough to stay small.
_CHUNK = 256


@dataclass(frozen=True, eq=False)
class Recognition:
    """What was read.

    Attributes
    ----------
    likeliest : int or None
        The digit of the highest probability, 0 to 9; None where there was no ink.
    confidence : float
        The probability of ``likeliest``, 0 to 1; 0 where there was no ink.
    probabilities : (10,) float64
        One for each digit; all 0.1 where there was no ink.
    network_input : (28, 28) uint8
        The image that the network read, white ink (255) on black (0).
    verdict : {"digit", "not sure", "not a digit", "blank"}
        Whether ``likeliest`` is an answer.
    box : (left, top, right, bottom) or None
        Where in the picture the ink was found, in pixels, right and bottom exclusive; None where
        there was none, and for strokes.
    """

    likeliest: int | None
    confidence: float
    probabilities: NDArray[np.float64] = field(repr=False)
    network_input: NDArray[np.uint8] = field(repr=False)
    verdict: Verdict = "digit"
    box: Box | None = None

    @property
    def answer(self) -> int | None:
        """The digit, 0 to 9, if the verdict is that it is one; else None."""
        return self.likeliest if self.verdict == "digit" else None

    def __str__(self) -> str:
        """Return the answer in one line, or what keeps it from being one."""
        if self.likeliest is None:
            return "blank"
        sure = f"{100 * self.confidence:.1f} %"
        if self.answer is None:
            return f"{self.verdict}  nearest: {self.likeliest} ({sure})"
        return f"{self.answer}  {sure} sure"


@dataclass(frozen=True, eq=False)
class _Input:
    """What goes into the network, (28, 28) uint8, and where in a picture it was found."""

    image: NDArray[np.uint8]
    box: Box | None = None


class Recognizer:
    """Reads digits with one network, which is loaded when it is first needed.

    Parameters
    ----------
    network : Network, Checkpoint, str or Path, optional
        A network; one with its story, and so its rule of verdicts; the name of a shipped one; the
        path of a checkpoint; None for the default.
    """

    def __init__(self, network: "Network | Checkpoint | str | Path | None" = None) -> None:
        self._source = network

    @property
    def network(self) -> "Network":
        """The network that reads, loaded at first use."""
        return self._loaded[0]

    @property
    def rule(self) -> VerdictRule:
        """The rule by which its answers are judged."""
        return self._loaded[1]

    @cached_property
    def _loaded(self) -> "tuple[Network, VerdictRule]":
        from digit_recognizer.nn.network import Network

        if isinstance(self._source, Network):
            return self._source, VerdictRule()
        from digit_recognizer.networks.checkpoint import Checkpoint, find_checkpoint

        source = self._source
        checkpoint = source if isinstance(source, Checkpoint) else find_checkpoint(source)
        return checkpoint.network, checkpoint.rule

    @cached_property
    def _reader(self) -> "Reader":
        from digit_recognizer.nn.reader import Reader

        return Reader(self.network)

    def warm_up(self) -> bool:
        """Load compiled code, for a program that will read one picture after another.

        It takes about a second, and some seconds the first time on a machine. Without it the
        network takes some 0.2 ms for one picture, with it a tenth of that.

        Returns
        -------
        bool
            Whether compiled code reads from now on: not where Numba is not installed.
        """
        return self._reader.warm_up()

    def recognize(self, picture: PictureLike, *, polarity: Polarity = "auto") -> Recognition:
        """Read the digit in a picture.

        Parameters
        ----------
        picture : path, bytes, PIL image or array
            As ``digit_recognizer.ink.open_picture`` takes it.
        polarity : {"auto", "dark-on-light", "light-on-dark"}
            Which of ink and background is the darker; by default it is found out.

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
        return self._read([None if ink is None else _Input(normalize(ink))])[0]

    def predict(self, images: NDArray[np.uint8]) -> NDArray[np.int64]:
        """Return the likeliest digit of each image of an array.

        Nothing is refused: ``recognize_many`` gives verdicts too, and takes pictures of any kind.

        Parameters
        ----------
        images : ndarray of uint8, (n, 28, 28)
            White ink on black, in the frame and size of MNIST's images.

        Returns
        -------
        ndarray of int64, (n,)

        Raises
        ------
        PictureError
            If ``images`` has another shape or dtype.

        Examples
        --------
        >>> import numpy as np
        >>> from digit_recognizer import Recognizer
        >>> from digit_recognizer.samples import sample_pictures
        >>> recognizer = Recognizer()
        >>> read = recognizer.recognize_many(sample_pictures())
        >>> recognizer.predict(np.stack([each.network_input for each in read]))
        array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        """
        likeliest: NDArray[np.int64] = self.predict_proba(images).argmax(axis=1)
        return likeliest

    def predict_proba(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the probability of each digit for each image of an array.

        The engine reads large arrays where Numba is installed, else the NumPy layers read: the
        same probabilities but for rounding (``digit_recognizer.nn.reader`` says from where on).

        Parameters
        ----------
        images : ndarray of uint8, (n, 28, 28)
            White ink on black, in the frame and size of MNIST's images.

        Returns
        -------
        ndarray of float32, (n, 10)

        Raises
        ------
        PictureError
            If ``images`` has another shape or dtype.
        """
        images = np.asarray(images)
        if images.dtype != np.uint8 or images.shape[1:] != (28, 28):
            raise PictureError(
                "images: expected an array of uint8, (n, 28, 28), white ink (255) on black (0), "
                f"got {images.dtype} of shape {images.shape}; give pictures of other sizes and "
                "kinds to recognize_many"
            )
        self._reader.expect(len(images))
        return self._reader.probabilities(images)

    def _read(self, inputs: list[_Input | None]) -> list[Recognition]:
        """Read prepared pictures, None for a blank one."""
        inked = [each.image for each in inputs if each is not None]
        if not inked:
            return [_blank() for _ in inputs]
        rows = iter(self._reader.probabilities(np.stack(inked)).astype(np.float64))
        return [
            _blank() if each is None else _recognition(next(rows), each, self.rule)
            for each in inputs
        ]


def _prepared(picture: PictureLike, polarity: Polarity, name: str | None = None) -> _Input | None:
    ink = find_ink(open_picture(picture, name=name), polarity)
    if ink is None:
        return None
    box = ink_box(ink)
    return _Input(normalize(ink, box), box)


def _recognition(
    probabilities: NDArray[np.float64], read: _Input, rule: VerdictRule
) -> Recognition:
    likeliest = int(probabilities.argmax())
    confidence = float(probabilities[likeliest])
    verdict = rule(probabilities)
    return Recognition(likeliest, confidence, probabilities, read.image, verdict, read.box)


def _blank() -> Recognition:
    nothing = np.zeros((28, 28), np.uint8)
    return Recognition(None, 0.0, np.full(_DIGITS, 1 / _DIGITS), nothing, "blank")
