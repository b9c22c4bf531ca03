"""From a picture to its answer, beside a script of OpenCV and onnxruntime that does the minimum.

``python -m benchmarks.pictures`` measures, writes ``docs/results.md``, and takes some two minutes.
With ``--quick`` it prints rough figures and writes nothing.

Both sides read with the same network. The script is what one writes in half an hour: Otsu's
threshold, the ink's box, 20 pixels, the centre of mass to the middle. It refuses nothing and sees
through nothing: ruling, noise, shadows, specks, neighbours, faint or coloured ink.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks import exported, runtimes
from benchmarks.machine import processor
from benchmarks.report import table, write_section
from benchmarks.rounds import Contestant, in_turn, ratio
from digit_recognizer import Recognizer
from digit_recognizer.samples import sample_pictures

Grey = NDArray[np.uint8]
Pictures = Sequence[Grey | bytes]

ONE_BY_ONE, MANY, SCRIPT = "ours, one by one", "ours, many at once", "the script, one by one"


@dataclass(frozen=True)
class Kind:
    """Pictures of the digits 0 to 9, in order, and how many are read at once where many are."""

    name: str
    pictures: Pictures
    many: int


def kinds(digits: Sequence[Grey]) -> list[Kind]:
    """Return every kind of picture, of digits (28, 28), white on black."""
    rng = np.random.default_rng(0)
    photographs = [_photograph(digit, rng) for digit in digits]
    scans = [_encoded(".png", _scan(digit, rng)) for digit in digits]
    return [
        Kind("arrays, 28×28", digits, 4000),
        Kind("drawings, 280×280", [255 - _larger(digit, 10) for digit in digits], 2000),
        Kind("scans, 150×150, PNG", scans, 2000),
        Kind("photographs, 12 megapixels, JPEG", [_encoded(".jpg", p) for p in photographs], 20),
        Kind("photographs, 12 megapixels, decoded", photographs, 20),
    ]


def _larger(digit: Grey, times: float) -> Grey:
    larger = cv2.resize(digit, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC)
    return np.asarray(larger, np.uint8)


def _on_paper(ink: Grey, height: int, width: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return paper of some brightness with ink somewhere near its middle."""
    paper = np.full((height, width), 225, np.float32)
    top, left = (height - ink.shape[0]) // 2, (width - ink.shape[1]) // 2
    top, left = top + int(rng.integers(-top // 2, top // 2)), left + int(rng.integers(-9, 9))
    paper[top : top + ink.shape[0], left : left + ink.shape[1]] -= ink * np.float32(0.7)
    return paper


def _scan(digit: Grey, rng: np.random.Generator) -> Grey:
    paper = _on_paper(_larger(digit, 4), 150, 150, rng) + rng.normal(0, 3, (150, 150))
    return np.clip(paper, 0, 255).astype(np.uint8)


def _photograph(digit: Grey, rng: np.random.Generator) -> Grey:
    """Return a digit of 1,000 pixels in a picture of a camera, a little darker to one side."""
    paper = _on_paper(_larger(digit, 50), 3000, 4000, rng)
    paper *= np.linspace(0.9, 1, 4000, dtype=np.float32)
    paper += rng.normal(0, 3, paper.shape).astype(np.float32)
    grey = np.clip(paper, 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def _encoded(form: str, picture: Grey) -> bytes:
    return bytes(cv2.imencode(form, picture)[1])


def script(recognizer: Recognizer) -> Callable[[Grey | bytes], int]:
    """Return the script's function from a picture to a digit."""
    network = recognizer.network
    session = runtimes.session(exported.as_onnx(network), 1)
    encoding = network.architecture.encoding

    def read(picture: Grey | bytes) -> int:
        if isinstance(picture, bytes):
            grey = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
        else:
            grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        _, mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        if 2 * cv2.countNonZero(mask) > mask.size:  # dark ink on light paper
            grey, mask = cv2.bitwise_not(grey), cv2.bitwise_not(mask)
        x, y, width, height = cv2.boundingRect(mask)
        ink = cv2.bitwise_and(grey, mask)[y : y + height, x : x + width]
        scale = 20 / max(width, height)
        size = max(1, round(width * scale)), max(1, round(height * scale))
        small = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
        small = cv2.normalize(small, None, 0, 255, cv2.NORM_MINMAX)
        moments = cv2.moments(small)
        right = 13.5 - moments["m10"] / moments["m00"]
        down = 13.5 - moments["m01"] / moments["m00"]
        move = np.array([[1, 0, right], [0, 1, down]])
        image = cv2.warpAffine(small, move, (28, 28)).astype(np.float32)
        image = encoding.background + image * ((encoding.ink - encoding.background) / 255)
        image = np.pad(image, encoding.margin, constant_values=encoding.background)
        (found,) = session.run(None, {exported.INPUT: image[None, None].astype(np.float32)})
        return int(found.argmax())

    return read


def contestants(recognizer: Recognizer, kind: Kind) -> list[Contestant]:
    """Return both sides, after a look at how many of the ten digits each reads correctly."""
    read, many = script(recognizer), [*kind.pictures] * (kind.many // len(kind.pictures))
    ours = [recognizer.recognize(picture).likeliest for picture in kind.pictures]
    theirs = [read(picture) for picture in kind.pictures]
    for name, found in ((ONE_BY_ONE, ours), (SCRIPT, theirs)):
        right = sum(a == b for a, b in enumerate(found))
        print(f"{kind.name}: {name}: {right} of {len(found)} correct", flush=True)

    def each() -> None:
        for picture in kind.pictures:
            recognizer.recognize(picture)

    def together() -> None:
        recognizer.recognize_many(many)

    def by_script() -> None:
        for picture in kind.pictures:
            read(picture)

    count = len(kind.pictures)
    return [
        Contestant(ONE_BY_ONE, kind.name, each, count),
        Contestant(MANY, kind.name, together, len(many)),
        Contestant(SCRIPT, kind.name, by_script, count),
    ]


def markdown(measured: Sequence[Sequence[Contestant]], rounds: int) -> str:
    """Return the section of ``docs/results.md``."""
    header = ["pictures a second", ONE_BY_ONE, SCRIPT, "ratio", MANY, "ratio"]
    rows = []
    for one, many, theirs in measured:
        ratios = (f"{ratio(one, theirs):.2f}×", f"{ratio(many, theirs):.2f}×")
        speeds = [f"{each.speed:,.0f}" for each in (one, theirs, many)]
        rows.append([one.task, speeds[0], speeds[1], ratios[0], speeds[2], ratios[1]])
    return "\n\n".join(
        (
            "## From picture to answer",
            f"Measured by `python -m benchmarks.pictures` on {date.today().isoformat()}: "
            f"{processor()}, {rounds} rounds in turn, medians. The script is OpenCV and "
            "onnxruntime doing the minimum for a clean picture: Otsu's threshold, the ink's box, "
            "20 pixels, the centre of mass to the middle; it refuses nothing, and sees through no "
            "ruling, noise, shadow or neighbour. Both read with the same network.",
            table(header, rows),
        )
    )


def main() -> None:
    """Measure, print, and write if it was done properly."""
    parser = argparse.ArgumentParser(description="Measure the way from a picture to its answer.")
    parser.add_argument("--quick", action="store_true", help="rough figures, nothing written")
    options = parser.parse_args()
    rounds, seconds = (1, 0.1) if options.quick else (5, 1.0)
    recognizer = Recognizer()
    recognizer.warm_up()
    digits = [recognizer.recognize(path).network_input for path in sample_pictures()]
    measured = [contestants(recognizer, kind) for kind in kinds(digits)]
    in_turn([each for group in measured for each in group], rounds, seconds)
    text = markdown(measured, rounds)
    print(text)
    if not options.quick:
        write_section("pictures", text)


if __name__ == "__main__":
    main()
