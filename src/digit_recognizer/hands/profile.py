"""A profile: the digits that were learned of one person's hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from time import time

import numpy as np
from numpy.typing import ArrayLike, NDArray

from digit_recognizer.hands.fit import Fit
from digit_recognizer.hands.last_layers import HandError
from digit_recognizer.ink import (
    INK_VERSION,
    PictureLike,
    Polarity,
    normalize,
    prepare_picture,
    render_strokes,
)

__all__ = ["MOST_DIGITS", "LearnedDigit", "Profile"]

MOST_DIGITS = 1_000
"""A hundred of each digit. Up to three hundred in all a correction takes effect in about ten
milliseconds, and with so many within a second."""


@dataclass(frozen=True, eq=False)
class LearnedDigit:
    """A digit as its writer says what it is.

    Attributes
    ----------
    image : (28, 28) uint8
        The network input, white ink on black.
    label : int
        The digit, 0 to 9.
    learned_at : float
        When, in seconds since 1970 (UTC).
    origin : str
        Where it was written or found, for people: ``"Draw"``, the name of a file.
    """

    image: NDArray[np.uint8] = field(repr=False)
    label: int
    learned_at: float = 0.0
    origin: str = ""

    def __post_init__(self) -> None:
        """Check image and label."""
        if self.image.dtype != np.uint8 or self.image.shape != (28, 28) or not self.image.any():
            raise HandError(
                "expected the 28×28 pixels (uint8) of a digit with ink, got "
                f"{self.image.dtype} of shape {self.image.shape}",
                "learn what a recognizer made of a picture",
            )
        if not 0 <= self.label <= 9:
            raise HandError(f"expected a digit from 0 to 9, got {self.label}", "name a digit")
        image = self.image.copy()
        image.flags.writeable = False
        object.__setattr__(self, "image", image)


@dataclass(frozen=True, eq=False)
class Profile:
    """The digits learned of one person, for one network; learning and forgetting return another.

    Attributes
    ----------
    name : str
        Whose hand it is.
    digits : tuple of LearnedDigit
        In the order in which they were learned.
    network : str
        ``network_identity`` of the network that read them; empty for the shipped one, whichever
        that is when the first digit is learned.
    fit : Fit or None
        What was found best for exactly these digits; None where that was not looked for yet.

    Examples
    --------
    >>> from digit_recognizer import Profile, Recognizer
    >>> from digit_recognizer.samples import sample_pictures
    >>> profile = Profile("Ann").learn(sample_pictures()[7], 7)
    >>> Recognizer(profile=profile).recognize(sample_pictures()[7]).answer
    7
    >>> len(profile.forget(0).digits)
    0
    """

    name: str
    digits: tuple[LearnedDigit, ...] = field(default=(), repr=False)
    network: str = field(default="", repr=False)
    ink_version: int = field(default=INK_VERSION, repr=False)
    fit: Fit | None = field(default=None, repr=False)

    def learn(
        self,
        picture: PictureLike,
        digit: int,
        *,
        polarity: Polarity = "auto",
        origin: str = "",
    ) -> "Profile":
        """Return the profile with one digit more.

        Parameters
        ----------
        picture, polarity
            As ``Recognizer.recognize`` takes them.
        digit : int
            What it shows, 0 to 9.
        origin : str
            Where it comes from, for people.

        Raises
        ------
        PictureError
            Where the picture cannot be opened.
        HandError
            Where it shows no ink, the digit is none, or the profile is full.
        """
        image = prepare_picture(picture, polarity).image
        if image is None:
            raise HandError(
                "expected a picture of a digit, found no ink", "give one with a digit on it"
            )
        return self.learn_input(image, digit, origin=origin)

    def learn_strokes(
        self, strokes: Sequence[ArrayLike], digit: int, *, origin: str = ""
    ) -> "Profile":
        """Return the profile with one digit more, drawn by a pen.

        Parameters
        ----------
        strokes : sequence of (n, 2) arrays
            As ``Recognizer.recognize_strokes`` takes them.
        digit, origin
            As ``learn`` takes them.

        Raises
        ------
        StrokeError, HandError
            Where the strokes are not such, or as ``learn`` raises them.
        """
        ink = render_strokes(strokes)
        if ink is None:
            raise HandError("expected strokes of a digit, got none", "draw one")
        return self.learn_input(normalize(ink), digit, origin=origin)

    def learn_input(self, image: NDArray[np.uint8], digit: int, *, origin: str = "") -> "Profile":
        """Return the profile with one digit more, whose network input is known.

        Parameters
        ----------
        image : (28, 28) uint8
            ``Recognition.network_input``.
        digit, origin
            As ``learn`` takes them.

        Raises
        ------
        HandError
            Where there is no ink, the digit is none, or the profile is full.
        """
        return self.with_digits([LearnedDigit(image, digit, time(), origin)])

    def with_digits(self, digits: Sequence[LearnedDigit]) -> "Profile":
        """Return the profile with these digits added.

        Raises
        ------
        HandError
            If it would hold more than ``MOST_DIGITS``.
        """
        every = (*self.digits, *digits)
        if len(every) > MOST_DIGITS:
            raise HandError(
                f"{self.name}: expected at most {MOST_DIGITS:,} learned digits, got {len(every):,}",
                "forget some of the earlier ones",
            )
        return replace(self, digits=every, fit=None)

    def forget(self, index: int) -> "Profile":
        """Return the profile without one digit.

        Parameters
        ----------
        index : int
            Its place among ``digits``, from 0.

        Raises
        ------
        HandError
            If there is none at that place.
        """
        if not 0 <= index < len(self.digits):
            raise HandError(
                f"{self.name}: expected a learned digit from 0 to {len(self.digits) - 1}, "
                f"got {index}",
                "look at what was learned",
            )
        left = (*self.digits[:index], *self.digits[index + 1 :])
        return replace(self, digits=left, fit=None)

    @property
    def images(self) -> NDArray[np.uint8]:
        """All images, (n, 28, 28)."""
        if not self.digits:
            return np.zeros((0, 28, 28), np.uint8)
        return np.stack([each.image for each in self.digits])

    @property
    def labels(self) -> NDArray[np.int64]:
        """What they show, (n,)."""
        return np.array([each.label for each in self.digits], np.int64)

    @property
    def counts(self) -> tuple[int, ...]:
        """How many there are of each digit, 0 to 9."""
        return tuple(np.bincount(self.labels, minlength=10).tolist())
