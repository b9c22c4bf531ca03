from dataclasses import replace
from decimal import Decimal

from digit_recognizer.sheets.second_thoughts import with_second_thoughts
from digit_recognizer.sheets.table import Alternative, Cell, Table

BOX = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def cell(row: int, column: int, text: str) -> Cell:
    """Return a cell: ``7`` is sure, ``7?`` doubtful, ``7/9?`` with another reading, ``~`` words."""
    if text in ("", "~"):
        return Cell(row, column, "", "other" if text else "empty", BOX)
    texts = text.rstrip("?").split("/")
    return Cell(
        row,
        column,
        texts[0],
        "doubtful" if text.endswith("?") else "number",
        BOX,
        value=Decimal(texts[0]),
        alternatives=tuple(Alternative(each, 0.5) for each in texts),
    )


def thought_over(*rows: str) -> Table:
    cells = [
        tuple(cell(r, c, text) for c, text in enumerate(row.split(" ")))
        for r, row in enumerate(rows)
    ]
    (table,) = with_second_thoughts([Table("table 1", tuple(cells))])
    return table


def test_where_columns_add_up_their_doubts_are_resolved() -> None:
    table = thought_over("12 3 40?", "5 6 2", "17 9? 42")
    assert {state for row in table.states() for state in row} == {"number"}
    unlike = thought_over("121 131 252", "51 62 113", "31 72 103", "71 82 153", "91 77 168")
    assert {(each.state, each.doubt) for row in unlike.cells for each in row} == {("number", None)}


def test_a_wrong_number_is_repaired_by_the_one_reading_with_which_the_sum_is_right() -> None:
    table = thought_over("12 3 47/41?", "5 6 2", "17 9 43")
    assert table.cells[0][2].text == "41"
    assert table.cells[0][2].value == 41
    assert table.cells[0][2].repair == "read as 47, but with 41 the sum is right"


def test_a_sum_that_is_wrong_is_doubted_with_all_its_numbers() -> None:
    table = thought_over("12 3 47", "5 6 2", "17 9 43")
    assert [row[2] for row in table.states()] == ["doubtful"] * 3
    assert table.cells[0][2].doubt == "its row or column does not add up"


def test_a_single_sum_that_is_right_may_be_a_chance_and_changes_nothing() -> None:
    assert thought_over("12 3?", "5 6", "17 8").states()[0] == ["number", "doubtful"]


def test_labels_that_look_like_numbers_are_no_part_of_sums() -> None:
    table = thought_over("~ 1 2 3", "~ 4 5 9", "800? 3 3 6", "~ 7 1 8")
    assert table.states()[2] == ["doubtful", "number", "number", "number"]
    table = thought_over("~ ~ ~ 14?", "3 4 5 6", "2 1 1 7", "5 5 6 13")
    assert [row[3] for row in table.states()] == ["doubtful", "number", "number", "number"]


def test_a_number_without_the_decimals_of_its_column_is_doubted() -> None:
    table = thought_over("1.5", "2.5", "3.5", "4.5", "55")
    assert [row[0] for row in table.states()] == ["number"] * 4 + ["doubtful"]


def test_the_mark_that_a_column_does_not_have_is_taken_out_and_the_number_doubted() -> None:
    rows = [[cell(row, 0, text)] for row, text in enumerate(("201", "123", "77", "20.1", "10.000"))]
    for row, other in ((3, "201"), (4, "10000")):
        alternatives = Alternative(rows[row][0].text, 0.6), Alternative(other, 0.3)
        rows[row][0] = replace(rows[row][0], state="doubtful", alternatives=alternatives)
    (table,) = with_second_thoughts([Table("table 1", tuple(map(tuple, rows)))])
    *_, speck, thousands = table.cells
    assert (speck[0].text, speck[0].state, speck[0].value) == ("201", "doubtful", Decimal(201))
    assert speck[0].repair == "read as 20.1, but its column has no decimals"
    assert (thousands[0].text, thousands[0].repair) == ("10.000", None)


def test_words_as_short_as_a_number_below_the_first_row_are_doubted_beside_a_label() -> None:
    blurred = replace(cell(1, 1, "~"), alternatives=(Alternative("11.200", 0.4),))
    rows = ((cell(0, 0, "~"), cell(0, 1, "10")), (cell(1, 0, "~"), blurred))
    (table,) = with_second_thoughts([Table("table 1", rows)])
    assert table.cells[1][1].state == "doubtful"
    assert table.cells[1][1].text == "11.200"
    assert table.cells[1][0].state == "other"


def test_a_word_beside_a_label_and_what_may_be_numbers_is_doubted() -> None:
    blurred = replace(cell(3, 1, "~"), alternatives=(Alternative("122", 0.4),))
    rows = [[cell(row, 0, "~"), cell(row, 1, "12"), cell(row, 2, "34")] for row in range(3)]
    rows.append([cell(3, 0, "~"), blurred, cell(3, 2, "~")])
    (table,) = with_second_thoughts([Table("table 1", tuple(map(tuple, rows)))])
    assert table.states()[3] == ["other", "doubtful", "doubtful"]


def test_words_in_a_column_of_numbers_are_doubted() -> None:
    table = thought_over("~ 1", "~ 2", "~ 3", "1 ~")
    assert table.states()[3][1] == "doubtful"


def test_a_number_in_a_header_is_doubted() -> None:
    assert thought_over("~ ~ 14", "~ 3 4", "~ 5 6").states()[0][2] == "doubtful"


def test_words_as_short_as_a_number_are_doubted_beside_numbers() -> None:
    def read(first: str) -> list[str]:
        table = thought_over("~ ~", f"~ {first}", "~ ~", "~ ~")
        cells = [list(row) for row in table.cells]
        for row, texts in ((2, "103"), (3, "15045044")):
            found = (Alternative(texts, 0.5),)
            cells[row][1] = replace(cells[row][1], alternatives=found)
        (table,) = with_second_thoughts([replace(table, cells=tuple(map(tuple, cells)))])
        return [row[1] for row in table.states()]

    assert read("12") == ["other", "number", "doubtful", "other"]
    assert read("~") == ["other"] * 4


def test_a_number_in_a_merged_cell_is_doubted_where_other_rows_have_its_columns_apart() -> None:
    rows = [[cell(r, c, str(10 * r + c)) for c in range(2)] for r in range(6)]
    wide = replace(cell(2, 0, "20"), column_span=2)
    rows[2] = [wide, wide]
    (found,) = with_second_thoughts([Table("table 1", tuple(map(tuple, rows)))])
    assert found.states()[1:3] == [["number", "number"], ["doubtful", "doubtful"]]
    assert found.cells[2][0].doubt == "it lies over cells that other rows or columns have apart"


def test_where_most_cells_of_a_column_are_merged_their_numbers_stay_sure() -> None:
    rows = []
    for r in range(6):
        label = replace(cell(r - r % 2, 0, str(r // 2 + 1)), row_span=2)
        rows.append((label, cell(r, 1, str(10 + 3 * r))))
    (found,) = with_second_thoughts([Table("table 1", tuple(rows))])
    assert {row[0] for row in found.states()} == {"number"}
