"""Segments of a line, their features, and the graph of what they may be."""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.network import CHUNK
from digit_recognizer.numbers.candidates import Candidates, averaged, candidates
from digit_recognizer.numbers.geometry import FEATURES, geometry, shapes_of
from digit_recognizer.numbers.graph import Segment
from digit_recognizer.numbers.scorer import LABELS
from digit_recognizer.numbers.stroke_pieces import line_of_strokes
from tests.numbers.drawn import FOUR, ONE, POINT, TWO, ZERO, Strokes, beside


def even(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.full((len(images), len(LABELS)), 1 / len(LABELS), np.float32)


def features(strokes: Strokes, *segments: Segment) -> list[dict[str, float]]:
    line = line_of_strokes(strokes)
    assert line is not None
    images = np.stack([line.network_input(segment) for segment in segments])
    places = geometry(line, segments, shapes_of(images))
    return [dict(zip(FEATURES, row, strict=True)) for row in places.tolist()]


def found(strokes: Strokes) -> Candidates:
    line = line_of_strokes(strokes)
    assert line is not None
    return candidates([line], even, even)[0]


def test_segments_wider_than_any_character_are_left_out_but_single_pieces_stay() -> None:
    segments = found(beside(ZERO, TWO, ZERO, TWO, gap=40)).segments
    assert Segment(0, 1) in segments
    assert Segment(0, 3) not in segments


def test_every_segment_has_the_answer_to_its_own_image_among_any_number_of_them() -> None:
    def mean(images: NDArray[np.uint8]) -> NDArray[np.float32]:
        return np.repeat(images.mean(axis=(1, 2))[:, None] / 255, len(LABELS), 1).astype(np.float32)

    lines = [line_of_strokes(beside(*[digit] * 6, gap=4)) for digit in (ZERO, TWO, FOUR)]
    many = candidates([line for line in lines if line is not None], mean, mean)
    assert sum(len(each.segments) for each in many) > CHUNK
    for each in many:
        np.testing.assert_array_equal(each.probabilities, mean(each.images))


def test_only_a_single_piece_may_be_no_character() -> None:
    those = found(beside(FOUR, ONE, gap=4))
    graph, places = those.graph(np.zeros((len(those.segments), len(LABELS))))
    nothing = [arc for arc, label in enumerate(graph.labels) if label == ""]
    assert {(graph.sources[arc], graph.targets[arc]) for arc in nothing} == {(0, 1), (1, 2), (2, 3)}
    assert len(places) == len(graph)


def test_the_costs_of_the_graph_are_those_of_their_places() -> None:
    those = found(beside(FOUR, ONE, gap=4))
    costs = np.arange(len(those.segments) * len(LABELS), dtype=float).reshape(-1, len(LABELS))
    graph, places = those.graph(costs)
    np.testing.assert_array_equal(graph.costs, places)


def test_a_point_is_low_and_small_and_a_digit_is_one_high_on_the_line() -> None:
    digit, point = features(beside(TWO, POINT, ZERO), Segment(0, 1), Segment(1, 2))
    assert abs(digit["height"] - 1) < 0.1
    assert point["height"] < 0.1
    assert point["top"] > 0.9
    assert abs(point["bottom"]) < 0.1


def test_gaps_cuts_and_ends_are_told() -> None:
    one, four = features(beside(ONE, FOUR), Segment(0, 1), Segment(1, 3))
    assert (one["first"], one["last"], four["first"], four["last"]) == (1, 0, 0, 1)
    assert one["gap after"] == four["gap before"] > 0.2
    assert four["deepest overlap inside"] < 0
    assert (one["cut after"], four["cut inside"]) == (0, 0)


def test_a_slash_reaches_above_and_below_the_rest_and_a_one_does_not() -> None:
    slash = [ONE[0] * [1, 1.4] - [0, 10]]
    those = (Segment(0, 1), Segment(1, 2), Segment(2, 3))
    _, tall, _ = features(beside(ZERO, slash, TWO), *those)
    _, one, _ = features(beside(ZERO, ONE, TWO), *those)
    assert tall["top beside the rest's"] < -0.1
    assert tall["bottom beside the rest's"] > 0.1
    assert one["bottom beside the rest's"] < 0.1
    (alone,) = features(beside(FOUR), Segment(0, 2))
    assert alone["top beside the rest's"] == alone["bottom beside the rest's"] == 0


def test_size_and_place_of_the_drawing_do_not_matter() -> None:
    strokes = beside(TWO, FOUR, POINT, ZERO)
    segments = [Segment(0, 1), Segment(1, 3), Segment(3, 4)]
    there = features([stroke * 0.03 + 7 for stroke in strokes], *segments)
    for moved, here in zip(there, features(strokes, *segments), strict=True):
        assert all(abs(moved[name] - here[name]) < 0.02 for name in FEATURES)


def test_of_digits_both_networks_speak_and_of_signs_the_one_that_knows_them() -> None:
    logs = np.log(np.full((1, len(LABELS)), 0.04))
    digits = np.full((1, 10), 0.01)
    digits[0, 3] = 0.91
    both = averaged(logs, digits)
    assert both[0].argmax() == 3
    np.testing.assert_allclose(both[0, 3], (np.log(0.04) + np.log(0.91)) / 2)
    np.testing.assert_array_equal(both[0, 10:], logs[0, 10:])
