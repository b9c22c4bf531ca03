"""Tell ink from paper, whichever of the two is the darker."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.ink.background import contrast_to_paper, ink_is_dark, light_on, sample
from digit_recognizer.ink.noise import LEAST_SIDE, noise_of, without_noise
from digit_recognizer.ink.ruling import without_ruling
from digit_recognizer.ink.specks import without_specks
from digit_recognizer.ink.thickness import thicken

__all__ = ["Polarity", "find_ink"]

Polarity = Literal["auto", "dark-on-light", "light-on-dark"]

# Of the range from black to white: what differs less from the paper is not written.
_LEAST_CONTRAST = 0.04
# Of the ink's own contrast: a part of the writing is at least so dark somewhere ...
_SURE = 0.5
# ... and goes on as far as it is at least so dark.
_FAINT = 0.2
# Of the contrast possible: ink that is as strong as this is left as it is.
_FULL = 0.95
# The noise of the paper, in standard deviations, that is not taken for ink.
_NOISE = 4.0
# Of the strongest contrast: what varies more, but not from pixel to pixel, is a pattern.
_PATTERN = 0.06


def find_ink(grey: NDArray[np.float32], polarity: Polarity = "auto") -> NDArray[np.float32] | None:
    """Return the ink of a picture, or None where it is blank.

    Parameters
    ----------
    grey : (height, width) float32
        0 is black, 1 is white.
    polarity : {"auto", "dark-on-light", "light-on-dark"}
        Which of ink and paper is the darker; by default it is found out.

    Returns
    -------
    (height, width) float32, 0 paper and 1 ink, edges grey, specks gone; None for a blank picture.

    Raises
    ------
    ValueError
        Where ``polarity`` is none of the three.
    """
    if polarity not in ("auto", "dark-on-light", "light-on-dark"):
        raise ValueError(
            f"polarity must be 'auto', 'dark-on-light' or 'light-on-dark', not {polarity!r}."
        )
    if float(np.ptp(grey)) < _LEAST_CONTRAST:
        return None
    noisy, grey = grey, without_noise(grey)
    light = light_on(grey)
    dark = ink_is_dark(grey, light) if polarity == "auto" else polarity == "dark-on-light"
    contrast = contrast_to_paper(grey, light, dark_ink=dark)
    contrast = without_ruling(contrast)
    noise = _noise_or_pattern(contrast) if grey is noisy else _noise(contrast)
    full = _full_contrast(contrast, noise)
    if full is None:
        return None
    faint = contrast > max(_FAINT * full, _NOISE * noise)
    writing = without_specks(faint, contrast > max(_SURE * full, _NOISE * noise))
    if writing is None:
        return None
    # Edges fade out beyond the faint ink; paper's noise farther off stays out.
    edges = thicken(writing.astype(np.float32), 2) > 0
    kept = np.where(edges & (contrast > _NOISE * noise), contrast, 0)
    ink: NDArray[np.float32] = np.clip(kept / full if full < _FULL else kept, 0, 1)
    return ink.astype(np.float32)


def _noise(contrast: NDArray[np.float32]) -> float:
    """Estimate the paper's standard deviation from the side of it that ink is not on."""
    # A tenth of a normal distribution lies more than 1.2816 standard deviations below its middle.
    return max(0.0, -float(np.percentile(sample(contrast), 10)) / 1.2816)


def _noise_or_pattern(contrast: NDArray[np.float32]) -> float:
    """Estimate the same, a printed pattern by half: unlike noise it keeps within its range."""
    spread = _noise(contrast)
    if spread < _PATTERN * float(contrast.max()) or min(contrast.shape) < LEAST_SIDE:
        return spread
    return spread if noise_of(contrast) > spread / 2 else spread / 2


def _full_contrast(contrast: NDArray[np.float32], noise: float) -> float | None:
    """Return the contrast of fully inked pixels, None where nothing stands out of the paper."""
    strongest = float(contrast.max())
    least = max(1.5 * _NOISE * noise, _LEAST_CONTRAST)
    if strongest < least:
        return None
    return float(np.percentile(contrast[contrast >= max(strongest / 4, least)], 90))
