"""Learn what the digits of pages look like to the network for cells, and store it.

    python -m benchmarks.learn_page_digits runs/pages --parts 5
    python -m benchmarks.learn_page_digits runs/pages --parts 5 --part 0

Digits are cut out of synthetic sheets of the writers that networks have learned from, one writer a
sheet, half of them in small photographs that are out of focus. Of a number that is read as what it
is, each segment is the digit of its place. Whatever is stored in the folder is not made again; with
``--part`` nothing but that part is made.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.report import ROOT
from benchmarks.synthetic_sheets import SyntheticSheet, synthetic_sheets
from digit_recognizer import Recognizer
from digit_recognizer.ink import INK_VERSION
from digit_recognizer.networks.tensor_file import packed_tensors
from digit_recognizer.numbers.cell_reader import PAGE_DIGITS
from digit_recognizer.numbers.one_hand import learn_page_digits
from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.sheets.cell_reading import USUAL_FORMAT, written_in
from digit_recognizer.sheets.page_reading import PageReader

__all__ = ["main"]

_SEED = 15
PAGES = 12
"""Of a part."""


def main() -> None:
    """Make what is not made yet, and write the package's file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--parts", type=int, default=5)
    parser.add_argument("--part", type=int)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    wanted = range(options.parts) if options.part is None else [options.part]
    paths = [options.folder / f"digits-{part}.npz" for part in wanted]
    for part, path in zip(wanted, paths, strict=True):
        if not path.exists():
            images, labels, pages = (np.array(each) for each in zip(*_digits(part), strict=True))
            np.savez(path, images=images, labels=labels, pages=pages)
    if options.part is None:
        _store(paths)


def _store(paths: list[Path]) -> None:
    parts = [dict(np.load(path)) for path in paths]
    images, labels, pages = (
        np.concatenate([part[name] for part in parts]) for name in ("images", "labels", "pages")
    )
    recognizer = Recognizer()
    hidden = NumberReader(recognizer.predict_proba, recognizer.rule).hidden_of_cells
    found = learn_page_digits(hidden(images), labels, pages)
    tensors = {key: np.ascontiguousarray(value, np.float32) for key, value in vars(found).items()}
    content = packed_tensors(tensors, {"ink version": str(INK_VERSION)})
    (ROOT / "src/digit_recognizer/numbers" / PAGE_DIGITS).write_bytes(content)
    print(f"{len(labels):,} digits of {len(np.unique(pages))} pages")


def _digits(part: int) -> Iterator[tuple[NDArray[np.uint8], int, int]]:
    """Yield the network input of each digit, what it is, and the number of its page."""
    recognizer = Recognizer()
    reader = PageReader(
        NumberReader(recognizer.predict_proba, recognizer.rule), recognizer.predict_proba
    )
    middle = part * PAGES + PAGES // 2
    sharp, blurred = range(part * PAGES, middle), range(middle, (part + 1) * PAGES)
    for numbers, out_of_focus in ((sharp, False), (blurred, True)):
        sheets = synthetic_sheets(numbers, _SEED, "train", out_of_focus=out_of_focus)
        for number, sheet in zip(numbers, sheets, strict=True):
            for image, label in _digits_of(sheet, reader):
                yield image, label, number


def _digits_of(
    sheet: SyntheticSheet, reader: PageReader
) -> Iterator[tuple[NDArray[np.uint8], int]]:
    rows = sheet.truth["tables"][0]["rows"]
    for found in reader.page_ink(sheet.photograph).grids:
        if found.grid.shape != (len(rows), len(rows[0])):
            continue
        written = [
            (digits, ink_of_cell)
            for (row, column, *_), ink in zip(found.grid.cells(), found.inks, strict=True)
            if (digits := rows[row][column].replace(".", "")).isdecimal()
            and ink is not None
            and (ink_of_cell := written_in(ink)) is not None
        ]
        inks = [ink_of_cell for _, ink_of_cell in written]
        reads = reader.numbers.read_cells(inks, [USUAL_FORMAT] * len(inks))
        for (digits, _), read in zip(written, reads, strict=True):
            if read.text.replace(".", "") != digits or read.segmentation is None:
                continue
            for index, character in read.segmentation.path(read.text):
                if character.isdecimal():
                    yield read.segmentation.found.images[index], int(character)


if __name__ == "__main__":
    main()
