"""Synthetic sheets with their truth: tables filled in by hands never met, and photographed.

Digits are of one writer a sheet, of the half of MNIST that no network learned from; words are of a
writer of UNIPEN. Rules are of every kind. Same seed, same sheets.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.number_lines import writers
from benchmarks.synthetic_ink import TICK, Hand, pressed, word_hands, written
from digit_recognizer.data.composed_numbers import Writer
from tools.paper import photographed

__all__ = ["KINDS", "RuleKind", "SyntheticSheet", "synthetic_sheets"]

Grey = NDArray[np.uint8]

RuleKind = Literal["full", "faint", "broken", "dotted", "level only", "none"]
KINDS: tuple[RuleKind, ...] = get_args(RuleKind)
"""What the rules of a sheet are like."""

# Of a page: pixels to the millimetre, and its sides in millimetres.
_SCALE, _PAGE = 8, (210, 297)
_PAPER = 240
_NAMES = (
    "Ann", "Bob", "Chloé", "Dimitri", "Eve", "Frank", "Grace", "Heidi", "Ivan", "Judy", "Karim",
    "Lena", "Mo", "Nadia", "Omar", "Petra", "Quinn", "Rosa", "Sven", "Tariq",
)  # fmt: skip
_HEADERS = (
    "Count", "Weight", "Marks", "Length", "Stock", "Rain", "Meter", "Points", "Sold", "Height",
)  # fmt: skip
_WORDS = ("ill", "none", "abs", "see back", "lost", "late", "no", "new")
_TITLES = ("Mark sheet", "Stock count", "Field notes", "Weather table", "Meter readings")
# How often a cell is empty, and holds words.
_EMPTY, _WORD = 0.08, 0.03


@dataclass(frozen=True, eq=False)
class SyntheticSheet:
    """A photograph and what stands in it.

    Attributes
    ----------
    photograph : (height, width) uint8
    truth : dict
        Of the form in which the truth of measured sheets is stored.
    kind : str
        One of ``KINDS``.
    has_totals : bool
        Whether the last row, or the last column, holds sums.
    """

    photograph: Grey
    truth: dict[str, Any]
    kind: RuleKind
    has_totals: bool


@dataclass(frozen=True)
class _Plan:
    """A table before it is drawn: the sides of its cells in pixels, and what stands in them."""

    left: int
    top: int
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    texts: tuple[tuple[str, ...], ...]
    printed: tuple[tuple[bool, ...], ...]
    totals: str

    @property
    def across(self) -> NDArray[np.intp]:
        """Where the upright rules are."""
        return np.cumsum((self.left, *self.widths))

    @property
    def down(self) -> NDArray[np.intp]:
        """Where the level rules are."""
        return np.cumsum((self.top, *self.heights))


def synthetic_sheets(
    numbers: Iterable[int],
    seed: int,
    half: Literal["train", "test"] = "test",
    *,
    out_of_focus: bool = False,
) -> Iterator[SyntheticSheet]:
    """Yield sheets, their kinds in turn.

    Parameters
    ----------
    numbers : iterable of int
        Which ones: sheet n is the same whichever others there are.
    seed : int
        Decides all of them.
    half : {"train", "test"}
        Of MNIST, whose writers fill them in: networks have learned from the first half.
    out_of_focus : bool
        Whether photographs are small and blurred, as those of a hand that was not held still.
    """
    people = writers(half)
    hands = word_hands(_WORDS)
    for number in numbers:
        random = np.random.default_rng((seed, number))
        writer = people[random.integers(len(people))]
        hand = hands[random.integers(len(hands))]
        kind = KINDS[number % len(KINDS)]
        yield _sheet(f"sheet {number}", kind, writer, hand, random, out_of_focus)


def _sheet(
    name: str,
    kind: RuleKind,
    writer: Writer,
    hand: Hand,
    random: np.random.Generator,
    out_of_focus: bool,
) -> SyntheticSheet:
    plan = _planned(random)
    page = np.full((_PAGE[1] * _SCALE, _PAGE[0] * _SCALE), _PAPER, np.uint8)
    _print(page, str(random.choice(_TITLES)), plan.left, plan.top - 14 * _SCALE, 6 * _SCALE)
    _rule(page, plan, kind, random)
    _fill(page, plan, kind, writer, hand, random)
    forward, sideways = random.normal(0, 7, 2).tolist()
    photograph = photographed(
        page,
        (forward, sideways, float(random.normal(0, 3))),
        random,
        size=_SIZES[0 if out_of_focus else random.choice(len(_SIZES), p=_OFTEN)],
        blur=float(random.uniform(*(_BLURRED if out_of_focus else _SHARP))),
        noise=float(random.uniform(2, 6)),
        quality=int(random.integers(60, 92)),
    )
    rows = [
        ["x" if printed or text[:1].isalpha() or text == TICK else text
         for text, printed in zip(texts, prints, strict=True)]
        for texts, prints in zip(plan.texts, plan.printed, strict=True)
    ]  # fmt: skip
    truth = {"file": f"{name} ({kind})", "tables": [{"name": "", "rows": rows}], "fields": {}}
    quarters = int(random.choice(4, p=(0.85, 0.05, 0.05, 0.05)))
    photograph = np.ascontiguousarray(np.rot90(photograph, quarters))
    return SyntheticSheet(photograph, truth, kind, bool(plan.totals))


# In pixels, beside what the lens does.
_SHARP, _BLURRED = (0.2, 1.0), (0.8, 1.8)
_SIZES, _OFTEN = ((2000, 1500), (2600, 1950), (4000, 3000)), (0.4, 0.4, 0.2)


def _planned(random: np.random.Generator) -> _Plan:
    """Choose the columns and rows of a table, and what stands in them."""
    columns, rows = int(random.integers(2, 10)), int(random.integers(5, 19))
    labels = bool(random.random() < 0.6)
    totals = str(random.choice(("", "row", "column"), p=(0.6, 0.25, 0.15)))
    alike = totals == "column" or bool(random.random() < 0.3)
    kinds = [_COLUMNS[random.integers(len(_COLUMNS))] for _ in range(columns)]
    kinds = kinds[:1] * columns if alike else kinds
    numbers = columns - labels
    totals = "row" if totals == "column" and numbers < 3 else totals
    values = np.array(
        [[_number(kinds[c], random) for c in range(numbers)] for _ in range(rows)], object
    )
    _leave_out(values, totals, random)
    if totals == "column":
        values[:, -1] = [_sum(row[:-1]) for row in values.tolist()]
    if totals == "row":
        values = np.vstack((values, [_sum(values[:, c].tolist()) for c in range(numbers)]))
    printed = np.zeros(values.shape, bool)
    if labels:
        names = [*random.choice(_NAMES, rows), "Total"][: len(values)]
        values = np.column_stack((names, values))
        printed = np.column_stack((np.ones(len(names), bool), printed))
    header = [*random.choice(_HEADERS, columns, replace=False)]
    if totals == "column":
        header[-1] = "Total"
    values = np.vstack((header, values))
    printed = np.vstack((np.ones(columns, bool), printed))
    height = min(random.uniform(8, 12), 250 / len(values)) * _SCALE
    heights = [round(height)] * len(values)
    longest = [max(len(text) for text in column) for column in values[1:].T]
    widths = np.array([max(16.0, 4 + 0.42 * height / _SCALE * long) for long in longest])
    widths *= min(random.uniform(1, 1.4), 186 / widths.sum())
    wide = np.rint(widths * _SCALE).astype(int).tolist()
    left = int(random.uniform(8, max(9, 200 - widths.sum()))) * _SCALE
    top = int(random.uniform(22, max(23, 285 - len(values) * height / _SCALE))) * _SCALE
    return _Plan(
        left,
        top,
        tuple(wide),
        tuple(heights),
        tuple(map(tuple, values.tolist())),
        tuple(map(tuple, printed.tolist())),
        totals,
    )


# How many digits, and how many of them behind the point.
_COLUMNS = ((1, 0), (2, 0), (2, 0), (3, 0), (3, 0), (4, 0), (3, 1), (4, 2))


def _number(kind: tuple[int, int], random: np.random.Generator) -> str:
    digits, decimals = kind
    least = int(random.integers(1, digits - decimals + 1)) + decimals
    value = int(random.integers(10 ** (least - 1), 10**least))
    text = f"{value:0{decimals + 1}d}"
    return f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text


def _sum(texts: Iterable[str]) -> str:
    return str(sum((Decimal(text) for text in texts if text[:1].isdigit()), Decimal(0)))


def _leave_out(values: NDArray[np.object_], totals: str, random: np.random.Generator) -> None:
    """Empty some cells, and put words into some; a sum needs no fewer than two numbers."""
    inner = values[:, :-1] if totals == "column" else values
    chance = random.random(inner.shape)
    inner[chance < _EMPTY] = ""
    is_word = (chance > 1 - _WORD) & (not totals)
    inner[is_word] = [
        TICK if random.random() < 0.4 else str(random.choice(_WORDS)) for _ in range(is_word.sum())
    ]


def _print(page: Grey, text: str, left: int, top: int, size: float) -> None:
    """Print words."""
    drawn = Image.fromarray(page)
    ImageDraw.Draw(drawn).text((left, top), text, fill=40, font=ImageFont.load_default(size))
    page[:] = np.array(drawn)


def _rule(page: Grey, plan: _Plan, kind: RuleKind, random: np.random.Generator) -> None:
    """Draw the rules."""
    grey = int(random.integers(198, 222)) if kind == "faint" else int(random.integers(30, 130))
    thickness = int(random.integers(2, 4))
    across, down = plan.across, plan.down
    level = [] if kind == "none" else down.tolist()
    upright = [] if kind in ("none", "level only") else across.tolist()
    for y in level:
        for first, last in _dashes(int(across[0]), int(across[-1]), kind, random):
            cv2.line(page, (first, y), (last, y), grey, thickness)
    for x in upright:
        for first, last in _dashes(int(down[0]), int(down[-1]), kind, random):
            cv2.line(page, (x, first), (x, last), grey, thickness)


def _dashes(
    start: int, stop: int, kind: RuleKind, random: np.random.Generator
) -> Iterator[tuple[int, int]]:
    """Yield from where to where a rule is drawn."""
    at = start
    while at < stop:
        if kind == "dotted":
            inked, gap = 2, 6
        elif kind == "broken":
            inked, gap = int(random.integers(40, 260)), int(random.integers(3, 26))
        else:
            inked, gap = stop - at, 0
        yield at, min(stop, at + inked)
        at += inked + gap


def _fill(
    page: Grey,
    plan: _Plan,
    kind: RuleKind,
    writer: Writer,
    hand: Hand,
    random: np.random.Generator,
) -> None:
    """Write into the cells; numbers of one hand are about as large and as dark."""
    height = plan.heights[0] * random.uniform(0.48, 0.68)
    strength = random.uniform(0.55, 0.9)
    # Where no rule parts columns, people leave more paper between them.
    room = 0.75 if kind in ("level only", "none") else 0.92
    for r, texts in enumerate(plan.texts):
        for c, text in enumerate(texts):
            left, top = int(plan.across[c]), int(plan.down[r])
            wide, tall = plan.widths[c], plan.heights[r]
            if not text:
                continue
            if plan.printed[r][c]:
                _print(page, text, left + 10, top + tall // 4, _print_size(text, wide, tall))
                continue
            ink = written(text, writer, hand, height, random)
            factor = min(1.0, room * wide / ink.shape[1])
            if factor < 1:
                ink = np.asarray(
                    cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
                )
            over = 0.12 if random.random() < 0.85 else 0.3
            x = left + int((wide - ink.shape[1]) * random.uniform(0.1, 0.7))
            y = top + int((tall - ink.shape[0]) / 2 + tall * random.uniform(-over, over))
            pressed(page, ink, x, y, strength * random.uniform(0.9, 1.1))


def _print_size(text: str, wide: int, tall: int) -> float:
    return float(min(0.45 * tall, (wide - 16) / (0.62 * max(3, len(text)))))
