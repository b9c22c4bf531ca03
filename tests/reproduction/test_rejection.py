import numpy as np

from digit_recognizer.lenet.bitmaps import DIGIT_BITMAPS
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.layers import EuclideanRadialBasis
from digit_recognizer.nn.losses import RightPenalty
from digit_recognizer.nn.network import Network
from digit_recognizer.reproduction.rejection import least_penalties, rejection_curve

BITMAPS = (np.array(DIGIT_BITMAPS).reshape(10, 12, 7) > 0).astype(np.uint8) * 255
NETWORK = Network(
    Architecture(
        "nearest bitmap",
        (EuclideanRadialBasis("output", DIGIT_BITMAPS),),
        (1, 12, 7),
        Encoding(-1, 1, 0),
        RightPenalty(),
    )
)
"""Its inputs are bitmaps as they are: a black pixel is -1, a white one 1."""


def test_a_bitmap_has_no_penalty_in_its_own_class() -> None:
    least, guesses = least_penalties(NETWORK, BITMAPS)
    assert (least < 1e-6).all()
    assert (guesses == np.arange(10)).all()


def test_what_fits_no_class_is_refused_first() -> None:
    worse = BITMAPS.copy()
    worse[3, 0, 0] ^= 255
    (none, a_tenth) = rejection_curve(
        NETWORK, worse, np.arange(10), 255 - BITMAPS, refused=(0.0, 0.1)
    )
    assert (none.digits_refused, none.others_refused, none.error) == (0, 1, 0)
    assert a_tenth.limit < none.limit
    assert np.isclose(a_tenth.digits_refused, 0.1)
