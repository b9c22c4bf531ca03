import json
import os
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from digit_recognizer.data.record import DataRecord
from digit_recognizer.ink import INK_VERSION
from digit_recognizer.lenet.architectures import ARCHITECTURES, architecture, lenet5
from digit_recognizer.networks.checkpoint import (
    Checkpoint,
    Network,
    load_checkpoint,
    save_checkpoint,
)
from digit_recognizer.networks.network_tensors import CheckpointError
from digit_recognizer.networks.shipped import shipped_networks
from digit_recognizer.networks.verdict import VerdictRule
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.nn.layers import Dense, Tanh
from digit_recognizer.nn.losses import RightPenalty


@pytest.fixture
def checkpoint() -> Checkpoint:
    network = Network(lenet5())
    network.initialize(fan_in_uniform, np.random.default_rng(0))
    return Checkpoint(
        network,
        {"name": "classic", "epochs": 7, "augmentation": None},
        data={
            "training": DataRecord("ab12"),
            "swiss": DataRecord("cd34", "swiss", ("0001_A", "0002_B")),
        },
        scores={"validation accuracy": 0.97},
        history=({"epoch": 1, "learning_rate": 0.05},),
        training={"step": 17, "learned": [{"passes": 0.5}]},
        optimizer={"velocity": np.arange(61_706, dtype=np.float32)},
        rule=VerdictRule(sure_from=0.7, rivals_from=0.9),
    )


def header(path: Path) -> dict[str, str]:
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    metadata: dict[str, str] = json.loads(content[8 : 8 + length])["__metadata__"]
    return metadata


def rewrite(path: Path, **changes: str) -> None:
    save_file(load_file(path), path, header(path) | changes)


def test_what_is_saved_is_loaded(checkpoint: Checkpoint, tmp_path: Path) -> None:
    path = tmp_path / "runs" / "network.safetensors"
    save_checkpoint(path, checkpoint)
    loaded = load_checkpoint(path)
    assert loaded.network.parameters.tobytes() == checkpoint.network.parameters.tobytes()
    assert loaded.optimizer["velocity"].tobytes() == checkpoint.optimizer["velocity"].tobytes()
    for name in ("recipe", "data", "scores", "history", "training", "ink_version", "rule"):
        assert getattr(loaded, name) == getattr(checkpoint, name)


@pytest.mark.parametrize("made", [lenet5(width=2), *(make() for make in ARCHITECTURES.values())])
def test_any_architecture_comes_back_with_its_layers(made: Architecture, tmp_path: Path) -> None:
    network = Network(made)
    network.initialize(fan_in_uniform, np.random.default_rng(1))
    save_checkpoint(tmp_path / "it", Checkpoint(network))
    loaded = load_checkpoint(tmp_path / "it").network
    assert loaded.architecture == made
    assert loaded.parameters.tobytes() == network.parameters.tobytes()


def test_a_network_of_layers_of_ones_own_comes_back(tmp_path: Path) -> None:
    layers = (Dense("hidden", 7), Tanh("squashed"), Dense("output", 10))
    made = Architecture("mine", layers, (1, 28, 28), Encoding(margin=0), RightPenalty())
    save_checkpoint(tmp_path / "it", Checkpoint(Network(made)))
    assert load_checkpoint(tmp_path / "it").network.architecture == made


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_files_of_the_earlier_format_open_by_the_name_of_their_architecture(
    name: str, tmp_path: Path
) -> None:
    network = Network(architecture(name))
    network.initialize(fan_in_uniform, np.random.default_rng(1))
    save_checkpoint(tmp_path / "it", Checkpoint(network, {"name": "classic"}))
    rewrite(tmp_path / "it", format="1", architecture=name, seed="0")
    loaded = load_checkpoint(tmp_path / "it")
    assert loaded.network.architecture == network.architecture
    assert loaded.network.parameters.tobytes() == network.parameters.tobytes()


def test_the_same_checkpoint_is_the_same_bytes(checkpoint: Checkpoint, tmp_path: Path) -> None:
    save_checkpoint(tmp_path / "a", checkpoint)
    save_checkpoint(tmp_path / "b", load_checkpoint(tmp_path / "a"))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_tensors_go_by_layer_and_parameter(checkpoint: Checkpoint, tmp_path: Path) -> None:
    save_checkpoint(tmp_path / "network", checkpoint)
    tensors = load_file(tmp_path / "network")
    assert tensors["C3.kernels"].shape == (16, 6, 5, 5)
    assert tensors["output.biases"].shape == (10,)


def test_a_failed_save_leaves_the_old_file_and_nothing_else(
    checkpoint: Checkpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "network.safetensors"
    save_checkpoint(path, checkpoint)
    before = path.read_bytes()

    def full_disk(self: Path, content: bytes) -> int:
        with self.open("wb") as file:
            file.write(content[:1000])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="No space left"):
        save_checkpoint(path, replace(checkpoint, scores={}))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_what_earlier_versions_stored_of_data_is_read(
    checkpoint: Checkpoint, tmp_path: Path
) -> None:
    path = tmp_path / "network.safetensors"
    save_checkpoint(path, checkpoint)
    names = ("training", "pendigits pictures 0 (without 03, 07)", "swiss", "marks", "test")
    rewrite(path, data=json.dumps(dict.fromkeys(names, "ab12")))
    assert load_checkpoint(path).data == {
        "training": DataRecord("ab12"),
        "pendigits pictures 0": DataRecord("ab12", "pendigits", ("03", "07")),
        "swiss": DataRecord("ab12", "swiss"),
        "negatives": DataRecord("ab12"),
        "test": DataRecord("ab12"),
    }


@pytest.mark.parametrize("length", [0, 5, 100, 200_000])
def test_a_truncated_file_is_refused(checkpoint: Checkpoint, tmp_path: Path, length: int) -> None:
    path = tmp_path / "network.safetensors"
    save_checkpoint(path, checkpoint)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(CheckpointError, match="is not a network: expected a .safetensors file"):
        load_checkpoint(path)


def test_a_safetensors_file_of_someone_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.safetensors"
    save_file({"weight": np.zeros(3, np.float32)}, path)
    with pytest.raises(CheckpointError, match="is not a network"):
        load_checkpoint(path)
    save_file({"weight": np.zeros(3, np.float32)}, path, {"format": "pt"})
    with pytest.raises(
        CheckpointError, match="expected a checkpoint of format 2, found format 'pt'"
    ):
        load_checkpoint(path)


DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": "9"}, "expected a checkpoint of format 2, found format '9'"),
        ({"architecture": "lenet5"}, "expected the metadata"),
        ({"architecture": DEEP}, "expected the metadata"),
        ({"format": "1", "architecture": "lenet9"}, "no network is called 'lenet9'"),
        ({"recipe": "[]"}, "expected the metadata"),
        ({"recipe": DEEP}, "expected the metadata"),
        ({"history": "[[]]"}, "expected the metadata"),
        ({"history": "{}"}, "expected the metadata"),
        ({"history": DEEP}, "expected the metadata"),
        ({"step": "many"}, "expected the metadata"),
        ({"step": DEEP}, "expected the metadata"),
        ({"data": "[]"}, "expected the metadata"),
        ({"data": '{"training": 1}'}, "expected the metadata"),
        ({"data": DEEP}, "expected the metadata"),
        ({"data": '{"swiss": {"sha256": "ab", "left_out": "0001_A"}}'}, "expected the metadata"),
        ({"data": '{"swiss": {"collection": "swiss"}}'}, "expected the metadata"),
        ({"scores": '{"validation accuracy": "high"}'}, "expected the metadata"),
        ({"scores": "[]"}, "expected the metadata"),
        ({"rule": '{"sure_from": null}'}, "expected the metadata"),
        ({"rule": '{"sure_from": 7}'}, "expected the metadata"),
    ],
    ids=lambda value: "" if isinstance(value, str) else ", ".join(value),
)
def test_metadata_that_we_did_not_write_is_refused(
    checkpoint: Checkpoint, tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    path = tmp_path / "network.safetensors"
    save_checkpoint(path, checkpoint)
    rewrite(path, **changes)
    with pytest.raises(CheckpointError, match=message):
        load_checkpoint(path)


@pytest.mark.parametrize(
    ("name", "tensor", "message"),
    [
        ("C1.kernels", None, "expected the tensors of lenet5"),
        ("C1.kernels", np.zeros((6, 1, 3, 3), np.float32), r"expected C1.kernels as float32"),
        ("C1.biases", np.zeros(6), "found float64"),
        ("F6.biases", np.full(84, np.nan, np.float32), "expected finite weights in F6.biases"),
    ],
)
def test_tensors_that_do_not_fit_are_refused(
    checkpoint: Checkpoint,
    tmp_path: Path,
    name: str,
    tensor: np.ndarray | None,
    message: str,
) -> None:
    path = tmp_path / "network.safetensors"
    save_checkpoint(path, checkpoint)
    tensors, metadata = load_file(path), header(path)
    tensors.pop(name)
    if tensor is not None:
        tensors[name] = tensor
    save_file(tensors, path, metadata)
    with pytest.raises(CheckpointError, match=message):
        load_checkpoint(path)


def test_a_network_for_input_prepared_another_way_is_refused(
    checkpoint: Checkpoint, tmp_path: Path
) -> None:
    path = tmp_path / "network.safetensors"
    save_checkpoint(path, replace(checkpoint, ink_version=INK_VERSION + 1))
    with pytest.raises(CheckpointError, match="train the network anew"):
        Network.load(path)


def test_an_unknown_network_is_answered_with_the_shipped_ones() -> None:
    with pytest.raises(CheckpointError, match=r"'lenet9'; give one of .*lenet5.*, or the path"):
        Network.load("lenet9")


@pytest.mark.parametrize("name", ["format", "architecture", "recipe", "step", "data", "lanes"])
def test_what_a_file_says_is_quoted_on_one_line_and_short(
    checkpoint: Checkpoint, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "network.safetensors"
    save_checkpoint(path, checkpoint)
    rewrite(path, **{name: "\x1b[2J\n" + "x" * 5_000})
    with pytest.raises(CheckpointError) as raised:
        load_checkpoint(path)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 800


def test_tensors_of_many_long_names_are_not_all_listed(
    checkpoint: Checkpoint, tmp_path: Path
) -> None:
    path = tmp_path / "network.safetensors"
    save_checkpoint(path, checkpoint)
    others = {f"\n{number}" * 200: np.zeros(1, np.float32) for number in range(100)}
    save_file(others, path, header(path))
    with pytest.raises(CheckpointError) as raised:
        load_checkpoint(path)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 1_000


@pytest.mark.parametrize("kind", ["device", "pipe", "folder", "too long"])
def test_what_has_no_end_is_not_read(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "network.safetensors"
    if kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.touch()
        os.truncate(path, 1 << 40)
        monkeypatch.setattr("digit_recognizer.networks.checkpoint.MOST_BYTES", 1 << 20)
    with pytest.raises(CheckpointError, match="cannot read the network"):
        load_checkpoint(path)


def test_a_network_comes_back_from_its_file_with_its_layers_and_weights(tmp_path: Path) -> None:
    network = Network(lenet5(width=2))
    network.initialize(fan_in_uniform, np.random.default_rng(0))
    network.save(tmp_path / "wide.safetensors")
    loaded = Network.load(tmp_path / "wide.safetensors")
    assert loaded.architecture == network.architecture
    assert (loaded.parameters == network.parameters).all()


def test_the_network_of_a_checkpoint_is_stored_alone(
    checkpoint: Checkpoint, tmp_path: Path
) -> None:
    checkpoint.network.save(tmp_path / "alone.safetensors")
    alone = load_checkpoint(tmp_path / "alone.safetensors")
    assert (alone.network.parameters == checkpoint.network.parameters).all()
    assert not alone.recipe


def test_a_missing_file_is_named() -> None:
    with pytest.raises(CheckpointError, match=r"nowhere\.safetensors: No such file"):
        Network.load(Path("nowhere.safetensors"))


@pytest.mark.parametrize("name", shipped_networks())
def test_shipped_networks_load_and_have_a_model_card(name: str) -> None:
    network = Network.load(name)
    assert np.isfinite(network.parameters).all()
    from importlib.resources import files

    card = (files("digit_recognizer.networks.weights") / f"{name}.md").read_text(encoding="utf-8")
    assert name in card
