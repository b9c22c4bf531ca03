"""LeNets as the exporters of other programs write them, put together by ONNX's own helper."""

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Array = NDArray[Any]


class Graph:
    """A model in the making: each node on the output of the one before, or on others if given."""

    def __init__(self, shape: list[Any], kind: int = TensorProto.FLOAT) -> None:
        self.random = np.random.default_rng(5)
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []
        self.input = helper.make_tensor_value_info("x", kind, shape)
        self.last = "x"

    def tensor(self, values: Any, kind: Any = np.float32) -> str:
        name = f"t{len(self.tensors)}"
        self.tensors.append(numpy_helper.from_array(np.asarray(values, kind), name))
        return name

    def weights(self, *shape: int) -> str:
        fan_in = np.prod(shape[1:]) if len(shape) > 1 else 10
        return self.tensor(self.random.normal(0, fan_in**-0.5, shape))

    def add(
        self, kind: str, *inputs: str, on: tuple[str, ...] | None = None, **settings: Any
    ) -> str:
        given = [self.last, *inputs] if on is None else list(on)
        self.last = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, given, [self.last], **settings))
        return self.last

    def model(self, opset: int = 17, outputs: tuple[str, ...] = ()) -> onnx.ModelProto:
        names = outputs or (self.last,)
        graph = helper.make_graph(
            self.nodes,
            "g",
            [self.input],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", "k"]) for name in names],
            self.tensors,
        )
        return helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8
        )

    def bytes(self, opset: int = 17) -> bytes:
        model = self.model(opset)
        onnx.checker.check_model(model)
        return bytes(model.SerializeToString())


def of_pytorch(activation: str = "Tanh", *, dynamic: bool = False) -> Graph:
    """LeNet-5 as torch.onnx writes it: channels first, ``view`` by the batch's size, Gemm."""
    graph = Graph(["n" if dynamic else 1, 1, 28, 28])
    graph.add("Conv", graph.weights(6, 1, 5, 5), graph.weights(6), pads=[2, 2, 2, 2],
              kernel_shape=[5, 5], strides=[1, 1], dilations=[1, 1], group=1)  # fmt: skip
    graph.add(activation)
    pool: dict[str, Any] = {
        "kernel_shape": [2, 2],
        "strides": [2, 2],
        "pads": [0, 0, 0, 0],
        "ceil_mode": 0,
    }
    graph.add("AveragePool", count_include_pad=1, **pool)
    graph.add("Conv", graph.weights(16, 6, 5, 5), graph.weights(16))
    graph.add(activation)
    maps = graph.add("AveragePool", **pool)
    if dynamic:
        size = graph.add("Shape", on=(maps,))
        first = graph.add("Gather", on=(size, graph.tensor(0, np.int64)), axis=0)
        axes = graph.tensor([0], np.int64)
        rows = graph.add("Unsqueeze", on=(first, axes))
        shape = graph.add("Concat", on=(rows, graph.tensor([-1], np.int64)), axis=0)
        graph.add("Reshape", on=(maps, shape))
    else:
        graph.add("Flatten", axis=1)
    for inputs, outputs in ((400, 120), (120, 84), (84, 10)):
        graph.add("Gemm", graph.weights(outputs, inputs), graph.weights(outputs), transB=1)
        if outputs != 10:
            graph.add(activation)
    return graph


def of_keras() -> Graph:
    """LeNet-5 as tf2onnx writes it: channels last, turned around convolutions, MatMul and Add."""
    graph = Graph(["n", 28, 28, 1])
    graph.add("Mul", graph.tensor(1.0))
    graph.add("Transpose", perm=[0, 3, 1, 2])
    graph.add("Conv", graph.weights(6, 1, 5, 5), auto_pad="SAME_UPPER")
    graph.add("Add", graph.weights(1, 6, 1, 1))
    graph.add("Tanh")
    graph.add("AveragePool", kernel_shape=[2, 2], strides=[2, 2], auto_pad="VALID")
    graph.add("Conv", graph.weights(16, 6, 5, 5), graph.weights(16))
    graph.add("Tanh")
    graph.add("AveragePool", kernel_shape=[2, 2], strides=[2, 2])
    graph.add("Transpose", perm=[0, 2, 3, 1])
    graph.add("Reshape", graph.tensor([-1, 400], np.int64))
    for inputs, outputs in ((400, 120), (120, 84), (84, 10)):
        graph.add("MatMul", graph.weights(inputs, outputs))
        graph.add("Add", graph.weights(outputs))
        graph.add("Tanh" if outputs != 10 else "Softmax")
    return graph
