"""Tries the frozen application in a bare system: no Python, only the libraries of Qt.

``python -m tools.frozen_trial ROOT PROGRAM`` runs a program that lies in the folder ROOT of such a
system (``debootstrap --variant=minbase``; for the window, with the packages of
``digit_recognizer.system``), and stores what the window shows in ``build/frozen.png``. The folder
of the display's socket and ``/proc`` have to be mounted in it, and who runs this has to be root.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from time import perf_counter, sleep

import psutil
from PIL import ImageGrab

from digit_recognizer.samples import sample_pictures, sample_sheet
from tools.virtual_screen import virtual_screen

__all__: list[str] = []

PICTURE = Path("build") / "frozen.png"
TITLE = "Digit Recognizer"
HOME = "/home-of-trial"
"""What the program's home is called in that system."""
# A four and a two, in shares of a part of the canvas.
STROKES = (
    ((0.30, 0.30), (0.22, 0.52), (0.40, 0.52)),
    ((0.36, 0.32), (0.36, 0.72)),
    ((0.55, 0.38), (0.63, 0.30), (0.71, 0.38), (0.69, 0.48), (0.54, 0.70), (0.74, 0.70)),
)
_SECONDS = 120


def main() -> None:
    """Read by command, then draw a number in the window."""
    root, program = Path(sys.argv[1]), sys.argv[2]
    assert not list(root.glob("usr/bin/python*")), "this system has Python"
    folder = root / HOME[1:]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file in (*sample_pictures(), sample_sheet()):
        shutil.copy(file, folder)
    command = ["chroot", str(root), program]
    for _ in range(2):
        begin = perf_counter()
        print(_run([*command, "--version"]).strip(), f"in {perf_counter() - begin:.1f} s")
    pictures = [f"{HOME}/{picture.name}" for picture in sample_pictures()]
    lines = _run([*command, "read", "--json", *pictures]).splitlines()
    print("digits", [json.loads(line)["answer"] for line in lines])
    number = _run([*command, "read", "--number", "--json", pictures[7]])
    print("number", json.loads(number)["answer"])
    sheet = [*command, "sheet", f"{HOME}/{sample_sheet().name}", "--out", f"{HOME}/x.csv"]
    print(
        "sheet", subprocess.run(sheet, capture_output=True, text=True, check=False).stdout.strip()
    )
    with virtual_screen(1280, 900) as environment:
        _draw(command, environment)


def _draw(command: Sequence[str], environment: dict[str, str]) -> None:
    """Open the window, draw a number by mouse, and store what is shown."""

    def xdotool(*arguments: object) -> str:
        done = subprocess.run(
            ["xdotool", *map(str, arguments)], env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        return done.stdout

    begin = perf_counter()
    with subprocess.Popen(command, env={**environment, "HOME": HOME, "LANG": "C.UTF-8"}) as app:
        while not (found := xdotool("search", "--onlyvisible", "--name", TITLE).split()):
            assert app.poll() is None, "the window did not open"
            assert perf_counter() - begin < _SECONDS, "no window"
            sleep(0.05)
        times = psutil.Process(app.pid).cpu_times()
        print(
            f"the window is there after {perf_counter() - begin:.1f} s, "
            f"{times.user + times.system:.1f} s of them on the processor"
        )
        sleep(5)
        xdotool("key", "--window", found[-1], "Escape")
        xdotool("windowmove", found[-1], 0, 0, "windowsize", found[-1], 1280, 900)
        sleep(3)
        for stroke in STROKES:
            points = [(60 + 480 * x, 160 + 480 * y) for x, y in stroke]
            xdotool("mousemove", *map(round, points[0]))
            xdotool("mousedown", 1)
            for (x, y), (to_x, to_y) in pairwise(points):
                for share in (step / 10 for step in range(1, 11)):
                    place = (x + share * (to_x - x), y + share * (to_y - y))
                    xdotool("mousemove", *map(round, place))
            xdotool("mouseup", 1)
        sleep(5)
        PICTURE.parent.mkdir(exist_ok=True)
        ImageGrab.grab(xdisplay=environment["DISPLAY"]).save(PICTURE)
        app.terminate()


def _run(command: Sequence[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    main()
