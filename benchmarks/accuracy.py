"""How well the shipped network reads: all the figures of docs/results.md's section on accuracy.

Run it by ``make accuracy``; it takes some minutes, less where the pictures are prepared already.
"""

import sys
from collections.abc import Iterator

import numpy as np

from benchmarks.report import table, write_section
from digit_recognizer.data.prepared import network_input
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.evaluation.backgrounds import BACKGROUNDS
from digit_recognizer.evaluation.contamination import writers_trained_on
from digit_recognizer.evaluation.corruptions import CORRUPTIONS
from digit_recognizer.evaluation.digits_on_backgrounds import digits_on_background
from digit_recognizer.evaluation.disturbances import DISTURBANCES
from digit_recognizer.evaluation.everyday import PENS, SIZES, Form, cell_digits
from digit_recognizer.evaluation.intervals import Share, percent
from digit_recognizer.evaluation.measured_sets import (
    MeasuredSet,
    measured_set,
    through_the_pipeline,
)
from digit_recognizer.evaluation.measurement import measure
from digit_recognizer.evaluation.negatives import KINDS, negatives
from digit_recognizer.evaluation.readings import Readings, probabilities, read_digits
from digit_recognizer.evaluation.report import cell_shares, grouped, shares_of, worst_and_best
from digit_recognizer.evaluation.robustness import robustness, sample
from digit_recognizer.ink import find_ink, open_picture
from digit_recognizer.networks.checkpoint import Checkpoint, find_checkpoint
from digit_recognizer.nn.network import Network

__all__ = ["HEADER", "main", "result_row", "sections"]

PROCESSES = 2
KNOWN = (
    "\n\nThe network was trained on these writers: what it makes of people it has never met stands "
    "under that heading."
)
CORRUPTED = 2_000
"""Of MNIST's test digits, the first so many are corrupted."""

SEVERITIES = (0.5, 1.0)
NEGATIVES = 1_000
HEADER = ("set", "digits", "correct, %", "95 % interval", "no answer, %", "calibration error, %")


def main() -> None:
    """Measure everything and write it down."""
    checkpoint = find_checkpoint(sys.argv[1] if len(sys.argv) > 1 else None)
    texts = []
    for title, text in sections(checkpoint):
        print(f"\n{title}\n\n{text}", flush=True)
        texts.append(f"### {title}\n\n{text}")
    write_section("accuracy", "## Accuracy\n\n" + "\n\n".join(texts))


def sections(checkpoint: Checkpoint) -> Iterator[tuple[str, str]]:
    """Give title and text of each part, as soon as it is measured."""
    network = checkpoint.network
    rows, by_writer = _sets(checkpoint)
    yield "Digits of other people", table(HEADER, rows) + "\n\n" + by_writer
    yield "Pen strokes on the canvas, as strokes", _cells(checkpoint, "strokes")
    yield "Pen strokes on the canvas, as pictures", _cells(checkpoint, "pictures")
    yield "Pictures as people make them", _on_backgrounds(checkpoint)
    yield "MNIST made worse", _corrupted(network)
    yield "MNIST made worse, step by step", _robustness(network)
    yield "What is no digit", _refused(checkpoint)


def _sets(checkpoint: Checkpoint) -> tuple[list[tuple[str, ...]], str]:
    rows = []
    writers = []
    for name in ("mnist", "emnist-digits", "pendigits", "unipen", "swiss", "usps", "orand"):
        measured = measured_set(name)
        measurement = measure(checkpoint, measured)
        readings, title = measurement.readings, name
        if measurement.trained_on:
            title += (
                ", writers not trained on" if measurement.is_fair else ", trained on: no measure"
            )
        as_pictures = measurement.as_pictures()
        rows.append(result_row(title + (", as stored" if as_pictures else ""), readings))
        if as_pictures is not None:
            rows.append(result_row(f"{title}, as pictures", as_pictures))
        shares = readings.by_writer()
        if len(shares) > 1:
            worst, *_, best = shares.items()
            writers.append(
                f"{name}, {len(shares)} writers: from {percent(worst[1].value)} % ({worst[0]}) to "
                f"{percent(best[1].value)} % ({best[0]})."
            )
    return rows, "\n".join(f"- {line}" for line in writers)


def result_row(name: str, readings: Readings) -> tuple[str, ...]:
    """Return the line of a table with ``HEADER``."""
    accuracy = readings.accuracy
    return (
        name,
        f"{accuracy.whole:,}",
        percent(accuracy.value),
        " to ".join(percent(end) for end in accuracy.interval),
        percent(readings.refused.value),
        percent(readings.reliability.error),
    )


def _cells(checkpoint: Checkpoint, form: Form) -> str:
    cells = cell_digits(form, processes=PROCESSES)
    shares = cell_shares(cells, read_digits(checkpoint.network, cells.digits))
    known = writers_trained_on(cells.digits, checkpoint.data)
    groups = grouped(shares)
    rows = [
        [f"{size:.0f}", *(_worst_and_mean(groups[size, pen]) for pen in PENS)] for size in SIZES
    ]
    header = ("size, of 280 pixels", *(f"pen {pen:.0f}: mean (worst position)" for pen in PENS))
    text = table(header, rows)
    return (
        f"{text}\n\n{shares[0].whole:,} digits in each of {len(shares)} cells, the same in all: "
        f"{worst_and_best(shares)}.{KNOWN if known else ''}"
    )


def _worst_and_mean(shares: list[Share]) -> str:
    values = [share.value for share in shares]
    return f"{percent(float(np.mean(values)))} ({percent(min(values))})"


def _on_backgrounds(checkpoint: Checkpoint) -> str:
    rows = []
    for kind, background in BACKGROUNDS.items():
        measurement = measure(checkpoint, MeasuredSet(digits_on_background(kind)))
        what = (background.__doc__ or kind).split("\n")[0].rstrip(".")
        title = f"{kind}: {what[:1].lower()}{what[1:]}"
        rows.append(result_row(title, measurement.readings))
    header = ("background", *HEADER[1:])
    return f"{table(header, rows)}\n\nThe same pen strokes on each, of 60 to 200 pixels" + (
        ", by writers not trained on." if measurement.is_fair else "; trained on: no measure."
    )


def _corrupted(network: Network) -> str:
    clean = measured_set("mnist").digits
    rows = []
    for name, corruption in CORRUPTIONS.items():
        cells = []
        for severity in SEVERITIES:
            images = corruption(clean.images[:CORRUPTED], severity, np.random.default_rng(0))
            digits = WrittenDigits(
                f"{name} {severity}", images, clean.labels[:CORRUPTED], clean.writers[:CORRUPTED]
            )
            cells.append(percent(read_digits(network, digits).accuracy.value))
            cells.append(percent(read_digits(network, through_the_pipeline(digits)).accuracy.value))
        rows.append([name, *cells])
    header = ["corruption"]
    for severity in SEVERITIES:
        header += [f"{severity:g}, as stored", f"{severity:g}, as pictures"]
    return f"{table(header, rows)}\n\nThe first {CORRUPTED:,} test digits; correct in percent."


def _robustness(network: Network) -> str:
    digits = sample(measured_set("mnist").digits)
    points = list(robustness(network, digits))
    text = "\n\n".join(
        table(
            [f"{way.name}, {way.unit}", *(f"{strength:.3g}" for strength in way.strengths)],
            [
                [title, *(percent(share.value) for share in shares_of(points, way.name, pictures))]
                for title, pictures in (("as stored", False), ("as pictures", True))
            ],
        )
        for way in DISTURBANCES
    )
    return f"{text}\n\n{len(digits.labels):,} test digits drawn at random; correct in percent."


def _refused(checkpoint: Checkpoint) -> str:
    drawn = list(negatives(NEGATIVES))
    images = np.stack([network_input(find_ink(open_picture(each.picture))) for each in drawn])
    confidence = probabilities(checkpoint.network, images).max(axis=1)
    kinds = np.array([each.kind for each in drawn])
    rows = []
    for kind in [*KINDS, "all"]:
        those = confidence[(kinds == kind) | (kind == "all")]
        answered = Share(int((those >= checkpoint.rule.sure_from).sum()), len(those))
        low, high = answered.interval
        rows.append(
            (kind, len(those), percent(answered.value), f"{percent(low)} to {percent(high)}")
        )
    text = table(("kind", "pictures", "answered, %", "95 % interval"), rows)
    refused = read_digits(checkpoint.network, measured_set("mnist").digits, checkpoint.rule).refused
    return (
        f"{text}\n\nAn answer is a confidence of at least {checkpoint.rule.sure_from:g}; with "
        f"that, {percent(refused.value)} % of MNIST's test digits get none."
    )


if __name__ == "__main__":
    main()
