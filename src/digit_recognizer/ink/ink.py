"""Tell ink from background, whichever of the two is the darker."""

from math import ceil, floor
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.background import beside_background, ink_is_dark, uneven_background
from digit_recognizer.ink.histogram import (
    GREYS,
    Histogram,
    border,
    histogram,
    quantile,
    usual_grey,
)
from digit_recognizer.ink.light import coarse_picture, light_on
from digit_recognizer.ink.noise import LEAST_SIDE, noise_of, without_noise
from digit_recognizer.ink.ruling import without_ruling
from digit_recognizer.ink.specks import without_specks

__all__ = ["Polarity", "find_ink"]

Polarity = Literal["auto", "dark-on-light", "light-on-dark"]

# Of the range from black to white: what differs less from the background is not written.
_LEAST_CONTRAST = 0.04 * 255
# Of the ink's own contrast: a part of the writing is at least so dark somewhere ...
_SURE = 0.5
# ... and goes on as far as it is at least so dark.
_FAINT = 0.2
# Of the contrast possible: ink that is as strong as this is left as it is.
_FULL = 0.95 * 255
# The noise of the background, in standard deviations, that is not taken for ink.
_NOISE = 4.0
# Of the strongest contrast: what varies more, but not from pixel to pixel, is a pattern.
_PATTERN = 0.06
# A tenth of a normal distribution lies more than so many standard deviations below its middle.
_TENTH_AT = 1.2816
# Edges fade out so far beyond the faint ink, in pixels ...
_FADING = 2
# ... as an octagon.
_EDGES = np.array(
    [[0, 1, 1, 1, 0], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [0, 1, 1, 1, 0]], np.uint8
)


def find_ink(
    grey: NDArray[np.uint8], polarity: Polarity = "auto", *, one_digit: bool = True
) -> NDArray[np.uint8] | None:
    """Return the ink of a picture, or None where it is blank.

    Parameters
    ----------
    grey : (height, width) uint8
        0 is black, 255 is white.
    polarity : {"auto", "dark-on-light", "light-on-dark"}
        Which of ink and background is the darker; by default it is found out.
    one_digit : bool
        Whether one digit is meant; then remains of its neighbours and points at its foot go too.

    Returns
    -------
    (height, width) uint8, 0 background and 255 ink, edges grey, specks gone; None for a
    blank picture.

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
    found = histogram(grey)
    if found.highest - found.lowest < _LEAST_CONTRAST:
        return None
    noisy, grey = grey, without_noise(grey, found)
    if grey is not noisy:
        found = histogram(grey)
    inkward, found, usual = _on_even_background(grey, found, polarity)
    # The median of what is nearer to the background than to ink.
    level = quantile(found.below, 0.5, last=(usual + found.highest) // 2)
    unruled = without_ruling(inkward, level, found.highest)
    if unruled is not inkward:
        inkward, found = unruled, histogram(unruled)
    return _written(inkward, found, level, patterned=grey is noisy, one_digit=one_digit)


def _on_even_background(
    grey: NDArray[np.uint8], found: Histogram, polarity: Polarity
) -> tuple[NDArray[np.uint8], Histogram, int]:
    """Return a picture of even background, brighter for more ink, its histogram and median."""
    span = found.highest - found.lowest
    outermost = border(grey)
    usual = usual_grey(found.below, outermost)
    coarse = coarse_picture(grey)
    light = light_on(coarse, outermost if coarse is grey else border(coarse), span)
    dark = polarity == "dark-on-light"
    if polarity == "auto":
        dark = ink_is_dark(grey, found.counts, usual, coarse, light)
    levels = uneven_background(coarse, light, span, dark_ink=dark)
    if dark:
        grey, found, usual = ~grey, found.negative, 255 - usual
    if levels is not None:
        grey = beside_background(grey, levels, dark_ink=dark)
        found = histogram(grey)
        usual = usual_grey(found.below, border(grey))
    return grey, found, usual


def _written(
    inkward: NDArray[np.uint8],
    found: Histogram,
    level: int,
    *,
    patterned: bool,
    one_digit: bool,
) -> NDArray[np.uint8] | None:
    """Return the ink on an even background, which may be patterned where it was not smoothed."""
    strongest = found.highest - level
    noise = _noise(found.below, level)
    if patterned and noise >= _PATTERN * strongest and min(inkward.shape) >= LEAST_SIDE:
        # A printed pattern counts by half: unlike noise it keeps within its range.
        noise = noise if noise_of(inkward, found.counts) > noise / 2 else noise / 2
    clear = _NOISE * noise
    least = max(1.5 * clear, _LEAST_CONTRAST)
    if strongest < least:
        return None
    # The contrast of fully inked pixels.
    full = quantile(found.below, 0.9, first=level + ceil(max(strongest / 4, least))) - level
    faint = cv2.threshold(inkward, level + max(_FAINT * full, clear), 255, cv2.THRESH_BINARY)[1]
    box = cv2.boundingRect(faint)
    sure_from = level + max(_SURE * full, clear)
    writing = without_specks(faint, box, inkward, sure_from, one_digit=one_digit)
    if writing is None:
        return None
    left, top, width, height = box if writing is faint else cv2.boundingRect(writing)
    there = (
        slice(max(top - _FADING, 0), top + height + _FADING),
        slice(max(left - _FADING, 0), left + width + _FADING),
    )
    ink = np.zeros(inkward.shape, np.uint8)
    # The background's noise farther off stays out.
    ink[there] = cv2.bitwise_and(
        cv2.LUT(inkward[there], _inking(level, clear, full)), cv2.dilate(writing[there], _EDGES)
    )
    return ink


def _inking(level: int, clear: float, full: int) -> NDArray[np.uint8]:
    """Return how much ink each grey value is, (256,): none within the background's noise."""
    strength = 255 / full if full < _FULL else 1.0
    table: NDArray[np.float32] = np.minimum(GREYS * strength + (0.5 - level * strength), 255)
    table[: min(level + floor(clear) + 1, 256)] = 0
    return table.astype(np.uint8)


def _noise(below: NDArray[np.float32], level: int) -> float:
    """Estimate the background's standard deviation from the side of it that ink is not on."""
    return max(0.0, (level - quantile(below, 0.1)) / _TENTH_AT)
