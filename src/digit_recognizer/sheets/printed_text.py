"""Printed headers and labels as text, read by Tesseract where it is installed.

The cells of a table are shown to it below each other on one page, so that the program starts once,
ahead; without it, or where it fails or takes too long, they stay without text.
"""

import os
import shutil
import subprocess
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["PrintReader"]

Grey = NDArray[np.uint8]
_Process = subprocess.Popen[bytes]

_SECONDS = 30.0
# In pixels: so high is the usual cell shown, and so much paper is around each.
_HEIGHT, _GAP = 44, 24
_LARGEST = 3.0
# On one page; the program takes none that is higher than 32,767 pixels.
_CELLS, _HIGHEST = 150, 400
# Of 100: a word that is read less surely is written by hand, or no word.
_SURE = 75.0
_LONGEST = 200


class PrintReader:
    """Reads print; several threads may ask it.

    Parameters
    ----------
    ahead : bool
        Whether to start the program now: it takes a while to load what it knows. ``with`` ends it,
        if nothing was to read.
    """

    def __init__(self, *, ahead: bool = False) -> None:
        self._program = shutil.which("tesseract")
        self._waiting: deque[_Process] = deque()
        if ahead and self._program is not None:
            with suppress(OSError):
                self._waiting.append(_started(self._program))

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the program if it still waits."""
        for process in self._waiting:
            with process:
                process.kill()

    def __call__(self, cells: Sequence[Grey]) -> list[str]:
        """Return what is printed in cells; nothing where that is not sure.

        Parameters
        ----------
        cells : sequence of (height, width) uint8
            Dark on white, upright, without rules.
        """
        if self._program is None or not cells:
            return [""] * len(cells)
        heights = [len(cell) for cell in cells]
        scale = float(np.clip(_HEIGHT / np.median(heights), 1, _LARGEST))
        found: list[str] = []
        for first in range(0, len(cells), _CELLS):
            page, tops = _page([_scaled(cell, scale) for cell in cells[first : first + _CELLS]])
            words: list[list[tuple[str, float]]] = [[] for _ in tops]
            for middle, sure, text in _words(self._answer(page)):
                words[max(0, int(np.searchsorted(tops, middle)) - 1)].append((text, sure))
            found += [_text(each) for each in words]
        return found

    def _answer(self, page: Grey) -> bytes:
        """Return what the program says of a page; nothing where it fails."""
        assert self._program is not None
        done, content = cv2.imencode(".png", page)
        assert done, "a grey picture can always be stored"
        try:
            process = self._waiting.popleft()
        except IndexError:
            try:
                process = _started(self._program)
            except OSError:
                return b""
        with process:
            try:
                answer = process.communicate(content.tobytes(), _SECONDS)[0]
            except subprocess.TimeoutExpired:
                answer = b""
            finally:
                process.kill()
        return answer if process.returncode == 0 else b""


def _started(program: str) -> _Process:
    return subprocess.Popen(
        [program, "stdin", "stdout", "--psm", "6", "tsv"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},
    )


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


def _words(answer: bytes) -> Iterator[tuple[float, float, str]]:
    """Yield how far down the middle of each word is, how sure it is, and its text."""
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
