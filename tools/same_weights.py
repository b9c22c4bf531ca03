"""Trains by the command and in the window: the same recipe must end in the same weights.

``python -m tools.same_weights [RECIPE=EPOCHS ...]`` compares the recipes that are named, or those
of ``SHORT``. It needs Xvfb and the data of the recipes; ``everyday`` takes minutes.
"""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from PyQt6.QtWidgets import QApplication, QPushButton

from digit_recognizer.app.start import leave
from digit_recognizer.app.train.phase import Phase
from digit_recognizer.app.train.settings_column import SettingsColumn
from digit_recognizer.app.window import MainWindow
from digit_recognizer.networks.checkpoint import Checkpoint, load_checkpoint
from tools.hand import click, wait_for
from tools.virtual_screen import virtual_screen

__all__ = ["main"]

SHORT = {"classic": 2, "sprint": 2, "mnist": 2, "paper-1998": 1, "everyday": 1}
"""So many passes of each recipe."""
PATIENCE = 3600.0
"""Seconds for a training."""


def main(wanted: dict[str, int]) -> int:
    """Compare the recipes; return 1 where the weights differ."""
    differ = False
    for recipe, epochs in wanted.items():
        command, window = by_command(recipe, epochs), in_window(recipe, epochs)
        differ |= command != window
        found = "the same weights" if command == window else f"in the window {window}"
        print(f"{recipe}, {epochs} epochs: by the command {command}, {found}", flush=True)
    return int(differ)


def by_command(recipe: str, epochs: int) -> str:
    """Train by ``digit-recognizer train``; return the SHA-256 of the best network's weights."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run"
        options = ["--recipe", recipe, "--epochs", str(epochs), "--out", str(out)]
        command = [sys.executable, "-m", "digit_recognizer", "train", *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return _digest(load_checkpoint(out / "best.safetensors"))


def in_window(recipe: str, epochs: int) -> str:
    """Train in a window on an X server, in a process of its own; return as ``by_command`` does."""
    with virtual_screen() as environment, tempfile.TemporaryDirectory() as folder:
        for kind in ("CONFIG", "DATA", "STATE"):
            environment[f"XDG_{kind}_HOME"] = str(Path(folder) / kind)
        command = [sys.executable, "-m", "tools.same_weights", "--window", recipe, str(epochs)]
        answer = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
    return answer.stdout.split()[-1]


def train(recipe: str, epochs: int) -> None:
    """Choose, write and click as a person does; print the SHA-256 of what was learned."""
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    window = MainWindow()
    window.show()
    window.show_page("Train")
    page: Any = window.page("Train")
    column = page.findChild(SettingsColumn)
    column.recipe.setCurrentIndex(column.recipe.findData(recipe))
    column.recipe.activated.emit(column.recipe.currentIndex())
    field = column.row("epochs").editor
    field.setText(str(epochs))
    field.editingFinished.emit()
    click(page.findChild(QPushButton, "train-primary"))
    wait_for(lambda: page.state.phase in (Phase.ENDED, Phase.MISSING), PATIENCE)
    best = page.state.best
    window.close()
    print(_digest(best))
    leave(window, 0)


def _digest(checkpoint: Checkpoint) -> str:
    return hashlib.sha256(checkpoint.network.parameters.tobytes()).hexdigest()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--window"]:
        train(sys.argv[2], int(sys.argv[3]))
    else:
        pairs = (argument.split("=") for argument in sys.argv[1:])
        sys.exit(main({name: int(epochs) for name, epochs in pairs} or SHORT))
