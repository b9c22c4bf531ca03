"""Networks as ONNX files, which another runtime reads with the same answers."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer.lenet.architectures import ARCHITECTURES, architecture
from digit_recognizer.networks.checkpoint import Checkpoint, Network, find_checkpoint
from digit_recognizer.networks.verdict import VerdictRule
from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.nn.network import Network as AnyNetwork
from digit_recognizer.numbers.network import shipped_network
from digit_recognizer.numbers.sweep import shipped_sweeper, wide_network

onnx = pytest.importorskip("onnx")
runtime = pytest.importorskip("onnxruntime")

from digit_recognizer.exchange.files import export_network  # noqa: E402
from digit_recognizer.exchange.onnx_names import OPSET, metadata_of  # noqa: E402
from digit_recognizer.exchange.onnx_reading import checkpoint_of  # noqa: E402
from digit_recognizer.exchange.onnx_writing import onnx_file  # noqa: E402

NAMES = (*ARCHITECTURES, "shipped", "segments")


@cache
def network(name: str) -> AnyNetwork:
    if name == "segments":
        return shipped_network()
    if name == "shipped":
        return find_checkpoint().network
    made = Network(architecture(name))
    made.initialize(fan_in_uniform, np.random.default_rng(3))
    return made


@cache
def images() -> NDArray[np.uint8]:
    random = np.random.default_rng(0)
    ink = random.random((40, 28, 28)) < random.random((40, 1, 1))
    return (random.integers(0, 256, (40, 28, 28)) * ink).astype(np.uint8)


def written(name: str) -> bytes:
    return onnx_file(network(name), metadata_of(network(name).architecture, "0123456789"))


@pytest.mark.parametrize("name", NAMES)
def test_onnxruntime_gives_the_same_logits_and_probabilities(name: str) -> None:
    ours = network(name)
    session = runtime.InferenceSession(written(name), providers=["CPUExecutionProvider"])
    logits, probabilities = session.run(["logits", "probabilities"], {"image": images()})
    outputs = ours.forward(ours.architecture.encoding(images()))[-1][:, 0, 0].T
    sign = -1 if name == "lenet5-1998" else 1
    np.testing.assert_allclose(sign * logits, outputs, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(probabilities, ours.probabilities(images()), atol=1e-5)


@pytest.mark.parametrize("name", NAMES[:-1])
def test_what_is_written_is_read_back(name: str) -> None:
    ours = network(name)
    back = checkpoint_of(written(name), ours.architecture.name).network
    kinds = [(type(layer), layer.name) for layer in ours.architecture.layers]
    assert [(type(layer), layer.name) for layer in back.architecture.layers] == kinds
    assert back.architecture.encoding == ours.architecture.encoding
    assert back.architecture.loss == ours.architecture.loss
    np.testing.assert_array_equal(back.parameters, ours.parameters)
    np.testing.assert_allclose(
        back.probabilities(images()), ours.probabilities(images()), atol=1e-6
    )


def test_any_number_of_images_goes_in() -> None:
    session = runtime.InferenceSession(written("linear"), providers=["CPUExecutionProvider"])
    for count in (0, 1, 7):
        assert session.run(["logits"], {"image": images()[:count]})[0].shape == (count, 10)


def test_the_file_says_what_it_is_for() -> None:
    checkpoint = Checkpoint(
        Network(architecture("linear")),
        scores={"temperature": 1.5},
        rule=VerdictRule(0.7, 0.9),
    )
    metadata = metadata_of(checkpoint.network.architecture, "0123456789", checkpoint)
    content = onnx_file(checkpoint.network, metadata)
    model = onnx.load_model_from_string(content)
    assert model.opset_import[0].version == OPSET
    said = {each.key.removeprefix("digit_recognizer."): each.value for each in model.metadata_props}
    assert json.loads(said["rule"]) == {"sure_from": 0.7, "rivals_from": 0.9}
    assert json.loads(said["classes"]) == list("0123456789")
    assert (said["temperature"], said["ink_version"]) == ("1.5", "2")
    assert "white ink (255) on black (0)" in said["preparation"]
    back = checkpoint_of(content, "linear")
    assert (back.rule, back.temperature) == (checkpoint.rule, 1.5)


def test_the_same_network_gives_the_same_bytes() -> None:
    assert written("lenet1") == written("lenet1")


@pytest.mark.parametrize("width", [32, 64, 148])
def test_the_network_that_is_swept_takes_a_line_of_any_width(tmp_path: Path, width: int) -> None:
    export_network("sweep", tmp_path / "sweep.onnx")
    session = runtime.InferenceSession(tmp_path / "sweep.onnx", providers=["CPUExecutionProvider"])
    random = np.random.default_rng(width)
    lines = (255 * (random.random((3, 32, width)) < 0.2)).astype(np.uint8)
    logits, probabilities = session.run(["logits", "probabilities"], {"image": lines})
    wide = wide_network(shipped_sweeper(), width)
    expected = wide.forward(wide.architecture.encoding(lines))[-1][:, 0].transpose(2, 1, 0)
    np.testing.assert_allclose(logits, expected, atol=1e-5)
    np.testing.assert_allclose(probabilities.sum(axis=2), 1, atol=1e-5)
    assert logits.shape == (3, (width - 32) // 4 + 1, 19)
