"""What was read on a sheet, beside what is true."""

from dataclasses import replace

from benchmarks.sheets import Tally, paired
from tests.sheets.sheets import cell


def _unlike(one: str, other: str) -> float:
    return sum(a != b for a, b in zip(one, other, strict=False)) / max(len(one), len(other))


def test_what_was_misread_is_paired_by_its_neighbours() -> None:
    truth, found = ["18", "09", "59", "26257"], ["18", "04", "59", "26251"]
    assert paired(truth, found, _unlike) == list(zip(truth, found, strict=True))


def test_what_was_not_found_is_paired_with_nothing() -> None:
    assert paired(["18", "x", "59"], ["18", "59"], _unlike) == [
        ("18", "18"),
        ("x", None),
        ("59", "59"),
    ]


def test_what_is_not_in_the_truth_is_left_out() -> None:
    assert paired(["18", "59"], ["18", "7", "59"], _unlike) == [("18", "18"), ("59", "59")]
    assert paired([], ["7"], _unlike) == []


def test_a_marked_number_is_counted_with_its_reason_and_whether_it_is_right() -> None:
    tally = Tally()
    twice = replace(cell(0, 0, "12?"), doubt="row 7 has the same number")
    for truth, read in (("12", twice), ("13", twice), ("x", twice), ("12", cell(0, 0, "12"))):
        tally.add(truth, read, "here")
    why = "row n has the same number"
    assert (tally.marked, tally.doubts) == (2, [(why, True), (why, False)])
