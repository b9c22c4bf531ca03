"""A program for ``test_real_window``: draws strokes in the window, on a real screen.

It reads tasks from its input as JSON, ``[{"strokes": [[[x, y], ...], ...], "place": [x, y, side],
"size": [width, height]}, ...]``: the strokes are drawn into the square `place` of the canvas, in
parts of its side, in a window of `size`. It prints what the window's labels say after each.
"""

import json
import shutil
import subprocess
import sys
from typing import Any

from PyQt6.QtCore import QPoint, QRect, Qt
from PyQt6.QtWidgets import QApplication, QLabel, QProgressBar, QWidget

from digit_recognizer.app.draw.canvas import Canvas
from digit_recognizer.app.window import MainWindow
from tests.app.hand import QTest, click, draw, part

Strokes = list[list[tuple[float, float]]]


def fit(strokes: Strokes) -> Strokes:
    """Bring strokes of any unit into a square of side 1, keeping their proportions."""
    xs = [x for stroke in strokes for x, _ in stroke]
    ys = [y for stroke in strokes for _, y in stroke]
    side = max(max(xs) - min(xs), max(ys) - min(ys)) or 1
    return [[((x - min(xs)) / side, (y - min(ys)) / side) for x, y in line] for line in strokes]


def draw_with_xdotool(canvas: Canvas, strokes: Strokes, place: QRect) -> None:
    """Let another program move the pointer and press its button."""
    commands: list[str] = []
    for stroke in strokes:
        for number, (x, y) in enumerate(stroke):
            point = canvas.mapToGlobal(
                QPoint(round(place.x() + x * place.width()), round(place.y() + y * place.height()))
            )
            commands += ["mousemove", str(point.x()), str(point.y())]
            commands += ["sleep", "0.002"] + ([] if number else ["mousedown", "1"])
        commands += ["mouseup", "1", "sleep", "0.01"]
    hand = subprocess.Popen(["xdotool", *commands])
    while hand.poll() is None:
        QTest.qWait(5)
    assert hand.returncode == 0
    # What the other program did may still be on its way.
    drawing = canvas.drawing
    while len(drawing.sheet.strokes) < len(strokes) or drawing.in_gesture:
        QTest.qWait(5)


def answer(window: MainWindow) -> dict[str, Any]:
    """What the window says once it has read the drawing as it is now."""
    readings: list[object] = []
    window.reader.read.connect(readings.append)
    last = window.reader.request(window.drawing.sheet)
    while not any(getattr(reading, "sequence", 0) >= last for reading in readings):
        QTest.qWait(5)
    window.reader.read.disconnect(readings.append)
    bars = [part(window, QProgressBar, f"probability-{digit}").text() for digit in range(10)]
    return {
        "digit": part(window, QLabel, "digit").text(),
        "confidence": part(window, QLabel, "confidence").text(),
        "probabilities": bars,
        "strokes": [stroke.points for stroke in window.drawing.sheet.strokes],
    }


def main(hand: str) -> None:
    """Open the window, do the tasks, close it."""
    application = QApplication(sys.argv)
    # Qt's part for the X server sets it when it starts: it would drop points of the strokes.
    application.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, False)
    assert application.platformName() == "xcb"
    window = MainWindow()
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    canvas = window.draw_page.canvas
    for task in json.load(sys.stdin):
        window.resize(*task["size"])
        QTest.qWait(30)
        x, y, side = (round(share * canvas.width()) for share in task["place"])
        place = QRect(x, y, side, side)
        if hand == "xdotool":
            draw_with_xdotool(canvas, fit(task["strokes"]), place)
        else:
            draw(canvas, fit(task["strokes"]), place)
        print(json.dumps(answer(window)))
        click(window, "clear")
        assert part(window, QLabel, "digit").text() == ""
    assert isinstance(window, QWidget)
    window.close()


if __name__ == "__main__":
    if sys.argv[1] == "xdotool" and not shutil.which("xdotool"):
        sys.exit("xdotool is not installed")
    main(sys.argv[1])
