"""Layouts of pages: notebooks, tables by pen, several tables, odd photographs and scans."""

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.layout_page import Page, Style
from benchmarks.layout_tables import (
    every,
    number_texts,
    places,
    sides,
    some_kinds,
    table,
)

__all__ = [
    "among_text",
    "beside_ruled",
    "black_border",
    "cut_off",
    "empty_row",
    "hand_at_border",
    "notebook",
    "one_of_labels",
    "pen_drawn",
    "side_by_side",
    "spiral",
    "squared",
    "steep",
    "turned_photograph",
]

Grey = NDArray[np.uint8]


def notebook(page: Page) -> None:
    """A notebook: blue ruling, a red margin, upright lines by pen between columns."""
    random, step = page.random, int(page.random.integers(60, 76))
    for y in range(180, page.height - 60, step):
        page.line((0, y), (page.width, y), Style(185, 2))
    page.line((190, 0), (190, page.height), Style(170, 3))
    kinds, first, rows = some_kinds(page), int(random.integers(1, 4)), int(random.integers(8, 20))
    across = places(230, [float(random.uniform(180, 260))] * len(kinds))
    down = [180 + step * (first + row) for row in range(rows + 2)]
    for x in across:
        page.pen((x, down[0] - 5), (x, down[-1] + 5))
    for y in (down[0], down[1], down[-1]):
        page.pen((across[0], y), (across[-1], y))
    texts = number_texts(page, rows + 1, kinds, 0.04)
    page.fill(across, down, texts, lambda r, c: False)


def squared(page: Page) -> None:
    """Squared paper with a table drawn over it by pen, crooked."""
    random = page.random
    for at in range(20, page.height, 40):
        page.line((0, at), (page.width, at), Style(200, 2))
    for at in range(20, page.width, 40):
        page.line((at, 0), (at, page.height), Style(200, 2))
    kinds, rows = some_kinds(page), int(random.integers(6, 16))
    across = places(180, [40.0 * int(random.integers(5, 7))] * len(kinds))
    down = places(220, [80.0] * (rows + 1))
    for x in across:
        page.pen((x, down[0]), (x, down[-1]), 5)
    for y in down:
        page.pen((across[0], y), (across[-1], y), 5)
    page.fill(across, down, number_texts(page, rows + 1, kinds), lambda r, c: False)


def pen_drawn(page: Page) -> None:
    """A table drawn by pen on white paper, crooked."""
    random = page.random
    kinds, rows = some_kinds(page), int(random.integers(5, 14))
    across = places(160, [float(random.uniform(200, 280))] * len(kinds))
    down = places(240, [float(random.uniform(84, 120))] * (rows + 1))
    for x in across:
        page.pen((x, down[0]), (x, down[-1]), 5)
    for y in down:
        page.pen((across[0], y), (across[-1], y), 5)
    page.fill(across, down, number_texts(page, rows + 1, kinds), lambda r, c: False)


def side_by_side(page: Page) -> None:
    """Two tables beside each other, with as many rows or fewer."""
    rows = int(page.random.integers(8, 20))
    left, right = some_kinds(page, 2, 4), some_kinds(page, 2, 4)
    down = table(page, ("#", *left), rows, 300, across=sides(page, ("#", *left), 0.45))
    height = float(down[1] - down[0])
    fewer = rows - int(page.random.integers(0, 4))
    kinds = ("#", *right)
    table(page, kinds, fewer, 300, across=sides(page, kinds, 0.85, 0.55), height=height)


def among_text(page: Page) -> None:
    """A table between paragraphs."""
    end = page.paragraph(110, 120, page.width - 110, int(page.random.integers(8, 16)))
    down = table(page, ("n", *some_kinds(page)), int(page.random.integers(5, 12)), end + 60)
    left = int((page.height - 120 - down[-1]) / 34)
    page.paragraph(110, down[-1] + 60, page.width - 110, max(1, left - 1))


def spiral(page: Page) -> None:
    """A page of a spiral notebook: holes and wire along its top or its left side."""
    kinds = ("n", *some_kinds(page))
    table(page, kinds, int(page.random.integers(8, 18)), 320, across=sides(page, kinds, left=0.12))
    at_top = page.random.random() < 0.5
    for at in range(40, page.width if at_top else page.height, 68):
        x, y = (at, 50) if at_top else (50, at)
        cv2.circle(page.grey, (x, y), 18, 40, -1)
        ends = ((at - 6, 0), (at + 6, 50)) if at_top else ((0, at - 6), (50, at + 6))
        cv2.line(page.grey, ends[0], ends[1], 110, 12)


def hand_at_border(page: Page) -> None:
    """A hand, and a phone, at the border of the photograph."""
    page.scanned = False
    table(page, ("n", *some_kinds(page)), int(page.random.integers(8, 18)), 320)

    def after(picture: Grey, random: np.random.Generator) -> Grey:
        height, width = picture.shape
        size = height // 14
        y = int(height * random.uniform(0.3, 0.9))
        for finger in range(4):
            at = (width + size // 3, y + int(finger * 0.55 * size))
            cv2.ellipse(picture, at, (size, size // 4), 8.0, 0, 360, 120 + 6 * finger, -1)
        cv2.rectangle(picture, (0, 0), (width // 9, height // 6), 25, -1)
        return picture

    page.after = after


def turned_photograph(page: Page) -> None:
    """A photograph that is turned by 5 to 20 degrees."""
    turn = float(page.random.uniform(5, 20)) * (1 if page.random.random() < 0.5 else -1)
    page.scanned, page.angle = False, (*page.random.normal(0, 6, 2).tolist(), turn)
    table(page, ("n", *some_kinds(page)), int(page.random.integers(8, 20)), 300)


def steep(page: Page) -> None:
    """A photograph from far to the side."""
    tilts = page.random.uniform(18, 32, 2) * page.random.choice((-1, 1), 2) * ([1, 0.4])
    page.scanned = False
    page.angle = (*tilts.tolist(), float(page.random.normal(0, 4)))
    table(page, ("n", *some_kinds(page)), int(page.random.integers(8, 20)), 300)


def black_border(page: Page) -> None:
    """A scan of 150 dots to an inch with a black border."""
    page.scanned = True
    left, top, right, bottom = page.random.integers(0, 120, 4).tolist()
    page.border = left, top, right, bottom
    table(page, ("n", *some_kinds(page)), int(page.random.integers(8, 20)), 300)


def cut_off(page: Page) -> None:
    """A photograph that shows a part of a table: its last column is cut by the edge."""
    page.scanned, page.angle = False, (*page.random.normal(0, 4, 2).tolist(), 0.0)
    page.grey = page.grey[:, : int(0.95 * page.width)]
    kinds = ("n", *some_kinds(page, 4, 7))
    table(page, kinds, int(page.random.integers(8, 20)), 300)
    x = np.mean([mark[2] for mark in page.tables[0].marks if mark[1] == len(kinds) - 1])
    cut = float(x) - 10

    def after(picture: Grey, random: np.random.Generator) -> Grey:
        share = cut / page.width
        return np.ascontiguousarray(picture[:, : int(share * picture.shape[1])])

    page.after = after


def empty_row(page: Page) -> None:
    """No rules, and rows that are empty."""
    rows = int(page.random.integers(9, 16))
    gone = [
        int(row)
        for row in page.random.choice(np.arange(3, rows - 1), 1 + rows // 13, replace=False)
    ]
    page.print("Meter readings", 120, 140, 46)
    table(
        page,
        ("n", *some_kinds(page)),
        rows,
        280,
        level=every(None),
        upright=every(None),
        empty=0.03,
        room=0.7,
        empty_rows=gone,
    )


def one_of_labels(page: Page) -> None:
    """No rules, two columns, one of labels."""
    table(
        page,
        ("n", "3"),
        int(page.random.integers(6, 16)),
        280,
        level=every(None),
        upright=every(None),
        empty=0.03,
        room=0.6,
        across=places(160, [420, 320]),
    )


def beside_ruled(page: Page) -> None:
    """A ruled table, and one without rules below it."""
    down = table(page, ("n", *some_kinds(page)), 6, 240)
    table(
        page,
        ("n", *some_kinds(page, 2, 4)),
        8,
        down[-1] + 180,
        level=every(None),
        upright=every(None),
        empty=0.0,
        room=0.65,
        height=76,
    )
