"""Checkpoints: weights and where they come from, in one safetensors file."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.data.files import read_whole, replaced_when_complete
from digit_recognizer.data.record import DataRecord, earlier_record
from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.ink import INK_VERSION
from digit_recognizer.lenet.architectures import architecture
from digit_recognizer.networks.description import described, rebuilt
from digit_recognizer.networks.network_tensors import CheckpointError, fill, tensors_of
from digit_recognizer.networks.shipped import DEFAULT_NETWORK, shipped_file, shipped_networks
from digit_recognizer.networks.stored import stored_file, stored_networks
from digit_recognizer.networks.tensor_file import packed_tensors, unpacked_tensors
from digit_recognizer.networks.typed import list_of, mapping_of, parsed, typed
from digit_recognizer.networks.verdict import VerdictRule
from digit_recognizer.nn import network as nn
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.optimizers import OptimizerState

__all__ = [
    "Checkpoint",
    "Network",
    "find_checkpoint",
    "load_checkpoint",
    "packed",
    "save_checkpoint",
    "unpacked",
]

FORMAT, EARLIER_FORMAT = "2", "1"
"""The earlier one has the name of an architecture where this one has its layers."""
MOST_BYTES = 1 << 30
"""No network of ours comes near it."""
OPTIMIZER_PREFIX = "optimizer."
OWN_KEYS = frozenset(
    ("format", "architecture", "recipe", "seed", "ink_version", "data", "scores", "history", "rule")
)
"""Metadata that is read here; all other belongs to the training."""


class Network(nn.Network):
    """An architecture and its parameters, which a file can hold.

    ``digit_recognizer.nn`` computes and knows nothing of files; this adds the two methods.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from digit_recognizer import Network, lenet5
    >>> with TemporaryDirectory() as folder:
    ...     Network(lenet5(width=2)).save(f"{folder}/wide.safetensors")
    ...     Network.load(f"{folder}/wide.safetensors")
    Network('lenet5-x2', 244362 parameters)
    >>> Network.load("lenet5")
    Network('lenet5', 61706 parameters)
    """

    def save(self, path: str | Path) -> None:
        """Write the network without the story of its training: ``save_checkpoint`` writes both.

        Raises
        ------
        ArchitectureError
            If its architecture cannot be described by plain values.
        """
        save_checkpoint(path, Checkpoint(self))

    @staticmethod
    def load(source: str | Path | None = None) -> "Network":
        """Return a trained network, by its name or from a file: that of ``find_checkpoint``."""
        return find_checkpoint(source).network


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A network and how it was made, as a file holds them.

    What only training understands is plain JSON values here: ``digit_recognizer.training.stored``
    makes a ``Recipe``, the lines of the history, and the state of a training of them.

    Attributes
    ----------
    network : Network
        Architecture and weights.
    recipe : mapping
        How it was trained, as JSON values; ``recipe_of`` reads it.
    data : dict of str to DataRecord
        Each data set that played a part, by name.
    scores : dict of str to float
        What was measured: ``"validation accuracy"``, ``"test accuracy"`` and the like.
    history : tuple of mapping
        What was measured after each epoch, as JSON values; ``history_of`` reads it.
    ink_version : int
        Version of the pipeline from ink to input that it was trained for.
    rule : VerdictRule
        When it gives an answer.
    training : mapping
        What else training stores, as JSON values; ``resume_state`` reads it.
    optimizer : dict of str to ndarray
        What the optimizer remembers; empty in a network that is only for reading.
    """

    network: Network
    recipe: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, DataRecord] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    history: tuple[Mapping[str, Any], ...] = ()
    ink_version: int = INK_VERSION
    rule: VerdictRule = field(default_factory=VerdictRule)
    training: Mapping[str, Any] = field(default_factory=dict)
    optimizer: OptimizerState = field(default_factory=dict)

    @property
    def temperature(self) -> float:
        """What calibration divided the outputs by; the weights include it. 1 without one."""
        return self.scores.get("temperature", 1.0)

    @property
    def recipe_name(self) -> str:
        """What its recipe is called; empty if that is not known."""
        name = self.recipe.get("name", "")
        return name if isinstance(name, str) else ""


def save_checkpoint(path: str | Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint; ``path`` holds the whole of it or what it held before."""
    with replaced_when_complete(Path(path)) as partial:
        partial.write_bytes(packed(checkpoint))


def packed(checkpoint: Checkpoint) -> bytes:
    """Return the content of a checkpoint's file: the same for the same checkpoint."""
    network = checkpoint.network
    tensors = tensors_of(network)
    tensors |= {OPTIMIZER_PREFIX + name: vector for name, vector in checkpoint.optimizer.items()}
    metadata = {name: json.dumps(value) for name, value in checkpoint.training.items()} | {
        "format": FORMAT,
        "architecture": json.dumps(described(network.architecture)),
        "recipe": json.dumps(dict(checkpoint.recipe)),
        "ink_version": str(checkpoint.ink_version),
        "data": json.dumps({name: asdict(record) for name, record in checkpoint.data.items()}),
        "scores": json.dumps(dict(checkpoint.scores)),
        "history": json.dumps([dict(line) for line in checkpoint.history]),
        "rule": json.dumps(asdict(checkpoint.rule)),
    }
    return packed_tensors(tensors, metadata)


def load_checkpoint(path: str | Path) -> Checkpoint:
    """Read a checkpoint.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged, from another version, or holds tensors that do not fit
        its architecture or are not finite.
    """
    path = Path(path)
    try:
        content = read_whole(path, MOST_BYTES)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CheckpointError(
            f"cannot read the network {path}: {reason}",
            "give a .safetensors file that `digit-recognizer train` wrote",
        ) from error
    return unpacked(content, path)


def unpacked(content: bytes, path: Path) -> Checkpoint:
    """Return the checkpoint that ``packed`` gave; ``path`` is where it lay, for the message.

    Raises
    ------
    CheckpointError
        As ``load_checkpoint`` does.
    """
    try:
        tensors, metadata = unpacked_tensors(content)
    except ValueError as error:
        raise CheckpointError(
            f"{path} is not a network: expected a .safetensors file that `digit-recognizer "
            f"train` wrote, found a file that is damaged or of another kind ({quoted(error)})"
        ) from error
    try:
        return _checkpoint(path, tensors, metadata)
    except CheckpointError:
        raise
    except (KeyError, TypeError, ValueError, DigitRecognizerError) as error:
        raise CheckpointError(
            f"{path}: expected the metadata that `digit-recognizer train` writes, found "
            f"something else ({quoted(error)})",
            "use the version of the program that wrote it, or train the network anew",
        ) from error


def find_checkpoint(source: str | Path | None = None) -> Checkpoint:
    """Return a trained network with the story of its training.

    Parameters
    ----------
    source : str or Path, optional
        Name of a shipped or stored network, or path of a checkpoint; the shipped default if not
        given.

    Raises
    ------
    CheckpointError
        If there is no such network, its file cannot be used, or it was trained for input that
        was prepared another way than this version prepares it.
    """
    name = DEFAULT_NETWORK if source is None else str(source)
    if name in shipped_networks():
        with shipped_file(name) as path:
            checkpoint = load_checkpoint(path)
    elif not isinstance(source, Path) and name in stored_networks():
        checkpoint = load_checkpoint(stored_file(name))
    elif isinstance(source, Path) or name.endswith(".safetensors") or Path(name).exists():
        checkpoint = load_checkpoint(Path(name))
    else:
        known = (*shipped_networks(), *stored_networks())
        raise CheckpointError(
            f"no network is called {quoted(name)}",
            f"give one of {', '.join(known)}, or the path of a .safetensors file",
        )
    if checkpoint.ink_version != INK_VERSION:
        raise CheckpointError(
            f"the network {name} expects input prepared by version {checkpoint.ink_version} of "
            f"the pipeline from ink to input; this program prepares it by version {INK_VERSION}",
            "train the network anew",
        )
    return checkpoint


def _checkpoint(
    path: Path, tensors: dict[str, NDArray[Any]], metadata: dict[str, str]
) -> Checkpoint:
    if metadata["format"] not in (FORMAT, EARLIER_FORMAT):
        raise CheckpointError(
            f"{path}: expected a checkpoint of format {FORMAT}, found format "
            f"{quoted(metadata['format'])}",
            "use the version of the program that wrote it",
        )
    optimizer = {
        name.removeprefix(OPTIMIZER_PREFIX): np.array(tensors.pop(name))
        for name in list(tensors)
        if name.startswith(OPTIMIZER_PREFIX)
    }
    network = Network(_architecture(metadata))
    fill(network, tensors, path)
    return Checkpoint(
        network=network,
        recipe=mapping_of(parsed(metadata["recipe"])),
        data=_records(mapping_of(parsed(metadata["data"]))),
        scores=mapping_of(parsed(metadata["scores"]), float),
        history=tuple(mapping_of(line) for line in list_of(parsed(metadata["history"]))),
        ink_version=_version(metadata["ink_version"]),
        rule=typed(VerdictRule, parsed(metadata.get("rule", "{}"))),
        training={name: parsed(text) for name, text in metadata.items() if name not in OWN_KEYS},
        optimizer=optimizer,
    )


def _records(values: Mapping[str, Any]) -> dict[str, DataRecord]:
    return dict(
        earlier_record(name, value) if isinstance(value, str) else (name, typed(DataRecord, value))
        for name, value in values.items()
    )


def _version(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(f"expected a whole number from 0, found {number}")
    return number


def _architecture(metadata: Mapping[str, str]) -> Architecture:
    stored = metadata["architecture"]
    return architecture(stored) if metadata["format"] == EARLIER_FORMAT else rebuilt(parsed(stored))
