"""What the program stores: checkpoints, unfinished trainings, recipes, settings, drawings."""

import json
import shutil
import struct
from contextlib import suppress
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from benchmarks.fuzz.byte_mutations import changed_a_few_times, mutated
from benchmarks.fuzz.json_mutations import mutated_json
from benchmarks.fuzz.target import Target, law
from digit_recognizer.app.core.autosave import Autosave
from digit_recognizer.app.core.drawing import SIDE
from digit_recognizer.app.core.settings import Settings
from digit_recognizer.app.core.settings_file import SettingsFile
from digit_recognizer.data.record import DataRecord
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.lenet.architectures import architecture
from digit_recognizer.networks.checkpoint import Checkpoint, Network, load_checkpoint, packed
from digit_recognizer.networks.network_tensors import CheckpointError
from digit_recognizer.nn.optimizers import Adam
from digit_recognizer.training.failures import TrainingRunError
from digit_recognizer.training.history import HistoryLine
from digit_recognizer.training.recipe import Recipe, RecipeError
from digit_recognizer.training.recipes import RECIPES
from digit_recognizer.training.run_folder import BEST, LAST, RunFolder
from digit_recognizer.training.settings import Kind, Value, changed, settings
from digit_recognizer.training.stored import (
    ResumeState,
    averaged,
    recipe_of,
    resume_state,
)
from digit_recognizer.training.training_state import PartialEpoch, first_state
from digit_recognizer.training.watching import Point

__all__ = ["STORED_TARGETS"]

_ODD_FLOATS = (float("nan"), float("inf"), -1e38, 1e30, 5e-324)
_OF_KIND: dict[Kind, tuple[Value, ...]] = {
    "choice": ("", "none", "own", "Cosine", "AdamW", "lenet4", "x" * 300, "\0"),
    "whole number": (0, 1, -1, 2, 10**9, 2**31, 2**63, 2**64, 10**400),
    "number": (0, 1, -1, 0.5, -0.0, 5e-324, 1e308, 2**64, 10**400, *_ODD_FLOATS),
    "numbers": ((), (1.0,), (1.0, 2.0), (0.0, -1.0), (float("nan"),), (1e308, 1e308, 1e308)),
}
_WHOLE = ("epochs", "batch_size", "validation_size", "seed")


def _training(name: str) -> ResumeState:
    recipe = Recipe("quick", architecture=name, epochs=4, optimizer=Adam(), averaging=0.9)
    state = first_state(recipe)
    network = Network(architecture(name), state.parameters)
    history = (HistoryLine(1, 0.01, 0.5, 0.8, 0.4, 0.9, 1.5),)
    scores = {"validation accuracy": 0.9, "test accuracy": 0.91}
    return ResumeState(
        network,
        recipe,
        {"training": DataRecord("ab" * 32), "swiss": DataRecord("cd" * 32, "swiss", ("0001_A",))},
        scores,
        history,
        60,
        dict(state.optimizer),
    )


@cache
def _checkpoint_seeds() -> tuple[bytes, ...]:
    small, large = _training("lenet1"), _training("lenet5")
    named = [replace(small, recipe=recipe, optimizer={}) for recipe in RECIPES.values()]
    seeds = (small, small, replace(large, optimizer={}), *named)
    return tuple(packed(each.checkpoint()) for each in seeds)


def _mutated_checkpoint(rng: Random) -> bytes:
    return _other_checkpoint(rng, rng.choice(_checkpoint_seeds()))


def _other_checkpoint(rng: Random, content: bytes) -> bytes:
    """Change a checkpoint: its JSON, the JSON inside of that, its numbers, or any bytes."""
    how = rng.random()
    if how < 0.2:
        return mutated(rng, content, _checkpoint_seeds()[:2])
    (length,) = struct.unpack("<Q", content[:8])
    header, tensors = content[8 : 8 + length].decode(), content[8 + length :]
    if how < 0.35:
        return content[: 8 + length] + _other_numbers(rng, tensors)
    if how < 0.5:
        return _joined(mutated_json(rng, header).encode(), tensors)
    tree = json.loads(header)
    metadata = tree["__metadata__"]
    key = rng.choice(list(metadata))
    if metadata[key][:1] in ("{", "[") and rng.random() < 0.9:
        metadata[key] = mutated_json(rng, metadata[key])
    else:
        odd = ("", "2", "-1", "1e3", "nan", "null", "[]", "{}", "x" * 3_000, "9" * 5_000, "lenet4")
        metadata[key] = rng.choice(odd)
    return _joined(json.dumps(tree).encode(), tensors)


def _joined(header: bytes, tensors: bytes) -> bytes:
    header += b" " * (-len(header) % 8)
    return struct.pack("<Q", len(header)) + header + tensors


def _other_numbers(rng: Random, tensors: bytes) -> bytes:
    place = rng.randrange(len(tensors) // 4) * 4
    return tensors[:place] + struct.pack("<f", rng.choice(_ODD_FLOATS)) + tensors[place + 4 :]


def _use_checkpoint(content: bytes, folder: Path) -> None:
    path = folder / "it.safetensors"
    path.write_bytes(content)
    _check_checkpoint(load_checkpoint(path))


def _check_checkpoint(checkpoint: Checkpoint) -> None:
    with np.errstate(all="ignore"):  # finite weights may be as large as they like
        given = checkpoint.network.probabilities(np.full((1, 28, 28), 99, np.uint8))
    law(given.shape == (1, 10), "a network gives ten probabilities")
    law(isinstance(checkpoint.data, dict), "data is a table")
    for record in checkpoint.data.values():
        law(
            all(type(each) is str for each in (record.sha256, *record.left_out)), "data are records"
        )
    law(isinstance(checkpoint.scores, dict), "scores is a table")
    law(all(_is_number(value) for value in checkpoint.scores.values()), "scores are numbers")
    with suppress(RecipeError):
        _check_recipe(recipe_of(checkpoint))
    with suppress(CheckpointError):
        _check_training(resume_state(checkpoint))


def _check_training(training: ResumeState) -> None:
    for line in training.history:
        law(
            all(_is_number(getattr(line, each.name)) for each in fields(line)), "history is numbers"
        )
    law(type(training.step) is int and training.step >= 0, "a step is a number from 0 on")


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)


def _check_recipe(recipe: Recipe) -> None:
    law(all(type(getattr(recipe, name)) is int for name in _WHOLE), "whole numbers are whole")
    for name in ("name", "architecture", "data", "initializer"):
        law(type(getattr(recipe, name)) is str, "names are text")
    law(type(recipe.measures_training) is bool, "what is or is not is a truth value")
    law(Recipe.from_json(recipe.to_json()) == recipe, "a recipe comes back as it was")
    law(callable(recipe.schedule), "a schedule is one")
    law(_is_number(float(recipe.schedule(0.5))), "a schedule gives a learning rate")
    law(settings(recipe), "a recipe has settings")


def _mutated_recipe(rng: Random) -> str:
    text = rng.choice(list(RECIPES.values())).to_json()
    if rng.random() < 0.1:
        return mutated(rng, text.encode(), [text.encode()]).decode(errors="surrogateescape")
    return mutated_json(rng, text)


def _use_recipe(text: str, folder: Path) -> None:
    _check_recipe(Recipe.from_json(text))


def _recipe_setting(rng: Random) -> tuple[str, list[tuple[str, Any]]]:
    """Return a recipe's name and changes of it, each of the kind that the setting takes."""
    name = rng.choice(list(RECIPES))
    changes = []
    for _ in range(rng.choice((1, 2, 3))):
        setting = rng.choice(settings(RECIPES[name]))
        odd = _OF_KIND[setting.kind] + setting.choices + ((None,) if setting.optional else ())
        changes.append((setting.name, rng.choice(odd)))
    return name, changes


def _use_recipe_setting(given: tuple[str, list[tuple[str, Any]]], folder: Path) -> None:
    recipe = RECIPES[given[0]]
    for name, value in given[1]:
        if name in {setting.name for setting in settings(recipe)}:
            recipe = changed(recipe, name, value)
    settings(recipe)
    recipe.to_json()


@cache
def _unfinished_seeds() -> tuple[dict[str, bytes], ...]:
    """Return what is in the folders of trainings that wait."""
    found = []
    for name in ("lenet1", "linear"):
        last = replace(
            _training(name),
            seen=PartialEpoch(12.5, 7, 10, 0.25),
            training_curve=(Point(0.5, 1.25, 0.5), Point(1.5, 0.75, 0.25)),
            validation_curve=(Point(1.0, 0.5, 0.1),),
            lanes=8,
        )
        best = averaged(replace(last, step=40))
        found.append({LAST: packed(last.checkpoint()), BEST: packed(best)})
    return tuple(found)


def _mutated_unfinished(rng: Random) -> dict[str, bytes]:
    files = dict(rng.choice(_unfinished_seeds()))
    name = rng.choice((LAST, LAST, BEST))
    files[name] = _other_checkpoint(rng, files[name])
    if rng.random() < 0.1:
        del files[BEST]
    return files


def _use_unfinished(files: dict[str, bytes], folder: Path) -> None:
    path = folder / "training"
    path.mkdir()
    try:
        for name, content in files.items():
            (path / name).write_bytes(content)
        _go_on(path)
    except TrainingRunError:
        left = {file.read_bytes() for file in path.iterdir()}
        law(left >= set(files.values()), "nothing is removed that cannot be read")
        raise
    finally:
        shutil.rmtree(path)


def _go_on(path: Path) -> None:
    held = RunFolder.reopen(path)
    try:
        training = held.load()
    finally:
        held.release()
    _check_checkpoint(training.last.checkpoint())
    law(training.passes >= 0, "passes are a number from 0 on")
    if training.best is not None:
        _check_checkpoint(training.best)
        law(0 <= (training.best_error or 0) <= 1, "an error is from 0 to 1")


def _mutated_text(text: str, rng: Random) -> bytes:
    if rng.random() < 0.2:
        return changed_a_few_times(rng, text.encode())
    return mutated_json(rng, text).encode(errors="surrogatepass")


def _settings_file(rng: Random) -> bytes:
    kept = {
        "version": 1, "theme": "dark", "pen": "pen-2", "network": "lenet5",
        "window_size": [800, 600], "show_box": True, "welcomed": True,
    }  # fmt: skip
    return _mutated_text(json.dumps(kept), rng)


def _use_settings_file(content: bytes, folder: Path) -> None:
    path = folder / "settings.json"
    path.write_bytes(content)
    file = SettingsFile(path)
    found = file.load()
    law(isinstance(found, Settings), "settings are settings")
    file.save(found)
    law(file.load() == found, "settings come back as they were")


def _autosave(rng: Random) -> bytes:
    stroke = {"width": 14.0, "points": [[20, 30], [50.5, 60]], "pressures": [0.5, 1.0]}
    picture = {"name": "a picture", "png": "iVBORw0KGgo="}
    kept = {"version": 1, "strokes": [stroke, stroke], "picture": rng.choice((None, picture))}
    return _mutated_text(json.dumps(kept), rng)


def _use_autosave(content: bytes, folder: Path) -> None:
    path = folder / "drawing.json"
    path.write_bytes(content)
    saved = Autosave(path).restore()
    law(saved is not None, "a file that is there is read or set aside")
    for stroke in saved.sheet.strokes if saved else ():
        law(stroke.points and stroke.width > 0, "a stroke has points")
        law(
            all(0 <= n <= SIDE for point in stroke.points for n in point), "points lie on the sheet"
        )


def _show(thing: Any) -> bytes:
    return repr(thing).encode(errors="replace")


STORED_TARGETS = (
    Target("checkpoints", 60, _mutated_checkpoint, _use_checkpoint, (CheckpointError,)),
    Target("unfinished", 20, _mutated_unfinished, _use_unfinished, (TrainingRunError,), _show),
    Target("recipes", 80, _mutated_recipe, _use_recipe, (RecipeError,), _show),
    Target(
        "recipe-settings",
        40,
        _recipe_setting,
        _use_recipe_setting,
        (DigitRecognizerError,),
        _show,
    ),
    Target("settings", 40, _settings_file, _use_settings_file, (ValueError,)),
    Target("autosave", 30, _autosave, _use_autosave, (ValueError,)),
)
