"""A picture, an array or pen strokes in, the digit out."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from operator import length_hint
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digit_recognizer.ink import (
    PictureError,
    PictureLike,
    Polarity,
    Prepared,
    PreparedPicture,
    normalize,
    prepare_many,
    prepare_picture,
    render_strokes,
)
from digit_recognizer.networks.verdict import VerdictRule
from digit_recognizer.recognizer.number_recognizer import NumberRecognizer
from digit_recognizer.recognizer.recognition import Recognition

if TYPE_CHECKING:
    from digit_recognizer.hands.learning import Teacher
    from digit_recognizer.hands.profile import Profile
    from digit_recognizer.networks.checkpoint import Checkpoint
    from digit_recognizer.nn.network import Network
    from digit_recognizer.nn.reader import Reader
    from digit_recognizer.numbers.reader import NumberReader

__all__ = ["Recognizer"]

_DIGITS = 10


class Recognizer(NumberRecognizer):
    """Reads digits with one network, which is loaded when it is first needed.

    Parameters
    ----------
    network : Network, Checkpoint, str or Path, optional
        A network; one with its story, and so its rule of verdicts; the name of a shipped one; the
        path of a checkpoint; None for the default.
    profile : Profile, str or Path, optional
        The hand of the person who wrote: a profile, its name, or the path of one that was exported.
        It holds for numbers and sheets as well.
    """

    def __init__(
        self,
        network: "Network | Checkpoint | str | Path | None" = None,
        *,
        profile: "Profile | str | Path | None" = None,
    ) -> None:
        self._source = network
        self._profile = profile

    def reading(self, profile: "Profile | None") -> "Recognizer":
        """Return what reads with the same network and another profile, or with none.

        What was loaded for this one is not loaded again.
        """
        other = Recognizer(self._source, profile=profile)
        other.__dict__["_loaded"] = self._loaded
        if profile is not None:
            other.__dict__["teacher"] = self.teacher
        return other

    @cached_property
    def profile(self) -> "Profile | None":
        """The hand that it reads with, with what was found best for it; None without one.

        Raises
        ------
        HandError
            If it cannot be used: it is damaged, or another network's.
        """
        if self._profile is None:
            return None
        from digit_recognizer.hands.library import find_profile
        from digit_recognizer.hands.profile import Profile

        source = self._profile
        profile = source if isinstance(source, Profile) else find_profile(source)
        self.teacher.check(profile)
        return profile if profile.fit is not None else self.teacher.at_once(profile)

    @cached_property
    def teacher(self) -> "Teacher":
        """What learns hands for its network.

        Raises
        ------
        HandError
            If the network is not the one that comes with the program.
        """
        from digit_recognizer.hands.learning import Teacher

        return Teacher(self.network)

    @property
    def network(self) -> "Network":
        """The network that reads, loaded at first use."""
        return self._loaded[0]

    @property
    def network_of_hand(self) -> "Network":
        """The network with F6 and output as refined for the hand that is read, if they were."""
        return self._reader.network

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

        if self.profile is None:
            return Reader(self.network)
        from digit_recognizer.hands.reading import hand_reader

        return hand_reader(self.teacher, self.profile)

    def warm_up(self, *, compiles: bool = True) -> bool:
        """Load compiled code, for a program that will read one picture after another.

        It takes about a second, and some seconds the first time on a machine. Without it the
        network takes some 0.2 ms for one picture, with it a tenth of that.

        Parameters
        ----------
        compiles : bool
            Whether to compile what is not on this machine's disk; otherwise nobody waits for a
            compiler, and what is not there does not read.

        Returns
        -------
        bool
            Whether compiled code reads from now on: not where Numba is not installed.
        """
        return self._reader.warm_up(compiles=compiles) and self._numbers.warm_up(compiles=compiles)

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
        return self._read([prepare_picture(picture, polarity)])[0]

    def recognize_many(
        self,
        pictures: Iterable[PictureLike],
        *,
        polarity: Polarity = "auto",
        jobs: int | None = None,
    ) -> list[Recognition]:
        """Read the digits in many pictures, all of which can be opened.

        Parameters
        ----------
        pictures, polarity, jobs
            As ``recognize_each`` takes them.

        Raises
        ------
        PictureError
            At the first picture that cannot be opened; the message names it, or counts it from 0.
        """
        recognitions = []
        for found in self.recognize_each(pictures, polarity=polarity, jobs=jobs):
            if isinstance(found, PictureError):
                raise found
            recognitions.append(found)
        return recognitions

    def recognize_each(
        self,
        pictures: Iterable[PictureLike | PictureError],
        *,
        polarity: Polarity = "auto",
        jobs: int | None = None,
        expected: int = 0,
        thumbnail: int = 0,
    ) -> Iterator[Recognition | PictureError]:
        """Read the digits in any number of pictures, in their order and in bounded memory.

        Where there are many, processes beside this one open and prepare them. Some pictures are
        then taken from ``pictures`` before the answers to those before them are there: files must
        not change until their answers come.

        Parameters
        ----------
        pictures : iterable of pictures
            Each as ``recognize`` takes it; an array (n, height, width) is n pictures. An error in
            the place of a picture is handed on.
        polarity : {"auto", "dark-on-light", "light-on-dark"}
            The same for all.
        jobs : int, optional
            How many processes work, this one among them; by default as many as there are cores.
        expected : int
            About how many pictures will come, where ``pictures`` does not say so itself.
        thumbnail : int
            The longest side of the thumbnails, in pixels; 0 for none.

        Yields
        ------
        Recognition or PictureError
            One for each picture; an error where it cannot be opened, which names it, or counts it
            from 0.
        """
        expected, done = max(expected, length_hint(pictures)), 0
        for some in prepare_many(
            pictures, polarity, jobs=jobs, expected=expected, thumbnail=thumbnail
        ):
            done += len(some)
            self._reader.expect(max(expected, done))
            yield from self._read_each(some)

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
        image = None if ink is None else normalize(ink)
        return self._read([PreparedPicture(image)])[0]

    @cached_property
    def _numbers(self) -> "NumberReader":
        from digit_recognizer.nn.reader import Reader
        from digit_recognizer.numbers.reader import NumberReader

        shipped = None if self.profile is None else Reader(self.network).probabilities
        return NumberReader(self._reader.probabilities, self.rule, shipped)

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
                f"got {images.dtype} of shape {images.shape}",
                "give pictures of other sizes and kinds to recognize_many",
            )
        self._reader.expect(len(images))
        return self._reader.probabilities(images)

    def _read_each(self, prepared: Sequence[Prepared]) -> Iterator[Recognition | PictureError]:
        """Read what was prepared, and leave the errors in their places."""
        read = iter(self._read([each for each in prepared if isinstance(each, PreparedPicture)]))
        for each in prepared:
            yield each if isinstance(each, PictureError) else next(read)

    def _read(self, prepared: Sequence[PreparedPicture]) -> list[Recognition]:
        images = [each.image for each in prepared if each.image is not None]
        if not images:
            return [_blank(each) for each in prepared]
        rows = iter(self._reader.probabilities(np.stack(images)).astype(np.float64))
        return [
            _blank(each) if each.image is None else _recognition(next(rows), each, self.rule)
            for each in prepared
        ]


def _recognition(
    probabilities: NDArray[np.float64], read: PreparedPicture, rule: VerdictRule
) -> Recognition:
    likeliest = int(probabilities.argmax())
    confidence = float(probabilities[likeliest])
    verdict = rule(probabilities)
    return Recognition(
        likeliest, confidence, probabilities, read.network_input, verdict, read.box, read.thumbnail
    )


def _blank(read: PreparedPicture) -> Recognition:
    probabilities = np.full(_DIGITS, 1 / _DIGITS)
    return Recognition(
        None, 0.0, probabilities, read.network_input, "blank", thumbnail=read.thumbnail
    )
