import numpy as np

from digit_recognizer.sheets.cells import CellInk, ink_of_cells


def ink(*boxes: tuple[int, int]) -> CellInk:
    """Return ink of solid components, each from a row to a row."""
    dark = np.zeros((60, 200), np.float32)
    for number, (top, bottom) in enumerate(boxes):
        dark[top:bottom, 10 + 30 * number : 30 + 30 * number] = 0.8
    return CellInk(dark, 0, 0, len(boxes))


def test_four_components_as_high_as_each_other_on_one_line_are_even_as_print() -> None:
    assert ink(*[(10, 40)] * 4).is_even
    assert ink((10, 40), (11, 40), (10, 39), (10, 40)).is_even
    assert ink(*[(10, 40)] * 4, (38, 40)).is_even


def test_few_components_and_those_of_a_hand_are_not() -> None:
    assert not ink(*[(10, 40)] * 3).is_even
    assert not ink((10, 40), (13, 40), (10, 40), (10, 40)).is_even
    assert not ink((10, 40), (12, 42), (10, 40), (10, 40)).is_even
    assert not ink().is_even


def cell_of(*boxes: tuple[int, int, int, int]) -> CellInk:
    """Return the ink of a cell from 20 to 110, without rules, each component from x, y to x, y."""
    dark = np.zeros((130, 130), np.float32)
    for left, top, right, bottom in boxes:
        dark[top:bottom, left:right] = 0.5
    corners = np.array([[20.0, 20.0], [110.0, 20.0], [110.0, 110.0], [20.0, 110.0]])
    (found,) = ink_of_cells(dark, [corners], [])
    assert found is not None
    return found


def test_a_small_digit_close_to_a_rule_is_ink_and_a_remain_of_the_rule_is_none() -> None:
    large, digit, remain = (50, 40, 75, 90), (24, 50, 34, 78), (21, 50, 26, 78)
    assert cell_of(large, digit).pieces == 2
    assert cell_of(large, remain).pieces == 1
