"""A page that is drawn for a measure: rules, print, what a hand writes; scanned or photographed."""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.synthetic_ink import Hand, pressed, written
from digit_recognizer.data.composed_numbers import Writer
from tools.paper import camera, photographed

__all__ = ["LaidOut", "Page", "Places", "Spans", "Style", "TrueTable", "taken"]

Grey = NDArray[np.uint8]
Places = Sequence[int]
Spans = Mapping[tuple[int, int], tuple[int, int]]

_TEXT = (
    "All entries are made by hand at the end of each day and signed by the person in charge. "
    "Numbers that were corrected are struck through once, 12 of 350 were in May, and the new "
    "one is written above. Please send the sheet back before the 15 of the next month to the "
    "office, room 204, or call 555 7120 between 9 and 12. "
)


class TrueTable(NamedTuple):
    """A table as it was drawn.

    Attributes
    ----------
    shape : (rows, columns)
    marks : list of (row, column, x, y)
        What stands in it, and where its middle is in the picture.
    """

    shape: tuple[int, int]
    marks: list[tuple[int, int, float, float]]


@dataclass(frozen=True, eq=False)
class LaidOut:
    """A picture of a sheet, and its tables from top to bottom, from left to right."""

    picture: Grey
    tables: tuple[TrueTable, ...]
    layout: str


class Style(NamedTuple):
    """How a rule is drawn: it is inked for so many pixels, after a gap of so many."""

    grey: int = 90
    thickness: int = 2
    inked: int = 10_000
    gap: int = 0


@dataclass
class Page:
    """A page that is being drawn."""

    grey: Grey
    random: np.random.Generator
    writer: Writer
    hand: Hand
    tables: list[TrueTable] = field(default_factory=list)
    angle: tuple[float, float, float] | None = None
    scanned: bool = False
    after: Callable[[Grey, np.random.Generator], Grey] | None = None
    border: tuple[int, int, int, int] = (0, 0, 0, 0)

    @property
    def width(self) -> int:
        """In pixels."""
        return int(self.grey.shape[1])

    @property
    def height(self) -> int:
        """In pixels."""
        return int(self.grey.shape[0])

    def print(self, text: str, left: float, top: float, size: float, fill: int = 45) -> float:
        """Print a line, and return how wide it is."""
        drawn = Image.fromarray(self.grey)
        font = ImageFont.load_default(size)
        ImageDraw.Draw(drawn).text((left, top), text, fill=fill, font=font)
        self.grey[:] = np.array(drawn)
        return float(font.getlength(text))

    def paragraph(self, left: int, top: int, right: int, lines: int, size: float = 24) -> int:
        """Print lines of text, and return where they end."""
        at = int(self.random.integers(60))
        for line in range(lines):
            text = (_TEXT * 9)[at + 70 * line :][:200]
            while ImageFont.load_default(size).getlength(text) > right - left:
                text = text[:-3]
            self.print(text, left, top + line * size * 1.4, size)
        return int(top + lines * size * 1.4)

    def rules(
        self,
        across: Places,
        down: Places,
        level: Callable[[int], Style | None],
        upright: Callable[[int], Style | None],
        spans: Spans | None = None,
    ) -> None:
        """Draw rules, but none within merged cells; None is no rule."""
        inside = [(r, c, *span) for (r, c), span in (spans or {}).items()]
        for i, y in enumerate(down):
            for j in range(len(across) - 1):
                if not any(r < i < r + d and c <= j < c + a for r, c, d, a in inside):
                    self.line((across[j], y), (across[j + 1], y), level(i))
        for j, x in enumerate(across):
            for i in range(len(down) - 1):
                if not any(c < j < c + a and r <= i < r + d for r, c, d, a in inside):
                    self.line((x, down[i]), (x, down[i + 1]), upright(j))

    def line(self, start: tuple[int, int], stop: tuple[int, int], style: Style | None) -> None:
        """Draw a straight rule; None is no rule."""
        if style is None:
            return
        length = int(np.hypot(stop[0] - start[0], stop[1] - start[1]))
        for at in range(0, length, style.inked + style.gap):
            first, last = at / length, min(1.0, (at + style.inked) / length)
            ends = [
                (
                    round(start[0] + s * (stop[0] - start[0])),
                    round(start[1] + s * (stop[1] - start[1])),
                )
                for s in (first, last)
            ]
            cv2.line(self.grey, ends[0], ends[1], style.grey, style.thickness)

    def pen(
        self, start: tuple[float, float], stop: tuple[float, float], thickness: int = 4
    ) -> None:
        """Draw a rule by pen: it leans, and is bent a little."""
        random = self.random
        along = np.linspace(0, 1, 12)
        ends = np.array([start, stop]) + random.normal(0, 5, (2, 2))
        points = ends[0] + along[:, None] * (ends[1] - ends[0])
        bow = random.normal(0, 4) * np.sin(np.pi * along) + random.normal(0, 0.8, 12)
        points[:, 0 if abs(start[1] - stop[1]) > abs(start[0] - stop[0]) else 1] += bow
        line = np.rint(points * 16).astype(np.int32)
        cv2.polylines(self.grey, [line], False, 60, thickness, cv2.LINE_AA, 4)

    def fill(
        self,
        across: Places,
        down: Places,
        texts: Sequence[Sequence[str]],
        printed: Callable[[int, int], bool],
        spans: Spans | None = None,
        white: int = 0,
        room: float = 0.9,
    ) -> None:
        """Write into the cells of a table, and remember what stands where."""
        random = self.random
        height = float(np.median(np.diff(down))) * random.uniform(0.48, 0.66)
        strength = random.uniform(0.6, 0.95)
        marks = []
        for r, row in enumerate(texts):
            for c, text in enumerate(row):
                if not text:
                    continue
                deep, wide = (spans or {}).get((r, c), (1, 1))
                left, right, top, bottom = across[c], across[c + wide], down[r], down[r + deep]
                if printed(r, c):
                    size = min(0.42 * float(np.median(np.diff(down))), 34.0)
                    while (
                        size > 9
                        and ImageFont.load_default(size).getlength(text) > right - left - 12
                    ):
                        size -= 1
                    x, y = left + 8, (top + bottom) / 2 - 0.6 * size
                    long = self.print(text, x, y, size, 235 if r < white else 45)
                    marks.append((r, c, x + long / 2, (top + bottom) / 2))
                    continue
                minus = text.startswith("-")
                ink = written(text.removeprefix("-"), self.writer, self.hand, height, random)
                if minus:
                    bar = np.zeros((ink.shape[0], int(height * 0.55)), np.uint8)
                    cv2.line(bar, (2, len(bar) // 2), (bar.shape[1] - 8, len(bar) // 2), 255, 4)
                    ink = np.hstack((bar, ink))
                factor = min(
                    1.0, room * (right - left) / ink.shape[1], 1.1 * (bottom - top) / ink.shape[0]
                )
                if factor < 1:
                    ink = np.asarray(
                        cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
                    )
                x = left + (right - left - ink.shape[1]) * random.uniform(0.15, 0.75)
                y = (
                    top
                    + (bottom - top - ink.shape[0]) / 2
                    + (bottom - top) * random.uniform(-0.1, 0.1)
                )
                pressed(self.grey, ink, int(x), int(y), strength * random.uniform(0.9, 1.1))
                marks.append((r, c, x + ink.shape[1] / 2, y + ink.shape[0] / 2))
        self.tables.append(TrueTable((len(down) - 1, len(across) - 1), marks))


def taken(page: Page, name: str) -> LaidOut:
    """Return the page as it is scanned or photographed."""
    random = page.random
    height, width = page.grey.shape
    if page.scanned:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(random.normal(0, 0.7)), 1.0)
        scale = 0.75 if random.random() < 0.4 else 1.0
        matrix = np.diag([scale, scale, 1.0]) @ np.vstack((turn, [0, 0, 1]))
        size = (int(width * scale), int(height * scale))
        smooth = cv2.GaussianBlur(page.grey, (0, 0), 0.5 / scale)
        moved = cv2.warpPerspective(
            smooth, matrix, size, borderValue=int(random.integers(225, 255))
        )
        noisy = moved + random.normal(0, 3, moved.shape)
        picture = np.clip(noisy, 0, 255).astype(np.uint8)
    else:
        size = (4000, 3000) if random.random() < 0.25 else (2600, 1950)
        angle = page.angle or (
            float(random.normal(0, 7)), float(random.normal(0, 7)), float(random.normal(0, 2.5))
        )  # fmt: skip
        blur, noise = float(random.uniform(0.2, 0.8)), float(random.uniform(2, 5))
        quality, again = int(random.integers(65, 92)), copy.deepcopy(random)
        picture = photographed(
            page.grey, angle, random, size=size, blur=blur, noise=noise, quality=quality
        )
        matrix = camera(page.grey.shape, angle, (min(size), max(size)), again)
    left, top, right, bottom = page.border
    matrix = np.array([[1, 0, left], [0, 1, top], [0, 0, 1]]) @ matrix
    picture = np.pad(picture, ((top, bottom), (left, right)), constant_values=12)
    tables = [TrueTable(each.shape, _moved(each.marks, matrix)) for each in page.tables]
    picture = picture if page.after is None else page.after(picture, random)
    return LaidOut(picture, tuple(tables), name)


def _moved(
    marks: list[tuple[int, int, float, float]], matrix: NDArray[np.float64]
) -> list[tuple[int, int, float, float]]:
    moved = []
    for row, column, x, y in marks:
        at = matrix @ (x, y, 1)
        moved.append((row, column, float(at[0] / at[2]), float(at[1] / at[2])))
    return moved
