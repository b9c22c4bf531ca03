"""Sheets of many layouts with their truth: registers, notebooks, forms, scans, odd photographs.

What is measured with them is structure: tables, rows and columns, and in which cell what is written
is found. Same seed, same sheets.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from benchmarks import paper_layouts, ruled_layouts
from benchmarks.layout_page import LaidOut, Page, taken
from benchmarks.layout_tables import WORDS
from benchmarks.number_lines import writers
from benchmarks.synthetic_ink import word_hands

__all__ = ["LAYOUTS", "drawn_layouts"]

# Of a page: pixels to the millimetre, and its sides in millimetres.
_SCALE, _PAGE = 8, (210, 297)

LAYOUTS: dict[str, Callable[[Page], None]] = {
    name.replace("_", " "): getattr(module, name)
    for module in (ruled_layouts, paper_layouts)
    for name in module.__all__
}
"""How each layout is drawn, by its name."""


def drawn_layouts(
    numbers: Iterable[int], seed: int, names: Sequence[str] | None = None
) -> Iterator[LaidOut]:
    """Yield sheets, their layouts in turn; sheet n is the same whichever others there are."""
    people, hands = writers("test"), word_hands(WORDS)
    wanted = list(names or LAYOUTS)
    for number in numbers:
        name = wanted[number % len(wanted)]
        random = np.random.default_rng((seed, number // len(wanted), list(LAYOUTS).index(name)))
        sides = (_PAGE[1] * _SCALE, _PAGE[0] * _SCALE)
        page = Page(
            np.full(sides, random.integers(225, 250), np.uint8),
            random,
            people[random.integers(len(people))],
            hands[random.integers(len(hands))],
        )
        page.scanned = bool(random.random() < 0.4)
        LAYOUTS[name](page)
        yield taken(page, name)
