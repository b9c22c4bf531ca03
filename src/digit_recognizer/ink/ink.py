"""Tell ink from paper, whichever of the two is the darker."""

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.background import ink_is_dark, on_even_paper, usual_grey
from digit_recognizer.ink.histogram import GREYS, highest, histogram, lowest, quantile
from digit_recognizer.ink.light import coarse_picture, light_on
from digit_recognizer.ink.noise import LEAST_SIDE, noise_of, without_noise
from digit_recognizer.ink.ruling import without_ruling
from digit_recognizer.ink.specks import without_specks

__all__ = ["Polarity", "find_ink"]

Polarity = Literal["auto", "dark-on-light", "light-on-dark"]

# Of the range from black to white: what differs less from the paper is not written.
_LEAST_CONTRAST = 0.04 * 255
# Of the ink's own contrast: a part of the writing is at least so dark somewhere ...
_SURE = 0.5
# ... and goes on as far as it is at least so dark.
_FAINT = 0.2
# Of the contrast possible: ink that is as strong as this is left as it is.
_FULL = 0.95 * 255
# The noise of the paper, in standard deviations, that is not taken for ink.
_NOISE = 4.0
# Of the strongest contrast: what varies more, but not from pixel to pixel, is a pattern.
_PATTERN = 0.06
# A tenth of a normal distribution lies more than so many standard deviations below its middle.
_TENTH_AT = 1.2816
# Edges fade out so far beyond the faint ink, in pixels: an octagon.
_EDGES = np.array(
    [[0, 1, 1, 1, 0], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [0, 1, 1, 1, 0]], np.uint8
)


def find_ink(grey: NDArray[np.uint8], polarity: Polarity = "auto") -> NDArray[np.uint8] | None:
    """Return the ink of a picture, or None where it is blank.

    Parameters
    ----------
    grey : (height, width) uint8
        0 is black, 255 is white.
    polarity : {"auto", "dark-on-light", "light-on-dark"}
        Which of ink and paper is the darker; by default it is found out.

    Returns
    -------
    (height, width) uint8, 0 paper and 255 ink, edges grey, specks gone; None for a blank picture.

    Raises
    ------
    ValueError
        Where ``polarity`` is none of the three, or the picture is not uint8.
    """
    if polarity not in ("auto", "dark-on-light", "light-on-dark"):
        raise ValueError(
            f"polarity must be 'auto', 'dark-on-light' or 'light-on-dark', not {polarity!r}."
        )
    if grey.dtype != np.uint8 or grey.ndim != 2:
        raise ValueError(
            f"the picture must be (height, width) uint8, as open_picture returns it, "
            f"not {grey.dtype} of shape {grey.shape}."
        )
    noisy, counts = grey, histogram(grey)
    span = highest(counts) - lowest(counts)
    if span < _LEAST_CONTRAST:
        return None
    grey = without_noise(grey, counts)
    if grey is not noisy:
        counts = histogram(grey)
    inkward = _inkward(grey, counts, polarity)
    counts = histogram(inkward)
    level = _paper(inkward, counts)
    unruled = without_ruling(inkward, level, highest(counts))
    if unruled is not inkward:
        inkward, counts = unruled, histogram(unruled)
    return _written(inkward, counts, level, patterned=grey is noisy)


def _inkward(
    grey: NDArray[np.uint8], counts: NDArray[np.float32], polarity: Polarity
) -> NDArray[np.uint8]:
    """Return a picture with even paper in which brighter is more ink."""
    span = highest(counts) - lowest(counts)
    coarse = coarse_picture(grey)
    light = light_on(coarse, span)
    dark = (
        ink_is_dark(grey, counts, coarse, light)
        if polarity == "auto"
        else polarity == "dark-on-light"
    )
    if not dark:
        return on_even_paper(grey, coarse, light.surface, span, dark_ink=False)
    negative, coarse = cv2.bitwise_not(grey), cv2.bitwise_not(coarse)
    return on_even_paper(negative, coarse, 255 - light.surface, span, dark_ink=True)


def _paper(inkward: NDArray[np.uint8], counts: NDArray[np.float32]) -> int:
    """Return the value of the paper: the median of what is nearer to paper than to ink."""
    nearer = (usual_grey(inkward, counts) + highest(counts)) // 2
    return quantile(counts[: nearer + 1], 0.5)


def _written(
    inkward: NDArray[np.uint8], counts: NDArray[np.float32], level: int, *, patterned: bool
) -> NDArray[np.uint8] | None:
    """Return the ink on even paper; the paper may be patterned where it was not smoothed."""
    noise = _noise(counts, level)
    if patterned:
        noise = _noise_or_pattern(inkward, counts, level, noise)
    full = _full_contrast(counts, level, noise)
    if full is None:
        return None
    clear = _NOISE * noise
    faint = _above(inkward, level + max(_FAINT * full, clear))
    sure = _above(inkward, level + max(_SURE * full, clear))
    writing = without_specks(faint, sure)
    if writing is None:
        return None
    contrast = GREYS - level
    strength = 255 / full if full < _FULL else 1.0
    table = np.where(contrast > clear, np.minimum(contrast * strength + 0.5, 255), 0)
    ink = cv2.LUT(inkward, table.astype(np.uint8))
    # The paper's noise farther off stays out.
    return np.asarray(cv2.bitwise_and(ink, cv2.dilate(writing, _EDGES)), np.uint8)


def _above(inkward: NDArray[np.uint8], least: float) -> NDArray[np.uint8]:
    """Return 255 where a picture is above a value, and 0 elsewhere."""
    return np.asarray(cv2.threshold(inkward, least, 255, cv2.THRESH_BINARY)[1], np.uint8)


def _noise(counts: NDArray[np.float32], level: int) -> float:
    """Estimate the paper's standard deviation from the side of it that ink is not on."""
    return max(0.0, (level - quantile(counts, 0.1)) / _TENTH_AT)


def _noise_or_pattern(
    inkward: NDArray[np.uint8], counts: NDArray[np.float32], level: int, spread: float
) -> float:
    """Estimate the same, a printed pattern by half: unlike noise it keeps within its range."""
    strongest = highest(counts) - level
    if spread < _PATTERN * strongest or min(inkward.shape) < LEAST_SIDE:
        return spread
    return spread if noise_of(inkward, counts) > spread / 2 else spread / 2


def _full_contrast(counts: NDArray[np.float32], level: int, noise: float) -> float | None:
    """Return the contrast of fully inked pixels, None where nothing stands out of the paper."""
    strongest = highest(counts) - level
    least = max(1.5 * _NOISE * noise, _LEAST_CONTRAST)
    if strongest < least:
        return None
    from_here = level + int(np.ceil(max(strongest / 4, least)))
    return float(from_here + quantile(counts[from_here:], 0.9) - level)
