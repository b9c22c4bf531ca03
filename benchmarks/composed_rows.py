"""Numbers composed large, of one writer's digits and of signs, and how paper and cameras show them.

Larger and more varied than what is measured: other pens, spacing and slant, signs at their places,
remains of rules, paper, noise and compression.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.number_lines import folds_of, with_marks
from digit_recognizer.data.composed_numbers import Writer
from digit_recognizer.data.composed_strokes import PlacedSign, placed_signs, random_text
from digit_recognizer.data.folds import FOLDS
from digit_recognizer.data.handwriting import UNIPEN
from digit_recognizer.data.unipen import find_unipen, read_unipen
from digit_recognizer.ink import Polarity

__all__ = [
    "Signs", "compose_large", "composed_text", "photographed", "signs_by_fold", "written_text",
]  # fmt: skip

Signs = Mapping[str, Sequence[PlacedSign]]

_Picture = NDArray[np.uint8]

# Digits are drawn 40 pixels high, twice what they are in MNIST.
_LARGE = 2
_HEIGHT, _MARGIN = 40, 24
_LEAST_INK = 32
# Pixels between neighbours, in MNIST's size: from touching to wide, and how often.
_SPACINGS = ((-4, 0), (-2, 3), (-2, 8), (4, 16))
_OFTEN = (0.38, 0.24, 0.3, 0.08)


def signs_by_fold() -> list[dict[str, list[PlacedSign]]]:
    """Return UNIPEN's signs of the writers of each fold."""
    found: list[dict[str, list[PlacedSign]]] = [defaultdict(list) for _ in range(FOLDS)]
    those = read_unipen(find_unipen("signs"))
    folds = folds_of(UNIPEN.name, [f"{each.contributor}-{each.writer}" for each in those])
    for each in those:
        for sign in placed_signs([each]):
            found[folds[f"{each.contributor}-{each.writer}"]][sign.label].append(sign)
    return found


def composed_text(generator: np.random.Generator, signs: str) -> str:
    """Return mostly digits only, else an amount as on cheques, or what ``random_text`` gives."""
    kind = generator.random()
    if kind < 0.6:
        return _digits(generator, 1 + int(generator.choice(len(_LENGTHS), p=_LENGTHS)))
    if kind < 0.85:
        text = f"{int(_digits(generator, int(generator.integers(3, 7)))):,}"
        text = text.replace(",", ".") if generator.random() < 0.7 else text
        ending = ("", "", ".", "-", ",-", ".-", ",00")[generator.integers(7)]
        return "".join(each for each in text + ending if each.isdigit() or each in signs)
    return written_text(generator, signs)


_LENGTHS = (0.08, 0.16, 0.14, 0.14, 0.16, 0.12, 0.1, 0.05, 0.03, 0.02)


def written_text(generator: np.random.Generator, signs: str) -> str:
    """Return what ``random_text`` gives, often with more ones, which bars and commas look like."""
    text = random_text(generator, signs)
    share = 0.4 if generator.random() < 0.25 else 0.0
    return "".join(
        "17"[generator.random() < 0.2] if each.isdigit() and generator.random() < share else each
        for each in text
    )


def _digits(generator: np.random.Generator, count: int) -> str:
    return "".join(map(str, generator.integers(0, 10, count)))


def compose_large(
    writer: Writer, signs: Signs, text: str, generator: np.random.Generator
) -> _Picture:
    """Draw a number in white on black, with digits of one writer and anybody's signs."""
    low, high = _SPACINGS[generator.choice(4, p=_OFTEN)]
    level = generator.random() < 0.5
    pen = int(generator.integers(3, 7))
    base = _MARGIN + _HEIGHT + 8
    field = np.zeros((base + _HEIGHT, 100 + 90 * max(1, len(text))), np.uint8)
    right = _MARGIN
    for place, character in enumerate(text):
        left = right + (int(_LARGE * generator.uniform(low, high)) if place else 0)
        drop = int(generator.normal(0, 3))
        if character.isdigit():
            choices = writer[int(character)]
            digit, foot = _large(choices[generator.integers(len(choices))], level, generator)
            height, width = digit.shape
            top = min(max(0, base - foot + drop), field.shape[0] - height)
            inside = field[top : top + height, left : left + width]
            np.maximum(inside, digit, out=inside)
            right = left + width
        else:
            choices_of_sign = signs[character]
            sign = choices_of_sign[int(generator.integers(len(choices_of_sign)))]
            left = max(left, right - 2)
            for stroke in sign.strokes:
                points = np.rint((stroke * _HEIGHT + (left, base + drop)) * 16).astype(np.int32)
                points = np.repeat(points, 2, axis=0).reshape(-1, 1, 2)
                cv2.polylines(field, [points], False, 255, pen, cv2.LINE_AA, 4)
                right = max(right, int(points[:, 0, 0].max() / 16) + pen // 2)
    return field[:, : right + _MARGIN]


def _large(digit: _Picture, level: bool, generator: np.random.Generator) -> tuple[_Picture, int]:
    """Return a digit enlarged and cut to its width, and how far above its top the line is."""
    columns = np.flatnonzero((digit >= _LEAST_INK).any(axis=0))
    digit = digit[:, columns[0] : columns[-1] + 1]
    factor = _LARGE * float(np.exp(generator.normal(0, 0.07)))
    narrower = float(np.exp(generator.normal(0, 0.07)))
    large = cv2.resize(digit, None, fx=factor * narrower, fy=factor, interpolation=cv2.INTER_CUBIC)
    foot = 24 * factor
    if level:
        foot = 1 + float(np.flatnonzero((large >= _LEAST_INK).any(axis=1))[-1])
    return np.asarray(large, np.uint8), int(foot)


def photographed(picture: _Picture, generator: np.random.Generator) -> tuple[_Picture, Polarity]:
    """Return a number as another pen and paper show it, and which of ink and paper is darker."""
    if generator.random() < 0.5:
        picture = _slanted(picture, generator.normal(0, 0.25))
    if generator.random() < 0.5:
        size = int(generator.integers(2, 4))
        kernel = np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)
        change = cv2.dilate if generator.random() < 0.5 else cv2.erode
        picture = np.asarray(change(picture, kernel), np.uint8)
    factor = float(generator.uniform(0.55, 1.2))
    smaller = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    picture = np.asarray(smaller, np.uint8)
    if generator.random() < 0.2:
        picture = with_marks(picture, generator)
    if generator.random() < 0.8:
        return picture, "light-on-dark"
    picture = np.pad(picture, 12)
    paper = cv2.GaussianBlur(generator.normal(0, 60, picture.shape), (5, 5), 1.5)
    ink = picture.astype(np.float64) * generator.uniform(0.5, 0.9)
    seen = np.clip(generator.uniform(190, 245) - ink + paper * generator.uniform(0, 1), 0, 255)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(generator.integers(30, 90))]
    _, packed = cv2.imencode(".jpg", seen.astype(np.uint8), quality)
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8), "dark-on-light"


def _slanted(picture: _Picture, lean: float) -> _Picture:
    height, width = picture.shape
    extra = int(abs(lean) * height) + 1
    matrix = np.array([[1, -lean, extra + lean * height / 2], [0, 1, 0]], np.float64)
    return np.asarray(cv2.warpAffine(picture, matrix, (width + 2 * extra, height)), np.uint8)
