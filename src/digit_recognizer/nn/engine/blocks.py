"""Blocks of weights that Muon moves together, as compiled code takes them."""

from collections.abc import Iterable

import numpy as np

from digit_recognizer.nn.engine.inputs import Blocks
from digit_recognizer.nn.engine.kernels.orthogonalize import orthogonalize
from digit_recognizer.nn.engine.lanes import Lanes
from digit_recognizer.nn.engine.memory import zeros
from digit_recognizer.nn.engine.plan import Positions
from digit_recognizer.nn.optimizers import Block

__all__ = ["make_blocks", "no_blocks"]


def no_blocks() -> Blocks:
    """Return no blocks, for every other optimizer."""
    return Blocks(0, np.zeros(0, np.int64), np.zeros(0, np.int64), zeros(0))


def make_blocks(blocks: Iterable[Block], positions: Positions, lanes: Lanes) -> Blocks:
    """Return blocks with their positions among the engine's parameters, and their working memory.

    Parameters
    ----------
    blocks : iterable of Block
        Of the network's own vector.
    positions : ndarray of int64
        Where each entry of that vector lies in the engine's.
    lanes : Lanes
        Of the compiled code.
    """
    table: list[int] = []
    order: list[Positions] = []
    known = room = 0
    # The largest first, one for each thread: then the small ones fill what time is left.
    for block in sorted(blocks, key=lambda block: -block.rows * block.columns):
        table += (block.rows, block.columns, known, room)
        order.append(block.view(positions).T.ravel())
        known += len(order[-1])
        pitch = -(-block.rows // lanes.width) * lanes.width
        room += 2 * block.columns * pitch + 5 * pitch**2
    return Blocks(
        orthogonalize.address(lanes), np.array(table, np.int64), np.concatenate(order), zeros(room)
    )
