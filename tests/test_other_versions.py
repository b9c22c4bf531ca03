"""Files that another version of the program wrote: refused in words, and never lost."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from digit_recognizer.app.core.autosave import Autosave
from digit_recognizer.app.core.settings_file import SettingsFile
from digit_recognizer.ink import INK_VERSION
from digit_recognizer.lenet.architectures import lenet5
from digit_recognizer.networks.checkpoint import Checkpoint, Network, save_checkpoint
from digit_recognizer.networks.network_tensors import CheckpointError
from digit_recognizer.training.failures import TrainingRunError
from digit_recognizer.training.recipes import RECIPES
from digit_recognizer.training.run_folder import LAST, RunFolder
from digit_recognizer.training.stored import ResumeState
from digit_recognizer.training.training_state import first_state

LATER = 99


class Case(NamedTuple):
    """A kind of file, how another version writes it, and how this one reads it."""

    name: str
    write: Callable[[Path], None]
    read: Callable[[Path], object]
    error: type[Exception]
    message: str


def write_json(file: Path) -> None:
    content = {"version": LATER, "strokes": {}, "picture": None, "theme": {"name": "violet"}}
    file.write_text(json.dumps(content), encoding="utf-8")


def checkpoint_of_another_ink() -> Checkpoint:
    recipe = RECIPES["classic"]
    state = first_state(recipe)
    network = Network(lenet5(), state.parameters)
    last = ResumeState(
        network, recipe, optimizer=dict(state.optimizer), ink_version=INK_VERSION + LATER
    )
    return last.checkpoint()


def write_network(file: Path) -> None:
    save_checkpoint(file, checkpoint_of_another_ink())


def write_network_of_another_format(file: Path) -> None:
    write_network(file)
    with safe_open(file, framework="numpy") as stored:
        metadata = {**stored.metadata(), "format": str(LATER)}
    save_file(load_file(file), file, metadata)


def write_training(folder: Path) -> None:
    folder.mkdir()
    save_checkpoint(folder / LAST, checkpoint_of_another_ink())


def read_training(folder: Path) -> object:
    held = RunFolder.reopen(folder)
    try:
        return held.load()
    finally:
        held.release()


CASES = (
    Case(
        "settings", write_json, lambda file: SettingsFile(file).load(), ValueError, "set aside as"
    ),
    Case("drawing", write_json, lambda file: Autosave(file).restore(), ValueError, "set aside as"),
    Case("network", write_network, Network.load, CheckpointError, "train the network anew"),
    Case(
        "network of another format",
        write_network_of_another_format,
        Network.load,
        CheckpointError,
        "use the version of the program that wrote it",
    ),
    Case("training", write_training, read_training, TrainingRunError, "version"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_of_another_version_is_refused_in_words_and_never_lost(
    case: Case, tmp_path: Path
) -> None:
    path = tmp_path / "stored"
    case.write(path)
    before = {file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    with pytest.raises(case.error, match=case.message):
        case.read(path)
    after = {file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert before <= after
