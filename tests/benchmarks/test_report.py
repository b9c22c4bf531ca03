from pathlib import Path

import pytest

from benchmarks.report import ReportError, table, write_json, write_section


def test_a_table_is_markdown() -> None:
    assert table(["task", "images/s"], [["training", "1,000"], ["reading", 20]]) == (
        "| task | images/s |\n| --- | ---: |\n| training | 1,000 |\n| reading | 20 |"
    )


def test_a_table_has_full_rows() -> None:
    with pytest.raises(ReportError, match="expected 2 cells in a row, got 1"):
        table(["task", "images/s"], [["training"]])


def test_a_section_is_replaced_and_all_else_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "docs" / "results.md"
    write_section("bench", "first", path)
    write_section("accuracy", "99 %", path)
    write_section("bench", "second\n", path)
    assert path.read_text() == (
        "# Results\n\n<!-- bench:start -->\nsecond\n<!-- bench:end -->\n\n"
        "<!-- accuracy:start -->\n99 %\n<!-- accuracy:end -->\n"
    )
    assert [file.name for file in path.parent.iterdir()] == ["results.md"]


@pytest.mark.parametrize(
    "text", ["<!-- bench:start -->", "<!-- bench:end --> <!-- bench:start -->"]
)
def test_a_torn_section_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "results.md"
    path.write_text(text)
    with pytest.raises(ReportError, match="expected <!-- bench:start --> and then"):
        write_section("bench", "new", path)
    assert path.read_text() == text


def test_json_is_written_in_order(tmp_path: Path) -> None:
    write_json(tmp_path / "bench.json", {"z": [1.5], "a": "é"})
    assert (tmp_path / "bench.json").read_text() == ('{\n  "z": [\n    1.5\n  ],\n  "a": "é"\n}\n')
