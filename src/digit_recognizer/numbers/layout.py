"""The segmentation graph as a picture: where its arcs stand above the ink, for docs and window."""

from dataclasses import dataclass
from typing import NamedTuple

from digit_recognizer.numbers.graph import Segment
from digit_recognizer.numbers.segmentation import Character, Segmentation

__all__ = ["ArcPlace", "GraphLayout", "graph_layout"]


class ArcPlace(NamedTuple):
    """One arc of the segmentation graph, and its place.

    Attributes
    ----------
    character : Character
        The segment as what it most probably is.
    share : float
        The probability among all readings that the line is cut so.
    row : int
        0 is nearest to the ink and has the best path; arcs of a row do not overlap, and of the
        others longer ones stand above.
    on_path : bool
        Whether it is part of the best path.
    """

    character: Character
    share: float
    row: int
    on_path: bool


@dataclass(frozen=True, eq=False)
class GraphLayout:
    """The arcs that are worth a look.

    Attributes
    ----------
    pieces : int
        Of ink; node ``n`` stands before piece ``n``, the last one after the last piece.
    rows : int
        Above the ink.
    arcs : tuple of ArcPlace
        By row, then from left to right.
    left_out : int
        Arcs that are too improbable to be shown.
    """

    pieces: int
    rows: int
    arcs: tuple[ArcPlace, ...]
    left_out: int


def graph_layout(
    segmentation: Segmentation, characters: tuple[Character, ...], least: float = 0.001
) -> GraphLayout:
    """Place the arcs of a segmentation graph.

    Parameters
    ----------
    segmentation : Segmentation
    characters : tuple of Character
        The best path.
    least : float
        Arcs of a smaller share are left out, unless they are on the best path.
    """
    pieces = len(segmentation.line)
    read = {each.segment: each for each in characters}
    covered = {piece for source, target in read for piece in range(source, target)}
    ends: list[list[Segment]] = []
    arcs: list[ArcPlace] = []
    shares = segmentation.shares.tolist()
    segments = segmentation.found.segments

    def is_on_path(index: int) -> bool:
        segment = segments[index]
        return segment in read or (_span(segment) == 1 and segment.source not in covered)

    for index in sorted(
        range(len(shares)), key=lambda index: (not is_on_path(index), _span(segments[index]))
    ):
        segment, on_path = segments[index], is_on_path(index)
        if shares[index] < least and not on_path:
            continue
        row = next(
            (
                row
                for row, taken in enumerate(ends)
                if all(stop <= segment.source or start >= segment.target for start, stop in taken)
            ),
            len(ends),
        )
        if row == len(ends):
            ends.append([])
        ends[row].append(segment)
        character = read.get(segment) or segmentation.likeliest(index)
        arcs.append(ArcPlace(character, shares[index], row, on_path))
    arcs.sort(key=lambda arc: (arc.row, arc.character.segment))
    return GraphLayout(pieces, len(ends), tuple(arcs), len(shares) - len(arcs))


def _span(segment: Segment) -> int:
    return segment.target - segment.source
