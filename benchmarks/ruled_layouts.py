"""Layouts of tables: registers, lists, forms, with rules of many kinds."""

from benchmarks.layout_page import Page, Style
from benchmarks.layout_tables import (
    every,
    header,
    number_texts,
    places,
    printed_in,
    sides,
    some_kinds,
    table,
)

__all__ = [
    "attendance",
    "class_list",
    "coloured_header",
    "columns_only",
    "dashed",
    "edge_to_edge",
    "header_rule",
    "open_frame",
    "sections",
    "thick_frame",
    "three_rules",
    "two_levels",
    "uneven_rows",
    "weather",
    "zebra",
]

_MARKS = ("2", "2", "3.1", "1")
_WEATHER = ("#", "4.1", "3.1", "-3.1", "2", "3.1")


def class_list(page: Page) -> None:
    """Names by hand in the first column, marks in the others."""
    page.print("Class 7b, mathematics, term 2", 120, 120, 44)
    table(page, ("#", "w", *some_kinds(page)), int(page.random.integers(14, 28)), 240)


def attendance(page: Page) -> None:
    """Many narrow columns, ticks or marks in them."""
    mark = "t" if page.random.random() < 0.3 else "1"
    kinds = ("#", "n", *[mark] * int(page.random.integers(15, 25)))
    page.print("Attendance, May", 120, 120, 44)
    table(page, kinds, int(page.random.integers(14, 26)), 240, empty=0.3)


def two_levels(page: Page) -> None:
    """A header of two levels: groups of columns above, names to the left over both."""
    random = page.random
    counts = [int(random.integers(2, 5)) for _ in range(int(random.integers(2, 4)))]
    kinds = ["#", "n", *(str(random.choice(_MARKS)) for _ in range(sum(counts)))]
    across = sides(page, kinds)
    down = places(260, [56] * 2 + [66] * int(random.integers(10, 24)))
    spans: dict[tuple[int, int], tuple[int, int]] = {(0, 0): (2, 1), (0, 1): (2, 1)}
    first = ["No", "Name", *[""] * sum(counts)]
    at = 2
    for count in counts:
        spans[0, at] = 1, count
        first[at] = "Tests"
        at += count
    style = Style(int(random.integers(30, 130)), int(random.integers(2, 4)))
    page.rules(across, down, every(style), every(style), spans)
    second = ["", "", *(f"T{number + 1}" for number in range(sum(counts)))]
    texts = [first, second, *number_texts(page, len(down) - 3, kinds)]
    page.fill(across, down, texts, printed_in(2, *kinds), spans)


def sections(page: Page) -> None:
    """Rows that are one cell, with a title, between the others."""
    random = page.random
    kinds = ["n", *some_kinds(page)]
    across, spans, texts = sides(page, kinds), {}, [header(kinds, random)]
    for day in ("Monday", "Tuesday", "Wednesday"):
        spans[len(texts), 0] = 1, len(kinds)
        texts.append([day, *[""] * (len(kinds) - 1)])
        texts += number_texts(page, int(random.integers(3, 7)), kinds)
    down = places(240, [70] * len(texts))
    page.rules(across, down, every(Style()), every(Style()), spans)
    page.fill(across, down, texts, lambda r, c: r == 0 or c == 0, spans)


def weather(page: Page) -> None:
    """A row a day, a rule every fifth, decimals and minus signs."""
    rows, step = int(page.random.integers(28, 32)), 5
    style = Style(100, 2)
    page.print("Meteorological register, March", 120, 110, 44)
    table(
        page,
        _WEATHER,
        rows,
        220,
        style=style,
        level=lambda i: style if i in (0, 1, rows + 1) or (i - 1) % step == 0 else None,
    )


def columns_only(page: Page) -> None:
    """Upright rules, and a header; no rule between rows."""
    rows = int(page.random.integers(12, 28))
    level = {0: Style(), 1: Style(), rows + 1: Style()}
    table(page, ("#", *some_kinds(page)), rows, 240, level=level.get, empty=0.03)


def three_rules(page: Page) -> None:
    """Rules above and below the header and below the last row, no other."""
    rows = int(page.random.integers(6, 18))
    level = {0: Style(60, 3), 1: Style(60, 2), rows + 1: Style(60, 3)}
    table(
        page,
        ("n", *some_kinds(page)),
        rows,
        300,
        level=level.get,
        upright=every(None),
        empty=0.03,
        room=0.7,
    )


def header_rule(page: Page) -> None:
    """One rule, below the header."""
    rows = int(page.random.integers(6, 18))
    table(
        page,
        ("n", *some_kinds(page)),
        rows,
        300,
        level={1: Style(60, 3)}.get,
        upright=every(None),
        empty=0.03,
        room=0.7,
    )


def open_frame(page: Page) -> None:
    """Rules within a table, and none around it."""
    kinds, rows = ("n", *some_kinds(page)), int(page.random.integers(6, 18))
    table(
        page,
        kinds,
        rows,
        300,
        level=lambda i: Style() if 0 < i < rows + 1 else None,
        upright=lambda i: Style() if 0 < i < len(kinds) else None,
    )


def thick_frame(page: Page) -> None:
    """A thick frame, thin rules in it."""
    kinds, rows = ("n", *some_kinds(page)), int(page.random.integers(6, 18))
    thick, thin = Style(20, 10), Style(120, 2)
    table(
        page,
        kinds,
        rows,
        300,
        level=lambda i: thick if i in (0, 1, rows + 1) else thin,
        upright=lambda i: thick if i in (0, len(kinds)) else thin,
    )


def coloured_header(page: Page) -> None:
    """A dark header with white text, or a grey one."""
    dark = page.random.random() < 0.5
    grey = int(page.random.integers(40, 90) if dark else page.random.integers(150, 205))
    table(
        page,
        ("n", *some_kinds(page)),
        int(page.random.integers(8, 20)),
        300,
        shade={0: grey}.get,
        white=int(dark),
    )


def zebra(page: Page) -> None:
    """Every second row is grey; there are rules, or none between rows."""
    ruled = page.random.random() < 0.5
    grey = int(page.random.integers(190, 222))
    style = Style(120, 2)
    table(
        page,
        ("n", *some_kinds(page)),
        int(page.random.integers(8, 20)),
        300,
        style=style,
        shade=lambda r: grey if r % 2 else None,
        level=every(style if ruled else None),
        room=0.75,
        upright=every(style if ruled else None),
    )


def dashed(page: Page) -> None:
    """Dashed rules between rows, or everywhere."""
    style = Style(90, 2, int(page.random.integers(8, 30)), int(page.random.integers(5, 14)))
    full = Style(90, 2)
    upright = full if page.random.random() < 0.5 else style
    table(
        page,
        ("n", *some_kinds(page)),
        int(page.random.integers(8, 20)),
        300,
        style=style,
        upright=every(upright),
    )


def uneven_rows(page: Page) -> None:
    """Rows of other heights, a wide column for notes."""
    random = page.random
    kinds = ("#", *some_kinds(page, 2, 5), "w")
    across = sides(page, kinds)
    down = places(240, random.uniform(56, 140, int(random.integers(8, 16))).tolist())
    page.rules(across, down, every(Style()), every(Style()))
    texts = [header(kinds, random), *number_texts(page, len(down) - 2, kinds)]
    page.fill(across, down, texts, printed_in(1, *kinds))


def edge_to_edge(page: Page) -> None:
    """A table that fills the page to its edges."""
    kinds = ("#", *some_kinds(page, 4, 8))
    table(
        page,
        kinds,
        int(page.random.integers(18, 26)),
        30,
        across=places(12, [(page.width - 24) / len(kinds)] * len(kinds)),
    )
