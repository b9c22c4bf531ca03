"""Draw the sheet that the package brings along: a form of ours, filled in, and photographed.

Run it from the checkout: ``python -m tools.draw_sheet [FOLDER]``. It writes the photograph, and the
form's description beside it.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

from digit_recognizer.sheets.forms.form import form_from_toml
from digit_recognizer.sheets.forms.placing import Box, place
from tools.paper import photographed, print_and_fill, write

__all__ = ["DESCRIPTION", "NUMBERS", "main"]

DESCRIPTION = """\
title = "Class 4b, mathematics"

[[fields]]
name = "Date"
format = "date:dmy"

[[fields]]
name = "Room"
format = "digits:3"

[[tables]]
name = "Marks"
rows = ["Ann", "Bob", "Chloé", "Dimitri", "Eve", "Frank", "Grace", "Heidi", "Ivan", "Judy"]
columns = [
    { name = "1", format = "digits:2" },
    { name = "2", format = "digits:2" },
    { name = "3", format = "digits:2" },
    { name = "total", format = "digits" },
]
"""
"""The form."""

NUMBERS = (
    (21, 37, 65), (22, 39, 67), (35, 41, 70), (18, 28, 54), (40, 47, 83),
    (31, 33, 58), (27, 44, 62), (38, 50, 91), (19, 25, 49), (29, 46, 76),
)  # fmt: skip
"""The marks of each pupil."""

_SEED = 4


def main(folder: Path) -> None:
    """Write the photograph."""
    form = form_from_toml(DESCRIPTION)
    rows = [[*map(str, marks), str(sum(marks))] for marks in NUMBERS]
    texts = ["26.11.2026", "204", *(text for row in rows for text in row)]
    boxes: list[Box] = [each.box for each in place(form)[0].boxes if each.format is not None]
    with tempfile.TemporaryDirectory() as scratch:
        paper = print_and_fill(form, dict(zip(boxes, texts, strict=True)), Path(scratch))
    # One number was corrected by writing over it: the last of the third column.
    write(paper, boxes[-2], "48", 8.0, np.random.default_rng(41))
    photographed(
        paper,
        (9, -7, 4),
        np.random.default_rng(_SEED),
        size=(1600, 1200),
        store=(folder / "class-4b.jpg").write_bytes,
    )


if __name__ == "__main__":
    samples = Path(__file__).parents[1] / "src" / "digit_recognizer" / "samples"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else samples)
