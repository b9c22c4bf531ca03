"""The figures and the curves of learning hands, from what ``benchmarks.hands`` measured."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.report import ROOT, table, write_section
from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.hands.learning import HARM

__all__ = ["HARD", "WAYS", "report"]

PAGE = ROOT / "docs" / "hands.md"
CURVES = ROOT / "docs" / "images" / "hands.png"
HARD = 0.02
"""Writers with more errors than this share, at the start, are those who need it."""
DRAWN = 2_000
"""So often as many writers are drawn, with replacement, to tell how much chance there is."""
WAYS = ("1", "2", "5", "10", "stream")

Row = dict[str, Any]


def report(rows: Sequence[Row]) -> None:
    """Write the section of the page, and draw the curves."""
    tables = []
    for who, chose in (("who chose nothing", False), ("who chose widths and penalties", True)):
        those = [row for row in rows if row.get("chose", False) is chose]
        for errors, is_hard in (("more than 2 % errors", True), ("fewer errors", False)):
            group = [row for row in those if (row["error"] > HARD) is is_hard]
            if not group:
                continue
            tables.append(f"### Writers {who}, {errors} at the start\n\n{_by_way(group)}")
    tables += [
        f"### By quartile of the error at the start, all who were measured\n\n{_by_quartile(rows)}",
        f"### Others\n\n{_others(rows)}",
    ]
    write_section("hands", "\n\n".join(tables), PAGE)
    _draw(rows, CURVES)


def _by_way(rows: Sequence[Row]) -> str:
    header = (
        *("corrections of each digit", "writers", "digits", "misread before", "at once"),
        *("in the end", "gone, %, and 90 % interval", "refined", "prototypes", "none"),
        "second look",
    )
    lines = []
    for way in _ways(rows):
        those = [row for row in rows if row["way"] == way]
        digits, before, once, after = (
            _mean(those, name) for name in ("digits", "before", "at_once", "after")
        )
        levels = [
            _share([row for row in those if row["level"] == level])
            for level in ("refined", "prototypes", "none")
        ]
        levels.append(_share([row for row in those if row.get("looks_again")]))
        shown_once = "" if way == "stream" else f"{once:.0f}"
        writers = len({(row["set"], row["writer"]) for row in those})
        counts = (writers, f"{digits:,.0f}", f"{before:.0f}", shown_once, f"{after:.0f}")
        lines.append((_named(way), *counts, _gone(those, before, after), *levels))
    return table(header, lines)


def _share(rows: Sequence[Row]) -> str:
    """Return of how many writers these rows are."""
    return f"{sum(1 / row['draws'] for row in rows):.0f}"


def _mean(rows: Sequence[Row], name: str) -> float:
    """Return the sum over writers, of each the mean over draws."""
    return float(sum(row[name] / row["draws"] for row in rows))


def _ways(rows: Sequence[Row]) -> list[str]:
    """Return the ways of correcting that were measured."""
    measured = {row["way"] for row in rows}
    return [way for way in WAYS if way in measured]


def _named(way: str) -> str:
    return "stream: misread digits only" if way == "stream" else way


def _gone(rows: Sequence[Row], before: float, after: float) -> str:
    """Return the share of errors that are gone, and in nine of ten draws of as many writers."""
    if not before:
        return "–"
    writers = sorted({(row["set"], row["writer"]) for row in rows})
    of_each = np.zeros((len(writers), 2))
    for row in rows:
        place = writers.index((row["set"], row["writer"]))
        of_each[place] += np.array([row["before"], row["after"]]) / row["draws"]
    drawn = np.random.default_rng(1998).integers(len(writers), size=(DRAWN, len(writers)))
    sums = of_each[drawn].sum(axis=1)
    low, high = np.quantile(1 - sums[:, 1] / np.maximum(sums[:, 0], 1e-9), (0.05, 0.95))
    return f"{100 * (1 - after / before):.0f} ({100 * low:.0f} to {100 * high:.0f})"


def _by_quartile(rows: Sequence[Row]) -> str:
    lines = []
    for title, chosen in _groups(rows):
        cells: list[str] = []
        for way in _ways(rows):
            those = [row for row in rows if row["way"] == way and chosen(row)]
            shown = " → ".join(f"{_percent(those, name):.2f}" for name in ("before", "after"))
            cells.append(shown if those else "–")
        lines.append((title, *cells))
    return table(("writers", *map(_named, _ways(rows))), lines) + (
        "\n\nErrors in percent of the digits that were not learned, before and after; – where "
        "nobody was measured."
    )


def _groups(rows: Sequence[Row]) -> list[tuple[str, Callable[[Row], bool]]]:
    """Return the quartiles of writers by their error, the best first, and the worst tenth."""
    errors = np.array(sorted({(row["set"], row["writer"]): row["error"] for row in rows}.values()))
    ends = np.quantile(errors, (0.25, 0.5, 0.75, 0.9))
    names = ("best quarter", "second quarter", "third quarter", "worst quarter")
    lows, highs = (-1.0, *ends[:3]), (*ends[:3], 1.0)

    def between(low: float, high: float) -> Callable[[Row], bool]:
        return lambda row: low < row["error"] <= high

    groups = [
        (name, between(low, high)) for name, low, high in zip(names, lows, highs, strict=True)
    ]
    return [*groups, ("worst tenth", between(float(ends[3]), 1.0))]


def _percent(rows: Sequence[Row], name: str) -> float:
    part, whole = (_mean(rows, each) for each in (name, "digits"))
    return float(100 * part / max(1, whole))


def _others(rows: Sequence[Row]) -> str:
    header = ("corrections of each digit", "hands", "learned", "points, mean", "worst", "over 0.05")
    lines = []
    for way in _ways(rows):
        those = [row for row in rows if row["way"] == way]
        changes = [
            100 * (after - before) / n for n, before, after in (row["others"] for row in those)
        ]
        hands = len({(row["set"], row["writer"]) for row in those})
        over = sum(change > 100 * HARM for change in changes)
        figures = (f"{np.mean(changes):+.3f}", f"{max(changes):+.3f}", over)
        lines.append((_named(way), hands, len(changes), *figures))
    return (
        "Digits of other people that the network had not met, up to 17,500, read with each hand; "
        "by how many points the error changes.\n\n" + table(header, lines)
    )


def _draw(rows: Sequence[Row], path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.2, 3.8), dpi=130, layout="constrained")
    axes = figure.subplots()
    counts = [0, *(int(way) for way in _ways(rows) if way != "stream")]
    for name, chosen in _groups(rows):
        curve = [100.0]
        for count in counts[1:]:
            those = [row for row in rows if row["way"] == str(count) and chosen(row)]
            before = _percent(those, "before")
            curve.append(100 * _percent(those, "after") / before if before else np.nan)
        if not np.isnan(curve).any():
            axes.plot(counts, curve, marker="o", label=name)
    axes.set(
        xlabel="corrections of each digit", ylabel="errors that remain, %", xticks=counts, ylim=0
    )
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    with replaced_when_complete(path) as partial:
        figure.savefig(partial, format="png", metadata={"Software": None})
