"""A training that waits to go on, and the file that keeps it from one session to the next."""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.ink import INK_VERSION
from digit_recognizer.training.checkpoint import Checkpoint, CheckpointError, packed, unpacked
from digit_recognizer.training.recipes import Recipe
from digit_recognizer.training.trainer import first_state
from digit_recognizer.training.watching import Point

__all__ = ["UnfinishedError", "UnfinishedTraining", "load_unfinished", "save_unfinished"]

FORMAT = 1
STANDING, BEST, CURVES = "standing.safetensors", "best.safetensors", "curves.json"


class UnfinishedError(DigitRecognizerError):
    """An unfinished training that cannot be kept, or cannot be gone on with."""


@dataclass(frozen=True, eq=False)
class UnfinishedTraining:
    """All that it takes for a training to go on as if it had never waited.

    Attributes
    ----------
    standing : Checkpoint
        Weights, what the optimizer remembers, and the step it stands at.
    best : Checkpoint or None
        The network that read the validation images best so far.
    learned, judged : tuple of Point
        The curves so far, of the training images and of the validation images.
    """

    standing: Checkpoint
    best: Checkpoint | None = None
    learned: tuple[Point, ...] = ()
    judged: tuple[Point, ...] = ()

    @property
    def recipe(self) -> Recipe:
        """What it follows."""
        return self.standing.recipe

    @property
    def passes(self) -> float:
        """Passes over the training images so far."""
        return self.learned[-1].passes if self.learned else 0.0

    @property
    def best_error(self) -> float | None:
        """The least share of validation images misread, 0 to 1; None before the first look."""
        return None if self.best is None else 1 - self.best.scores["validation accuracy"]


def save_unfinished(path: Path, training: UnfinishedTraining) -> None:
    """Write an unfinished training; ``path`` holds the whole of it or what it held before."""
    curves = {
        "format": FORMAT,
        "learned": [asdict(point) for point in training.learned],
        "judged": [asdict(point) for point in training.judged],
    }
    with (
        replaced_when_complete(path) as partial,
        partial.open("wb") as file,
        zipfile.ZipFile(file, "w") as archive,
    ):
        _put(archive, STANDING, packed(training.standing))
        if training.best is not None:
            _put(archive, BEST, packed(training.best))
        _put(archive, CURVES, json.dumps(curves).encode())


def load_unfinished(path: Path) -> UnfinishedTraining:
    """Read an unfinished training.

    Raises
    ------
    OSError
        If the file cannot be opened.
    UnfinishedError
        If it is damaged, or written by a version whose trainings this one cannot go on with.
    """
    try:
        with path.open("rb") as file:
            training = _read(file, path)
        _check(training)
    except (
        *(zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError),
        *(CheckpointError, ValueError, KeyError, TypeError, AttributeError, RecursionError),
    ) as error:
        raise UnfinishedError(
            f"{path}: expected a training that waits to go on, found a file that is damaged or "
            f"of another version ({error}); start the training anew"
        ) from error
    return training


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    # Without a time of its own, the same training makes the same file.
    archive.writestr(zipfile.ZipInfo(name), content)


def _read(file: IO[bytes], path: Path) -> UnfinishedTraining:
    with zipfile.ZipFile(file) as archive:
        # Nothing is packed, so nothing can unfold to more than the file holds.
        if any(entry.compress_type != zipfile.ZIP_STORED for entry in archive.infolist()):
            raise ValueError("packed content")
        curves = json.loads(archive.read(CURVES))
        if curves["format"] != FORMAT:
            raise ValueError(f"format {curves['format']}")
        return UnfinishedTraining(
            unpacked(archive.read(STANDING), path),
            unpacked(archive.read(BEST), path) if BEST in archive.namelist() else None,
            _points(curves["learned"]),
            _points(curves["judged"]),
        )


def _points(rows: Sequence[dict[str, Any]]) -> tuple[Point, ...]:
    return tuple(Point(*(float(row[name]) for name in ("passes", "loss", "error"))) for row in rows)


def _check(training: UnfinishedTraining) -> None:
    """Find out whether the trainer can go on with it."""
    standing = training.standing
    if standing.ink_version != INK_VERSION:
        raise ValueError(f"version {standing.ink_version} of the road from ink to input")
    if standing.network.architecture.name != standing.recipe.architecture:
        raise ValueError("a network of another architecture than the recipe's")
    remembered = first_state(standing.recipe).optimizer
    if {name: (vector.shape, vector.dtype) for name, vector in remembered.items()} != {
        name: (vector.shape, vector.dtype) for name, vector in standing.optimizer.items()
    }:
        raise ValueError("what another optimizer remembers")
    if not all(np.isfinite(vector).all() for vector in standing.optimizer.values()):
        raise ValueError("what an optimizer cannot remember")
    if standing.step < 0 or (training.best and "validation accuracy" not in training.best.scores):
        raise ValueError("a training that stands nowhere")
