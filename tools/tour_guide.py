"""Leads once round the window; ``tools.tour`` runs it in a process of its own."""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QApplication, QLabel, QPushButton, QTabBar, QToolButton

from digit_recognizer.app.core.networks import DEFAULT
from digit_recognizer.app.core.settings import CurrentSettings, Settings
from digit_recognizer.app.page import PAGES
from digit_recognizer.app.start import leave
from digit_recognizer.app.widgets.theme import ThemeName
from digit_recognizer.app.window import MainWindow
from digit_recognizer.data.handwriting import PENDIGITS, find_handwriting
from digit_recognizer.data.pendigits import read_pendigits
from digit_recognizer.inspection import Unit
from tools.camera import Camera
from tools.checks import complaints_about
from tools.hand import click, draw, fitted, send, wait, wait_for

SIZE = (1040, 720)
SIZES = ((800, 600), (1280, 800), (1920, 1080), (2560, 1440))
DRAWN = (2, 7, 4)
"""Digits that are drawn; the first one is looked into."""
NUMBER = (2, 7, 4)
GOOD_ENOUGH = 0.99
"""Share of MNIST's test digits that the network that was trained on the way must read."""


class Guide:
    """Shows the window to a camera, and notes what is wrong."""

    def __init__(self, theme: ThemeName, camera: Camera | None, stored: Path | None) -> None:
        self.window = MainWindow(settings=CurrentSettings(Settings(theme=theme)))
        self.window.resize(*SIZE)
        self.window.show()
        self.camera = camera
        self.stored = stored
        self.complaints: list[str] = []
        self.answers: list[str] = []
        self._digits = _handwriting()
        wait_for(lambda: self.window.session.networks.current is not None)
        wait(0.5)

    def go_round(self) -> None:
        """See everything once."""
        self._draw()
        self._look_inside()
        self._draw_number()
        self._train()
        self._draw_again()
        self._judge()
        self.sheets()
        self.window.close()

    def visit(self, title: str) -> None:
        """Click on the tab of a page."""
        tabs = self.window.findChild(QTabBar, "pages")
        assert tabs is not None
        middle = tabs.tabRect(list(PAGES).index(title)).center()
        click(tabs, (middle.x(), middle.y()))
        wait(0.4)

    def _draw(self) -> None:
        self._check("blank")
        for digit in reversed(DRAWN):
            self._draw_digit(digit)
            self._check(f"draw {digit}")
            if digit != DRAWN[0]:
                clear = self.window.findChild(QToolButton, "clear")
                assert clear is not None
                click(clear)
        self._photograph("window")

    def _draw_number(self) -> None:
        """Draw a number, look at its first digit, and see how it was read."""
        self.window.show_page("Draw")
        self.window.drawing.clear()
        for place, digit in enumerate(NUMBER):
            self._draw_at(digit, (0.06 + 0.3 * place, 0.3, 0.3))
        self._hear("".join(map(str, NUMBER)))
        self._check("draw a number")
        canvas = self.window.draw_page.canvas
        click(canvas, (canvas.width() * 0.16, canvas.height() * 0.45))
        wait(0.3)
        self._film(8)
        self._photograph("number")
        self.visit("Look inside")
        page: Any = self.window.page("Look inside")
        page.show_number(True)
        wait(0.5)
        self._film(10)
        self._photograph("number-inside")
        self._check("look inside, how a number was read")
        page.show_number(False)
        self.window.drawing.clear()

    def _draw_digit(self, digit: int) -> None:
        place = (0.2, 0.16, 0.6) if digit != 7 else (0.5, 0.07, 1 / 3)
        self._draw_at(digit, place)
        self._hear(str(digit))

    def _draw_at(self, digit: int, place: tuple[float, float, float]) -> None:
        """Draw a digit in a square, left, top and side in parts of the canvas; wait for it."""
        canvas = self.window.draw_page.canvas
        left, top, side = (canvas.width() * part for part in place)
        before = self.window.reader.sequence
        shown: list[int] = []
        self.window.reader.read.connect(lambda reading: shown.append(reading.sequence))
        strokes = fitted(self._digits[digit], (left, top, side))
        draw(canvas, strokes, step=8, before_each=self._film)
        wait_for(lambda: shown[-1:] == [self.window.reader.sequence] and shown[-1] > before)
        wait(0.3)

    def _hear(self, expected: str) -> None:
        """Note the answer, and complain where it is another one."""
        self._film(5)
        answer = self.window.findChild(QLabel, "digit")
        assert answer is not None
        self.answers.append(answer.text())
        if answer.text() != expected:
            self.complaints.append(f"a {expected} was read as {answer.text()!r}")

    def _look_inside(self) -> None:
        self.visit("Look inside")
        page: Any = self.window.page("Look inside")
        wait_for(lambda: page.state.snapshot is not None)
        wait(0.8)
        self._film(6)
        for unit in (Unit(1, 2, 12, 12), Unit(3, 5, 4, 4), Unit(1, 2, 12, 14)):
            self._point_at(page.view, unit)
            self._film(8)
        self._photograph("inside")
        self._film_sliding_kernel(page)
        self._check("look inside")
        for stage, digit in ((2, 3), (3, 5), (5, 40), (6, 40), (7, DRAWN[0])):
            page.state.look_at(Unit(stage, digit))
            self._check(f"look inside, layer {stage}")
        page.state.ask(DRAWN[0])
        wait(0.5)
        self._check(f"look inside, what speaks for a {DRAWN[0]}")
        page.state.let_go()

    def _film_sliding_kernel(self, page: Any) -> None:
        if self.camera is not None:
            page.state.sweep(True)
            # Faster than in life: two rows of the map from frame to frame.
            while page.state.is_sweeping and all(page.view.advance() for _ in range(56)):
                self._film(2)
            page.state.sweep(False)
            self._film(6)

    def _point_at(self, view: Any, unit: Unit) -> None:
        middle = view.arrangement.unit_rect(unit).center()
        send(view, QEvent.Type.MouseMove, (middle.x(), middle.y()))
        wait(0.4)

    def _train(self) -> None:
        self.visit("Train")
        page: Any = self.window.page("Train")
        self._check("train, before")
        click(page.findChild(QPushButton, "train-primary"))
        wait_for(lambda: len(page.state.seen.progress) > 2, 300)
        seen = page.state.seen
        shown = 0
        while page.state.busy:
            wait(0.1)
            if len(seen.snapshots) > shown:
                shown = len(seen.snapshots)
                self._film(2)
        wait(0.5)
        self._film(8)
        self._photograph("train")
        self._check("train, after")
        click(page.findChild(QPushButton, "use-network"))
        wait(0.5)

    def _draw_again(self) -> None:
        """Draw the same at every size, a digit that a network of two passes reads, too."""
        self.window.show_page("Draw")
        for size in self._sizes():
            self.window.resize(*size)
            wait(0.1)
            self.window.drawing.clear()
            self._draw_digit(DRAWN[0])

    def _judge(self) -> None:
        self.visit("Judge")
        page: Any = self.window.page("Judge")
        self._check("judge, before")
        click(page.findChild(QPushButton, "measure"))
        wait_for(lambda: page.state.stage.total > 0 or page.state.phase != "running", 300)
        self._check("judge, meanwhile")
        wait_for(lambda: page.state.phase in ("done", "failed"), 300)
        wait(0.6)
        self._film(16)
        self._photograph("judge")
        self._check("judge, after")
        if page.state.phase != "done":
            self.complaints.append("judging failed")
            return
        right = page.state.result.measurement.readings.accuracy
        if right.value < GOOD_ENOUGH:
            self.complaints.append(f"of the test digits, {right.part} of {right.whole} were read")

    def sheets(self) -> None:
        """Read the sheet that is shipped, by the network that is, and answer what is asked."""
        networks = self.window.session.networks
        networks.use()
        wait_for(lambda: networks.current is not None and networks.current.name == DEFAULT)
        wait(0.5)
        self.visit("Sheets")
        page: Any = self.window.page("Sheets")
        self._check("sheets, before")
        click(page.findChild(QPushButton, "sheets-empty-sample"))
        wait_for(lambda: page.state.cell is not None and not page.view.is_blank, 120)
        wait(0.5)
        self._film(10)
        self._photograph("sheets")
        self._check("sheets, a doubt")
        while (cell := page.state.cell) is not None:
            # The number that was written over stands in a row; the field is read correctly.
            page.state.answer("76" if cell.row else cell.text)
        self._film(8)
        self._check("sheets, after")
        if page.files.item(0).text().splitlines()[-1] != "done":
            self.complaints.append("doubts are left after all are answered")

    def _film(self, frames: int = 1) -> None:
        if self.camera is not None:
            self.camera.film(self.window, frames)

    def _photograph(self, name: str) -> None:
        if self.camera is not None:
            self.camera.photograph(self.window, name)

    def _sizes(self) -> tuple[tuple[int, int], ...]:
        return (SIZE,) if self.camera is not None else (*SIZES, SIZE)

    def _check(self, where: str) -> None:
        """Complain of what is cut off at any size, and keep what is seen where that is wanted."""
        for size in self._sizes():
            self.window.resize(*size)
            wait(0.1)
            found = complaints_about(self.window)
            self.complaints += [f"{where}, {size[0]}×{size[1]}: {each}" for each in found]
            if self.stored is not None:
                self._store(self.stored, f"{where}, {size[0]}x{size[1]}")

    def _store(self, folder: Path, name: str) -> None:
        """Keep what the window shows, in both looks."""
        settings = self.window.session.settings
        theme = settings.now.theme
        for each in ("light", "dark"):
            settings.change(theme=each)
            wait(0.05)
            self.window.grab().save(str(folder / f"{name}, {each}.png"))
        settings.change(theme=theme)


def _handwriting() -> dict[int, list[list[tuple[float, float]]]]:
    """Return a digit of each kind, as strokes of a person."""
    file = find_handwriting(PENDIGITS)
    digits = reversed(read_pendigits(file)[:300])
    return {digit.label: [_points(stroke) for stroke in digit.strokes] for digit in digits}


def _points(stroke: ArrayLike) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in np.asarray(stroke)]


def main(theme: ThemeName, images: Path | None, stored: Path | None) -> None:
    """Go round and print what was seen, as JSON."""
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    camera = None if images is None else Camera(images, theme)
    guide = Guide(theme, camera, stored)
    guide.go_round()
    if camera is not None:
        camera.develop()
    print(json.dumps({"complaints": guide.complaints, "answers": guide.answers}))
    leave(guide.window, 0)


def _folder(argument: str) -> Path | None:
    return Path(argument) if argument else None


if __name__ == "__main__":
    main("dark" if sys.argv[1] == "dark" else "light", *map(_folder, sys.argv[2:4]))
