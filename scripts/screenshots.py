"""Take the README's pictures of the window: a digit is drawn with the mouse and read.

Run it from the checkout: ``python scripts/screenshots.py [FOLDER]``. No display is needed.
"""

import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "2")

from PyQt6 import QtTest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QApplication

from digit_recognizer.app.draw.canvas import Canvas
from digit_recognizer.app.theme import ThemeName
from digit_recognizer.app.window import MainWindow
from digit_recognizer.recognizer import Recognizer

# PyQt6's type hints take its functions for methods.
QTest: Any = QtTest.QTest

Line = list[tuple[float, float]]

# Corners of a two, in parts of the canvas; x to the right and y down.
TWO: Line = [
    (0.30, 0.36),
    (0.34, 0.24),
    (0.47, 0.17),
    (0.61, 0.21),
    (0.66, 0.34),
    (0.58, 0.49),
    (0.45, 0.64),
    (0.32, 0.78),
    (0.40, 0.785),
    (0.54, 0.78),
    (0.70, 0.79),
]
POINTS_BETWEEN = 12
SIZE = (1040, 720)
PICTURES: dict[str, ThemeName] = {"window.png": "light", "window-dark.png": "dark"}


def curve(corners: Line) -> Line:
    """Return a smooth line through `corners` (Catmull and Rom, 1974)."""
    padded = [corners[0], *corners, corners[-1]]
    line: Line = []
    for before, (start, end), after in zip(padded[:-3], pairwise(corners), padded[3:], strict=True):
        for step in range(POINTS_BETWEEN):
            part = step / POINTS_BETWEEN
            x, y = (
                0.5
                * (
                    2 * b
                    + (c - a) * part
                    + (2 * a - 5 * b + 4 * c - d) * part**2
                    + (3 * b - a - 3 * c + d) * part**3
                )
                for a, b, c, d in zip(before, start, end, after, strict=True)
            )
            line.append((x, y))
    return [*line, corners[-1]]


def draw(canvas: Canvas, line: Line) -> None:
    """Draw `line` with the mouse."""
    points = [QPoint(round(x * canvas.width()), round(y * canvas.height())) for x, y in line]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])


def main(folder: Path) -> None:
    """Open the window in each theme, draw, and keep what is seen."""
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    folder.mkdir(parents=True, exist_ok=True)
    for name, theme in PICTURES.items():
        window = MainWindow(Recognizer(), theme=theme)
        window.resize(*SIZE)
        window.show()
        QtTest.QSignalSpy(window.reader.ready).wait()
        spy = QtTest.QSignalSpy(window.reader.read)
        draw(window.draw_place.canvas, curve(TWO))
        spy.wait()
        QTest.qWait(300)
        window.grab().save(str(folder / name))
        window.close()
        print(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images"))
