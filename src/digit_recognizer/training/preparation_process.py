"""The process that compiles, fetches or prepares: how it is started, and what it does.

It reports in lines of JSON.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from types import FrameType

from digit_recognizer.errors import DigitRecognizerError

__all__ = ["PreparationError", "Process"]

REPORT_SECONDS = 0.1
"""Between two reports of how far it is."""
SECONDS_TO_END = 0.5
"""For a process to tidy up after it was asked to end; then it is ended."""


class PreparationError(DigitRecognizerError):
    """A step that failed."""


class Process:
    """The process that does a step; a context manager that ends it if it still runs.

    Parameters
    ----------
    arguments : str
        What to do; see ``_TASKS``.
    """

    def __init__(self, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "digit_recognizer.training.preparation_process", *arguments],
            env={**os.environ, **_engine_cache(arguments[0])},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self._ended = False

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *raised: object) -> None:
        self.end()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def end(self) -> None:
        """Ask it to end now, and don't wait: a window that may call this would stand still.

        Safe to call from another thread, and after it has ended by itself.
        """
        self._ended = True
        self._process.terminate()

    def wait(self, seconds: float) -> bool:
        """Wait so long at most; return whether it is done."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def reports(self) -> Iterator[tuple[str, int, int]]:
        """Yield what comes, how much of it so far, and how much in all, 0 if unknown.

        Nothing more comes once it was asked to end.

        Raises
        ------
        PreparationError
            If it fails.
        """
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if self._ended:
                return
            report = json.loads(line)
            if "error" in report:
                raise PreparationError(report["error"])
            yield report["name"], report["done"], report["total"]
        if self._process.wait() and not self._ended:
            raise PreparationError(
                f"The process that prepares ended with the status {self._process.returncode} and "
                "no word.",
                "Try again, or free some memory first.",
            )


def _engine_cache(task: str) -> dict[str, str]:
    """Return what the environment of a process needs so that it shares the compiled code."""
    if task not in ("compile", "warm"):
        return {}
    from digit_recognizer.nn.engine.cache import environment_for_others

    return environment_for_others()


def _compile(description: str) -> None:
    from digit_recognizer.networks.description import rebuilt
    from digit_recognizer.nn.engine import Program

    Program(rebuilt(json.loads(description))).warm_up(learns=False)


def _warm(text: str, *lanes: str) -> None:
    from digit_recognizer.training.recipe import Recipe
    from digit_recognizer.training.warm_up import warm_up

    warm_up(Recipe.from_json(text), *(int(width) for width in lanes))


def _prepare(text: str, *folder: str) -> None:
    from digit_recognizer.data.dataset import load_dataset
    from digit_recognizer.training.recipe import Recipe
    from digit_recognizer.training.recipes import images_of
    from digit_recognizer.training.training_data import divide

    recipe, data_folder = Recipe.from_json(text), Path(folder[0]) if folder else None
    whole = load_dataset(images_of(recipe), "train", data_folder, download=False)
    report = _seldom()
    divide(recipe, whole, data_folder, lambda images: report("handwriting", images, 0))


def _fetch(name: str, folder: str) -> None:
    from digit_recognizer.data.catalogue import find_public_dataset
    from digit_recognizer.data.download import fetch

    fetch(find_public_dataset(name), Path(folder), on_received=_seldom())


def _seldom() -> Callable[[str, int, int], None]:
    """Return what reports how much of something there is, now and then."""
    last = 0.0

    def report(name: str, done: int, total: int) -> None:
        nonlocal last
        if monotonic() - last >= REPORT_SECONDS:
            last = monotonic()
            _report({"name": name, "done": done, "total": total})

    return report


_TASKS: dict[str, Callable[..., None]] = {
    "compile": _compile,
    "warm": _warm,
    "fetch": _fetch,
    "prepare": _prepare,
}


def _report(content: dict[str, str | int]) -> None:
    print(json.dumps(content), flush=True)


def _leave(signal_number: int, frame: FrameType | None) -> None:
    sys.exit(128 + signal_number)


def _main(task: str, *arguments: str) -> int:
    # An orderly exit takes half-written files along.
    signal.signal(signal.SIGTERM, _leave)
    try:
        _TASKS[task](*arguments)
    except (DigitRecognizerError, ValueError, OSError) as error:
        _report({"error": str(error)})
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
