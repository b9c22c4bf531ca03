"""One run of an experiment: trained on all training images, measured on the test images, kept.

Nothing is chosen by these measurements: the number of passes is fixed beforehand, and the network
that counts is the one after the last pass.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from digit_recognizer.data.dataset import Dataset, load_dataset
from digit_recognizer.data.files import replaced_when_complete
from digit_recognizer.data.record import DataRecord
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.evaluation.metrics import evaluate
from digit_recognizer.networks.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from digit_recognizer.nn.network import Network
from digit_recognizer.reproduction.experiments import Experiment
from digit_recognizer.training.trainer import EpochDone, StepDone, Trainer

__all__ = ["FOLDER", "Outcome", "kept_outcome", "kept_outcomes", "outcome_of", "stored_network"]

FOLDER = Path("runs", "reproduction")
"""Where runs are kept by default."""


@dataclass(frozen=True)
class Outcome:
    """What a run gave, in percent.

    Attributes
    ----------
    experiment : str
        Name of the experiment.
    seed : int
        Of the first weights, the order of the images and their distortions.
    test_error, training_error : float
        After the last pass.
    test_errors, training_errors : tuple of float
        After each pass; those of the training images are of all of them, or, if the recipe does
        not measure these, of what was read while it learned.
    seconds : float
        Duration of all passes, without the measurements.
    """

    experiment: str
    seed: int
    test_error: float
    training_error: float
    test_errors: tuple[float, ...]
    training_errors: tuple[float, ...]
    seconds: float


def outcome_of(
    made: Experiment, seed: int, folder: Path, data: Path | None = None
) -> Iterator[StepDone | EpochDone]:
    """Train with a seed; yield the trainer's events, and keep outcome and network at the end."""
    recipe = replace(made.recipe, seed=seed)
    training, test = (load_dataset("mnist", split, data) for split in ("train", "test"))
    trainer = Trainer(recipe, training, test)
    passes: list[EpochDone] = []
    for event in trainer.run():
        if isinstance(event, EpochDone):
            passes.append(event)
        yield event
    outcome = _outcome(made, seed, passes, trainer.network, training)
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint = Checkpoint(
        network=trainer.network,
        recipe=recipe.to_values(),
        data={"training": DataRecord(training.sha256), "test": DataRecord(test.sha256)},
        scores={"test accuracy": 1 - outcome.test_error / 100},
        training={"step": trainer.state.step},
    )
    save_checkpoint(_path(made.name, seed, folder, "safetensors"), checkpoint)
    with replaced_when_complete(_path(made.name, seed, folder, "json")) as partial:
        partial.write_text(json.dumps(asdict(outcome), indent=1) + "\n", encoding="utf-8")


def kept_outcome(name: str, seed: int, folder: Path) -> Outcome | None:
    """Return what a run gave, None if there was none."""
    path = _path(name, seed, folder, "json")
    if not path.exists():
        return None
    values = json.loads(path.read_text(encoding="utf-8"))
    for curve in ("test_errors", "training_errors"):
        values[curve] = tuple(values[curve])
    return Outcome(**values)


def kept_outcomes(name: str, folder: Path) -> list[Outcome]:
    """Return what the runs of an experiment gave, by seed."""
    seeds = sorted(
        int(path.stem.rpartition("-seed")[2]) for path in folder.glob(f"{name}-seed*.json")
    )
    return [kept for seed in seeds if (kept := kept_outcome(name, seed, folder))]


def stored_network(name: str, folder: Path, seed: int = 0) -> Network:
    """Return the network of a run.

    Raises
    ------
    DigitRecognizerError
        If it was not run.
    """
    path = _path(name, seed, folder, "safetensors")
    if not path.exists():
        raise DigitRecognizerError(
            f"expected the network of experiment {name}, seed {seed}, found no {path}",
            f"first run: digit-recognizer reproduce {name}",
        )
    return load_checkpoint(path).network


def _path(name: str, seed: int, folder: Path, ending: str) -> Path:
    return folder / f"{name}-seed{seed}.{ending}"


def _outcome(
    made: Experiment, seed: int, passes: list[EpochDone], network: Network, training: Dataset
) -> Outcome:
    return Outcome(
        experiment=made.name,
        seed=seed,
        test_error=100 * passes[-1].validation.error,
        training_error=100 * evaluate(network, training).error,
        test_errors=tuple(100 * event.validation.error for event in passes),
        training_errors=tuple(100 * event.training.error for event in passes),
        seconds=sum(event.seconds for event in passes),
    )
