"""Writing lines otherwise: another hand, another pen, and what paper and cameras add."""

from dataclasses import dataclass
from math import exp

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.sweep import SIDE, STRIDE

__all__ = ["Disturbance"]

_Pictures = NDArray[np.uint8]


@dataclass(frozen=True)
class Disturbance:
    """How a line that is learned from is written otherwise each time.

    Attributes
    ----------
    hand : (float, float, float, float, float)
        Standard deviations: of the logarithms of its width and height, of its lean and its slope,
        and of how many pixels it is lower.
    uneven : float
        Of these deviations, how much each part of a line has for itself.
    pen : float
        Share of lines whose strokes become thicker or thinner, by up to a pixel on each side.
    tone : float
        Of the logarithm of the power to which ink is raised, the standard deviation.
    blurred, grained, hatched, marked : float
        Shares of lines that lose their focus, that have grains of salt and pepper, that are crossed
        by thin lines of background, and that have specks and ends of rules beside them.
    """

    hand: tuple[float, float, float, float, float] = (0.14, 0.07, 0.12, 0.012, 1.2)
    uneven: float = 0.6
    pen: float = 0.4
    tone: float = 0.25
    blurred: float = 0.12
    grained: float = 0.08
    hatched: float = 0.04
    marked: float = 0.12

    def __call__(self, picture: _Pictures, generator: np.random.Generator) -> _Pictures:
        """Return a line, (32, width) uint8, written otherwise; its width changes too."""
        moved = self._moved(picture, generator)
        chances = generator.random(5)
        if chances[0] < self.pen:
            moved = _with_another_pen(moved, generator)
        power = exp(generator.normal(0, self.tone))
        moved = cv2.LUT(moved, (255 * _TONES**power).astype(np.uint8))
        if chances[1] < self.hatched:
            _draw(moved, int(generator.integers(3, 12)), 0, 8, generator)
        if chances[2] < self.marked:
            _mark(moved, generator)
        if chances[3] < self.blurred:
            moved = cv2.GaussianBlur(moved, (5, 5), generator.uniform(0.4, 1.1))
        if chances[4] < self.grained:
            grains = generator.random(moved.shape) < 0.03 * generator.random()
            moved = np.where(grains, generator.integers(0, 2, moved.shape) * 255, moved)
        return np.asarray(moved, np.uint8)

    def _moved(self, picture: _Pictures, generator: np.random.Generator) -> _Pictures:
        """Change size, lean, slope and place; windows start anywhere."""
        wider, higher, lean, slope, drop = (generator.standard_normal(5) * self.hand).tolist()
        margin, wider = SIDE / 2, exp(wider)
        width = int((picture.shape[1] - SIDE) * wider) + SIDE + STRIDE
        columns = np.arange(width, dtype=np.float32)
        rows = np.arange(SIDE, dtype=np.float32)[:, None] - margin
        aside, own_height, own_lean, own_drop = self._along(width, generator)
        start = margin + generator.random() * STRIDE
        across = (columns - start) / wider + margin + aside + (lean + own_lean) * rows
        fall = drop + own_drop + slope * (columns - width / 2)
        down = (rows - fall) * np.exp(-higher - own_height) + margin
        return np.asarray(cv2.remap(picture, across, down, cv2.INTER_LINEAR), np.uint8)

    def _along(self, width: int, generator: np.random.Generator) -> NDArray[np.float32]:
        """Return what differs along a line: pixels aside, height, lean and drop, (4, width)."""
        wider, higher, lean, _, drop = self.hand
        scale = self.uneven * np.array([[wider * _APART], [higher], [lean], [drop]])
        knots = scale * generator.standard_normal((4, 2 + width // _APART))
        smooth = cv2.resize(knots.astype(np.float32), (width, 4), interpolation=cv2.INTER_CUBIC)
        return np.asarray(smooth, np.float32)


# Pixels after which a line is written otherwise: about a character.
_APART = 16
_TONES = np.linspace(0, 1, 256)
_CROSS = np.asarray(cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)), np.uint8)


def _with_another_pen(picture: _Pictures, generator: np.random.Generator) -> _Pictures:
    change = cv2.dilate if generator.random() < 0.5 else cv2.erode
    share = generator.uniform(0.2, 1 if change is cv2.dilate else 0.7)
    changed = change(picture, _CROSS)
    return np.asarray(cv2.addWeighted(picture, 1 - share, changed, share, 0), np.uint8)


def _draw(
    picture: _Pictures, count: int, grey: int, most: int, generator: np.random.Generator
) -> None:
    """Draw thin lines anywhere."""
    for x, y, right, down in generator.integers(
        (0, 0, -most, -most), (picture.shape[1], SIDE, most, most), (count, 4)
    ).tolist():
        cv2.line(picture, (x, y), (x + right, y + down), grey, 1)


def _mark(picture: _Pictures, generator: np.random.Generator) -> None:
    """Draw specks, or a part of a rule above or below."""
    width, grey = picture.shape[1], int(generator.integers(100, 256))
    if generator.random() < 0.5:
        _draw(picture, int(generator.integers(1, 4)), grey, 2, generator)
        return
    rows = (0, 5) if generator.random() < 0.4 else (27, SIDE)
    row = int(generator.integers(*rows))
    start, stop = sorted(generator.integers(0, width, 2).tolist())
    fall = int(generator.integers(-1, 2))
    cv2.line(picture, (start, row), (stop, row + fall), grey, int(generator.integers(1, 3)))
