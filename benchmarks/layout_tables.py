"""What tables of many layouts share: their columns, what stands in them, how they are drawn."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from benchmarks.layout_page import Page, Style
from benchmarks.synthetic_ink import TICK

__all__ = [
    "WORDS",
    "every",
    "header",
    "number_texts",
    "places",
    "printed_in",
    "sides",
    "some_kinds",
    "table",
]

WORDS = ("ill", "none", "late", "lost", "see back")
"""What is written into columns of words."""
_NAMES = ("Ann Lee", "Bob Hart", "Eve Stone", "Ivan Petrov", "Mo Salah", "Nadia K.", "Rosa Diaz")


def places(start: float, sizes: Iterable[float]) -> list[int]:
    """Return where sides of these sizes begin and end, in pixels."""
    return [round(place) for place in np.cumsum([start, *sizes]).tolist()]


def number_texts(
    page: Page, rows: int, kinds: Sequence[str], empty: float = 0.06
) -> list[list[str]]:
    """Return texts: ``2`` is a number of two digits, ``3.1`` one of three and a decimal."""
    chances = page.random.random((rows, len(kinds))).tolist()
    return [
        [
            "" if chance < empty and kind[0] not in "#n" else _text(page, kind, row)
            for kind, chance in zip(kinds, line, strict=True)
        ]
        for row, line in enumerate(chances)
    ]


def _text(page: Page, kind: str, row: int) -> str:
    random = page.random
    if kind == "#":
        return str(row + 1)
    if kind == "n":
        return str(random.choice(_NAMES))
    if kind == "w":
        return str(random.choice(WORDS[:4]))
    if kind == "t":
        return TICK if random.random() < 0.8 else ""
    digits, _, decimals = kind.removeprefix("-").partition(".")
    count = int(digits)
    number = str(random.integers(10 ** (count - 1), 10**count))
    sign = "-" if kind.startswith("-") and random.random() < 0.4 else ""
    return sign + (f"{number[: -int(decimals)]}.{number[-int(decimals) :]}" if decimals else number)


def header(kinds: Sequence[str], random: np.random.Generator) -> list[str]:
    """Return the printed words above columns."""
    names = ("Count", "Weight", "Marks", "Length", "Stock", "Rain", "Meter", "Points", "Sold")
    return [{"#": "No", "n": "Name"}.get(kind) or str(random.choice(names)) for kind in kinds]


def every(style: Style | None) -> Callable[[int], Style | None]:
    """Draw each rule in this style."""
    return lambda _: style


def printed_in(header: int, *columns: str) -> Callable[[int, int], bool]:
    """Tell what is printed: so many rows, and columns of numbers in order, or of names."""
    return lambda row, column: row < header or columns[column] in "#n"


def sides(page: Page, kinds: Sequence[str], share: float = 1.0, left: float = 0.06) -> list[int]:
    """Return where columns part, as wide as what stands in them."""
    weights = np.array([{"#": 0.6, "n": 2.0, "w": 2.0, "t": 0.6}.get(kind, 0.6 + 0.25 * len(kind))
                        for kind in kinds])  # fmt: skip
    wide = page.width * (0.88 - max(0.0, left - 0.06)) * share * weights / weights.sum()
    return places(left * page.width, wide)


def table(
    page: Page, kinds: Sequence[str], rows: int, top: float, *,
    across: Sequence[int] | None = None, height: float | None = None, style: Style | None = None,
    level: Callable[[int], Style | None] | None = None,
    upright: Callable[[int], Style | None] | None = None,
    shade: Callable[[int], int | None] = lambda _: None,
    white: int = 0, empty: float = 0.06, room: float = 0.9, empty_rows: Sequence[int] = (),
) -> list[int]:  # fmt: skip
    """Draw a table with a printed header, and return where its rows part."""
    random = page.random
    across = across or sides(page, kinds)
    height = height or min(float(random.uniform(60, 84)), (0.94 * page.height - top) / (rows + 1))
    down = places(top, [height] * (rows + 1))
    style = style or Style(int(random.integers(30, 130)), int(random.integers(2, 4)))
    for row in range(rows + 1):
        grey = shade(row)
        if grey is not None:
            page.grey[down[row] : down[row + 1], across[0] : across[-1]] = grey
    page.rules(across, down, level or every(style), upright or every(style))
    texts = [header(kinds, random), *number_texts(page, rows, kinds, empty)]
    for row in empty_rows:
        texts[row] = [""] * len(kinds)
    page.fill(across, down, texts, printed_in(1, *kinds), white=white, room=room)
    return down


def some_kinds(page: Page, least: int = 3, most: int = 7) -> list[str]:
    """Choose what numbers some columns hold."""
    count = int(page.random.integers(least, most))
    return [str(kind) for kind in page.random.choice(("2", "3", "3.1", "4", "1"), count)]
