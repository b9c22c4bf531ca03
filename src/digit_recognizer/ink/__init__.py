"""The one pipeline from ink to network input, for every picture and every pen stroke.

``open_picture`` opens anything safely, ``find_ink`` tells ink from background, ``render_strokes``
turns pen strokes into ink, and ``normalize`` makes of the ink what MNIST would have made of it.
``prepare_picture`` does all of it to a picture, and ``prepare_many`` to many, over all cores.
"""

from digit_recognizer.ink.ink import Polarity, find_ink
from digit_recognizer.ink.many import Prepared, prepare_many
from digit_recognizer.ink.normalize import Box, ink_box, normalize
from digit_recognizer.ink.picture import (
    PICTURE_ENDINGS,
    PictureError,
    PictureLike,
    open_picture,
    picture_name,
)
from digit_recognizer.ink.prepared import PreparedPicture, prepare_picture
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
    "Prepared",
    "PreparedPicture",
    "StrokeError",
    "find_ink",
    "ink_box",
    "normalize",
    "open_picture",
    "picture_name",
    "prepare_many",
    "prepare_picture",
    "render_strokes",
    "stroke_box",
]
