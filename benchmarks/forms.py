"""Measure forms of ours: filled in by pen strokes of ours, photographed by a simulated camera.

``python -m benchmarks.forms`` fills a form in with other numbers for each photograph, at eight
angles and of 12 and 2 megapixels, and counts cells: sure or doubtful, right or wrong.
"""

import argparse
import tempfile
from collections import Counter
from pathlib import Path
from time import process_time

import numpy as np

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

SIZES = ((4000, 3000), (1600, 1200))
_EMPTY = 0.1  # of the cells


def main() -> None:
    """Measure, and print one line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="photographs of each angle and size")
    rounds = parser.parse_args().rounds
    form = form_from_toml(DESCRIPTION)
    recognizer = Recognizer()
    numbers = NumberReader(recognizer.predict_proba, recognizer.rule)
    for size in SIZES:
        counts: Counter[str] = Counter()
        seconds = []
        for number in range(rounds * len(ANGLES)):
            random = np.random.default_rng(number)
            texts = _texts(form, random)
            with tempfile.TemporaryDirectory() as folder:
                written = {box: text for box, text in texts.items() if text}
                paper = print_and_fill(form, written, Path(folder))
            photograph = photographed(paper, ANGLES[number % len(ANGLES)], random, size=size)
            begun = process_time()
            found = find_form(photograph)
            assert found is not None, "a form that is not found"
            page = read_form(photograph, found, numbers)
            seconds.append(process_time() - begun)
            cells = [field.cell for field in page.fields]
            cells += [cell for row in page.tables[0].cells for cell in row]
            cells = [cell for cell in cells if cell.format is not None]
            counts += Counter(
                _outcome(cell, truth) for cell, truth in zip(cells, texts.values(), strict=True)
            )
        print(f"{size[0]} x {size[1]}: {dict(counts)}, {np.median(seconds):.2f} s of one core")


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
