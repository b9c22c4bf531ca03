"""Where the arcs of a segmentation graph stand."""

import itertools

import pytest

from digit_recognizer import Recognizer
from digit_recognizer.numbers.layout import GraphLayout, graph_layout
from digit_recognizer.numbers.reading import NumberRecognition
from tests.numbers.drawn import FOUR, ONE, SEVEN, beside


@pytest.fixture(scope="module")
def read() -> NumberRecognition:
    return Recognizer().recognize_number_strokes(beside(FOUR, SEVEN, ONE))


@pytest.fixture(scope="module")
def layout(read: NumberRecognition) -> GraphLayout:
    assert read.segmentation is not None
    return graph_layout(read.segmentation, read.characters, least=0)


def test_all_segments_have_a_place(read: NumberRecognition, layout: GraphLayout) -> None:
    assert read.segmentation is not None
    places = {arc.character.segment for arc in layout.arcs}
    assert places == set(read.segmentation.found.segments)
    assert layout.left_out == 0


def test_arcs_of_a_row_do_not_overlap(layout: GraphLayout) -> None:
    for row in range(layout.rows):
        segments = [arc.character.segment for arc in layout.arcs if arc.row == row]
        assert segments == sorted(segments)
        assert all(before.target <= after.source for before, after in itertools.pairwise(segments))


def test_the_best_path_takes_every_piece_once(layout: GraphLayout) -> None:
    path = sorted(arc.character.segment for arc in layout.arcs if arc.on_path)
    assert path[0].source == 0
    assert path[-1].target == layout.pieces
    assert all(before.target == after.source for before, after in itertools.pairwise(path))


def test_improbable_arcs_are_left_out(read: NumberRecognition, layout: GraphLayout) -> None:
    assert read.segmentation is not None
    short = graph_layout(read.segmentation, read.characters, least=0.5)
    assert short.left_out > 0
    assert len(short.arcs) + short.left_out == len(layout.arcs)
    assert all(arc.on_path or arc.share >= 0.5 for arc in short.arcs)


def test_the_best_path_is_nearest_to_the_ink(layout: GraphLayout) -> None:
    assert all((arc.row == 0) == arc.on_path for arc in layout.arcs)


def test_the_segments_of_a_text_are_one_for_each_of_its_characters(
    read: NumberRecognition,
) -> None:
    assert read.segmentation is not None
    path = read.segmentation.path("471")
    assert [character for _, character in path] == ["4", "7", "1"]
    found = [read.segmentation.found.segments[index] for index, _ in path]
    assert found == [character.segment for character in read.characters]
    assert read.segmentation.path("47" * 20) == []
