"""Areas of light and dark that are no digits: patches, blots, clouds, patterns."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

__all__ = ["SIDE", "Grey", "blobs", "patch", "shading", "spot", "stripes"]

SIDE = 160
Grey = NDArray[np.uint8]
"""A picture, (160, 160)."""


def patch(generator: np.random.Generator) -> Grey:
    """One filled shape with a smooth or a square outline."""
    turn = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    squareness = generator.uniform(2, 12)
    reach = (np.abs(np.cos(turn)) ** squareness + np.abs(np.sin(turn)) ** squareness) ** (
        -1 / squareness
    )
    for wave in range(1, 5):
        reach = reach + generator.normal(0, 0.12) * np.cos(wave * turn + generator.uniform(0, 7))
    outline = np.stack([np.cos(turn), np.sin(turn)], 1) * np.abs(reach)[:, None]
    outline = outline * (generator.uniform(40, 75), generator.uniform(25, 60)) + SIDE / 2
    image = Image.new("L", (SIDE, SIDE))
    ImageDraw.Draw(image).polygon([(x, y) for x, y in outline], int(generator.integers(120, 256)))
    return np.array(image.filter(ImageFilter.GaussianBlur(generator.uniform(0, 3))))


def spot(generator: np.random.Generator) -> Grey:
    """A blot: one round thing filled, or a few that have run into each other, at times cut off."""
    rows, columns = (np.mgrid[0:SIDE, 0:SIDE] - SIDE / 2) / (SIDE / 2)
    depth = np.full((SIDE, SIDE), -np.inf)
    for place in range(generator.choice([1, 1, 1, 2, 3])):
        row, column = generator.normal(0, 0.18 if place else 0.02, 2)
        half = generator.uniform(0.2, 0.6, 2)
        turn = generator.uniform(0, np.pi)
        across = (columns - column) * np.cos(turn) + (rows - row) * np.sin(turn)
        down = (rows - row) * np.cos(turn) - (columns - column) * np.sin(turn)
        depth = np.maximum(depth, 1 - np.hypot(across / half[0], down / half[1]))
    if generator.random() < 0.25:
        turn = generator.uniform(0, 2 * np.pi)
        cut = rows * np.sin(turn) + columns * np.cos(turn) - generator.uniform(0, 0.4)
        depth = np.minimum(depth, -cut)
    edge = generator.uniform(0.01, 0.1)
    grey: Grey = (np.clip(depth / edge + 0.5, 0, 1) * generator.uniform(150, 255)).astype(np.uint8)
    return grey


def blobs(generator: np.random.Generator) -> Grey:
    """Spots without form: what is left of smooth noise above a level."""
    rough = generator.normal(0, 1, (SIDE, SIDE))
    image = Image.fromarray((rough * 40 + 128).clip(0, 255).astype(np.uint8))
    smooth = np.array(image.filter(ImageFilter.GaussianBlur(generator.uniform(6, 22))), float)
    level = np.quantile(smooth, generator.uniform(0.2, 0.9))
    return np.where(smooth > level, 255, 0).astype(np.uint8)


def shading(generator: np.random.Generator) -> Grey:
    """Light and shade of several round things, as in a photograph out of focus."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    total = (rows * generator.normal() + columns * generator.normal()) / SIDE
    for _ in range(generator.integers(3, 12)):
        row, column = generator.uniform(0, SIDE, 2)
        reach = generator.uniform(8, 60)
        distance = np.hypot(rows - row, columns - column)
        edge = 1 / (1 + np.exp((distance - reach) / generator.uniform(0.5, 12)))
        total = total + generator.normal() * edge
    total = (total - total.min()) / np.ptp(total) * 255 + generator.normal(0, 6, total.shape)
    grey: Grey = total.clip(0, 255).astype(np.uint8)
    return grey


def stripes(generator: np.random.Generator) -> Grey:
    """A pattern of stripes, waves, or the two crossed."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    turn, step = generator.uniform(0, np.pi), generator.uniform(1, 6)
    phase = (rows * np.cos(turn) + columns * np.sin(turn)) / step
    phase = phase + generator.choice([0, 2]) * np.sin(columns / generator.uniform(6, 20))
    light = np.sin(phase)
    if generator.integers(2):
        light = light * np.sin((columns * np.cos(turn) - rows * np.sin(turn)) / step)
    grey: Grey = ((light > generator.uniform(-0.5, 0.7)) * 255).astype(np.uint8)
    return grey
