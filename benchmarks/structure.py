"""How often the structure of sheets of many layouts is found: tables, rows, columns.

    python -m benchmarks.structure [--sheets N] [--first N] [--seed N] [--layout NAME ...]

A sheet is right if it has the tables that were drawn, with as many rows and columns, and what is
written in a cell has its middle in the same cell of what was found. Only cells are looked for, no
numbers are read.
"""

import argparse
from collections import Counter

import cv2
import numpy as np

from benchmarks.layout_page import LaidOut
from benchmarks.report import table
from benchmarks.sheet_layouts import LAYOUTS, drawn_layouts
from digit_recognizer import Recognizer
from digit_recognizer.sheets.fields import names_of_fields
from digit_recognizer.sheets.page_cells import PageInk, find_cells

__all__ = ["main", "mistake"]


def mistake(sheet: LaidOut, found: PageInk) -> str:
    """Return what is wrong with the tables that were found; nothing where they are right."""
    fields = names_of_fields([each.grid for each in found.grids])
    grids = [each.grid for at, each in enumerate(found.grids) if at not in fields]
    shapes, others = [each.shape for each in sheet.tables], [grid.shape for grid in grids]
    if sorted(shapes) != sorted(others):
        return f"expected {shapes}, got {others}"
    # Those of one shape from left to right.
    grids.sort(key=lambda grid: (grid.shape, float(grid.nodes[0, 0, 0])))
    pairs = zip(sorted(sheet.tables, key=lambda each: each.shape), grids, strict=True)
    shifted = 0
    for true, grid in pairs:
        for row, column, x, y in true.marks:
            inside = [
                cell for cell in grid.cells()
                if cv2.pointPolygonTest(
                    found.flat.in_picture(grid.corners(cell)).astype(np.float32), (x, y), False
                ) >= 0
            ]  # fmt: skip
            shifted += not any(
                top <= row < top + down and left <= column < left + across
                for top, left, down, across in inside
            )
    return (
        f"{shifted} of {sum(len(each.marks) for each in sheet.tables)} in another cell"
        if shifted
        else ""
    )


def main() -> None:
    """Find the cells of some sheets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=2 * len(LAYOUTS), help="how many")
    parser.add_argument("--first", type=int, default=0, help="number of the first, from 0")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layout", action="append", choices=LAYOUTS, help="only these")
    options = parser.parse_args()
    digits = Recognizer().predict_proba
    every, right = Counter[str](), Counter[str]()
    numbers = range(options.first, options.first + options.sheets)
    for number, sheet in zip(
        numbers, drawn_layouts(numbers, options.seed, options.layout), strict=True
    ):
        wrong = mistake(sheet, find_cells(sheet.picture, digits))
        every[sheet.layout] += 1
        right[sheet.layout] += not wrong
        print(number, sheet.layout, wrong or "right", flush=True)
    lines = [(name, count, right[name]) for name, count in every.items()]
    print(table(("layout", "sheets", "right"), [*lines, ("all", every.total(), right.total())]))


if __name__ == "__main__":
    main()
