"""The four criteria of section VI, compared on strings."""

from pathlib import Path

import numpy as np

from digit_recognizer.reproduction.strings import (
    STRINGS_HEADER,
    CriterionResult,
    compare_criteria,
    result_row,
)


def test_each_criterion_is_learned_by_and_only_the_discriminative_ones_do_not_collapse(
    shared_data: Path,
) -> None:
    results = {each.name: each for each in compare_criteria(shared_data, 24, 12)}
    assert list(results) == [
        "Viterbi",
        "discriminative Viterbi",
        "forward",
        "discriminative forward",
    ]
    for collapsing, holding in (
        ("Viterbi", "discriminative Viterbi"),
        ("forward", "discriminative forward"),
    ):
        assert results[collapsing].cost < results[holding].cost
    assert np.isfinite([each.margin for each in results.values()]).all()


def test_a_row_of_the_table_has_a_cell_for_each_heading() -> None:
    row = result_row(CriterionResult("Viterbi", 0.5, -3.21, 0.44, 600))
    assert row == ("Viterbi", "50.0", "-3.2", "0.4", "600")
    assert len(row) == len(STRINGS_HEADER)
