"""Tries the frozen application in a bare system: no Python, only the libraries of Qt.

``python -m tools.frozen_trial ROOT FROZEN`` runs what ``tools.freeze`` made, the folder or the
file, in the folder ROOT of such a system (``debootstrap --variant=minbase``; for the window, with
the packages of ``digit_recognizer.system``), and stores what the window shows in
``build/frozen.png``. The application, ``/proc`` and the folder of the display's socket are mounted
there, for this program and what it starts alone: nothing is copied, and nothing stays. Who runs
this has to be root.
"""

import json
import os
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
_MOUNTED = "mounted"
"""Says that this program has mounts of its own."""


def main() -> None:
    """Read by command, then draw a number in the window."""
    if len(sys.argv) == 3:
        inside = [sys.executable, "-m", "tools.frozen_trial", *sys.argv[1:], _MOUNTED]
        os.execvp("unshare", ["unshare", "--mount", *inside])
    root, frozen = Path(sys.argv[1]), Path(sys.argv[2])
    assert sys.argv[3] == _MOUNTED
    assert not list(root.glob("usr/bin/python*")), "this system has Python"
    folder = root / HOME[1:]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file in (*sample_pictures(), sample_sheet()):
        shutil.copy(file, folder)
    _mount(frozen, root / frozen.name)
    _mount(Path("/proc"), root / "proc")
    _mount(Path("/tmp/.X11-unix"), root / "tmp" / ".X11-unix")
    program = f"/{frozen.name}" if frozen.is_file() else f"/{frozen.name}/{frozen.name}"
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


def _mount(what: Path, where: Path) -> None:
    """Let a file or a folder be seen in another place, too."""
    if what.is_dir():
        where.mkdir(exist_ok=True)
    else:
        where.touch()
    subprocess.run(["mount", "--bind", str(what), str(where)], check=True)


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
        seconds = perf_counter() - begin
        process = psutil.Process(app.pid)  # one file starts itself once more when it is unpacked
        times = [each.cpu_times() for each in (process, *process.children(recursive=True))]
        spent = sum(each.user + each.system for each in times)
        print(f"the window is there after {seconds:.1f} s, {spent:.1f} s of them on the processor")
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
