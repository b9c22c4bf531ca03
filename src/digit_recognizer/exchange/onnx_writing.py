"""A network as an ONNX file: the layers as they are, each a node of its name."""

from typing import Any

import numpy as np
import onnx
from numpy.typing import ArrayLike, NDArray
from onnx import helper, numpy_helper

from digit_recognizer import __version__
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.exchange.onnx_names import (
    FILE_FORMAT,
    IMAGE,
    LOGITS,
    METADATA,
    OPSET,
    PREPARATION,
    PROBABILITIES,
)
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.layers import (
    AverageSubsampling,
    Convolution,
    Dense,
    EuclideanRadialBasis,
    Layer,
    Parameters,
    Shape,
    Tanh,
    TrainableSubsampling,
)
from digit_recognizer.nn.losses import Loss, MaximumAPosteriori, RightPenalty, SoftmaxCrossEntropy
from digit_recognizer.nn.network import Network

__all__ = ["ExportError", "onnx_file"]


class ExportError(DigitRecognizerError):
    """A network that cannot be written as another program's file."""


def onnx_file(network: Network, metadata: dict[str, str]) -> bytes:
    """Return the content of an ONNX file: the same bytes for the same network and metadata.

    Its input is ``image``, uint8 of (n, 28, 28) for any n; its outputs are ``logits``, what softmax
    makes probabilities of, and ``probabilities``, both float32 of (n, classes). A network that is
    swept along a line takes (n, 32, width) for any width and gives (n, columns, classes).

    Parameters
    ----------
    network : Network
        Of the layers and losses of ``digit_recognizer.nn``.
    metadata : dict of str to str
        What the file says beside its graph.

    Raises
    ------
    ExportError
        If a layer or the loss is of another kind.
    """
    graph = _Graph()
    _encode(graph, network.architecture.encoding)
    views = network.views(network.parameters)
    architecture = network.architecture
    for layer, shape in zip(architecture.layers, architecture.shapes, strict=False):
        _add_layer(graph, layer, views[layer.name], shape)
    classes, _, columns = architecture.shapes[-1]
    _finish(graph, architecture.loss, classes, swept=columns > 1)
    side = architecture.input_shape[1] - 2 * architecture.encoding.margin
    size: list[str | int] = ["width" if columns > 1 else side]
    outputs = ["columns"] if columns > 1 else []
    described = helper.make_graph(
        graph.nodes,
        architecture.name,
        [helper.make_tensor_value_info(IMAGE, onnx.TensorProto.UINT8, ["n", side, *size])],
        [
            helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["n", *outputs, classes])
            for name in (LOGITS, PROBABILITIES)
        ],
        graph.weights,
        doc_string=metadata.get(METADATA + "preparation", PREPARATION),
    )
    model = helper.make_model(
        described,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=FILE_FORMAT,
        producer_name="digit-recognizer",
        producer_version=__version__,
    )
    helper.set_model_props(model, metadata)
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString(deterministic=True))


class _Graph:
    """Collects nodes, each on the output of the one before."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.last = IMAGE

    def constant(self, name: str, values: ArrayLike, kind: type = np.float32) -> str:
        """Store an array under a name and return the name."""
        array: NDArray[Any] = np.ascontiguousarray(values, kind).reshape(np.shape(values))
        self.weights.append(numpy_helper.from_array(array, name))
        return name

    def add(
        self, operator: str, output: str, *constants: str, name: str = "", **settings: Any
    ) -> None:
        """Add a node on what came last; it has the name of its output, or another."""
        inputs = [self.last, *constants]
        self.nodes.append(
            helper.make_node(operator, inputs, [output], name=name or output, **settings)
        )
        self.last = output


def _encode(graph: _Graph, encoding: Encoding) -> None:
    """Add what makes bytes the first layer's input, as ``Encoding`` does."""
    span = encoding.ink - encoding.background
    graph.add("Unsqueeze", "image as a map", graph.constant("axis of maps", [1], np.int64))
    graph.add("Cast", "image as numbers", to=onnx.TensorProto.FLOAT)
    graph.add("Mul", "image scaled", graph.constant("ink.span", span / 255))
    graph.add("Add", "input without margin", graph.constant("ink.background", encoding.background))
    if margin := encoding.margin:
        pads = graph.constant("margin", [0, 0, margin, margin] * 2, np.int64)
        graph.add("Pad", "input", pads, "ink.background")


def _add_layer(graph: _Graph, layer: Layer, weights: Parameters, shape: Shape) -> None:
    name = layer.name

    def constant(parameter: str, values: ArrayLike) -> str:
        return graph.constant(f"{name}.{parameter}", values)

    match layer:
        case Convolution():
            kernels = layer.dense_kernels(weights["kernels"], shape[0])
            graph.add(
                "Conv", name, constant("kernels", kernels), constant("biases", weights["biases"])
            )
        case AverageSubsampling(size=size):
            graph.add("AveragePool", name, kernel_shape=[size, size], strides=[size, size])
        case TrainableSubsampling(size=size):
            # Each map has a kernel of its own, with one number in all its places.
            kernels = np.broadcast_to(
                weights["coefficients"][:, None, None, None], (shape[0], 1, size, size)
            )
            names = constant("kernels", kernels), constant("biases", weights["biases"])
            graph.add("Conv", name, *names, group=shape[0], strides=[size, size])
        case Tanh(amplitude=amplitude, slope=slope):
            graph.add("Mul", f"{name}: scaled", constant("slope", slope))
            graph.add("Tanh", f"{name}: tanh", name=name)
            graph.add("Mul", name, constant("amplitude", amplitude), name=f"{name}: amplitude")
        case Dense():
            graph.add("Flatten", f"{name}: inputs")
            names = constant("weights", weights["weights"]), constant("biases", weights["biases"])
            graph.add("Gemm", name, *names, transB=1)
        case EuclideanRadialBasis():
            centres = weights["centres"] if layer.trainable else np.array(layer.centres)
            graph.add("Flatten", f"{name}: inputs")
            graph.add("Unsqueeze", f"{name}: row", graph.constant(f"{name}.axis", [1], np.int64))
            graph.add("Sub", f"{name}: differences", constant("centres", centres))
            graph.add("ReduceSumSquare", name, axes=[2], keepdims=0)
        case _:
            raise ExportError(
                f"layer {name}: expected a layer of digit_recognizer.nn, got {type(layer).__name__}"
            )


def _finish(graph: _Graph, loss: Loss, classes: int, *, swept: bool) -> None:
    """Add the logits and what the loss says are probabilities."""
    # An output has one value a class, and the last layer may give a map of one pixel.
    if not isinstance(loss, SoftmaxCrossEntropy):
        graph.add("Neg", "outputs turned")
    if swept:
        graph.add("Squeeze", "outputs in a row", graph.constant("axis of rows", [2], np.int64))
        graph.add("Transpose", LOGITS, perm=[0, 2, 1])
    else:
        graph.add("Flatten", LOGITS)
    match loss:
        case SoftmaxCrossEntropy() | RightPenalty():
            graph.add("Softmax", PROBABILITIES, axis=-1)
        case MaximumAPosteriori(rubbish_penalty=penalty):
            # The rubbish class is one more, with a logit that is always the same.
            pads = graph.constant("rubbish.place", [0, 0, 0, 1], np.int64)
            graph.add("Pad", "rubbish: logits", pads, graph.constant("rubbish.logit", -penalty))
            graph.add("Softmax", "rubbish: probabilities", axis=1)
            ends = ((0, "first"), (classes, "end"), (1, "axis"))
            names = [graph.constant(f"classes.{name}", [at], np.int64) for at, name in ends]
            graph.add("Slice", PROBABILITIES, *names)
        case _:
            raise ExportError(
                f"expected a loss of digit_recognizer.nn, got {type(loss).__name__}",
                "use the losses of digit_recognizer.nn",
            )
