"""Whether a confidence of 90 % is correct nine times in ten.

Source: C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger: On calibration of modern neural networks.
ICML 2017, section 2.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Reliability", "reliability"]

BINS = 15
"""Equally wide ones from 0 to 1, as many as in the paper."""


@dataclass(frozen=True, eq=False)
class Reliability:
    """What was claimed and what came true, by the height of the claim.

    Attributes
    ----------
    counts : NDArray[np.int64]
        Answers in each bin, shape (bins,).
    confidence, accuracy : NDArray[np.float64]
        Their mean confidence and the share that was correct, shape (bins,); 0 in an empty bin.
    """

    counts: NDArray[np.int64]
    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]

    @property
    def error(self) -> float:
        """Expected calibration error: the mean distance of claim and truth, 0 to 1."""
        gaps = np.abs(self.confidence - self.accuracy)
        return float(gaps @ self.counts / self.counts.sum())


def reliability(
    confidence: NDArray[np.floating], correct: NDArray[np.bool_], bins: int = BINS
) -> Reliability:
    """Compare confidence with truth.

    Parameters
    ----------
    confidence : (n,) floats
        From 0 to 1; at least one.
    correct : (n,) bool
        Whether the answer was.
    bins : int
        How many.

    Raises
    ------
    ValueError
        If there is no answer.
    """
    if len(confidence) == 0:
        raise ValueError("expected at least one answer, got none")
    place = np.clip(np.ceil(confidence * bins).astype(np.int64) - 1, 0, bins - 1)
    counts = np.bincount(place, minlength=bins)
    filled = np.maximum(counts, 1)
    return Reliability(
        counts,
        np.bincount(place, weights=confidence, minlength=bins) / filled,
        np.bincount(place, weights=correct, minlength=bins) / filled,
    )
