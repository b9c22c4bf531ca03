import numpy as np

from digit_recognizer.sheets.crossings import crossing_rules
from digit_recognizer.sheets.rules import Rule


def rule(start: int, stop: int, course: float) -> Rule:
    return Rule(start, stop, np.full(stop - start, course, np.float32), 2.0)


def lines(count: int, step: int = 100) -> list[Rule]:
    return [rule(100, 101 + step * (count - 1), 100.0 + step * each) for each in range(count)]


def test_rules_that_cross_are_of_one_grid_and_one_far_off_is_of_none() -> None:
    far, level, upright = rule(900, 1200, 1500.0), lines(3), lines(3)
    (found,) = crossing_rules([*level, far], upright, 2000)
    assert found == (level, upright)


def test_the_pieces_of_a_broken_rule_are_of_the_grid_that_it_crosses() -> None:
    pieces = [rule(100, 180, 100.0), rule(190, 260, 101.0), rule(275, 301, 100.0)]
    ((level, _),) = crossing_rules([*pieces, *lines(3)[1:]], lines(3), 2000)
    assert all(piece in level for piece in pieces)


def test_a_piece_that_does_not_go_on_is_of_none() -> None:
    piece = rule(100, 130, 150.0)
    ((level, _),) = crossing_rules([*lines(3), piece], lines(3), 2000)
    assert piece not in level


def test_a_box_close_above_a_table_is_not_of_its_grid() -> None:
    table = [*lines(3), *lines(3)]
    level, upright = [*table[:3], rule(98, 200, 40.0), rule(98, 200, 85.0)], table[3:]
    sides = [rule(40, 86, 98.0), rule(40, 86, 200.0)]
    box, below = sorted(
        crossing_rules(level, [*upright, *sides], 2000), key=lambda rules: len(rules[0])
    )
    assert box == (level[3:], sides)
    assert below == (table[:3], table[3:])


def test_squared_paper_is_no_grid() -> None:
    assert crossing_rules(lines(101, 10), lines(101, 10), 2000) == []
