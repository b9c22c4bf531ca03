"""What was read on a sheet, beside what is true."""

from benchmarks.sheets import paired


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
