"""The one pipeline from ink to network input, for every picture and every pen stroke.

``open_picture`` opens anything safely, ``find_ink`` tells ink from paper, ``render_strokes`` turns
pen strokes into ink, and ``normalize`` makes of the ink what MNIST would have made of it.
"""

from digit_recognizer.ink.ink import Polarity, find_ink
from digit_recognizer.ink.normalize import Box, ink_box, normalize
from digit_recognizer.ink.picture import (
    PICTURE_ENDINGS,
    PictureError,
    PictureLike,
    open_picture,
    picture_name,
)
from digit_recognizer.ink.stroke_box import stroke_box
from digit_recognizer.ink.strokes import StrokeError, render_strokes
from digit_recognizer.ink.version import INK_VERSION

__all__ = [
    "INK_VERSION",
    "PICTURE_ENDINGS",
    "Box",
    "PictureError",
    "PictureLike",
    "Polarity",
    "StrokeError",
    "find_ink",
    "ink_box",
    "normalize",
    "open_picture",
    "picture_name",
    "render_strokes",
    "stroke_box",
]
