"""Digits cut out of their line: beside the digit meant stand remains of others, rules, points.

In tables and forms a crop seldom holds one digit alone. A sliver or half of the next digit, a rule
of the table, a full stop or a comma stand at its edge.
"""

from collections.abc import Callable
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image

__all__ = ["DRAWINGS", "NEIGHBOURED_VERSION", "cut_out", "pair", "remains"]

NEIGHBOURED_VERSION = 3
"""Of what is drawn of given digits; raise it when that changes."""

HEIGHTS = (24.0, 110.0)
"""Pixels of the digit meant, in a crop."""

GAPS = (-0.15, 0.25)
"""Of the digit's height: the space to the next digit; a third overlap, and most of these touch."""

Ink = NDArray[np.float32]
Picture = NDArray[np.uint8]


def cut_out(digit: Ink, before: Ink, after: Ink, generator: np.random.Generator) -> Picture:
    """Cut a digit out of a line of three, with remains of the others.

    Parameters
    ----------
    digit, before, after : (height, width) float32
        0 background and 1 ink, each cut to its box, of one scale.
    generator : np.random.Generator
        Draws gaps, margins, and what else stands there.

    Returns
    -------
    (height, width) uint8, dark ink on light background.
    """
    left, right = (generator.random() < 0.65 for _ in "ab")
    return _crop(digit, before if left else None, after if right else None, (0.04, 0.6), generator)


def remains(digit: Ink, before: Ink, after: Ink, generator: np.random.Generator) -> Picture:
    """Cut the place between two digits out of a line: it shows a part of each and no digit.

    Parameters and result are those of ``cut_out``; of ``digit`` the size alone counts.
    """
    width = max(4, int(digit.shape[1] * generator.uniform(0.3, 1.0)))
    return _crop(np.zeros_like(digit[:, :width]), before, after, (0.2, 0.7), generator)


def pair(digit: Ink, before: Ink, after: Ink, generator: np.random.Generator) -> Picture:
    """Cut two digits out together, at times with a part of a third: that is no one digit.

    Parameters and result are those of ``cut_out``.
    """
    gap = int(digit.shape[0] * generator.uniform(0.04, 0.25))
    middle = _Sheet(_beside(digit, after, gap, generator))
    third = before if generator.random() < 0.3 else None
    return _crop(middle.ink, third, None, (0.04, 0.4), generator)


class _Sheet:
    """Ink that is laid on a background without end; its first piece has its corner at (0, 0)."""

    def __init__(self, ink: Ink) -> None:
        reach = 2 * max(ink.shape)
        self.ink = ink
        self.origin = reach
        self.sheet = np.pad(ink, reach)

    def lay(self, ink: Ink, top: int, left: int) -> None:
        """Lay ink with its corner there; what reaches over the sheet's edge is cut off."""
        top, left = top + self.origin, left + self.origin
        skip_y, skip_x = max(0, -top), max(0, -left)
        there = self.sheet[
            top + skip_y : max(0, top + ink.shape[0]), left + skip_x : max(0, left + ink.shape[1])
        ]
        part = ink[skip_y : skip_y + there.shape[0], skip_x : skip_x + there.shape[1]]
        np.maximum(there, part, out=there)

    def cut(self, top: int, left: int, bottom: int, right: int) -> Ink:
        """Cut out what lies within these edges."""
        at = self.origin
        return self.sheet[max(0, at + top) : at + bottom, max(0, at + left) : at + right]


def _crop(
    digit: Ink,
    before: Ink | None,
    after: Ink | None,
    shares: tuple[float, float],
    generator: np.random.Generator,
) -> Picture:
    """Lay out a line, add rules and points, cut it and take a picture of it."""
    height, width = digit.shape
    sheet = _Sheet(digit)
    edges = []
    for neighbour, is_left in ((before, True), (after, False)):
        if neighbour is None:
            edges.append(int(generator.uniform(0.03, 0.4) * height))
            continue
        gap = int(generator.uniform(*GAPS) * height)
        rise = int(generator.normal(0, 0.06) * height)
        across = -gap - neighbour.shape[1] if is_left else width + gap
        sheet.lay(neighbour, height - neighbour.shape[0] + rise, across)
        edges.append(max(gap, 0) + max(2, int(generator.uniform(*shares) * neighbour.shape[1])))
    above, below = (int(generator.uniform(0.02, 0.35) * height) for _ in "ab")
    for add, chance in ((_rule, 0.25), (_upright, 0.1), (_point, 0.15)):
        if generator.random() < chance:
            add(sheet, (above, edges[0], below, edges[1]), generator)
    ink = sheet.cut(-above, -edges[0], height + below, width + edges[1])
    return _picture(ink, height, generator)


Margins = tuple[int, int, int, int]
"""Above, left, below and right of the digit, in pixels."""


def _rule(sheet: _Sheet, margins: Margins, generator: np.random.Generator) -> None:
    """Draw a level line above or below the digit, up to 3 degrees askew."""
    height, width = sheet.ink.shape
    above = generator.random() < 0.3
    room = margins[0] if above else margins[2]
    distance = generator.uniform(0.3, 1.0) * room
    reach = np.arange(-margins[1], width + margins[3])
    fall = np.tan(np.deg2rad(generator.uniform(-3, 3))) * (reach - width / 2)
    rows = np.arange(-margins[0], height + margins[2])[:, None]
    middle = (-distance if above else height + distance) + fall
    line = _line(rows - middle, 0.02 * height, generator)
    sheet.lay(line, -margins[0], -margins[1])


def _upright(sheet: _Sheet, margins: Margins, generator: np.random.Generator) -> None:
    """Draw an upright line to the left or to the right of the digit."""
    height, width = sheet.ink.shape
    left = generator.random() < 0.5
    distance = generator.uniform(0.3, 1.0) * (margins[1] if left else margins[3])
    rows = np.arange(-margins[0], height + margins[2])
    fall = np.tan(np.deg2rad(generator.uniform(-3, 3))) * (rows - height / 2)
    columns = np.arange(-margins[1], width + margins[3])
    middle = (-distance if left else width + distance) + fall
    line = _line(columns - middle[:, None], 0.02 * height, generator)
    sheet.lay(line, -margins[0], -margins[1])


def _line(distance: NDArray[np.float64], half: float, generator: np.random.Generator) -> Ink:
    """Return the ink of a line at these distances from its middle."""
    thick = half * generator.uniform(0.5, 1.5)
    strength = generator.uniform(0.4, 1.0)
    line: Ink = (strength * np.clip(thick + 0.5 - np.abs(distance), 0, 1)).astype(np.float32)
    return line


def _point(sheet: _Sheet, margins: Margins, generator: np.random.Generator) -> None:
    """Draw a full stop or a comma at the digit's foot, right of it and at times left."""
    height, width = sheet.ink.shape
    radius = generator.uniform(0.03, 0.07) * height
    tail = generator.choice([0.0, generator.uniform(0.08, 0.2)]) * height
    gap = int(generator.uniform(0.06, 0.2) * height)
    side = 2 * int(radius) + 4
    y, x = np.mgrid[0 : side + int(tail), 0 : side + int(tail)]
    # The distance from a short line that goes down to the left.
    along = np.clip((y - side / 2) * 0.9 - (x - side / 2 - tail * 0.4) * 0.4, 0, tail)
    away = np.hypot(y - side / 2 - 0.9 * along, x - side / 2 - tail * 0.4 + 0.4 * along)
    ink = np.clip(radius + 0.5 - away, 0, 1).astype(np.float32)
    left = generator.random() < 0.2
    across = -gap - ink.shape[1] if left else width + gap
    sheet.lay(ink, height - side + int(generator.normal(0, 0.05) * height), across)


def _beside(first: Ink, second: Ink, gap: int, generator: np.random.Generator) -> Ink:
    """Lay two digits side by side on one base line."""
    height = max(first.shape[0], second.shape[0])
    rise = int(abs(generator.normal(0, 0.05)) * height)
    sheet = np.zeros((height + rise, first.shape[1] + gap + second.shape[1]), np.float32)
    sheet[height - first.shape[0] : height, : first.shape[1]] = first
    sheet[sheet.shape[0] - second.shape[0] :, first.shape[1] + gap :] = second
    return sheet


def _picture(ink: Ink, digit_height: int, generator: np.random.Generator) -> Picture:
    """Bring a crop to its size, dark on light, with a little noise."""
    height = float(np.exp(generator.uniform(*np.log(HEIGHTS))))
    scale = min(1.0, height / digit_height)
    size = tuple(max(8, round(side * scale)) for side in ink.shape[::-1])
    small = np.asarray(Image.fromarray(ink).resize(size, Image.Resampling.BOX), np.float64)
    light = generator.uniform(200, 250)
    grey = light - (light - generator.uniform(20, 90)) * small
    grey += generator.normal(0, generator.uniform(0, 4), grey.shape)
    picture: Picture = np.rint(np.clip(grey, 0, 255)).astype(np.uint8)
    return picture


DRAWINGS: MappingProxyType[str, Callable[[Ink, Ink, Ink, np.random.Generator], Picture]] = (
    MappingProxyType({"digit": cut_out, "remains": remains, "pair": pair})
)
"""What can be cut out of a line of three digits; the last two are no digit."""
