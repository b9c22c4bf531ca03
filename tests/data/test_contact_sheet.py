from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digit_recognizer.data.contact_sheet import ContactSheetError, contact_sheet, save_sheet


def squares(count: int) -> np.ndarray:
    """White images, told apart from background, caption and each other's frame."""
    return np.full((count, 28, 28), 255, np.uint8)


def white_runs(line: np.ndarray) -> int:
    white = (line == 255).all(axis=-1)
    return int((white[1:] & ~white[:-1]).sum() + white[0])


def test_the_images_lie_in_rows_of_so_many_columns() -> None:
    sheet = np.asarray(contact_sheet(squares(7), [""] * 7, columns=3))
    heights = [white_runs(sheet[:, column]) for column in range(sheet.shape[1])]
    widths = [white_runs(sheet[row]) for row in range(sheet.shape[0])]
    assert (max(heights), max(widths)) == (3, 3)
    assert (sheet == 255).all(axis=-1).sum() == 7 * 56 * 56


def test_the_first_image_is_upper_left_and_the_second_to_its_right() -> None:
    images = squares(4)
    images[1] = 0
    sheet = np.asarray(contact_sheet(images, [""] * 4, columns=2))
    height, width = sheet.shape[:2]
    black = np.argwhere((sheet == 0).all(axis=-1))
    assert black[:, 0].max() < height / 2
    assert black[:, 1].min() > width / 2


def test_each_image_has_its_caption_below_it() -> None:
    without = np.asarray(contact_sheet(squares(2), ["", "8"], columns=2)).astype(int)
    with_first = np.asarray(contact_sheet(squares(2), ["7", "8"], columns=2)).astype(int)
    changed = np.argwhere((without != with_first).any(axis=-1))
    white = np.argwhere((with_first == 255).all(axis=-1))
    assert changed[:, 0].min() > white[:, 0].max()
    assert changed[:, 1].max() < with_first.shape[1] / 2


def test_long_captions_widen_the_columns() -> None:
    narrow = contact_sheet(squares(2), ["7", "1"], columns=2)
    wide = contact_sheet(squares(2), ["7 read as 1 (61 %)", "1"], columns=2)
    assert wide.width > narrow.width + 100
    assert wide.height == narrow.height


def test_a_sheet_is_about_as_wide_as_high_when_nothing_is_said() -> None:
    sheet = contact_sheet(squares(100), ["7"] * 100)
    assert 0.7 < sheet.width / sheet.height < 1.4


@pytest.mark.parametrize(("count", "captions"), [(0, []), (2, ["7"]), (1, ["7", "1"])])
def test_images_and_captions_come_in_pairs(count: int, captions: list[str]) -> None:
    with pytest.raises(ContactSheetError, match="one or more grey images with a caption each"):
        contact_sheet(squares(count), captions)


def test_an_immense_sheet_is_refused() -> None:
    with pytest.raises(ContactSheetError, match=r"at most 100,000,000 pixels.*; show fewer"):
        contact_sheet(np.zeros((1, 6000, 6000), np.uint8), ["7"])


def test_a_sheet_is_written_as_png(tmp_path: Path) -> None:
    sheet = contact_sheet(squares(1), ["7"])
    save_sheet(sheet, tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as read:
        assert read.format == "PNG"
        assert read.tobytes() == sheet.tobytes()


def test_a_sheet_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ContactSheetError, match="expected a place to write a PNG file"):
        save_sheet(contact_sheet(squares(1), ["7"]), tmp_path / "file" / "sheet.png")
