"""How well the output units' penalties tell digits from what is none: a rejection curve.

Section II-B: the outputs of radial basis functions say how well an input fits a class, so one that
fits none can be refused.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.network import Network

__all__ = ["RejectionPoint", "least_penalties", "rejection_curve"]

CHUNK = 500


@dataclass(frozen=True)
class RejectionPoint:
    """What a limit for the least penalty does.

    Attributes
    ----------
    limit : float
        An image whose least penalty is above this is no digit.
    digits_refused, others_refused : float
        Share of the digits, and of the other pictures, that are taken for no digit.
    error : float
        Share misread of the digits that are answered.
    """

    limit: float
    digits_refused: float
    others_refused: float
    error: float


def least_penalties(
    network: Network, images: NDArray[np.uint8]
) -> tuple[NDArray[np.floating], NDArray[np.intp]]:
    """Return each image's least penalty and the class it belongs to, for (n, 28, 28) images."""
    penalties = np.concatenate(
        [
            network.forward(network.architecture.encoding(images[start : start + CHUNK]))[-1]
            for start in range(0, len(images), CHUNK)
        ],
        axis=-1,
    )[:, 0, 0]
    return penalties.min(axis=0), penalties.argmin(axis=0)


def rejection_curve(
    network: Network,
    digits: NDArray[np.uint8],
    labels: NDArray[np.integer],
    others: NDArray[np.uint8],
    refused: tuple[float, ...] = (0.0, 0.005, 0.01, 0.02, 0.05, 0.1),
) -> list[RejectionPoint]:
    """Return a point for each share of digits that may be refused.

    Parameters
    ----------
    network : Network
        One whose outputs are penalties.
    digits, labels : ndarray
        Images of digits (n, 28, 28), and what they are (n,).
    others : ndarray of uint8, (m, 28, 28)
        Pictures without a digit, prepared as digits are.
    refused : tuple of float
        Shares of the digits, 0 to below 1.
    """
    least, guesses = least_penalties(network, digits)
    least_of_others, _ = least_penalties(network, others)
    points = []
    for share in refused:
        limit = float(np.quantile(least, 1 - share))
        answered = least <= limit
        points.append(
            RejectionPoint(
                limit,
                float(1 - answered.mean()),
                float((least_of_others > limit).mean()),
                float((guesses != labels)[answered].mean()),
            )
        )
    return points
