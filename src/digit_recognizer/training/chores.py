"""What has to be done once before a training: compile, fetch images, prepare handwriting.

Each is done in a process of its own: whoever waits for it neither stutters meanwhile, nor has to
wait to the end.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import FrameType

from digit_recognizer.data.locations import cache_folder
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.training.recipes import Recipe, images_of

__all__ = [
    "Chore",
    "ChoreError",
    "Fetched",
    "Fetching",
    "compilation",
    "compilation_for",
    "fetching",
    "preparation",
]

TELLING_SECONDS = 0.1
"""Between two reports of how far it is."""
SECONDS_TO_END = 0.5
"""For a process to tidy up after it was asked to end; then it is ended."""


class ChoreError(DigitRecognizerError):
    """What could not be done."""


@dataclass(frozen=True)
class Fetched:
    """How far a chore is: what comes, how much of it so far, and how much at most, 0 if unknown.

    Of files these are bytes, of handwriting images.
    """

    name: str
    received: int
    total: int


class Chore:
    """A process that does one thing; a context manager that ends it if it still runs.

    Parameters
    ----------
    arguments : str
        What to do; see the functions below.
    environment : mapping of str to str, optional
        What its environment has besides this one's.
    """

    def __init__(self, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, *arguments],
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self._ended = False

    def __enter__(self) -> "Chore":
        return self

    def __exit__(self, *raised: object) -> None:
        self.end()
        self._see_off()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def end(self) -> None:
        """Tell it to end now, and don't wait: a window that may call this would stand still.

        Safe to call from another thread, and after it has ended by itself.
        """
        self._ended = True
        self._process.terminate()

    def _see_off(self) -> None:
        """Wait until it has ended."""
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def wait(self, seconds: float) -> bool:
        """Wait so long at most; return whether it is done."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def reports(self) -> Iterator[Fetched]:
        """Yield what it reports until it is done; nothing more once it was told to end.

        Raises
        ------
        ChoreError
            If it fails.
        """
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if self._ended:
                return
            report = json.loads(line)
            if "error" in report:
                raise ChoreError(report["error"])
            yield Fetched(**report)
        if self._process.wait() and not self._ended:
            raise ChoreError(
                f"The process that was to prepare the training ended with the status "
                f"{self._process.returncode} and no word. Try again, or free some memory first."
            )


class Fetching:
    """Fetches a public data set into the cache, and yields how far it is.

    Parameters
    ----------
    dataset : str
        Its name.
    folder : Path, optional
        Another data folder than the cache.
    """

    def __init__(self, dataset: str, folder: Path | None = None) -> None:
        self._chore_of = (dataset, folder or cache_folder())
        self._chore: Chore | None = None
        self._stopped = False
        self.complete = False

    def messages(self) -> Iterator[Fetched]:
        """Do it.

        Raises
        ------
        ChoreError
            If no source gives the data set.
        """
        with fetching(*self._chore_of) as chore:
            self._chore = chore
            if self._stopped:
                return
            yield from chore.reports()
            self.complete = not self._stopped

    def stop(self) -> None:
        """End it; safe to call from another thread."""
        self._stopped = True
        if self._chore is not None:
            self._chore.end()


def compilation(architecture: str, *, distorts: bool) -> Chore:
    """Compile the engine for a network of that name and keep it on disk, if that is not done."""
    kind = "distorting" if distorts else "plain"
    return Chore("compile", architecture, kind, environment=_cache_of_the_engine())


def compilation_for(recipe: Recipe, lanes: int | None = None) -> Chore:
    """Compile all that a recipe runs at a vector width and keep it on disk, if that is not done."""
    width = [str(lanes)] if lanes else []
    return Chore("warm", recipe.to_json(), *width, environment=_cache_of_the_engine())


def fetching(dataset: str, folder: Path) -> Chore:
    """Fetch a public data set of that name into a data folder."""
    return Chore("fetch", dataset, str(folder))


def preparation(recipe: Recipe, folder: Path | None) -> Chore:
    """Bring the handwriting that a recipe learns from down the ink road, and keep it on disk."""
    return Chore("prepare", recipe.to_json(), *([str(folder)] if folder else []))


def _cache_of_the_engine() -> dict[str, str]:
    from digit_recognizer.nn.engine.cache import environment_for_others

    return environment_for_others()


def _compile(architecture_name: str, kind: str) -> None:
    from digit_recognizer.lenet.architectures import architecture
    from digit_recognizer.nn.engine import Program

    Program(architecture(architecture_name)).warm_up(distorts=kind == "distorting")


def _warm(text: str, *lanes: str) -> None:
    from digit_recognizer.training.warm_up import warm_up

    warm_up(Recipe.from_json(text), *(int(width) for width in lanes))


def _prepare(text: str, *folder: str) -> None:
    from digit_recognizer.data.dataset import load_dataset
    from digit_recognizer.training.training_data import divide

    recipe, place = Recipe.from_json(text), Path(folder[0]) if folder else None
    whole = load_dataset(images_of(recipe), "train", place, download=False)
    report = _seldom()
    divide(recipe, whole, place, lambda images: report("handwriting", images, 0))


def _fetch(name: str, folder: str) -> None:
    from digit_recognizer.data.catalogue import find_public_dataset
    from digit_recognizer.data.download import fetch

    fetch(find_public_dataset(name), Path(folder), told=_seldom())


def _seldom() -> Callable[[str, int, int], None]:
    """Return what reports how much of something there is, now and then."""
    told_last = 0.0

    def tell(name: str, received: int, total: int) -> None:
        nonlocal told_last
        if monotonic() - told_last >= TELLING_SECONDS:
            told_last = monotonic()
            _report({"name": name, "received": received, "total": total})

    return tell


_CHORES: dict[str, Callable[..., None]] = {
    "compile": _compile,
    "warm": _warm,
    "fetch": _fetch,
    "prepare": _prepare,
}


def _report(content: dict[str, str | int]) -> None:
    print(json.dumps(content), flush=True)


def _leave(signal_number: int, frame: FrameType | None) -> None:
    sys.exit(128 + signal_number)


def _main(chore: str, *arguments: str) -> int:
    # An orderly exit takes half-written files along.
    signal.signal(signal.SIGTERM, _leave)
    try:
        _CHORES[chore](*arguments)
    except (DigitRecognizerError, ValueError, OSError) as error:
        _report({"error": str(error)})
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
