from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digit_recognizer import DigitRecognizerError, PictureError
from digit_recognizer.sheets.opening import SheetError, open_pages


def pages(path: Path) -> list[tuple[int, ...]]:
    return [page.shape for page in open_pages(path)]


def test_a_photograph_is_one_page_in_its_own_size(tmp_path: Path) -> None:
    Image.fromarray(np.zeros((60, 40), np.uint8)).save(tmp_path / "page.png")
    assert pages(tmp_path / "page.png") == [(60, 40)]


def test_a_tiff_may_have_several_pages(tmp_path: Path) -> None:
    first, *others = [Image.new("L", (30, 20 + 10 * n), 255 - n) for n in range(3)]
    first.save(tmp_path / "pages.tif", save_all=True, append_images=others)
    assert pages(tmp_path / "pages.tif") == [(20, 30), (30, 30), (40, 30)]


def test_pages_of_a_pdf_are_drawn_large(tmp_path: Path) -> None:
    first, second = (Image.new("L", size, 255) for size in ((60, 120), (120, 60)))
    first.save(tmp_path / "pages.pdf", save_all=True, append_images=[second])
    assert pages(tmp_path / "pages.pdf") == [(2400, 1200), (1200, 2400)]


def test_a_damaged_pdf_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    with pytest.raises(SheetError, match="expected a PDF, but it is damaged"):
        pages(tmp_path / "page.pdf")


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    page = Image.new("1", (8, 8), 1)
    page.save(tmp_path / "pages.pdf", save_all=True, append_images=[page] * 400)
    with pytest.raises(SheetError, match="expected a file of 1 to 200 pages, got 401; divide it"):
        pages(tmp_path / "pages.pdf")


@pytest.mark.parametrize("content", [b"", b"%PDF-", b"II*\0", b"no picture"])
def test_what_is_no_picture_is_an_error_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "page").write_bytes(content)
    with pytest.raises(DigitRecognizerError, match="Cannot read|expected a PDF"):
        pages(tmp_path / "page")


def test_a_missing_file_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="no such file"):
        pages(tmp_path / "none.pdf")
