import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digit_recognizer.data.locations import DataNotFoundError
from digit_recognizer.data.unipen import UnipenError, find_unipen, read_unipen

SEVEN: dict[str, Any] = {
    "label": 7,
    "contributor": "abc",
    "writer": "w0001",
    "strokes": [[[1, 9.5], [5, 9], [2, 0]], [[2, 4]]],
}
POINT: dict[str, Any] = {
    **SEVEN,
    "label": ".",
    "before": {"label": "e", "box": [-9, 0, -2, 8]},
    "after": None,
}


def written(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "digits.jsonl"
    path.write_text(
        "\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines)
    )
    return path


@pytest.mark.parametrize("packed", [True, False])
def test_records_are_read_with_their_strokes(tmp_path: Path, packed: bool) -> None:
    path = written(tmp_path, SEVEN, "", POINT)
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes()))
    seven, point = read_unipen(path)
    assert (seven.label, seven.contributor, seven.writer) == ("7", "abc", "w0001")
    assert [stroke.shape for stroke in seven.strokes] == [(3, 2), (1, 2)]
    assert (point.label, seven.before, point.after) == (".", None, None)
    with pytest.raises(ValueError, match="read-only"):
        seven.strokes[0][0] = 1


def test_y_is_turned_down(tmp_path: Path) -> None:
    (point,) = read_unipen(written(tmp_path, POINT))
    np.testing.assert_array_equal(point.strokes[0], [[1, -9.5], [5, -9], [2, 0]])
    assert point.before is not None
    assert point.before.label == "e"
    np.testing.assert_array_equal(point.before.box, [-9, -8, -2, 0])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("{", "no JSON object"),
        ("[" * 60_000, "no JSON object"),
        ("7", "no JSON object"),
        ({}, "no strokes"),
        ({**SEVEN, "label": 10}, "the label 10"),
        ({**SEVEN, "label": True}, "the label True"),
        ({**SEVEN, "label": ""}, "the label ''"),
        ({**SEVEN, "label": "7" * 65}, "the label"),
        ({**SEVEN, "writer": 1}, "the writer 1"),
        ({**SEVEN, "contributor": "a\nb"}, r"the contributor 'a\\nb'"),
        ({**SEVEN, "strokes": {}}, "no strokes"),
        ({**SEVEN, "strokes": [[]]}, "coordinates that are no numbers|a stroke that is no list"),
        ({**SEVEN, "strokes": [[1, 2]]}, "a stroke that is no list of points"),
        ({**SEVEN, "strokes": [[[1, 2], [3]]]}, "coordinates that are no numbers"),
        ({**SEVEN, "strokes": [[["1", "2"]]]}, "coordinates that are no numbers"),
        ({**SEVEN, "strokes": [[[1, 10**400]]]}, "coordinates that are no numbers"),
        ({**SEVEN, "strokes": [[[1, float("nan")]]]}, "coordinates that are no numbers"),
        ({**SEVEN, "strokes": [[[1, 1e10]]]}, "numbers of at most 1,000,000,000"),
        ({**POINT, "before": 3}, "the neighbour 3"),
        ({**POINT, "before": {"label": "e", "box": [1, 2]}}, "a neighbour without a box"),
    ],
)
def test_a_damaged_line_is_named_with_what_was_found(
    tmp_path: Path, line: object, found: str
) -> None:
    with pytest.raises(UnipenError, match=f"line 2: expected a record of UNIPEN, got .*({found})"):
        read_unipen(written(tmp_path, SEVEN, line))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "got no line"),
        (b"x" * 70_000, "of at most 100,000 lines of 65,536 bytes, got more"),
        (gzip.compress(b"{}", mtime=0)[:-6], "a whole gzip file"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes, found: str) -> None:
    path = tmp_path / "digits.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(UnipenError, match=found):
        read_unipen(path)


def test_each_part_is_found_beside_the_others(tmp_path: Path) -> None:
    (tmp_path / "unipen").mkdir()
    (tmp_path / "unipen" / "letters.jsonl.gz").touch()
    assert find_unipen("letters", tmp_path).name == "letters.jsonl.gz"
    with pytest.raises(DataNotFoundError, match=r"expected signs.jsonl.gz there or in"):
        find_unipen("signs", tmp_path)


def test_the_real_files_are_read(shared_data: Path) -> None:
    records = read_unipen(find_unipen("digits", shared_data))
    assert len(records) == 8_009
    assert {record.label for record in records} == set("0123456789")
    assert len({record.writer for record in records}) == 122
