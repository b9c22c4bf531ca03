"""The drawing on disk: whole or as it was, and gone after a good end."""

import json
from pathlib import Path

import pytest
from numpy import zeros

from digit_recognizer.app.core.autosave import Autosave, Saved
from digit_recognizer.app.core.drawing import Sheet, Stroke
from digit_recognizer.app.core.pictures import Picture

SHEET = Sheet((Stroke(((1.0, 2.0), (3.5, 4.25)), 16.0, (0.5, 1.0)), Stroke(((9.0, 9.0),), 8.0)))


@pytest.fixture
def autosave(tmp_path: Path) -> Autosave:
    return Autosave(tmp_path / "state" / "drawing.json")


def test_what_was_saved_is_restored(autosave: Autosave) -> None:
    autosave.save(SHEET)
    assert autosave.restore() == Saved(SHEET, None)


def test_a_picture_is_restored_with_its_name(autosave: Autosave) -> None:
    picture = Picture("seven.png", zeros((2, 2), "float32"), b"the bytes of a file")
    autosave.save(Sheet(picture=picture))
    assert autosave.restore() == Saved(Sheet(), ("seven.png", b"the bytes of a file"))


def test_nothing_is_restored_after_a_good_end(autosave: Autosave) -> None:
    autosave.save(SHEET)
    autosave.forget()
    assert autosave.restore() is None


def test_a_blank_sheet_leaves_no_file(autosave: Autosave) -> None:
    autosave.save(SHEET)
    autosave.save(Sheet())
    assert not autosave.file.exists()


def test_no_half_written_file_is_left(autosave: Autosave) -> None:
    autosave.save(SHEET)
    assert [file.name for file in autosave.file.parent.iterdir()] == ["drawing.json"]


def test_a_failed_save_leaves_the_last_one_whole(
    autosave: Autosave, monkeypatch: pytest.MonkeyPatch
) -> None:
    autosave.save(SHEET)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        autosave.save(Sheet(SHEET.strokes[:1]))
    monkeypatch.undo()
    assert autosave.restore() == Saved(SHEET, None)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b'{"version": 2, "strokes": [], "picture": null}',
        b'{"version": 1, "strokes": [{"width": 16, "points": []}], "picture": null}',
        b'{"version": 1, "strokes": [{"width": 16, "points": [[1, NaN]]}], "picture": null}',
        b'{"version": 1, "strokes": [{"width": 16, "points": [[1, 1e9]]}], "picture": null}',
        b'{"version": 1, "strokes": [{"width": "wide", "points": [[1, 1]]}], "picture": null}',
        b'{"version": 1, "strokes": [], "picture": {"name": "x", "png": "?"}}',
        b'{"version": 1, "strokes": [{"width": 1' + b"0" * 400 + b', "points": [[1, 1]]}]}',
        b'{"version": 1, "strokes": [{"width": 1' + b"0" * 5000 + b', "points": [[1, 1]]}]}',
        b"[" * 100_000,
        json.dumps({"version": 1}).encode(),
    ],
)
def test_a_file_that_cannot_be_understood_is_set_aside(autosave: Autosave, content: bytes) -> None:
    autosave.file.parent.mkdir(parents=True)
    autosave.file.write_bytes(content)
    with pytest.raises(ValueError, match="could not be read. The file was set aside as") as failure:
        autosave.restore()
    aside = autosave.file.with_name("drawing.json.unreadable")
    assert str(aside) in str(failure.value)
    assert aside.read_bytes() == content
    assert autosave.restore() is None


def test_a_drawing_of_an_earlier_program_is_restored(autosave: Autosave) -> None:
    autosave.file.parent.mkdir()
    autosave.file.write_text(
        '{"version": 1, "strokes": [{"width": 8.0, "points": [[9.0, 9.0]]}], "picture": null}'
    )
    assert autosave.restore() == Saved(Sheet(SHEET.strokes[1:]), None)


def test_nothing_that_was_set_aside_is_overwritten(autosave: Autosave) -> None:
    autosave.file.parent.mkdir()
    for content in ("first", "second"):
        autosave.file.write_text(content)
        with pytest.raises(ValueError, match="set aside as"):
            autosave.restore()
    kept = sorted(autosave.file.parent.iterdir())
    assert [file.read_text() for file in kept] == ["first", "second"]


def test_a_drawing_that_cannot_be_opened_is_neither_overwritten_nor_removed(
    autosave: Autosave,
) -> None:
    # A folder in its place cannot be opened by anybody, root included.
    (autosave.file / "inside").mkdir(parents=True)
    with pytest.raises(ValueError, match="stays as it is: .* Mend its permissions"):
        autosave.restore()
    with pytest.raises(OSError, match="directory"):
        autosave.save(SHEET)
    autosave.forget()
    assert [file.name for file in autosave.file.parent.rglob("*")] == ["drawing.json", "inside"]


def test_a_wide_sheet_is_restored_as_wide_as_it_was(autosave: Autosave) -> None:
    wide = Sheet((Stroke(((1.0, 2.0), (500.0, 4.25)), 16.0),), shape=2)
    for sheet in (wide, Sheet(shape=4)):
        autosave.save(sheet)
        assert autosave.restore() == Saved(sheet, None)


@pytest.mark.parametrize("shape", [0, 3, "wide", None])
def test_a_sheet_of_another_shape_is_set_aside(autosave: Autosave, shape: object) -> None:
    autosave.save(Sheet(shape=2))
    stored = json.loads(autosave.file.read_text())
    autosave.file.write_text(json.dumps(stored | {"shape": shape}))
    with pytest.raises(ValueError, match="could not be read"):
        autosave.restore()
