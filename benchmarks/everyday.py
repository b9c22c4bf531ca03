"""How well the shipped network reads people it has never met: the figures and the diagram.

    for fold in 0 1 2; do
        digit-recognizer train --recipe everyday --fold $fold --out runs/everyday-$fold
        run=runs/laboratory-$fold
        digit-recognizer train --recipe everyday --fold $fold --fold-by laboratory --out $run
    done
    python -m benchmarks.everyday runs/everyday-{0,1,2} --laboratories runs/laboratory-{0,1,2}

The shipped network was trained on every writer there is. What it is worth to others is measured on
its twins, each trained without a third of the writers, or of UNIPEN's laboratories; what nobody was
trained on, it reads itself.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy import HEADER, result_row
from benchmarks.report import ROOT, table, write_section
from digit_recognizer.data.prepared import network_input
from digit_recognizer.data.prepared_sets import (
    LIKE_DIGITS,
    UnipenNegatives,
    pen_digits,
    swiss_digits,
    unipen_digits,
    unipen_negatives,
)
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.cross_validation import (
    Calibration,
    calibrate,
    calibrated,
    read_apart,
)
from digit_recognizer.evaluation.everyday import PENS, SIZES, Form, cell_digits
from digit_recognizer.evaluation.intervals import Share, percent
from digit_recognizer.evaluation.measured_sets import measured_set
from digit_recognizer.evaluation.measurement import measure
from digit_recognizer.evaluation.negatives import KINDS, negatives
from digit_recognizer.evaluation.readings import Readings, probabilities
from digit_recognizer.evaluation.reliability_diagram import draw_reliability
from digit_recognizer.evaluation.report import cell_shares, grouped, worst_and_best
from digit_recognizer.ink import find_ink, open_picture
from digit_recognizer.networks.checkpoint import Checkpoint, find_checkpoint
from digit_recognizer.training.stored import averaged, resume_state

__all__ = ["NEGATIVES", "Twins", "main", "sections", "twins_of", "unseen_sets"]

UNSEEN_PICTURES = 7
"""Seed of sizes, places and pens that no training has seen."""

NEGATIVES = 1_000
ALL = "all"
NEGATIVE_PARTS: tuple[UnipenNegatives, ...] = ("letters", "signs")
CELL_DIGITS: dict[Form, int] = {"strokes": 300, "pictures": 100}
"""In each of 135 cells; pictures take long to draw and to read."""

DIAGRAM = ROOT / "docs" / "images" / "reliability.png"


@dataclass(frozen=True)
class Twins:
    """Networks trained as the shipped one but for some people, and what they found together.

    Attributes
    ----------
    writers, laboratories : tuple of Checkpoint
        Each without a third of the writers, or of the laboratories, calibrated. Of the latter there
        may be none.
    calibration : Calibration
        Of the former, for all.
    """

    writers: tuple[Checkpoint, ...]
    laboratories: tuple[Checkpoint, ...]
    calibration: Calibration


def main() -> None:
    """Measure everything and write it down."""
    parser = argparse.ArgumentParser(description="Measure on people who were never met.")
    parser.add_argument("writers", type=Path, nargs="+", help="Runs without some writers.")
    parser.add_argument("--laboratories", type=Path, nargs="*", default=())
    arguments = parser.parse_args()
    twins = twins_of(arguments.writers, arguments.laboratories)
    texts = []
    for title, text in sections(find_checkpoint(), twins):
        print(f"\n{title}\n\n{text}", flush=True)
        texts.append(f"### {title}\n\n{text}")
    write_section("everyday", "## People it has never met\n\n" + "\n\n".join(texts))


def twins_of(writers: Sequence[Path], laboratories: Sequence[Path] = ()) -> Twins:
    """Return the networks of these runs, as sure as they may be."""
    without_writers, without_laboratories = (
        [averaged(resume_state(find_checkpoint(run / "last.safetensors"))) for run in runs]
        for runs in (writers, laboratories)
    )
    calibration = calibrate(without_writers, unseen_sets())
    return Twins(
        tuple(calibrated(twin, calibration) for twin in without_writers),
        tuple(calibrated(twin, calibration) for twin in without_laboratories),
        calibration,
    )


def unseen_sets() -> list[WrittenDigits]:
    """Return the digits of known writers, each read by the twin that has not met the writer."""
    strokes = (pen_digits, unipen_digits)
    pictures = (digits(form="pictures", seed=UNSEEN_PICTURES) for digits in strokes)
    return [*(digits() for digits in strokes), *pictures, swiss_digits()]


def sections(checkpoint: Checkpoint, twins: Twins) -> Iterator[tuple[str, str]]:
    """Give title and text of each part, as soon as it is measured."""
    apart = [read_apart(twins.writers, digits) for digits in unseen_sets()]
    yield "Sets", _sets(checkpoint, twins, apart)
    yield "Laboratories, letters and signs", _by_laboratory(twins)
    yield "Pen strokes, as strokes", _cells(twins.writers, "strokes")
    yield "Pen strokes, as pictures", _cells(twins.writers, "pictures")
    yield "Confidence", _confidence(apart)
    yield "No answer", _refused(checkpoint, apart)


def _sets(checkpoint: Checkpoint, twins: Twins, apart: Sequence[Readings]) -> str:
    rows = [result_row(f"{each.digits.name}, by twins", each) for each in apart]
    for form in ("strokes", "pictures") if twins.laboratories else ():
        digits = unipen_digits(form=form, seed=UNSEEN_PICTURES)
        readings = read_apart(twins.laboratories, digits)
        rows.append(result_row(f"{digits.name}, laboratories left out", readings))
    for name in ("mnist", "emnist-digits", "usps", "orand", "orand-crops"):
        measurement = measure(checkpoint, measured_set(name))
        rows.append(result_row(name, measurement.readings))
        if (as_pictures := measurement.as_pictures()) is not None:
            rows.append(result_row(f"{name}, as pictures", as_pictures))
    worst = [
        f"- {each.digits.name}: worst writer "
        + ", ".join(f"{name} {share}" for name, share in list(each.by_writer().items())[:1])
        for each in apart
    ]
    return table(HEADER, rows) + "\n\n" + "\n".join(worst)


def _by_laboratory(twins: Twins) -> str:
    """Tell what is made of UNIPEN, contributor by contributor; letters and signs as strokes."""
    sides = [("", twins.writers), (", laboratory left out", twins.laboratories)]
    columns: dict[str, dict[str, Share]] = {}
    for side, networks in sides if twins.laboratories else sides[:1]:
        digits = read_apart(networks, unipen_digits())
        columns[f"digits correct{side}"] = _shares(digits.digits, digits.correct)
        for part, like in product(NEGATIVE_PARTS, (False, True)):
            readings = read_apart(networks, unipen_negatives(part, like_digits=like))
            name = f"{part} {'like' if like else 'unlike'} digits answered{side}"
            columns[name] = _shares(readings.digits, readings.confidence >= readings.rule.sure_from)
    contributors = sorted({name for shares in columns.values() for name in shares} - {ALL})
    header = ("contributor", *(f"{name}, %" for name in columns))
    rows = [
        (name, *(_of_how_many(shares.get(name)) for shares in columns.values()))
        for name in (*contributors, ALL)
    ]
    return (
        f"{table(header, rows)}\n\nIn brackets the number of drawings. Letters and signs that are "
        f"drawn as digits are, {' '.join(sorted(LIKE_DIGITS))}, are counted apart."
    )


def _shares(drawings: WrittenDigits, which: NDArray[np.bool_]) -> dict[str, Share]:
    """Return the share of those drawings, by contributor and of all."""
    contributors = np.array([writer.partition("-")[0] for writer in drawings.writers])
    shares = {ALL: Share(int(which.sum()), len(which))}
    for name in np.unique(contributors):
        those = which[contributors == name]
        shares[str(name)] = Share(int(those.sum()), len(those))
    return shares


def _of_how_many(share: Share | None) -> str:
    return "–" if share is None else f"{percent(share.value)} ({share.whole:,})"


def _cells(twins: Sequence[Checkpoint], form: Form) -> str:
    cells = cell_digits(form, count=CELL_DIGITS[form])
    shares = cell_shares(cells, read_apart(twins, cells.digits))
    groups = grouped(shares)
    rows = [
        [f"{size:.0f}", *(_mean_and_worst(groups[size, pen]) for pen in PENS)] for size in SIZES
    ]
    header = ("size, of 280 pixels", *(f"pen {pen:.0f}: mean (worst position)" for pen in PENS))
    return (
        f"{table(header, rows)}\n\n{shares[0].whole:,} digits in each of {len(shares)} cells, the "
        f"same in all: {worst_and_best(shares)}."
    )


def _mean_and_worst(shares: list[Share]) -> str:
    values = [share.value for share in shares]
    return f"{percent(float(np.mean(values)))} ({percent(min(values))})"


def _confidence(apart: Sequence[Readings]) -> str:
    draw_reliability({each.digits.name: each.reliability for each in apart}, DIAGRAM)
    errors = ", ".join(f"{each.digits.name} {percent(each.reliability.error)} %" for each in apart)
    return (
        f"![How often answers come true, by how sure they are](images/{DIAGRAM.name})\n\n"
        f"Expected calibration error (15 bins) on writers not met: {errors}."
    )


def _refused(checkpoint: Checkpoint, apart: Sequence[Readings]) -> str:
    drawn = list(negatives(NEGATIVES))
    images = np.stack([network_input(find_ink(open_picture(each.picture))) for each in drawn])
    confidence = probabilities(checkpoint.network, images).max(axis=1)
    kinds = np.array([each.kind for each in drawn])
    rows = []
    for kind in [*KINDS, "all"]:
        those = confidence[(kinds == kind) | (kind == "all")]
        answered = Share(int((those >= checkpoint.rule.sure_from).sum()), len(those))
        interval = " to ".join(percent(end) for end in answered.interval)
        rows.append((kind, len(those), percent(answered.value), interval))
    refused = ", ".join(f"{each.digits.name} {percent(each.refused.value)} %" for each in apart)
    return (
        f"{table(('kind', 'pictures', 'answered, %', '95 % interval'), rows)}\n\n"
        f"An answer is a confidence of at least {checkpoint.rule.sure_from:g}, chosen on digits "
        f"alone. Of good digits of writers not met, so many get none: {refused}. None of these "
        "pictures was trained on. Training draws negatives by other code "
        "(`data/drawn_negatives.py`): other letters, typefaces, figures and textures, of which "
        "letters, scribbles, lines, frames and filled shapes are kinds alike; crosses, dots, grids "
        "and static have no counterpart."
    )


if __name__ == "__main__":
    main()
