"""The connected parts of a mask.

SciPy has this too, but importing ``scipy.ndimage`` takes a quarter of a second, longer than
loading the network and reading a digit; so it is done here, over runs of pixels.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["connected_parts"]


def connected_parts(mask: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Number the parts of a mask whose pixels touch, at a side or a corner.

    Parameters
    ----------
    mask : (height, width) bool

    Returns
    -------
    (height, width) intp: 0 outside the mask, 1, 2, ... in each part.
    """
    rows, starts, ends = _runs(mask)
    parents = _joined(rows.tolist(), starts.tolist(), ends.tolist())
    roots = np.array([_root(parents, run) for run in range(len(parents))], np.intp)
    numbers = np.unique(roots, return_inverse=True)[1] + 1
    labels = np.zeros(mask.shape, np.intp)
    # Both orders are the reading order, so the runs' pixels come one run after another.
    labels[mask] = np.repeat(numbers, ends - starts)
    return labels


def _runs(mask: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return row, first column and column after the last of every run, in reading order."""
    height, width = mask.shape
    padded = np.zeros((height, width + 1), np.int8)
    padded[:, :width] = mask
    steps = np.diff(padded.ravel(), prepend=0)
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    rows = starts // (width + 1)
    return rows, starts - rows * (width + 1), ends - rows * (width + 1)


def _joined(rows: list[int], starts: list[int], ends: list[int]) -> list[int]:
    """Join the runs that touch one of the row above; return each run's parent (union-find)."""
    parents = list(range(len(rows)))
    above = 0
    for run, row in enumerate(rows):
        while rows[above] < row - 1 or (rows[above] == row - 1 and ends[above] < starts[run]):
            above += 1
        touching = above
        while rows[touching] == row - 1 and starts[touching] <= ends[run]:
            parents[_root(parents, run)] = _root(parents, touching)
            touching += 1
    return parents


def _root(parents: list[int], run: int) -> int:
    while parents[run] != run:
        parents[run] = parents[parents[run]]
        run = parents[run]
    return run
