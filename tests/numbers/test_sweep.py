"""A network swept along a line says what it would say of each window; columns become a string."""

import numpy as np
import pytest

from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.nn.network import Network
from digit_recognizer.numbers.grammar import Grammar
from digit_recognizer.numbers.line import Line
from digit_recognizer.numbers.many_graphs import AllowedPaths, best
from digit_recognizer.numbers.picture_pieces import lines_of_ink
from digit_recognizer.numbers.scorer import LABELS, NOTHING
from digit_recognizer.numbers.stroke_pieces import line_of_strokes
from digit_recognizer.numbers.sweep import (
    SIDE,
    STRIDE,
    row_picture,
    sweep,
    sweep_graphs,
    window_architecture,
)
from tests.numbers.drawn import FOUR, ONE, POINT, SEVEN, TWO, Strokes, beside

NETWORK = Network(window_architecture())
NETWORK.initialize(fan_in_uniform, np.random.default_rng(0))


def row(columns: str) -> np.ndarray:
    """Scores that are sure of a label in each column; a space stands for none."""
    probabilities = np.full((len(columns), len(LABELS)), 1e-4)
    for column, label in enumerate(columns):
        probabilities[column, NOTHING if label == " " else LABELS.index(label)] = 1
    return probabilities


def line_of(strokes: Strokes) -> Line:
    line = line_of_strokes(strokes)
    assert line is not None
    return line


def test_each_column_is_what_the_network_says_of_its_window() -> None:
    digits = (FOUR, SEVEN, TWO, POINT, ONE)
    for swept in sweep([line_of(beside(*digits)), line_of(ONE), line_of(beside(*digits))], NETWORK):
        starts = range(0, swept.picture.shape[1] - SIDE + 1, STRIDE)
        windows = np.array([swept.picture[:, start : start + SIDE] for start in starts])
        of_windows = NETWORK.probabilities(windows)
        np.testing.assert_allclose(swept.probabilities, of_windows, atol=1e-5)


def test_digits_stand_on_one_line_twenty_pixels_high_however_large_they_are_drawn() -> None:
    there = row_picture(line_of(beside(FOUR, TWO, POINT)))
    rows = np.flatnonzero(there.any(axis=1))
    assert 19 <= np.ptp(rows) <= 24
    assert rows[-1] in (25, 26, 27)
    moved = row_picture(line_of([stroke * 0.03 - 5 for stroke in beside(FOUR, TWO, POINT)]))
    assert np.abs(there.astype(int) - moved).mean() < 1


def test_writing_that_rises_is_laid_level() -> None:
    ones = beside(*(ONE,) * 8, gap=30)
    rising = row_picture(line_of([stroke @ np.array([[1.0, -0.2], [0, 1]]) for stroke in ones]))
    lowest = [np.flatnonzero(part.any(axis=1))[-1] for part in (rising[:, :60], rising[:, -60:])]
    assert abs(lowest[0] - lowest[1]) <= 2


def test_pictures_are_swept_alike_however_fine_they_are() -> None:
    coarse = np.pad(row_picture(line_of(beside(ONE, SEVEN, ONE))), 5)
    rows = []
    for scale in (1, 4):
        (line,) = lines_of_ink(np.kron(coarse, np.ones((scale, scale), np.uint8)))
        rows.append(row_picture(line).astype(int))
    width = min(row.shape[1] for row in rows)
    assert abs(rows[0].shape[1] - rows[1].shape[1]) <= STRIDE
    assert np.abs(rows[0][:, :width] - rows[1][:, :width]).mean() < 6


@pytest.mark.parametrize(
    ("columns", "text"),
    [("  4  2  ", "42"), (" 44222 ", "42"), ("1 1", "11"), ("7", "7"), ("3.4", "3.4"), ("   ", "")],
)
def test_columns_of_one_character_are_it_once_unless_one_of_none_is_between(
    columns: str, text: str
) -> None:
    # Beside others the graph of a row is the same.
    graphs = sweep_graphs([row("1"), row(columns), row(" 22 ")])
    anything = Grammar((dict.fromkeys("1234567.", 0),), frozenset({0}))
    allowed = AllowedPaths(graphs, anything)
    (path,) = allowed.best_paths(1, allowed.costs(best), 1)
    assert graphs.text(path) == text
