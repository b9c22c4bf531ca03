"""Digits drawn by rule, as strokes, in forms of which examples are few.

MNIST's writers draw a 1 as a bar and a 7 without one. Most of the world gives the 1 a flag, and
what tells it from a 7 is then the angle: a flag goes down from the top, the head of a 7 lies level.
Programmers and soldiers cross their noughts; old registers have a 2 with a loop, a 3 with a flat
top, a 5 whose flag flies off; and a 4 need not be closed, nor its bar cross the stem. Fast hands
leave an 8 or a 9 open, make the lower loop of an 8 narrow, or let the tail of a 9 outgrow it.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.pen_lines import bent_line, bent_lines, smooth_line
from digit_recognizer.data.stroke_variation import crossed_out, varied

__all__ = ["FORMS", "FORMS_VERSION", "drawn_forms"]

FORMS_VERSION = 3
"""Of what is drawn; raise it when that changes."""

Strokes = list[NDArray[np.float64]]


def drawn_forms(count: int, seed: int = 0) -> Iterator[tuple[Strokes, int]]:
    """Draw one form after another in turn; give strokes, x right and y down, and the digit.

    Parameters
    ----------
    count : int
        How many.
    seed : int
        Draws angles, lengths and bends.
    """
    generator = np.random.default_rng(seed)
    for index in range(count):
        form, digit = FORMS[index % len(FORMS)]
        strokes = form(generator)
        # What is drawn by rule is too clean: half of it is drawn again by a hand.
        yield (varied(strokes, generator) if generator.random() < 0.5 else strokes), digit


def flagged_one(generator: np.random.Generator) -> Strokes:
    """A stem, a flag of a quarter to seven tenths of it, and at times a foot."""
    top = np.array([generator.uniform(-0.1, 0.65), -1.0])
    steep = np.radians(generator.uniform(28, 68))
    reach = generator.uniform(0.25, 0.7)
    flag = top + reach * np.array([-np.cos(steep), np.sin(steep)])
    foot = np.zeros(2)
    strokes = [
        np.concatenate([bent_line(flag, top, generator), bent_line(top, foot, generator, 0.06)])
    ]
    if generator.random() < 0.15:
        half = generator.uniform(0.15, 0.4)
        strokes.append(bent_line(np.array([-half, 0.0]), np.array([half, 0.0]), generator))
    return strokes


def seven(generator: np.random.Generator) -> Strokes:
    """A head that is nearly level, a stem, and at times a bar across it."""
    right = np.array([generator.uniform(0.2, 0.8), -1.0])
    tilt = np.radians(generator.uniform(-14, 10))
    reach = generator.uniform(0.45, 0.85)
    left = right + reach * np.array([-np.cos(tilt), np.sin(tilt)])
    strokes = [
        np.concatenate(
            [
                bent_line(left, right, generator, 0.08),
                bent_line(right, np.zeros(2), generator, 0.08),
            ]
        )
    ]
    if generator.random() < 0.1:
        drop = generator.uniform(0.1, 0.25)
        strokes[0] = np.concatenate([[left + np.array([0, drop])], strokes[0]])
    if generator.random() < 0.45:
        middle = right * generator.uniform(0.4, 0.6)
        slope = generator.uniform(-0.35, 0.1)
        half = generator.uniform(0.14, 0.28) * np.array([1.0, slope])
        strokes.append(bent_line(middle - half, middle + half, generator))
    return strokes


def bar(generator: np.random.Generator) -> Strokes:
    """A 1 that is a mere line, at times with a foot; short, it is as wide as the pen makes it."""
    top = np.array([generator.uniform(-0.15, 0.6), -1.0])
    strokes = [bent_line(top, np.zeros(2), generator, 0.04)]
    if generator.random() < 0.3:
        half = generator.uniform(0.1, 0.35)
        strokes.append(bent_line(np.array([-half, 0.0]), np.array([half, 0.0]), generator))
    return strokes


def nought(generator: np.random.Generator) -> Strokes:
    """An oval with a slash through it, or a dot in it."""
    start, direction = generator.uniform(-2.5, -0.5), generator.choice([-1, -1, 1])
    turn = start + direction * np.linspace(0, 2 * np.pi + generator.uniform(-0.3, 0.6), 30)
    half = np.array([generator.uniform(0.25, 0.55), 0.5])
    reach = 1 + generator.normal(0, 0.04) * np.cos(2 * turn + generator.uniform(0, 7))
    oval = np.stack([np.cos(turn), np.sin(turn)], 1) * half * reach[:, None]
    return crossed_out([oval], generator)


def looped_two(generator: np.random.Generator) -> Strokes:
    """A 2 with a loop in its lower corner and a base that waves."""
    loop, end = generator.uniform(0.08, 0.2), generator.uniform(0.8, 0.98)
    arch = [(0.1, 0.25), (0.3, 0.02), (0.65, 0.1), (0.65, 0.4), (0.35, 0.75), (0.1, 0.97)]
    base = [(0.03, 0.97 - loop), (0.15, 0.95 - loop), (0.4, 0.93), (0.65, 1.0), (0.9, end)]
    return [smooth_line([*arch, *base], generator)]


def flat_three(generator: np.random.Generator) -> Strokes:
    """A 3 with a flat top: a head like that of a 7 above one bowl."""
    neck = generator.uniform(0.3, 0.45)
    head = bent_lines([(0.12, 0.03), (0.78, 0.0), (0.38, neck)], generator)
    bowl = smooth_line(
        [(0.38, neck), (0.68, neck + 0.08), (0.8, 0.7), (0.6, 0.95), (0.3, 1.0), (0.05, 0.88)],
        generator,
    )
    return [np.concatenate([head, bowl[1:] + head[-1] - bowl[0]])]


def open_four(generator: np.random.Generator) -> Strokes:
    """A 4 whose two strokes need not meet."""
    level = generator.uniform(0.5, 0.7)
    left = generator.uniform(0.0, 0.25)
    end = generator.uniform(0.62, 0.95)
    stem = generator.uniform(0.55, 0.75)
    corner = bent_lines(
        [(left + generator.uniform(0, 0.3), 0.0), (left, level), (end, level)], generator
    )
    return [corner, bent_lines([(stem, generator.uniform(0, 0.4)), (stem - 0.05, 1.0)], generator)]


def chair_four(generator: np.random.Generator) -> Strokes:
    """A 4 like a chair upside down: its bar ends at the stem, as in the Russian letter Ч."""
    level, stem = generator.uniform(0.4, 0.6), generator.uniform(0.55, 0.75)
    if generator.random() < 0.5:
        corner = bent_lines([(0.12, 0.0), (0.08, level), (stem, level - 0.03)], generator)
    else:
        start = (0.1, generator.uniform(0, 0.12))
        corner = smooth_line(
            [start, (0.1, level - 0.1), (0.2, level), (stem, level - 0.03)], generator
        )
    return [corner, bent_lines([(stem, 0.0), (stem - 0.03, 1.0)], generator)]


def lightning_four(generator: np.random.Generator) -> Strokes:
    """A 4 in one stroke, like lightning: down, across, and down again."""
    level = generator.uniform(0.5, 0.65)
    top, foot = generator.uniform(0.35, 0.6), generator.uniform(0.4, 0.6)
    right = (generator.uniform(0.6, 0.8), level - generator.uniform(0, 0.12))
    return [bent_lines([(top, 0.0), (0.05, level + 0.05), right, (foot, 1.0)], generator)]


def flying_five(generator: np.random.Generator) -> Strokes:
    """A 5 whose flag is a stroke of its own, long, and at times far off."""
    top = generator.uniform(0.05, 0.2)
    bowl = smooth_line(
        [(0.35, top), (0.25, 0.4), (0.5, 0.42), (0.72, 0.62), (0.6, 0.9), (0.3, 1.0), (0.05, 0.9)],
        generator,
    )
    left = bowl[0] + generator.uniform(-0.02, 0.15) * np.array([1.0, -0.6])
    reach = np.array([generator.uniform(0.35, 0.7), generator.uniform(-0.2, 0.05)])
    return [bowl, np.stack([left, left + reach])]


def curved_seven(generator: np.random.Generator) -> Strokes:
    """A 7 with a curved stem and head, mostly crossed."""
    head, stem = [(0.05, 0.15), (0.15, 0.03), (0.4, 0.08)], [(0.55, 0.4), (0.4, 0.7), (0.35, 1.0)]
    strokes = [smooth_line([*head, (0.75, 0.0), *stem], generator)]
    if generator.random() < 0.75:
        middle = np.array([generator.uniform(0.42, 0.55), generator.uniform(0.42, 0.58)])
        half = generator.uniform(0.13, 0.28) * np.array([1.0, generator.uniform(-0.4, 0.1)])
        strokes.append(np.stack([middle - half, middle + half]))
    return strokes


def tailed_nine(generator: np.random.Generator) -> Strokes:
    """A 9 with a straight tail, or with one that curves back under it."""
    tail = [(0.62, 0.5), (0.55, 1.0)]
    if generator.random() < 0.5:
        tail = [(0.66, 0.6), (0.55, 0.9), (0.3, 1.0), (0.08, generator.uniform(0.85, 0.98))]
    low = generator.uniform(0.38, 0.55)
    left = [(0.66, 0.12), (0.4, 0.0), (0.12, 0.15), (0.1, low - 0.1)]
    return [smooth_line([*left, (0.32, low), (0.6, low - 0.15), (0.68, 0.08), *tail], generator)]


def hooked_nine(generator: np.random.Generator) -> Strokes:
    """A 9 with a small loop and a long tail that swings back to the left."""
    low, left = generator.uniform(0.22, 0.4), generator.uniform(0.1, 0.35)
    middle = (left + 0.65) / 2
    loop = [(0.64, 0.08), (middle, 0.0), (left, low / 2), (middle, low), (0.62, low / 2)]
    end = (generator.uniform(-0.1, 0.2), generator.uniform(0.75, 1.0))
    return [smooth_line([*loop, (0.68, low + 0.2), (0.6, 0.85), (0.3, 1.0), end], generator)]


def open_nine(generator: np.random.Generator) -> Strokes:
    """A 9 whose loop stays open: at its right, or below, where the pen starts with the tail."""
    foot = (generator.uniform(0.2, 0.6), 1.0)
    if generator.random() < 0.5:
        low = generator.uniform(0.35, 0.5)
        loop = [(0.72, generator.uniform(0.0, 0.08)), (0.4, 0.0), (0.1, 0.22), (0.3, low)]
        back = (0.62, generator.uniform(0.15, 0.28))
        return [smooth_line([*loop, back, (0.66, 0.55), foot], generator)]
    start = (generator.uniform(0.2, 0.45), generator.uniform(0.3, 0.5))
    loop = [(0.1, 0.3), (0.12, 0.12), (0.4, 0.0), (0.68, 0.1)]
    return [smooth_line([start, *loop, (0.6, 0.5), foot], generator)]


def capped_five(generator: np.random.Generator) -> Strokes:
    """A 5 whose flag lies above the rest, which has hardly a neck, and does not touch it."""
    neck, low = generator.uniform(0.15, 0.3), generator.uniform(0.42, 0.52)
    bowl = [(0.28, neck), (0.25, low), (0.5, low - 0.02), (0.75, 0.65), (0.6, 0.92), (0.3, 1.0)]
    end = (generator.uniform(-0.1, 0.12), generator.uniform(0.85, 0.98))
    left, right = generator.uniform(0.1, 0.4), generator.uniform(0.6, 1.0)
    flag = bent_lines([(left, generator.uniform(0.0, 0.12)), (right, 0.0)], generator)
    return [smooth_line([*bowl, end], generator), flag]


def uneven_eight(generator: np.random.Generator) -> Strokes:
    """An 8 with loops of unlike widths, the lower at times narrow, the upper left open."""
    upper, lower = generator.uniform(0.14, 0.32), generator.uniform(0.08, 0.32)
    gap = generator.choice([0.0, generator.uniform(0.05, 0.3)])
    down = [(0.5, 0.0), (0.5 - upper, 0.2), (0.5, 0.45), (0.5 + lower, 0.72), (0.5, 1.0)]
    up = [(0.5 - lower, 0.75), (0.5, 0.48), (0.5 + upper, 0.22)]
    start, end = (0.5 + 0.8 * upper, 0.1), (0.5 + 0.7 * upper + gap, 0.08 - gap / 2)
    return [smooth_line([start, *down, *up, end], generator)]


FORMS: tuple[tuple[Callable[[np.random.Generator], Strokes], int], ...] = (
    (flagged_one, 1), (seven, 7), (nought, 0), (open_four, 4), (flagged_one, 1), (seven, 7),
    (bar, 1), (looped_two, 2), (nought, 0), (chair_four, 4), (flat_three, 3), (flying_five, 5),
    (curved_seven, 7), (lightning_four, 4), (tailed_nine, 9), (nought, 0),
    (hooked_nine, 9), (open_nine, 9), (capped_five, 5), (uneven_eight, 8),
)  # fmt: skip
"""What is drawn, and which digit it is; what is seldom elsewhere comes more than once."""
