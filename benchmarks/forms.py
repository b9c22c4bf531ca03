"""Measure forms of ours: printed, filled in, and photographed by a simulated camera.

``python -m benchmarks.forms`` fills a form in with other numbers for each photograph, at eight
angles and of 12 and 2 megapixels: by pen strokes of ours, and by pasted digits of writers of the
half of MNIST that nothing was learned from, one a form. It counts cells: sure or doubtful, right or
wrong.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from time import process_time

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.number_lines import writers
from benchmarks.report import table, write_section
from benchmarks.synthetic_ink import pressed, written
from digit_recognizer.data.composed_numbers import Writer
from digit_recognizer.numbers.formats import number_format
from digit_recognizer.numbers.reader import NumberReader
from digit_recognizer.recognizer import Recognizer
from digit_recognizer.sheets.forms.finding import find_form
from digit_recognizer.sheets.forms.form import Form, form_from_toml
from digit_recognizer.sheets.forms.placing import Box, place
from digit_recognizer.sheets.forms.reading import read_form
from digit_recognizer.sheets.table import Cell
from tools.draw_sheet import DESCRIPTION
from tools.paper import ANGLES, photographed, print_and_fill

Grey = NDArray[np.uint8]

SIZES = ((4000, 3000), (1600, 1200))
_EMPTY = 0.1  # of the cells


HEADER = (
    "filled in by", "photographs", "forms found", "cells", "right", "doubtful", "wrong",
    "empty, right", "empty, filled", "s of one core",
)  # fmt: skip


def main() -> None:
    """Measure, and write a line for each hand and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="photographs of each angle and size")
    rounds = parser.parse_args().rounds
    form = form_from_toml(DESCRIPTION)
    recognizer = Recognizer()
    numbers = NumberReader(recognizer.predict_proba, recognizer.rule)
    people = writers("test")
    lines = []
    for hands, size in product((_STROKES, _HANDS), SIZES):
        counts: Counter[str] = Counter()
        seconds = []
        for number in range(rounds * len(ANGLES)):
            random = np.random.default_rng(number)
            texts = _texts(form, random)
            writer = people[random.integers(len(people))] if hands == _HANDS else None
            paper = _paper(form, texts, writer, random)
            photograph = photographed(paper, ANGLES[number % len(ANGLES)], random, size=size)
            begun = process_time()
            found = find_form(photograph)
            if found is None:
                continue
            page = read_form(photograph, found, numbers)
            seconds.append(process_time() - begun)
            cells = [field.cell for field in page.fields]
            cells += [cell for row in page.tables[0].cells for cell in row]
            cells = [cell for cell in cells if cell.format is not None]
            counts += Counter(
                _outcome(cell, truth) for cell, truth in zip(cells, texts.values(), strict=True)
            )
        outcomes = [counts[name] for name in HEADER[4:9]]
        name = f"{hands}, {size[0]} x {size[1]}"
        taken = f"{np.median(seconds):.2f}"
        lines.append((name, rounds * len(ANGLES), len(seconds), counts.total(), *outcomes, taken))
        print(lines[-1], flush=True)
    description = (__doc__ or "").split("\n\n")[-1].strip()
    write_section("forms", f"## Forms of our own\n\n{description}\n\n{table(HEADER, lines)}")


_STROKES, _HANDS = "strokes of ours", "pasted hands"


def _paper(
    form: Form, texts: Mapping[Box, str], writer: Writer | None, random: np.random.Generator
) -> Grey:
    """Return the printed form, filled in by strokes of ours or by digits of somebody."""
    own = {box: text for box, text in texts.items() if text}
    with tempfile.TemporaryDirectory() as folder:
        if writer is None:
            return print_and_fill(form, own, Path(folder))
        paper = print_and_fill(form, {}, Path(folder), scale=_SCALE)
    for box, text in own.items():
        left, top, right, bottom = (round(side * _SCALE) for side in box)
        ink = written(text, writer, {}, (bottom - top) * random.uniform(0.5, 0.65), random)
        factor = min(1.0, 0.9 * (right - left) / ink.shape[1], 0.9 * (bottom - top) / ink.shape[0])
        ink = np.asarray(cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))
        x = left + int((right - left - ink.shape[1]) * random.uniform(0.1, 0.7))
        y = top + int((bottom - top - ink.shape[0]) * random.uniform(0.2, 0.8))
        pressed(paper, ink, x, y, random.uniform(0.7, 0.9))
    return paper


_SCALE = 8.0


def _texts(form: Form, random: np.random.Generator) -> dict[Box, str]:
    """Return a number for most boxes, of the format of each."""
    texts = {}
    for each in place(form)[0].boxes:
        if each.format is None:
            continue
        kind, _, digits = each.format.partition(":")
        if kind == "date":
            day, month, year = (int(random.integers(*bounds)) for bounds in _DATES)
            text = f"{day}.{month}.{year}"
        else:
            count = int(digits or random.integers(2, 4))
            text = "".join(map(str, random.integers(0, 10, count)))
        texts[each.box] = "" if random.random() < _EMPTY else text
    return texts


_DATES = ((1, 29), (1, 13), (2000, 2030))


def _outcome(cell: Cell, truth: str) -> str:
    """Say what became of a cell; a date is right if it is that day, whatever its signs."""
    if cell.state == "doubtful":
        return "doubtful"
    worth = number_format(cell.format).value(truth) if truth else None
    if cell.text == truth or (worth is not None and cell.value == worth):
        return "right" if truth else "empty, right"
    return "wrong" if truth else "empty, filled"


if __name__ == "__main__":
    main()
