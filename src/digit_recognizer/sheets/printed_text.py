"""Printed headers and labels as text, read by Tesseract where it is installed.

The cells of a table are shown to it below each other on one page, so that the program starts once;
without it, or where it fails or takes too long, they stay without text.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["read_print"]

Grey = NDArray[np.uint8]

_SECONDS = 30.0
# In pixels: so high is the usual cell shown, and so much paper is around each.
_HEIGHT, _GAP = 44, 24
_LARGEST = 3.0
# On one page; the program takes none that is higher than 32,767 pixels.
_CELLS, _HIGHEST = 150, 400
# Of 100: a word that is read less surely is written by hand, or no word.
_SURE = 75.0
_LONGEST = 200


def read_print(cells: Sequence[Grey]) -> list[str]:
    """Return what is printed in cells; nothing where that is not sure.

    Parameters
    ----------
    cells : sequence of (height, width) uint8
        Dark on white, upright, without rules.
    """
    program = shutil.which("tesseract")
    if program is None or not cells:
        return [""] * len(cells)
    heights = [len(cell) for cell in cells]
    scale = float(np.clip(_HEIGHT / np.median(heights), 1, _LARGEST))
    found: list[str] = []
    for first in range(0, len(cells), _CELLS):
        page, tops = _page([_scaled(cell, scale) for cell in cells[first : first + _CELLS]])
        words: list[list[tuple[str, float]]] = [[] for _ in tops]
        for middle, sure, text in _words(program, page):
            words[max(0, int(np.searchsorted(tops, middle)) - 1)].append((text, sure))
        found += [_text(each) for each in words]
    return found


def _scaled(cell: Grey, scale: float) -> Grey:
    scale = min(scale, _HIGHEST / len(cell), 4000 / cell.shape[1])
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    size = [max(1, round(side * scale)) for side in cell.shape[::-1]]
    return np.asarray(cv2.resize(cell, size, interpolation=how), np.uint8)


def _page(cells: Sequence[Grey]) -> tuple[Grey, list[int]]:
    """Return cells below each other, and where the part of each begins."""
    tops = np.cumsum([0] + [len(cell) + 2 * _GAP for cell in cells]).tolist()
    page = np.full((tops[-1], max(cell.shape[1] for cell in cells) + 2 * _GAP), 255, np.uint8)
    for top, cell in zip(tops, cells, strict=False):
        height, width = cell.shape
        page[top + _GAP : top + _GAP + height, _GAP : _GAP + width] = cell
    return page, tops[:-1]


def _words(program: str, page: Grey) -> Iterator[tuple[float, float, str]]:
    """Yield how far down the middle of each word is, how sure it is, and its text."""
    done, content = cv2.imencode(".png", page)
    assert done, "a grey picture can always be stored"
    try:
        answer = subprocess.run(
            [program, "stdin", "stdout", "--psm", "6", "tsv"],
            input=content.tobytes(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return
    for line in answer.decode("utf-8", errors="replace").splitlines():
        # level, page, block, paragraph, line, word, left, top, width, height, confidence, text
        values = line.split("\t")
        if len(values) == 12 and values[0] == "5":
            try:
                top, height, sure = int(values[7]), int(values[9]), float(values[10])
            except ValueError:
                continue
            yield top + height / 2, sure, values[11].strip()


def _text(words: Sequence[tuple[str, float]]) -> str:
    """Return words as a text if all of them are sure, and some letter is in it."""
    text = " ".join(word for word, _ in words)
    is_sure = all(sure >= _SURE for _, sure in words) and len(text) <= _LONGEST
    return text if is_sure and text.isprintable() and any(map(str.isalpha, text)) else ""
