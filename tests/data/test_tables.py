import gzip
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from digit_recognizer.data.tables import TableError, read_table, write_table

Reader = Callable[[list[str]], tuple[np.ndarray, np.ndarray]]

RNG = np.random.default_rng(1)
IMAGES = RNG.integers(0, 256, (3, 28, 28), dtype=np.uint8)
LABELS = np.array([7, 0, 9], np.uint8)


@pytest.fixture
def rows(tmp_path: Path) -> list[str]:
    """The lines of a good file without names; a test spoils them."""
    write_table(tmp_path / "good.csv", IMAGES, LABELS, names=False)
    return (tmp_path / "good.csv").read_text().splitlines()


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def read_lines(lines: list[str]) -> tuple[np.ndarray, np.ndarray]:
        (tmp_path / "file.csv").write_text("".join(f"{line}\n" for line in lines))
        return read_table(tmp_path / "file.csv")

    return read_lines


def with_cell(row: str, column: int, value: str) -> str:
    cells = row.split(",")
    cells[column - 1] = value
    return ",".join(cells)


@pytest.mark.parametrize("names", [True, False])
@pytest.mark.parametrize("name", ["digits.csv", "digits.csv.gz"])
def test_what_is_written_is_read_again(tmp_path: Path, name: str, names: bool) -> None:
    write_table(tmp_path / name, IMAGES, LABELS, names=names)
    images, labels = read_table(tmp_path / name)
    assert images.dtype == labels.dtype == np.uint8
    np.testing.assert_array_equal(images, IMAGES)
    np.testing.assert_array_equal(labels, LABELS)


def test_the_layout_is_the_public_one(tmp_path: Path) -> None:
    write_table(tmp_path / "digits.csv", IMAGES, LABELS)
    lines = (tmp_path / "digits.csv").read_text().splitlines()
    assert lines[0].startswith("label,pixel0,pixel1,")
    assert lines[0].endswith(",pixel783")
    assert lines[1].split(",")[:3] == ["7", str(IMAGES[0, 0, 0]), str(IMAGES[0, 0, 1])]


def test_a_packed_file_is_packed_and_always_the_same(tmp_path: Path) -> None:
    for name in ("one.csv.gz", "two.csv.gz"):
        write_table(tmp_path / name, IMAGES, LABELS)
    content = (tmp_path / "one.csv.gz").read_bytes()
    assert content == (tmp_path / "two.csv.gz").read_bytes()
    assert gzip.decompress(content).startswith(b"label,")


@pytest.mark.parametrize("first", ["label", "Label", '"label"', "\ufefflabel"])
def test_other_names_of_the_columns_are_passed_over(
    first: str, rows: list[str], read: Reader
) -> None:
    names = [f"{row}x{column}" for row in range(1, 29) for column in range(1, 29)]
    images, labels = read([",".join([first, *names]), *rows])
    np.testing.assert_array_equal(images, IMAGES)
    np.testing.assert_array_equal(labels, LABELS)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        (1, "10", "row 2, column 1: expected a label from 0 to 9, got 10"),
        (1, "a", "row 2, column 1: expected a label from 0 to 9, got 'a'"),
        (1, "", "row 2, column 1: expected a label from 0 to 9, got nothing"),
        (40, "256", "row 2, column 40: expected a grey value from 0 to 255, got 256"),
        (40, "-1", "row 2, column 40: expected a grey value from 0 to 255, got -1"),
        (40, "0.5", "row 2, column 40: expected a grey value from 0 to 255, got 0.5"),
        (785, "", "row 2, column 785: expected a grey value from 0 to 255, got nothing"),
        (785, "white", "row 2, column 785: expected a grey value from 0 to 255, got 'white'"),
        (785, "nan", "row 2, column 785: expected a grey value from 0 to 255, got nothing"),
        (2, "9" * 400, "row 2, column 2: expected a grey value from 0 to 255, got '?999"),
        (
            2,
            "-" + "9" * 5000,
            "row 2, column 2: expected a grey value from 0 to 255, got '-99999",
        ),
        (1, "9" * 400, "row 2, column 1: expected a label from 0 to 9, got '?999"),
        (2, "1e400", "row 2, column 2: expected a grey value from 0 to 255, got inf"),
        (2, "-inf", "row 2, column 2: expected a grey value from 0 to 255, got -inf"),
        (2, "True", "row 2, column 2: expected a grey value from 0 to 255, got 'True'"),
        (2, "1_0", "row 2, column 2: expected a grey value from 0 to 255, got '1_0'"),
        (2, "\0", r"row 2, column 2: expected a grey value from 0 to 255, got '\\x00'"),
        (
            2,
            " \x1b[2J7",
            r"row 2, column 2: expected a grey value from 0 to 255, got ' \\x1b\[2J7'",
        ),
        (
            2,
            '"a\nb"',
            "row 2, column 2: expected a grey value from 0 to 255, got 'a\\\\nb'; correct",
        ),
        (2, "9" * 30, "row 2, column 2: expected a grey value from 0 to 255, got 999999"),
    ],
)
@pytest.mark.parametrize("names", [True, False])
def test_a_wrong_cell_is_named(
    column: int, value: str, message: str, names: bool, rows: list[str], read: Reader
) -> None:
    lines = [rows[0], with_cell(rows[1], column, value), rows[2]]
    if names:
        lines.insert(0, "label" + ",pixel" * 784)
    with pytest.raises(TableError, match=message):
        read(lines)


def test_rows_are_counted_through_the_whole_of_a_long_file(rows: list[str], read: Reader) -> None:
    with pytest.raises(TableError, match="row 10,002, column 3:"):
        read([*([rows[0]] * 10_001), with_cell(rows[1], 3, "x")])


def test_a_row_cut_short_is_named(rows: list[str], read: Reader) -> None:
    with pytest.raises(TableError, match="row 2, column 11: .* got nothing"):
        read([rows[0], ",".join(rows[1].split(",")[:10]), rows[2]])


def test_a_row_that_goes_on_is_named(rows: list[str], read: Reader) -> None:
    with pytest.raises(TableError, match="Expected 785 fields in line 2, saw 786"):
        read([rows[0], rows[1] + ",1", rows[2]])


def test_a_table_without_labels_is_refused(rows: list[str], read: Reader) -> None:
    with pytest.raises(TableError, match=r"expected 785 columns .*, got 784"):
        read([row.split(",", 1)[1] for row in rows])


@pytest.mark.parametrize("lines", [[], ["label" + ",pixel" * 784]])
def test_a_table_without_digits_is_refused(lines: list[str], read: Reader) -> None:
    with pytest.raises(TableError, match="expected at least one digit, got none"):
        read(lines)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_bytes(bytes(RNG.integers(1, 256, 5000, dtype=np.uint8)))
    with pytest.raises(TableError, match="file.csv"):
        read_table(tmp_path / "file.csv")
    (tmp_path / "file.csv").write_bytes(bytes(1 << 17))
    with pytest.raises(TableError, match="a first line of more than 65,536 bytes"):
        read_table(tmp_path / "file.csv")


def test_a_packed_file_cut_short_is_refused(tmp_path: Path) -> None:
    write_table(tmp_path / "digits.csv.gz", IMAGES, LABELS)
    content = (tmp_path / "digits.csv.gz").read_bytes()
    (tmp_path / "digits.csv.gz").write_bytes(content[:-20])
    with pytest.raises(TableError, match="cut short or damaged"):
        read_table(tmp_path / "digits.csv.gz")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="expected a CSV file, but it cannot be read"):
        read_table(tmp_path / "nowhere.csv")


def test_truths_are_no_values(read: Reader) -> None:
    with pytest.raises(TableError, match="row 1, column 1: expected a label .* got True"):
        read([",".join(["True"] * 785)])


def test_a_row_without_end_is_refused(rows: list[str], read: Reader) -> None:
    with pytest.raises(TableError, match="rows of 785 values, got a longer row; check that"):
        read([rows[0], with_cell(rows[1], 3, "1" * 20_000)])


@pytest.mark.parametrize("row", [b"\n", b"1\n", b"1", b'"\n', b"0,", b"\r\n"])
def test_a_gzip_bomb_ends_before_it_takes_memory(
    tmp_path: Path, rows: list[str], row: bytes
) -> None:
    with gzip.open(tmp_path / "bomb.csv.gz", "wb", compresslevel=1) as file:
        file.write(rows[0].encode() + b"\n")
        for _ in range(100):
            file.write(row * (1_000_000 // len(row)))
    tracemalloc.start()
    try:
        with pytest.raises(TableError):
            read_table(tmp_path / "bomb.csv.gz")
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_huge_and_fractional_numbers_in_one_column_are_refused(tmp_path: Path) -> None:
    cells = ["0"] * 784
    rows = [["1", *cells], ["2", "9" * 400, *cells[1:]], ["3", "0.5", *cells[1:]]]
    path = tmp_path / "digits.csv"
    path.write_text("\n".join(",".join(row) for row in rows) + "\n")
    with pytest.raises(TableError, match="expected"):
        read_table(path)
