import numpy as np

from digit_recognizer.sheets.cells import CellInk
from digit_recognizer.sheets.grids import Grid
from digit_recognizer.sheets.page_cells import GridInk
from digit_recognizer.sheets.printed_lines import with_printed_labels
from digit_recognizer.sheets.table import Cell
from tests.sheets.sheets import table

ROWS, COLUMNS = 7, 3
TEXTS = [f"{row} {30 + row} {57 - row}" for row in range(ROWS)]


Offsets = dict[tuple[int, int], tuple[int, ...]]


def read(offsets: Offsets) -> tuple[tuple[Cell, ...], ...]:
    """Numbers whose characters end so far below where print does."""
    nodes = np.stack(np.meshgrid(100.0 * np.arange(COLUMNS + 1), 50.0 * np.arange(ROWS + 1)), -1)
    owners = np.moveaxis(np.indices((ROWS, COLUMNS)), 0, -1)
    grid = Grid(nodes, owners, ())
    inks: list[CellInk | None] = []
    for row, column, _, _ in grid.cells():
        dark = np.zeros((50, 130), np.float32)
        for number, off in enumerate(offsets.get((row, column), written(row, column))):
            left = 10 + 30 * number
            dark[12 + off : 36 + off, left : left + 14] = 0.8
        inks.append(CellInk(dark, 100 * column, 50 * row, 2))
    return with_printed_labels(table(*TEXTS).cells, GridInk(grid, tuple(inks)))


def states(offsets: Offsets) -> list[str]:
    return ["".join(cell.state[0] for cell in row) for row in read(offsets)]


def written(row: int, column: int) -> tuple[int, ...]:
    """As a hand writes: no two characters end on one line."""
    return ((5 * row + 7 * column) % 11 - 5, (3 * row + 4 * column) % 9 - 4)


def printed(row: int | None = None, column: int | None = None) -> Offsets:
    places = np.ndindex(ROWS, COLUMNS)
    return {at: (0, 0) for at in places if row == at[0] or (column == at[1] and at[0] > 0)}


def test_numbers_by_hand_stay_numbers() -> None:
    assert states({}) == ["nnn"] * ROWS


def test_a_printed_header_is_labels() -> None:
    assert states(dict.fromkeys(printed(row=0), (0, 0, 0, 0))) == ["ooo", *["nnn"] * (ROWS - 1)]


def test_printed_numbers_of_rows_are_labels() -> None:
    assert states(printed(column=0)) == ["nnn", *["onn"] * (ROWS - 1)]


def test_what_is_written_in_a_printed_column_stays_a_number() -> None:
    found = states(printed(column=0) | {(3, 0): (6, -5)})
    assert found == ["nnn", "onn", "onn", "nnn", "onn", "onn", "onn"]


def test_a_printed_row_among_the_numbers_is_no_header() -> None:
    assert states(dict.fromkeys(printed(row=5), (0, 0, 0, 0))) == ["nnn"] * ROWS


def test_a_label_keeps_its_text_and_is_asked_about_no_more() -> None:
    label = read(printed(column=0))[2][0]
    assert (label.text, label.value, label.alternatives) == ("2", None, ())
