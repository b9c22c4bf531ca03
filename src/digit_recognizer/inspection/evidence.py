"""What in the image speaks for a class and what against it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.network import CHUNK, Network

__all__ = ["Evidence", "find_evidence"]

SQUARE = 4
"""Side of the square that is covered, in pixels: about the width of a pen's line and its edges."""
STEP = 2
"""From one square to the next: they overlap, so that the picture is smooth."""

_SMALLEST = 1e-300
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the ink at each place does for one class.

    Attributes
    ----------
    digit : int
        The class.
    weights : (28, 28) float64
        How far the class's log-odds fall when the ink around a pixel is covered: positive where
        it speaks for the class, negative where it speaks against it, 0 where there is no ink.
    """

    digit: int
    weights: NDArray[np.float64]


def find_evidence(network: Network, image: NDArray[np.uint8], digit: int) -> Evidence:
    """Cover one small square of ink after another and see what the network says without it.

    Occlusion, as in Zeiler and Fergus 2014, section 4.2, on the log-odds of the class. What a
    square changes is shared by the ink in it, and a pixel gets the mean over all squares that
    cover it.

    Parameters
    ----------
    network : Network
        The network that reads.
    image : (28, 28) uint8
        White ink on black, as the network sees it.
    digit : int
        The class.
    """
    corners = _corners_with_ink(image)
    covered = np.repeat(image[None], len(corners) + 1, axis=0)
    for picture, (top, left) in zip(covered[1:], corners, strict=True):
        picture[top : top + SQUARE, left : left + SQUARE] = 0
    odds = _log_odds(network, covered, digit)
    total, times = np.zeros(image.shape), np.zeros(image.shape)
    for fall, (top, left) in zip(odds[0] - odds[1:], corners, strict=True):
        square = slice(top, top + SQUARE), slice(left, left + SQUARE)
        total[square] += fall
        times[square] += 1
    weights = total / np.maximum(times, 1)
    weights *= image / 255
    weights.flags.writeable = False
    return Evidence(digit, weights)


def _corners_with_ink(image: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """Return the upper left corner of every square that has ink in it."""
    height, width = image.shape
    return [
        (top, left)
        for top in range(0, height - SQUARE + 1, STEP)
        for left in range(0, width - SQUARE + 1, STEP)
        if image[top : top + SQUARE, left : left + SQUARE].any()
    ]


def _log_odds(network: Network, images: NDArray[np.uint8], digit: int) -> NDArray[np.float64]:
    """Return the log of a class's probability over that of all else, ``(batch,)``."""
    odds = np.empty(len(images))
    for start in range(0, len(images), CHUNK):
        chunk = slice(start, start + CHUNK)
        outputs = network.forward(network.architecture.encoding(images[chunk]))[-1]
        shares = network.architecture.loss.probabilities(outputs.astype(np.float64))
        others = np.delete(shares, digit, axis=0).sum(axis=0)
        # What is missing from 1, but for rounding, is the rubbish class, where the loss has one.
        missing = 1 - shares.sum(axis=0)
        others += np.where(missing > _ROUNDING, missing, 0)
        odds[chunk] = np.log(np.maximum(shares[digit], _SMALLEST))
        odds[chunk] -= np.log(np.maximum(others, _SMALLEST))
    return odds
