"""What hands write into synthetic sheets: numbers, words and ticks, as ink on a page."""

from collections import defaultdict
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.composed_numbers import Writer, compose_number
from digit_recognizer.data.unipen import find_unipen, read_unipen

__all__ = ["TICK", "Hand", "pressed", "word_hands", "written"]

Grey = NDArray[np.uint8]
Strokes = Sequence[NDArray[np.float64]]

Hand = dict[str, list[Strokes]]
"""For each letter that somebody wrote, the strokes of it."""

TICK = "\u2713"


def word_hands(words: Sequence[str]) -> list[Hand]:
    """Return the letters of each writer of UNIPEN who wrote all that some words need."""
    found: dict[str, Hand] = defaultdict(lambda: defaultdict(list))
    for record in read_unipen(find_unipen("letters")):
        found[f"{record.contributor}-{record.writer}"][record.label].append(record.strokes)
    needed = set("".join(words)) - {" "}
    hands = [hand for _, hand in sorted(found.items()) if needed <= set(hand)]
    # Few wrote all of them: anybody's letters fill the gaps.
    pooled: Hand = defaultdict(list)
    for hand in found.values():
        for letter, drawn in hand.items():
            pooled[letter] += drawn
    return hands or [pooled]


def written(
    text: str, writer: Writer, hand: Hand, height: float, random: np.random.Generator
) -> NDArray[np.uint8]:
    """Return a number, a word or a tick as a pen writes it, white on black.

    Parameters
    ----------
    text : str
    writer : Writer
        Of digits.
    hand : Hand
        Of letters.
    height : float
        Of a digit, in pixels.
    random : numpy.random.Generator
    """
    if not text[0].isdigit():
        return _word(text, hand, height, random)
    parts: list[Grey] = []
    for number, part in enumerate(text.split(".")):
        if number:
            parts.append(_point(parts[0].shape[0], random))
        parts.append(compose_number(writer, part, random).picture[:, 5:-5])
    picture = np.hstack(parts)
    # A digit of MNIST is 20 pixels high.
    factor = height / 20
    large = np.asarray(
        cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    )
    sharp: Grey = np.clip((large.astype(np.float32) - 64) * 1.8, 0, 255).astype(np.uint8)
    rows, columns = (np.flatnonzero(sharp.any(axis=axis)) for axis in (1, 0))
    return sharp[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _point(height: int, random: np.random.Generator) -> NDArray[np.uint8]:
    point = np.zeros((height, int(random.integers(5, 9))), np.uint8)
    y = height - 10 + int(random.integers(-2, 3))
    cv2.circle(point, (point.shape[1] // 2, y), 1, 255, -1)
    return point


def _word(text: str, hand: Hand, height: float, random: np.random.Generator) -> NDArray[np.uint8]:
    """Write letters, as high as half a digit and more, or a tick."""
    width = int(height * (0.7 * len(text) + 1))
    picture = np.zeros((int(1.4 * height), width), np.uint8)
    pen, x = max(2, round(height / 14)), 0.2 * height
    if text == TICK:
        tick = np.array([[0.1, 0.6], [0.35, 0.95], [0.9, 0.1]]) * height + (x, 0.2 * height)
        cv2.polylines(picture, _as_lines([tick]), False, 255, pen, cv2.LINE_AA, 4)
        return picture
    for letter in text:
        if letter == " ":
            x += 0.4 * height
            continue
        strokes = hand[letter][random.integers(len(hand[letter]))]
        points = np.concatenate(strokes)
        low, size = points.min(axis=0), np.ptp(points, axis=0)
        tall = height * (0.9 if letter in "bdfhklt" else 0.55)
        scale = tall / max(size[1], 0.6 * size[0], 1e-6)
        shift = np.array([x, 1.15 * height - scale * size[1]])
        moved = [(stroke - low) * scale + shift for stroke in strokes]
        cv2.polylines(picture, _as_lines(moved), False, 255, pen, cv2.LINE_AA, 4)
        x += scale * size[0] + 0.15 * height
    return picture[:, : int(x + 0.2 * height)]


def _as_lines(strokes: Strokes) -> list[NDArray[np.int32]]:
    return [np.rint(stroke * 16).astype(np.int32) for stroke in strokes]


def pressed(page: Grey, ink: NDArray[np.uint8], x: int, y: int, strength: float) -> None:
    """Put ink on the page; what is outside of it is lost."""
    x, y = max(0, x), max(0, y)
    part = page[y : y + ink.shape[0], x : x + ink.shape[1]]
    ink = ink[: part.shape[0], : part.shape[1]]
    part[:] = np.minimum(part, np.rint(part * (1 - min(1.0, strength) * ink / 255.0)))
