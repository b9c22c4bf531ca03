"""Networks from ONNX files of other programs, and what is refused."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.networks.checkpoint import Checkpoint, Network
from digit_recognizer.nn.layers import Convolution, Dense

onnx = pytest.importorskip("onnx")
runtime = pytest.importorskip("onnxruntime")

from digit_recognizer.exchange.onnx_parsing import OnnxError  # noqa: E402
from digit_recognizer.exchange.onnx_reading import checkpoint_of  # noqa: E402
from tests.exchange.models import Graph, of_keras, of_pytorch  # noqa: E402

RANDOM = np.random.default_rng(1)
IMAGES = (RANDOM.integers(0, 256, (6, 28, 28)) * (RANDOM.random((6, 28, 28)) < 0.3)).astype(
    np.uint8
)


def by_the_runtime(content: bytes, inputs: NDArray[Any]) -> NDArray[Any]:
    """Probabilities by onnxruntime, which runs what we follow."""
    session = runtime.InferenceSession(content, providers=["CPUExecutionProvider"])
    rows = [session.run(None, {"x": each[None]})[0][0] for each in inputs]
    if np.allclose(np.sum(rows, axis=1), 1) and np.min(rows) >= 0:
        return np.array(rows)
    powers = np.exp(rows - np.max(rows, axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def assert_alike(content: bytes, inputs: NDArray[Any], **ends: float) -> Network:
    network = checkpoint_of(content, "theirs", **ends).network
    ours = network.probabilities(IMAGES)
    np.testing.assert_allclose(ours, by_the_runtime(content, inputs.astype(np.float32)), atol=1e-5)
    return network


@pytest.mark.parametrize("activation", ["Tanh", "Sigmoid"])
@pytest.mark.parametrize("dynamic", [False, True])
def test_a_lenet_of_pytorch(activation: str, dynamic: bool) -> None:
    network = assert_alike(of_pytorch(activation, dynamic=dynamic).bytes(), IMAGES[:, None] / 255)
    assert network.architecture.encoding.margin == 2
    assert network.architecture.size == 61_706


def test_a_lenet_of_keras_has_its_channels_last() -> None:
    assert_alike(of_keras().bytes(), IMAGES[..., None] / 255)


def test_grey_levels_that_are_scaled_inside_or_outside() -> None:
    graph = Graph(["n", 784])
    graph.add("Sub", graph.tensor(0.1307))
    graph.add("Div", graph.tensor(0.3081))
    graph.add("MatMul", graph.weights(784, 10))
    flat = IMAGES.reshape(-1, 784)
    network = assert_alike(graph.bytes(), flat / 255)
    assert network.architecture.encoding.background == pytest.approx(-0.4242, abs=1e-4)
    plain = Graph(["n", 28, 28])
    plain.add("Flatten")
    plain.add("Gemm", plain.weights(784, 10), alpha=0.5)
    assert_alike(plain.bytes(), IMAGES / 255 * 3 - 1, background=-1.0, ink=2.0)


def test_images_that_have_their_margin_already() -> None:
    graph = Graph(["n", 1, 32, 32])
    graph.add("Conv", graph.weights(4, 1, 5, 5))
    graph.add("Tanh")
    graph.add("GlobalAveragePool")
    graph.add("Flatten")
    graph.add("Gemm", graph.weights(4, 10))
    wide = np.pad(IMAGES, ((0, 0), (2, 2), (2, 2)))[:, None] / 255
    assert assert_alike(graph.bytes(), wide).architecture.encoding.margin == 2


def test_factors_and_unconnected_maps_find_their_layers() -> None:
    graph = Graph(["n", 1, 28, 28])
    kernels = RANDOM.normal(size=(4, 1, 5, 5))
    graph.add("Conv", graph.tensor(kernels), graph.weights(4))
    graph.add("Mul", graph.tensor(0.5))
    graph.add("Add", graph.tensor(0.25))
    graph.add("Tanh")
    graph.add("Mul", graph.tensor(1.7))
    graph.add("AveragePool", kernel_shape=[2, 2], strides=[2, 2])
    table = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 0, 1]])
    sparse = RANDOM.normal(size=(3, 4, 5, 5)) * table[..., None, None]
    graph.add("Conv", graph.tensor(sparse), graph.weights(3))
    graph.add("Sigmoid")
    graph.add("Transpose", perm=[0, 2, 3, 1])
    graph.add("Reshape", graph.tensor([0, -1], np.int64))
    graph.add("MatMul", graph.weights(192, 10))
    graph.add("Mul", graph.tensor(3.0))
    network = assert_alike(graph.bytes(), IMAGES[:, None] / 255)
    layers = network.architecture.layers
    assert [layer.connection_table for layer in layers if isinstance(layer, Convolution)] == [
        None,
        ((0, 1), (2, 3), (0, 3)),
    ]
    assert isinstance(layers[-1], Dense)


def _with_relu(graph: Graph) -> None:
    graph.nodes[1].op_type = "Relu"


def _with_strides(graph: Graph) -> None:
    graph.nodes[3].attribute.append(onnx.helper.make_attribute("strides", [2, 2]))


def _with_padding_inside(graph: Graph) -> None:
    graph.nodes[3].attribute.append(onnx.helper.make_attribute("pads", [1, 1, 1, 1]))


def _with_external_data(graph: Graph) -> None:
    graph.tensors[0].data_location = onnx.TensorProto.EXTERNAL
    entry = graph.tensors[0].external_data.add()
    entry.key, entry.value = "location", "/etc/passwd"
    graph.tensors[0].ClearField("raw_data")


def _with_a_huge_shape(graph: Graph) -> None:
    graph.tensors[0].dims[0] = 2**40


def _with_missing_numbers(graph: Graph) -> None:
    graph.tensors[0].raw_data = graph.tensors[0].raw_data[:-4]


def _with_infinite_weights(graph: Graph) -> None:
    graph.tensors[0].raw_data = np.full(150, np.inf, np.float32).tobytes()


def _with_a_loop(graph: Graph) -> None:
    graph.nodes[0].input[0] = graph.last


def _with_another_domain(graph: Graph) -> None:
    graph.nodes[1].domain = "com.microsoft"


def _with_nine_outputs(graph: Graph) -> None:
    graph.nodes.pop()
    graph.last = graph.nodes[-1].output[0]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_with_relu, r"node 'v1' \('Relu'\): expected one of Add, AveragePool"),
        (_with_strides, r"node 'v3' \('Conv'\): expected strides \[1, 1\]"),
        (_with_padding_inside, "expected padding around the image alone"),
        (_with_external_data, "expected its numbers in this file, got a reference to another"),
        (_with_a_huge_shape, "expected at most 10,000,000 numbers"),
        (_with_missing_numbers, "expected 150 numbers for its shape"),
        (_with_infinite_weights, "expected finite numbers"),
        (_with_a_loop, "expected an input made by a node before"),
        (_with_another_domain, "expected one of Add"),
        (_with_nine_outputs, "expected 10 outputs, one a digit"),
    ],
)
def test_what_no_layer_here_can_be_is_named(spoil: Callable[[Graph], None], message: str) -> None:
    graph = of_pytorch()
    spoil(graph)
    with pytest.raises(OnnxError, match=message):
        checkpoint_of(graph.model().SerializeToString(), "theirs")


def test_padding_must_be_background() -> None:
    graph = of_pytorch()
    with pytest.raises(OnnxError, match="expected padding with the background, -0.4242, got 0"):
        checkpoint_of(graph.bytes(), "theirs", background=-0.4242, ink=2.8215)


def test_a_small_file_of_many_fields_is_not_parsed() -> None:
    nodes = b"\x0a\x00" * 100_000
    length = bytes([len(nodes) & 127 | 128, len(nodes) >> 7 & 127 | 128, len(nodes) >> 14])
    with pytest.raises(OnnxError, match="at most 50,000 fields"):
        checkpoint_of(b"\x3a" + length + nodes, "theirs")


def test_weights_that_one_file_uses_over_and_over_are_counted() -> None:
    graph = Graph(["n", 784])
    large = graph.weights(784, 784)
    for _ in range(40):
        graph.add("MatMul", large)
    with pytest.raises(OnnxError, match="expected at most 10,000,000 weights"):
        checkpoint_of(graph.bytes(), "theirs")


def _read(content: bytes) -> None:
    """Either a network that reads, or the one kind of error."""
    with suppress(OnnxError):
        read: Checkpoint = checkpoint_of(content, "any")
        with np.errstate(all="ignore"):
            assert read.network.probabilities(IMAGES[:1]).shape == (1, 10)


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_give_one_clear_error(content: bytes) -> None:
    with pytest.raises(DigitRecognizerError):
        checkpoint_of(content, "any")


SEEDS = [of_pytorch(dynamic=True).bytes(), of_keras().bytes()]


@pytest.mark.parametrize("seed", range(100))
def test_changed_files_give_one_clear_error_or_a_network(seed: int) -> None:
    random = Random(seed)
    content = bytearray(random.choice(SEEDS))
    # Weights fill most of a file: half of the changes are where the graph is.
    graph = content.find(b"t0") if random.random() < 0.5 else len(content)
    for _ in range(random.choice((1, 1, 2, 8))):
        content[random.randrange(graph)] = random.randrange(256)
    if random.random() < 0.1:
        del content[random.randrange(len(content)) :]
    _read(bytes(content))


@pytest.mark.parametrize(
    "options", ["dynamo=False", "dynamo=True, external_data=False"], ids=["traced", "dynamo"]
)
def test_a_lenet_that_pytorch_itself_wrote(tmp_path: Path, options: str) -> None:
    for module in ("torch", "onnxscript"):
        pytest.importorskip(module)
    program = """
import sys, torch
from torch import nn
parts = [nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(),
         nn.AvgPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.Sigmoid(), nn.Linear(120, 10)]
torch.onnx.export(nn.Sequential(*parts).eval(), (torch.zeros(1, 1, 28, 28),), sys.argv[1],
                  input_names=["x"], OPTIONS)
"""
    file = tmp_path / "theirs.onnx"
    program = program.replace("OPTIONS", options)
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, str(file)],
        check=True,
        env=os.environ,
        stdout=subprocess.DEVNULL,
    )
    assert_alike(file.read_bytes(), IMAGES[:, None] / 255)
