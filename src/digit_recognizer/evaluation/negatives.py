"""Pictures that hold no digit, to see whether a network admits it.

All are drawn by this code from a seed: scribbles, letters, crosses, lines, dots, frames, filled
boxes and textures. Letters that many people write like a digit (O, I, l, S, Z, B, b, g, q and a
few more) are left out: taking them for one is no mistake.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

__all__ = ["KINDS", "Negative", "negatives"]

SIDE = 140
LETTERS = "AEFHKMNPRWXaefhkmprwx&%#?"
Grey = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Negative:
    """A picture without a digit.

    Attributes
    ----------
    kind : str
        A key of ``KINDS``.
    picture : NDArray[np.uint8]
        Shape (140, 140), white ink on black.
    """

    kind: str
    picture: Grey


def negatives(count: int = 1000, seed: int = 0) -> Iterator[Negative]:
    """Draw pictures without a digit, one kind after another in turn.

    Parameters
    ----------
    count : int
        How many.
    seed : int
        Draws all that is random in them.
    """
    generator = np.random.default_rng(seed)
    kinds = list(KINDS)
    for index in range(count):
        kind = kinds[index % len(kinds)]
        yield Negative(kind, KINDS[kind](generator))


def scribble(generator: np.random.Generator) -> Grey:
    """A smooth line to and fro through many random places."""
    knots = generator.uniform(15, SIDE - 15, (generator.integers(9, 20), 2))
    return _lines([_smooth(knots)], _pen(generator))


def zigzag(generator: np.random.Generator) -> Grey:
    """A line up and down from left to right, as one crosses something out."""
    turns = int(generator.integers(6, 12))
    across = np.linspace(20, SIDE - 20, turns)
    down = np.where(np.arange(turns) % 2, 25, SIDE - 25) + generator.uniform(-12, 12, turns)
    return _lines([np.stack([across, down], axis=1)], _pen(generator))


def printed_letter(generator: np.random.Generator) -> Grey:
    """A letter or sign in Pillow's own typeface."""
    image = Image.new("L", (SIDE, SIDE))
    font = ImageFont.load_default(float(generator.uniform(70, 110)))
    letter = LETTERS[generator.integers(len(LETTERS))]
    ImageDraw.Draw(image).text((SIDE / 2, SIDE / 2), letter, 255, font=font, anchor="mm")
    return np.array(image.rotate(float(generator.uniform(-12, 12)), Image.Resampling.BICUBIC))


def written_letter(generator: np.random.Generator) -> Grey:
    """A letter of a few trembling strokes."""
    strokes = STROKE_LETTERS[generator.integers(len(STROKE_LETTERS))]
    stretch = generator.uniform(0.7, 1.0, 2) * (SIDE - 50)
    slant = generator.uniform(-0.3, 0.2)
    drawn = []
    for stroke in strokes:
        points = np.array(stroke, float) + generator.normal(0, 0.035, (len(stroke), 2))
        points[:, 0] += slant * (0.5 - points[:, 1])
        drawn.append(points * stretch + (SIDE - stretch) / 2)
    return _lines(drawn, _pen(generator))


def cross(generator: np.random.Generator) -> Grey:
    """Two lines that cross."""
    turn = generator.uniform(0, np.pi)
    other = turn + np.pi / 2 + generator.uniform(-0.3, 0.3)
    lengths = generator.uniform(35, 58, 2)
    return _lines(
        [_bar(turn, lengths[0]), _bar(other, lengths[1])],
        _pen(generator),
    )


def level_line(generator: np.random.Generator) -> Grey:
    """One line, nearly level: a dash, which no digit is."""
    return _lines(
        [_bar(generator.uniform(-0.25, 0.25), generator.uniform(30, 60))], _pen(generator)
    )


def dots(generator: np.random.Generator) -> Grey:
    """Several dots apart from each other."""
    places = generator.uniform(15, SIDE - 15, (generator.integers(3, 12), 2))
    return _lines([place[None] for place in places], float(generator.uniform(8, 20)))


def filled_box(generator: np.random.Generator) -> Grey:
    """A filled rectangle, sometimes all of the picture."""
    image = np.zeros((SIDE, SIDE), np.uint8)
    left, top = generator.integers(0, 50, 2)
    right, bottom = generator.integers(90, SIDE + 1, 2)
    image[top:bottom, left:right] = generator.integers(128, 256)
    return image


def disc(generator: np.random.Generator) -> Grey:
    """A filled ellipse."""
    image = Image.new("L", (SIDE, SIDE))
    across, down = generator.uniform(25, 60, 2)
    middle = SIDE / 2
    ImageDraw.Draw(image).ellipse(
        (middle - across, middle - down, middle + across, middle + down), 255
    )
    return np.array(image.filter(ImageFilter.GaussianBlur(1)))


def frame(generator: np.random.Generator) -> Grey:
    """A rectangle or triangle with corners: more than a round nought has."""
    corners = np.array([[25, 25], [SIDE - 25, 25], [SIDE - 25, SIDE - 25], [25, SIDE - 25]], float)
    corners += generator.uniform(-12, 12, corners.shape)
    if generator.integers(2):
        corners = np.delete(corners, 1, axis=0)
        corners[0, 0] = generator.uniform(40, SIDE - 40)
    crossing = [corners[[0, len(corners) // 2]]] if len(corners) == 4 else []
    return _lines([np.concatenate([corners, corners[:1]]), *crossing], _pen(generator))


def grid(generator: np.random.Generator) -> Grey:
    """Lines of a squared sheet."""
    image = np.zeros((SIDE, SIDE), np.uint8)
    step, width = generator.integers(16, 40), generator.integers(2, 6)
    first = generator.integers(0, step)
    ruled = (np.arange(SIDE) - first) % step < width
    image[ruled] = 255
    image[:, ruled] = 255
    return image


def texture(generator: np.random.Generator) -> Grey:
    """Clouds of grey on every scale, as in a photograph."""
    total = np.zeros((SIDE, SIDE))
    for cells in (3, 6, 12, 24, 48):
        rough = Image.fromarray(generator.normal(0, 1, (cells, cells)).astype(np.float32))
        total += np.asarray(rough.resize((SIDE, SIDE), Image.Resampling.BICUBIC)) / np.sqrt(cells)
    low, high = total.min(), total.max()
    grey: Grey = np.rint((total - low) / (high - low) * 255).astype(np.uint8)
    return grey


def static(generator: np.random.Generator) -> Grey:
    """Each pixel for itself."""
    return generator.integers(0, 256, (SIDE, SIDE), dtype=np.uint8)


def blank(generator: np.random.Generator) -> Grey:
    """A background with at most a trace of noise."""
    scatter = generator.normal(128, generator.uniform(0, 3), (SIDE, SIDE))
    return np.rint(np.clip(scatter, 0, 255)).astype(np.uint8)


KINDS: MappingProxyType[str, Callable[[np.random.Generator], Grey]] = MappingProxyType(
    {
        kind.__name__.replace("_", " "): kind
        for kind in (
            scribble, zigzag, printed_letter, written_letter, cross, level_line, dots, filled_box,
            disc, frame, grid, texture, static, blank,
        )
    }
)  # fmt: skip
"""What is drawn, by the name of the kind."""

STROKE_LETTERS = (
    (((0, 1), (0.5, 0), (1, 1)), ((0.2, 0.6), (0.8, 0.6))),  # A
    (((1, 0), (0, 0), (0, 1), (1, 1)), ((0, 0.5), (0.8, 0.5))),  # E
    (((1, 0), (0, 0), (0, 1)), ((0, 0.5), (0.8, 0.5))),  # F
    (((0, 0), (0, 1)), ((1, 0), (1, 1)), ((0, 0.5), (1, 0.5))),  # H
    (((0, 0), (0, 1)), ((1, 0), (0, 0.5), (1, 1))),  # K
    (((0, 1), (0, 0), (0.5, 0.6), (1, 0), (1, 1)),),  # M
    (((0, 1), (0, 0), (1, 1), (1, 0)),),  # N
    (((0, 1), (0, 0), (0.8, 0.1), (0.8, 0.4), (0, 0.5)), ((0.3, 0.5), (1, 1))),  # R
    (((0, 0), (0.25, 1), (0.5, 0.4), (0.75, 1), (1, 0)),),  # W
    (((0, 0), (1, 1)), ((1, 0), (0, 1))),  # X
)
"""Each stroke a line of points, x to the right and y down, both from 0 to 1."""


def _pen(generator: np.random.Generator) -> float:
    return float(generator.uniform(5, 13))


def _bar(turn: float, length: float) -> NDArray[np.float64]:
    step = length * np.array([np.cos(turn), np.sin(turn)])
    return np.stack([SIDE / 2 - step, SIDE / 2 + step])


def _smooth(knots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round the corners of a line by cutting them three times (Chaikin 1974)."""
    for _ in range(3):
        near, far = knots[:-1], knots[1:]
        knots = np.stack([0.75 * near + 0.25 * far, 0.25 * near + 0.75 * far], axis=1).reshape(
            -1, 2
        )
    return knots


def _lines(lines: list[NDArray[np.float64]], pen: float) -> Grey:
    """Draw lines with a round pen and smooth edges."""
    image = Image.new("L", (2 * SIDE, 2 * SIDE))
    draw = ImageDraw.Draw(image)
    for line in lines:
        points = [(x, y) for x, y in 2 * line]
        draw.line(points, fill=255, width=round(2 * pen))
        for x, y in points:
            draw.ellipse((x - pen, y - pen, x + pen, y + pen), fill=255)
    return np.array(image.reduce(2))
