"""Our LeNet-5 as a model that other runtimes read: in the ONNX format.

In their favour the squashing function's factors are folded into the weights, so that tanh is plain,
and the images come encoded.
"""

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from digit_recognizer.lenet.architectures import AMPLITUDE, SLOPE, lenet5
from digit_recognizer.nn.network import Network

__all__ = ["INPUT", "OUTPUT", "as_onnx", "inputs"]

INPUT, OUTPUT = "images", "probabilities"
OPSET, FORMAT = 17, 9
"""Versions of ONNX's operators and files that every runtime of today reads."""


class _Graph:
    """Collects nodes, each on the output of the one before."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.last = INPUT

    def add(
        self, operator: str, name: str, *weights: NDArray[np.float32], **settings: object
    ) -> None:
        names = [f"{name} {index}" for index in range(len(weights))]
        self.weights += [
            numpy_helper.from_array(np.ascontiguousarray(array, np.float32), tensor)
            for array, tensor in zip(weights, names, strict=True)
        ]
        self.nodes.append(helper.make_node(operator, [self.last, *names], [name], **settings))
        self.last = name


def as_onnx(network: Network) -> bytes:
    """Return a LeNet-5 with softmax as an ONNX file: (n, 1, 32, 32) float32 to (n, 10)."""
    if network.architecture != lenet5():
        raise ValueError(f"expected a lenet5, got {network.architecture.name}")
    graph, views = _Graph(), network.views(network.parameters)
    amplitude = 1.0  # of what comes in: 1 for the images, then that of the squashing function
    for name in ("C1", "C3", "C5"):
        kernels, biases = views[name].values()
        graph.add("Conv", name, kernels * (amplitude * SLOPE), biases * SLOPE)
        graph.add("Tanh", f"{name} squashed")
        if name != "C5":
            graph.add("AveragePool", f"{name} averaged", kernel_shape=[2, 2], strides=[2, 2])
        amplitude = AMPLITUDE
    graph.add("Flatten", "C5 flat")
    weights, biases = views["F6"].values()
    graph.add("Gemm", "F6", weights * (AMPLITUDE * SLOPE), biases * SLOPE, transB=1)
    graph.add("Tanh", "F6 squashed")
    weights, biases = views["output"].values()
    graph.add("Gemm", "scores", weights * AMPLITUDE, biases, transB=1)
    graph.add("Softmax", OUTPUT)
    number = onnx.TensorProto.FLOAT
    described = helper.make_graph(
        graph.nodes,
        network.architecture.name,
        [helper.make_tensor_value_info(INPUT, number, ["n", 1, 32, 32])],
        [helper.make_tensor_value_info(OUTPUT, number, ["n", 10])],
        graph.weights,
    )
    model = helper.make_model(
        described, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=FORMAT
    )
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def inputs(network: Network, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return images (n, 28, 28) encoded as such a model takes them, (n, 1, 32, 32)."""
    encoded = network.architecture.encoding(images)
    return np.ascontiguousarray(encoded.transpose(3, 0, 1, 2), np.float32)
