"""Drawings that are no digits, for a network to learn that it need not answer.

Those that answers are measured on (``evaluation/negatives.py``) are drawn by other code, in
another typeface and with other letters of strokes; some kinds are alike, such as letters, scribbles
and filled shapes, for these are what people try.
"""

from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from digit_recognizer.data.drawn_areas import SIDE, Grey, blobs, patch, shading, spot, stripes
from digit_recognizer.data.drawn_letters import drawn_letter
from digit_recognizer.data.negative_figures import PEN_LETTERS, SKETCHES
from digit_recognizer.data.pen_lines import smooth_line

__all__ = ["KINDS", "NEGATIVES_VERSION", "draw_negatives"]

NEGATIVES_VERSION = 4
"""Of what is drawn, here and by the modules that draw for this one; raise it when that changes."""

Points = NDArray[np.float64]

LETTERS = "ACEFHKLMNPRTUVWXadefhkmnprtuvwx"
"""Without those that some write much as they write a digit, such as B, g, I, O, q, S, y, Z."""
SIGNS = "?!#&%@*+=<>{}[]$§~^€ΔΣΩΨΞπλξωψЖЩДФЮ"
TYPEFACES = (
    "DejaVuSans.ttf", "DejaVuSans-Oblique.ttf", "DejaVuSerif-Italic.ttf", "DejaVuSansMono.ttf",
    "DejaVuSans-Bold.ttf", "STIXGeneral.ttf", "STIXGeneralItalic.ttf", "DejaVuSerif.ttf",
)  # fmt: skip
"""They come with matplotlib."""


def draw_negatives(count: int, seed: int = 0) -> Iterator[Grey]:
    """Draw negatives, (160, 160) uint8 each, white ink on black, one kind after another in turn.

    Letters, swings, spots and boxes come more than once in a turn.

    Parameters
    ----------
    count : int
        How many.
    seed : int
        Draws all that is random in them.
    """
    generator = np.random.default_rng(seed)
    kinds = [*KINDS.values(), letter, pen_letter, swings, hand_letter, hand_letter, spot, empty_box]
    for index in range(count):
        yield kinds[index % len(kinds)](generator)


def wander(generator: np.random.Generator) -> Grey:
    """A pen that goes on and on, and turns as it likes."""
    steps = int(generator.integers(120, 420))
    turning = np.cumsum(generator.normal(0, generator.uniform(0.02, 0.12), steps))
    heading = np.cumsum(turning * generator.uniform(0.05, 0.5)) + generator.uniform(0, 7)
    path = np.cumsum(np.stack([np.cos(heading), np.sin(heading)], axis=1), axis=0)
    if turns_of(path) < 14:
        return wander(generator)
    return _pen_drawing([path], generator)


def hatching(generator: np.random.Generator) -> Grey:
    """Many short strokes side by side, or a tangle of long ones."""
    angle, spread = generator.uniform(0, np.pi), generator.choice([0.08, 0.8])
    lines = []
    for _ in range(generator.integers(4, 12)):
        turn = angle + generator.normal(0, spread)
        half = np.array([np.cos(turn), np.sin(turn)]) * generator.uniform(0.3, 0.6)
        middle = generator.uniform(-0.5, 0.5, 2)
        lines.append(np.stack([middle - half, middle, middle + half]))
    return _pen_drawing(lines, generator)


def letter(generator: np.random.Generator) -> Grey:
    """A letter, bent a little as a hand would write it."""
    return _written(LETTERS[generator.integers(len(LETTERS))], generator)


def sign(generator: np.random.Generator) -> Grey:
    """A sign, or a letter of another alphabet."""
    return _written(SIGNS[generator.integers(len(SIGNS))], generator)


def pen_letter(generator: np.random.Generator) -> Grey:
    """A letter or sign of a few strokes, as uneven as a hand makes them."""
    lines = PEN_LETTERS[generator.integers(len(PEN_LETTERS))]
    stretch = generator.uniform(0.5, 1, 2)
    drawn = [np.array(line, float) + generator.normal(0, 0.08, (len(line), 2)) for line in lines]
    return _pen_drawing([line * stretch for line in drawn], generator)


def hand_letter(generator: np.random.Generator) -> Grey:
    """A letter of curved strokes, as some hand writes it."""
    return _pen_drawing(drawn_letter(generator), generator)


def tangle(generator: np.random.Generator) -> Grey:
    """A curve that goes on through points in and around a ring."""
    count = int(generator.integers(9, 20))
    turn = generator.uniform(0, 2 * np.pi, count)
    reach = np.sqrt(generator.uniform(0, 1, count)) * generator.uniform(0.6, 1, count)
    knots = list(zip(np.cos(turn) * reach, np.sin(turn) * reach, strict=True))
    path = smooth_line(knots, generator)
    return _pen_drawing([path], generator) if turns_of(path) > 18 else tangle(generator)


def swings(generator: np.random.Generator) -> Grey:
    """A line that swings to and fro in both directions at speeds of their own."""
    time = np.linspace(0, 2 * np.pi, 400)[:, None]
    speeds = generator.uniform(0.5, 4.5, (2, 3))
    reach = generator.normal(0, 1, (2, 3))
    start = generator.uniform(0, 2 * np.pi, (2, 3))
    path = np.stack(
        [(reach[axis] * np.sin(speeds[axis] * time + start[axis])).sum(1) for axis in (0, 1)], 1
    )
    if turns_of(path) < 18:
        return swings(generator)
    return _pen_drawing([path], generator)


def word(generator: np.random.Generator) -> Grey:
    """Two to five letters."""
    letters = generator.choice(list(LETTERS), generator.integers(2, 6))
    return _written("".join(letters), generator)


def number(generator: np.random.Generator) -> Grey:
    """Two to four digits: no one digit."""
    digits = generator.integers(0, 10, generator.integers(2, 5))
    return _written("".join(map(str, digits)), generator)


def star(generator: np.random.Generator) -> Grey:
    """A star or a flower, drawn in one line."""
    corners = int(generator.integers(4, 9))
    turn = np.linspace(0, 2 * np.pi, 2 * corners + 1)
    reach = np.where(np.arange(2 * corners + 1) % 2, generator.uniform(0.25, 0.55), 1.0)
    reach += generator.normal(0, 0.05, len(reach))
    reach[-1] = reach[0]
    return _pen_drawing([np.stack([reach * np.cos(turn), reach * np.sin(turn)], 1)], generator)


def spiral(generator: np.random.Generator) -> Grey:
    """Two turns or more."""
    turn = np.linspace(0, 2 * np.pi * generator.uniform(2.2, 4), 150) * generator.choice([-1, 1])
    reach = np.linspace(generator.uniform(0, 0.2), 1, 150)
    start = generator.uniform(0, 7)
    path = np.stack([reach * np.cos(turn + start), reach * np.sin(turn + start)], 1)
    return _pen_drawing([path * generator.uniform(0.6, 1, 2)], generator)


def sketch(generator: np.random.Generator) -> Grey:
    """A house, face, heart, arrow, tick, ladder or anchor of a few lines."""
    lines = SKETCHES[generator.integers(len(SKETCHES))]
    drawn = [np.array(line, float) + generator.normal(0, 0.03, (len(line), 2)) for line in lines]
    return _pen_drawing(drawn, generator)


def lying_lines(generator: np.random.Generator) -> Grey:
    """One to three strokes from left to right, level or waved."""
    across = np.linspace(-1, 1, 40)
    wave = generator.choice([0.0, 0.2]) * np.sin(across * generator.uniform(4, 12))
    tilt = generator.uniform(-0.3, 0.3)
    count = int(generator.integers(1, 4))
    lines = [np.stack([across, tilt * across + wave + 0.5 * line], 1) for line in range(count)]
    return _pen_drawing(lines, generator)


def polygon(generator: np.random.Generator) -> Grey:
    """An angular shape: an outline with three to eight corners, or filled."""
    corners = int(generator.integers(3, 9))
    turn = np.sort(generator.uniform(0, 2 * np.pi, corners))
    shape = np.stack([np.cos(turn), np.sin(turn)], 1) * generator.uniform(0.5, 1, (corners, 1))
    if np.ptp(turn) < 3.5:
        return polygon(generator)
    if generator.integers(2):
        outline = np.concatenate([shape, shape[:1]])
        # Of many corners and nothing in it, an outline is drawn as a nought is.
        inner = [] if corners < 5 else [shape[generator.permutation(corners)[:2]]]
        return _pen_drawing([outline, *inner], generator)
    image = Image.new("L", (SIDE, SIDE))
    ImageDraw.Draw(image).polygon([(x, y) for x, y in shape * 60 + SIDE / 2], 255)
    return np.array(image.filter(ImageFilter.GaussianBlur(generator.uniform(0, 3))))


def empty_box(generator: np.random.Generator) -> Grey:
    """The outline of a box of a form, askew: whole, or some of its sides; at times divided."""
    # A narrow one would be a nought of straight lines, and its top and right side are a 7.
    across, down = generator.uniform(0.75, 1), generator.uniform(0.5, 1)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (across, down)
    sides, first = int(generator.choice([2, 3, 4, 4, 4, 4])), int(generator.integers(1, 4))
    corners = np.roll(corners + generator.normal(0, 0.08, (4, 2)), -first, axis=0)
    lines = [np.stack([corners[side], corners[(side + 1) % 4]]) for side in range(sides)]
    if generator.random() < 0.3:
        lines.append(corners[[0, 2]])
    # Drawn in one go, or side by side, so that corners are passed or missed.
    over = generator.choice([0.0, 0.08])
    lines = [line + generator.normal(0, over, (2, 1)) * (line[1] - line[0]) for line in lines]
    return _pen_drawing(lines, generator)


KINDS: MappingProxyType[str, Callable[[np.random.Generator], Grey]] = MappingProxyType(
    {
        kind.__name__.replace("_", " "): kind
        for kind in (
            wander, letter, hatching, sign, star, pen_letter, spiral, sketch, polygon, word,
            blobs, number, shading, lying_lines, stripes, swings, patch, hand_letter, tangle, spot,
            empty_box,
        )
    }
)  # fmt: skip
"""What is drawn, by the name of the kind."""


def turns_of(path: Points) -> float:
    """Return the sum of all turns of a path, radians: no digit has more than about ten."""
    steps = np.diff(path, axis=0)
    heading = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    return float(np.abs(np.diff(heading)).sum())


def _pen_drawing(lines: list[Points], generator: np.random.Generator) -> Grey:
    """Draw lines with a round pen, as large as the picture, turned a little."""
    turn = generator.uniform(-0.3, 0.3)
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    turned = [line @ rotation for line in lines]
    points = np.concatenate(turned)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (SIDE - 36) / max(float((high - low).max()), 1e-6)
    pen = float(generator.uniform(4, 17))
    image = Image.new("L", (2 * SIDE, 2 * SIDE))
    draw = ImageDraw.Draw(image)
    for line in turned:
        dots = [(x, y) for x, y in 2 * ((line - (low + high) / 2) * scale + SIDE / 2)]
        draw.line(dots, fill=255, width=round(2 * pen), joint="curve")
        for x, y in (dots[0], dots[-1]):
            draw.ellipse((x - pen, y - pen, x + pen, y + pen), fill=255)
    return np.array(image.reduce(2))


@cache
def _typeface(name: str) -> ImageFont.FreeTypeFont:
    folder = files("matplotlib") / "mpl-data" / "fonts" / "ttf"
    return ImageFont.truetype(str(folder / name), 100)


def _written(text: str, generator: np.random.Generator) -> Grey:
    """Write text in some typeface, sheared, turned, and bent along waves."""
    font = _typeface(TYPEFACES[generator.integers(len(TYPEFACES))])
    left, top, right, bottom = font.getbbox(text)
    image = Image.new("L", (int(right - left) + 60, int(bottom - top) + 60))
    ImageDraw.Draw(image).text((30 - left, 30 - top), text, 255, font=font)
    image = image.resize((SIDE, max(24, round(SIDE * image.height / image.width))))
    shear = generator.uniform(-0.3, 0.3)
    image = image.transform(
        image.size, Image.Transform.AFFINE, (1, shear, -shear * image.height / 2, 0, 1, 0)
    )
    image = image.rotate(float(generator.uniform(-10, 10)), Image.Resampling.BICUBIC)
    canvas = Image.new("L", (SIDE, SIDE))
    image.thumbnail(canvas.size)
    canvas.paste(image, ((SIDE - image.width) // 2, (SIDE - image.height) // 2))
    return np.array(canvas)
