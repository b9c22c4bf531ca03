"""Sums and best paths over many lines at once, from the costs of their segments.

The same as ``criteria`` finds through graphs, and its gradients, in the time that learning can
spend: lines lie side by side, and the recursions run over their nodes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.graph import LONGEST, Segment
from digit_recognizer.numbers.scorer import LABELS, NOTHING

__all__ = ["Combination", "Lattice", "criterion"]

Combination = Literal["all", "best"]
"""Whether paths count together, by the forward algorithm, or the best one alone (Viterbi)."""

_Costs = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Lattice:
    """The segments of several lines.

    Attributes
    ----------
    rows : (lines, nodes, longest) intp
        For the node at which a segment ends and one less the number of its pieces, its row among
        the costs of all lines; -1 where there is none.
    ends : (lines,) intp
        The last node of each line.
    """

    rows: NDArray[np.intp]
    ends: NDArray[np.intp]

    @classmethod
    def of(cls, lines: Sequence[tuple[int, Sequence[Segment]]]) -> "Lattice":
        """Return that of lines, each its number of pieces and its segments."""
        rows = np.full((len(lines), 1 + max(pieces for pieces, _ in lines), LONGEST), -1, np.intp)
        start = 0
        for line, (_, segments) in enumerate(lines):
            sources, targets = np.array(segments, np.intp).T
            rows[line, targets, targets - sources - 1] = start + np.arange(len(segments))
            start += len(segments)
        return cls(rows, np.array([pieces for pieces, _ in lines], np.intp))


def criterion(
    lattice: Lattice, costs: _Costs, texts: Sequence[str], combination: Combination, against: bool
) -> tuple[_Costs, _Costs]:
    """Return what is to be made small for each line, and its gradient.

    Parameters
    ----------
    lattice : Lattice
    costs : (segments, labels) float64
        Of all lines.
    texts : sequence of str
        Of each line.
    combination : {"all", "best"}
    against : bool
        Whether what all readings cost is taken from it: the discriminative criteria.

    Returns
    -------
    (lines,), (segments, labels) float64
        0 for a line whose text no path reads.
    """
    padded = np.concatenate((costs, np.full((1, len(LABELS)), np.inf)))
    gradient = np.zeros_like(padded)
    wanted = _of_texts(lattice, padded, texts, combination, gradient)
    if not against:
        return np.where(np.isfinite(wanted), wanted, 0), gradient[:-1]
    every = _of_all(lattice, padded, combination, gradient, np.isfinite(wanted))
    return np.where(np.isfinite(wanted), wanted - every, 0), gradient[:-1]


def _combined(options: _Costs, combination: Combination) -> tuple[_Costs, _Costs]:
    """Return options, along the last axis, together; and the share of each."""
    least = options.min(axis=-1, keepdims=True)
    finite = np.isfinite(least)
    shifted = np.where(finite, options - np.where(finite, least, 0), np.inf)
    if combination == "best":
        shares = np.zeros_like(options)
        np.put_along_axis(shares, shifted.argmin(axis=-1, keepdims=True), 1.0, axis=-1)
        return least[..., 0], shares * finite
    powers = np.exp(-shifted)
    total = powers.sum(axis=-1, keepdims=True)
    shares = np.where(finite, powers / np.where(finite, total, 1), 0)
    return (least - np.log(np.where(finite, total, 1)))[..., 0], shares


def _of_texts(
    lattice: Lattice,
    padded: _Costs,
    texts: Sequence[str],
    combination: Combination,
    gradient: _Costs,
) -> _Costs:
    """Return what reading each text costs, and add its gradient."""
    lines, nodes, longest = lattice.rows.shape
    lengths = np.array([len(text) for text in texts])
    most = int(lengths.max())
    labels = np.zeros((lines, most), np.intp)
    for line, text in enumerate(texts):
        labels[line, : len(text)] = [LABELS.index(character) for character in text]
    # Whatever comes before node 0 is out of reach. The state is how much of the text is read.
    reached = np.full((lines, longest + nodes, most + 1), np.inf)
    reached[:, longest, 0] = 0
    shares = np.zeros((nodes, lines, most + 1, longest + 1))
    for node in range(1, nodes):
        rows = lattice.rows[:, node]
        here = padded[rows[:, None, :], labels[:, :, None]]
        before = reached[:, node : node + longest][:, ::-1]
        options = np.full((lines, most + 1, longest + 1), np.inf)
        options[:, 1:, :-1] = before[:, :, :-1].transpose(0, 2, 1) + here
        options[:, :, -1] = before[:, 0] + padded[rows[:, 0], NOTHING][:, None]
        reached[:, longest + node], shares[node] = _combined(options, combination)
    every = np.arange(lines)
    result = reached[every, longest + lattice.ends, lengths]
    flow = np.zeros_like(reached)
    flow[every, longest + lattice.ends, lengths] = np.isfinite(result)
    for node in range(nodes - 1, 0, -1):
        rows = lattice.rows[:, node]
        parts = shares[node] * flow[:, longest + node][..., None]
        before = flow[:, node : node + longest][:, ::-1]
        before[:, :, :-1] += parts[:, 1:, :-1].transpose(0, 2, 1)
        before[:, 0] += parts[:, :, -1]
        np.add.at(gradient, (rows[:, None, :], labels[:, :, None]), parts[:, 1:, :-1])
        np.add.at(gradient, (rows[:, 0], np.full(lines, NOTHING)), parts[:, :, -1].sum(axis=1))
    return np.asarray(result)


def _of_all(
    lattice: Lattice,
    padded: _Costs,
    combination: Combination,
    gradient: _Costs,
    counted: NDArray[np.bool_],
) -> _Costs:
    """Return what all readings cost, and take its gradient away for the lines that count."""
    lines, nodes, longest = lattice.rows.shape
    characters = np.delete(padded, NOTHING, axis=1)
    of_segments, of_labels = _combined(characters, combination)
    of_pieces, of_labels_of_pieces = _combined(padded, combination)
    reached = np.full((lines, longest + nodes), np.inf)
    reached[:, longest] = 0
    shares = np.zeros((nodes, lines, longest))
    for node in range(1, nodes):
        rows = lattice.rows[:, node]
        here = of_segments[rows]
        # Only a single piece may be no character.
        here[:, 0] = of_pieces[rows[:, 0]]
        options = reached[:, node : node + longest][:, ::-1] + here
        reached[:, longest + node], shares[node] = _combined(options, combination)
    every = np.arange(lines)
    result = reached[every, longest + lattice.ends]
    flow = np.zeros_like(reached)
    flow[every, longest + lattice.ends] = counted
    wide, single = np.zeros(len(padded)), np.zeros(len(padded))
    for node in range(nodes - 1, 0, -1):
        rows = lattice.rows[:, node]
        parts = shares[node] * flow[:, [longest + node]]
        flow[:, node : node + longest][:, ::-1] += parts
        np.add.at(wide, rows[:, 1:], parts[:, 1:])
        np.add.at(single, rows[:, 0], parts[:, 0])
    kept = np.arange(len(LABELS)) != NOTHING
    gradient[:, kept] -= wide[:, None] * of_labels
    gradient -= single[:, None] * of_labels_of_pieces
    return np.asarray(result)
