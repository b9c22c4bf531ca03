"""The process that compiles, fetches or prepares; it reports in lines of JSON."""

import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from types import FrameType

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.training.recipes import Recipe, images_of

REPORT_SECONDS = 0.1
"""Between two reports of how far it is."""


def _compile(description: str) -> None:
    from digit_recognizer.networks.description import rebuilt
    from digit_recognizer.nn.engine import Program

    Program(rebuilt(json.loads(description))).warm_up()


def _warm(text: str, *lanes: str) -> None:
    from digit_recognizer.training.warm_up import warm_up

    warm_up(Recipe.from_json(text), *(int(width) for width in lanes))


def _prepare(text: str, *folder: str) -> None:
    from digit_recognizer.data.dataset import load_dataset
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
