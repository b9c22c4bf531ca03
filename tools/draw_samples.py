"""Draw the sample pictures that the package brings along.

Each digit is a few strokes on a page of 100 x 100 units, drawn with its own pen, size, place and
paper, so that together they show what the reading copes with. Run it from the checkout:
``python tools/draw_samples.py [FOLDER]``.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Stroke = list[tuple[float, float]]

# x to the right and y down, the digit's box 60 wide and 100 high.
STROKES: dict[int, list[Stroke]] = {
    0: [[(35, 1), (18, 8), (5, 30), (1, 55), (7, 82), (24, 98), (42, 95), (56, 74), (60, 45),
         (53, 18), (40, 4), (33, 2)]],
    1: [[(14, 24), (27, 13), (36, 0), (34, 40), (30, 100)]],
    2: [[(4, 24), (9, 9), (25, 0), (42, 3), (52, 17), (48, 38), (31, 62), (5, 96), (8, 98),
         (35, 96), (59, 97)]],
    3: [[(5, 14), (18, 3), (36, 0), (50, 9), (51, 26), (40, 40), (24, 46), (42, 50), (56, 62),
         (56, 80), (43, 95), (22, 100), (2, 90)]],
    4: [[(34, 0), (22, 28), (2, 64), (28, 64), (60, 61)], [(46, 34), (43, 66), (39, 100)]],
    5: [[(13, 3), (9, 44), (26, 38), (44, 43), (55, 58), (54, 78), (41, 94), (22, 100), (2, 91)],
        [(13, 3), (33, 3), (57, 0)]],
    6: [[(46, 0), (26, 18), (10, 44), (3, 70), (10, 91), (28, 100), (46, 94), (54, 77), (47, 61),
         (31, 56), (14, 63), (5, 77)]],
    7: [[(2, 6), (24, 4), (57, 2), (46, 30), (33, 62), (25, 100)]],
    8: [[(48, 14), (34, 0), (16, 4), (10, 20), (22, 38), (42, 54), (53, 74), (46, 94), (26, 100),
         (8, 90), (8, 70), (24, 52), (44, 34), (50, 18), (46, 11)]],
    9: [[(50, 18), (38, 2), (18, 3), (6, 20), (9, 40), (25, 48), (42, 38), (50, 16), (50, 45),
         (45, 72), (36, 100)]],
}  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """How one digit is drawn: lengths as fractions of the picture's height."""

    digit: int
    name: str
    size: tuple[int, int]
    height: float
    left: float
    top: float
    pen: float
    slant: float = 0.0
    ink: tuple[int, int, int] = (20, 20, 30)
    paper: tuple[int, int, int] = (255, 255, 255)
    finish: str = "plain"


SAMPLES = [
    Sample(0, "zero-large", (160, 160), 0.85, 0.24, 0.07, 0.09),
    Sample(1, "one-hairline", (400, 300), 0.6, 0.5, 0.2, 0.004),
    Sample(2, "two-blue-on-transparent", (150, 150), 0.6, 0.3, 0.2, 0.06, 0.1, (30, 60, 190),
           finish="transparent"),
    Sample(3, "three-small-corner", (200, 200), 0.2, 0.05, 0.06, 0.02),
    Sample(4, "four-chalk-on-black", (120, 120), 0.65, 0.3, 0.18, 0.07, 0.0, (240, 240, 235),
           (12, 14, 16)),
    Sample(5, "five-uneven-light", (140, 140), 0.5, 0.4, 0.3, 0.04, 0.05, (60, 60, 80),
           (235, 230, 215), finish="photo"),
    Sample(6, "six-faint-pencil", (180, 180), 0.55, 0.3, 0.2, 0.035, 0.1, (205, 205, 208),
           (250, 250, 248), finish="grain"),
    Sample(7, "seven-tiny", (16, 16), 0.8, 0.25, 0.1, 0.13),
    Sample(8, "eight-bold-marker", (220, 160), 0.6, 0.5, 0.2, 0.1, 0.0, (170, 20, 30)),
    Sample(9, "nine-black-and-white", (90, 120), 0.6, 0.2, 0.2, 0.05, 0.08, finish="bilevel"),
]  # fmt: skip

OVERSAMPLING = 8


def curve(points: Stroke, steps: int = 12) -> NDArray[np.float64]:
    """Return a smooth curve through the points (a Catmull-Rom spline)."""
    known = np.asarray([points[0], *points, points[-1]], np.float64)
    time = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = [
        0.5 * (2 * b + (c - a) * time + (2 * a - 5 * b + 4 * c - d) * time**2
               + (3 * b - a - 3 * c + d) * time**3)
        for a, b, c, d in zip(known, known[1:], known[2:], known[3:], strict=False)
    ]  # fmt: skip
    return np.concatenate([*pieces, known[-1:]])


def coverage(sample: Sample) -> NDArray[np.float64]:
    """Return how much of each pixel the pen covers, 0..1."""
    width, height = (side * OVERSAMPLING for side in sample.size)
    sheet = Image.new("L", (width, height))
    draw = ImageDraw.Draw(sheet)
    scale = sample.height * height / 100
    radius = max(sample.pen * height / 2, OVERSAMPLING / 2)
    for stroke in STROKES[sample.digit]:
        line = curve(stroke)
        x = sample.left * height + (line[:, 0] + sample.slant * (100 - line[:, 1])) * scale
        y = sample.top * height + line[:, 1] * scale
        draw.line(list(zip(x, y, strict=True)), fill=255, width=round(2 * radius))
        for centre_x, centre_y in zip(x, y, strict=True):
            draw.ellipse(
                (centre_x - radius, centre_y - radius, centre_x + radius, centre_y + radius),
                fill=255,
            )
    return np.asarray(sheet.reduce(OVERSAMPLING), np.float64) / 255


def picture(sample: Sample) -> Image.Image:
    """Draw one sample."""
    covered = coverage(sample)
    if sample.finish == "transparent":
        colour = np.broadcast_to(np.array(sample.ink, np.uint8), (*covered.shape, 3))
        opacity = np.rint(covered * 255).astype(np.uint8)
        return Image.fromarray(np.dstack([colour, opacity]))
    if sample.finish == "bilevel":
        return Image.fromarray(covered < 0.5)
    ink, paper = (np.array(colour, np.float64) for colour in (sample.ink, sample.paper))
    colours = paper + covered[:, :, None] * (ink - paper)
    random = np.random.default_rng(sample.digit)
    if sample.finish == "grain":
        colours = colours + random.normal(0, 3, covered.shape)[:, :, None]
    if sample.finish == "photo":
        rows, columns = np.indices(covered.shape) / max(covered.shape)
        light = 1 - 0.55 * rows**1.5 - 0.3 * columns
        colours = colours * light[:, :, None] + random.normal(0, 4, covered.shape)[:, :, None]
    pixels = np.clip(np.rint(colours), 0, 255).astype(np.uint8)
    return Image.fromarray(pixels)


def main(folder: Path) -> None:
    """Draw all samples into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for sample in SAMPLES:
        picture(sample).save(folder / f"{sample.name}.png", optimize=True)


if __name__ == "__main__":
    default = Path(__file__).parent.parent / "src" / "digit_recognizer" / "samples"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
