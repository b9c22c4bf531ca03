"""One picture, prepared: what the network reads of it, and where that was found."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digit_recognizer.ink.ink import Polarity, find_ink
from digit_recognizer.ink.normalize import SIDE, Box, ink_box, normalize
from digit_recognizer.ink.picture import PictureLike, open_picture

__all__ = ["PreparedPicture", "prepare_picture"]


@dataclass(frozen=True, eq=False)
class PreparedPicture:
    """A picture on its way into the network.

    Attributes
    ----------
    image : (28, 28) uint8 or None
        The network input, white ink (255) on black (0); None for a blank picture.
    box : (left, top, right, bottom) or None
        Where in the picture the ink was found, in pixels, right and bottom exclusive.
    thumbnail : (height, width) uint8 or None
        The picture made small, in grey; None where none was asked for.
    """

    image: NDArray[np.uint8] | None = None
    box: Box | None = None
    thumbnail: NDArray[np.uint8] | None = None

    @property
    def network_input(self) -> NDArray[np.uint8]:
        """The network input, (28, 28); all black for a blank picture."""
        return np.zeros((SIDE, SIDE), np.uint8) if self.image is None else self.image


def prepare_picture(
    picture: PictureLike,
    polarity: Polarity = "auto",
    *,
    name: str | None = None,
    thumbnail: int = 0,
) -> PreparedPicture:
    """Open a picture, find its ink and normalize it.

    Parameters
    ----------
    picture : path, bytes, PIL image or array
        As ``open_picture`` takes it.
    polarity : {"auto", "dark-on-light", "light-on-dark"}
        Which of ink and background is the darker; by default it is found out.
    name : str, optional
        What messages call it; by default the path.
    thumbnail : int
        The longest side of the thumbnail, in pixels; 0 for none.

    Raises
    ------
    PictureError
        Where the picture cannot be opened.
    """
    grey = open_picture(picture, name=name)
    small = _thumbnail(grey, thumbnail) if thumbnail else None
    ink = find_ink(grey, polarity)
    if ink is None:
        return PreparedPicture(thumbnail=small)
    box = ink_box(ink)
    return PreparedPicture(normalize(ink, box), box, small)


def _thumbnail(grey: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    small = Image.fromarray(grey)
    small.thumbnail((side, side))
    return np.asarray(small)
